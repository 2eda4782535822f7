"""The watched folder: overlapping files, duplicates, files half written, formats, broken lines."""

from __future__ import annotations

import gzip
import os
import time
from hashlib import sha256
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import BadSettings, SourceFailed
from core.workspace import create_workspace
from ingest.landing import withdraw
from ingest.pull import probe_source, pull_source
from ingest.source_settings import configured_source
from tests.ingest.order_shop import landed

JANUARY = "day;text;amount\n2026-01-05;rent;100,50\n2026-01-06;coffee;3,00\n2026-01-06;coffee;3,00\n"


@pytest.fixture
def place(tmp_path):
    workspace = create_workspace(tmp_path / "firm")
    (workspace.root / "exports" / "bank").mkdir(parents=True)
    return workspace


@pytest.fixture
def put(place):
    def put(name: str, content: str | bytes, age: float = 60):
        path = place.root / "exports" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (time.time() - age, time.time() - age))
        return path

    return put


def configure(place, table: str = "", **more: str):
    place.settings_file.write_text(
        '[sources.files]\nconnector = "folder"\npath = "exports"\n[sources.files.tables.bank]\n' + table
    )
    return configured_source(place, "files")


def pulled(place, table: str = "") -> int:
    return pull_source(place, configure(place, table)).records["bank"]


def test_next_months_file_that_overlaps_adds_only_what_is_new(place, put):
    put("bank/january.csv", JANUARY)
    assert pulled(place) == 3
    assert pulled(place) == 0
    put("bank/february.csv", JANUARY + "2026-01-06;coffee;3,00\n2026-02-01;rent;100,50\n")
    assert pulled(place) == 2
    assert [row["text"] for row in landed(place, "bank")] == ["rent", "coffee", "coffee", "coffee", "rent"]
    assert [row["_file"] for row in landed(place, "bank")][-2:] == ["bank/february.csv"] * 2


def test_a_declared_key_lets_rows_change(place, put):
    key = 'key = ["id"]\n'
    put("bank/1.csv", "id,amount\n1,10\n2,20\n")
    assert pulled(place, key) == 2
    put("bank/2.csv", "id,amount\n1,10\n2,21\n3,30\n")
    assert pulled(place, key) == 2
    assert [(row["id"], row["amount"]) for row in landed(place, "bank")][2:] == [("2", "21"), ("3", "30")]


@pytest.mark.parametrize("name", ["bank/a.csv.part", "bank/a.csv.tmp", "bank/.a.csv"])
def test_a_file_with_an_unfinished_name_waits(place, put, name):
    path = put(name, JANUARY)
    assert pulled(place) == 0
    path.rename(path.with_name("a.csv"))
    assert pulled(place) == 3


def test_a_file_that_was_just_written_waits(place, put):
    path = put("bank/a.csv", JANUARY, age=0)
    told = pull_source(place, configure(place))
    assert (told.run, told.documents.failed) == (
        None, ("files: bank/a.csv is not read: it was written a moment ago and may not be whole yet. Pull again.",)
    )  # fmt: skip
    os.utime(path, (time.time() - 60, time.time() - 60))
    told = pull_source(place, configure(place))
    assert (told.records["bank"], told.documents.failed) == (3, ())


def test_a_file_from_a_machine_whose_clock_is_ahead_waits_and_is_told(place, put):
    put("bank/a.csv", JANUARY, age=-86_400)
    put("bank/b.csv", "day;text;amount\n2026-02-05;rent;1,00\n")
    told = pull_source(place, configure(place))
    assert told.records["bank"] == 1
    (reason,) = told.documents.failed
    assert reason.startswith("files: bank/a.csv is not read: its time, ")
    assert "ahead of this machine's clock" in reason


def test_a_file_that_grows_is_read_again_and_its_news_land(place, put):
    put("bank/a.csv", JANUARY, age=90)
    assert pulled(place) == 3
    put("bank/a.csv", JANUARY + "2026-01-09;tea;2,00\n")
    assert pulled(place) == 1


def test_a_withdrawn_run_is_read_again(place, put):
    put("bank/january.csv", JANUARY)
    pulled(place)
    withdraw(place, "files", "000001")
    assert pulled(place) == 3


def test_all_formats_packed_or_not(place, put, tmp_path):
    put("bank/a.csv.gz", gzip.compress(b"id,n\n1,x\n"))
    put("bank/b.jsonl", '{"id": 2, "n": {"deep": [1]}}\n\nnot json\n{"id": 3}\n')
    pq.write_table(pa.table({"id": [4], "n": ["y"]}), tmp_path / "c.parquet")
    put("bank/c.parquet", (tmp_path / "c.parquet").read_bytes())
    assert pulled(place) == 5
    rows = landed(place, "bank")
    assert [row.get("id") for row in rows] == ["1", "2", None, "3", "4"]
    assert rows[1]["n"] == '{"deep":[1]}'
    assert rows[2]["_unreadable"] == "line 3 is no JSON object: b'not json\\n'"


def test_a_line_that_does_not_split_lands_with_its_reason(place, put):
    put("bank/a.csv", "id,n\n1,x\n2,y,z,more\n3,w\n")
    assert pulled(place) == 3
    assert "2,y,z,more" in next(row["_unreadable"] for row in landed(place, "bank") if "_unreadable" in row)
    assert "does not split" in next(iter(configure(place).declared.stream("bank").checks))


def damaged(packed: bytes) -> bytes:
    """The same with other bytes in the middle, which unpack to nothing."""
    middle = len(packed) // 2
    return packed[:middle] + Random(1).randbytes(400) + packed[middle + 400 :]


LINES = b"".join(b'{"id": "%s"}\n' % sha256(b"%d" % number).hexdigest().encode() for number in range(20_000))
GZIPPED = gzip.compress(b"id,n\n" + b"".join(b"%d,x\n" % number for number in range(300_000)))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("b.parquet", b"PAR1 and then nothing", "cannot be read as Parquet"),
        ("b.csv.gz", GZIPPED[: len(GZIPPED) // 2], "breaks off or is damaged"),
        ("b.csv.gz", damaged(GZIPPED), "breaks off or is damaged"),
        ("b.jsonl.gz", damaged(gzip.compress(LINES)), "breaks off or is damaged"),
        ("b.csv", b"id,n\n" + b"1,x\n" * 5 + b"2,\x00\n", 'say encoding = "utf-16" under [sources.files.tables.bank]'),
        ("b.csv", b"id\n1\n", 'say delimiter = "CHARACTER" under [sources.files.tables.bank]'),
        ("b.xlsx", b"PK\x03\x04", "it is neither CSV, Parquet nor JSON lines. Save it as one of these"),
        ("b.csv", b"", "it is empty. Export it again"),
    ],
)
def test_of_a_file_that_cannot_be_read_nothing_lands_and_the_others_go_on(place, put, name, content, told):
    put("bank/a.csv", "id,n\n1,x\n")
    broken = put(f"bank/{name}", content)
    put("bank/c.csv", "id,n\n9,z\n")
    first = pull_source(place, configure(place))
    assert first.records == {"bank": 2}
    assert [each.name for each in first.documents.absent] == [f"bank/{name}"]
    (line,) = first.documents.failed
    assert line.startswith(f"files: bank/{name} is not read: ")
    assert told in line
    assert "--map" not in line
    assert pull_source(place, configure(place)).documents.failed == (line,)
    broken.unlink()
    put("bank/b.csv", "id,n\n5,y\n")
    mended = pull_source(place, configure(place))
    assert (mended.records, mended.documents.failed) == ({"bank": 1}, ())


def test_what_an_office_program_locks_a_file_with_is_no_file(place, put):
    put("bank/~$a.csv", b"\x00\x00")
    put("bank/a.csv", JANUARY)
    assert pull_source(place, configure(place)).documents.failed == ()


@pytest.mark.parametrize("table", ["", 'key = ["id"]\n'])
def test_many_files_that_say_nothing_new_are_read(place, put, table):
    for number in range(60):
        put(f"bank/{number:02}.csv", "id,n\n1,x\n2,y\n", age=90 - number)
    put("bank/last.csv", "id,n\n3,z\n", age=20)
    assert pulled(place, table) == 3


def test_a_folder_that_is_not_there_is_told(place, put):
    (place.root / "exports" / "bank").rmdir()
    (place.root / "exports").rmdir()
    for attempt in (pull_source, lambda place, source: probe_source(source)):
        with pytest.raises(SourceFailed, match=r"exports is not there.* mend path in \[sources\.files\]"):
            attempt(place, configure(place))


@pytest.mark.parametrize("files", ["", "/elsewhere/*.csv", "../elsewhere/*.csv"])
def test_a_pattern_leads_below_the_folder(place, files):
    with pytest.raises(BadSettings, match=r"tables\.bank\.files: .*write a pattern below the folder"):
        configure(place, f"files = '{files}'\n")


def test_the_probe_tells_of_a_stream_without_files(place, put):
    assert [missing.stream for missing in probe_source(configure(place))] == ["bank"]
    put("bank/a.csv", JANUARY)
    assert probe_source(configure(place)) == []
    assert probe_source(configure(place, 'files = "statements/*.csv"\n'))[0].what == "every file like statements/*.csv"
