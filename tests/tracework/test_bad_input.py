"""Bad files at the command line: one paragraph that names the file and what to do, the right code, nothing changed."""

import gzip
import resource
import sqlite3

import pytest

from tests.generated_logs import START, Case, Event, random_cases, trace
from tests.tracework.command_line import files_of, tracework
from tests.written_files import write_csv, write_xes

BOMB = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<log xes.version="1.0"><trace><string key="concept:name" value="&b;"/></trace></log>"""
EXTERNAL = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<log xes.version="1.0"><trace><string key="concept:name" value="&secret;"/></trace></log>"""
HEADER = "Case,Activity,Time\n"
NASTY_NAMES = ['say "yes"', "it's; drop table step; --", "🎉 żółć", "<script>alert(1)</script>", "x" * 5000, "a\\b/c"]


def xes_text(folder):
    return write_xes(folder / "plain.xes", random_cases(1, 50)).read_bytes()


BAD = {
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
    "random bytes": ("a.csv", bytes(range(1, 256)) * 20, "a.csv"),
    "an empty file": ("a.csv", b"", "0 bytes"),
    "an XML bomb": ("a.xes", BOMB.encode(), "explode"),
    "an external entity": ("a.xes", EXTERNAL.encode(), "read other files"),
    "NUL bytes": ("a.csv", (HEADER + "1,A\0,2026-01-01T10:00:00Z\n").encode(), "NUL"),
    "only a header": ("a.csv", HEADER.encode(), "no rows"),
    "no time column": ("a.csv", b"Case,Activity,Colour\n1,A,red\n1,B,blue\n2,A,red\n2,B,green\n", "time"),
    "other JSON": ("a.json", b'{"hello": [1, 2, 3]}', "a.json"),
    "broken JSON": ("a.json", b'{"objectTypes": [', "a.json"),
    "other XML": ("a.xml", b"<?xml version='1.0'?><html><body/></html>", "a.xml"),
    "an XES cut short": ("a.xes", b'<?xml version="1.0"?><log xes.version="1.0"><trace><event>', "a.xes"),
}


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    log = write_xes(folder / "good.xes", random_cases(1, 20))
    assert tracework("import", log, "-w", folder / "firm", "--process", "good").code == 0
    return folder / "firm"


def refused(firm, path, *said, code=(1, 2)):
    before = files_of(firm)
    answer = tracework("import", path, "-w", firm, "--yes", *said)
    assert answer.code in code, answer.out + answer.err
    assert "Traceback" not in answer.err
    assert files_of(firm) == before
    return answer.err


@pytest.mark.parametrize("case", BAD, ids=BAD)
def test_a_file_that_is_no_log_is_refused(firm, tmp_path, case):
    name, content, said = BAD[case]
    (tmp_path / name).write_bytes(content)
    told = refused(firm, tmp_path / name)
    assert said in told


def test_a_truncated_gz(firm, tmp_path):
    whole = gzip.compress(xes_text(tmp_path))
    (tmp_path / "cut.xes.gz").write_bytes(whole[: len(whole) // 2])
    assert "cut.xes.gz" in refused(firm, tmp_path / "cut.xes.gz")


def test_ambiguous_dates_are_asked_about(firm, tmp_path):
    (tmp_path / "a.csv").write_text(
        HEADER + "".join(f"{n},A,0{n}/04/2026 10:00\n{n},B,0{n}/05/2026 11:00\n" for n in range(1, 9))
    )
    told = refused(firm, tmp_path / "a.csv", "--map", "zone=UTC", code=(2,))
    assert "date_order" in told
    said = ("--map", "zone=UTC", "--map", "date_order=day", "--process", "answered")
    assert tracework("import", tmp_path / "a.csv", "-w", tmp_path / "other", "--yes", *said).code == 0


def test_an_unknown_column_names_those_there_are(firm, tmp_path):
    path = write_csv(tmp_path / "a.csv", [trace("1", "AB")])
    told = refused(firm, path, "--map", "case=Order", code=(2,))
    assert "Order" in told
    assert "“Case”" in told


def test_ten_thousand_columns(firm, tmp_path):
    names = ",".join(["Case", "Activity", "Time", *(f"c{n}" for n in range(9_997))])
    rows = "".join(f"{n},A,2026-01-01T10:00:00Z{',x' * 9_997}\n" for n in range(3))
    (tmp_path / "wide.csv").write_text(names + "\n" + rows)
    assert "columns" in refused(firm, tmp_path / "wide.csv")


def test_rows_that_cannot_be_read_are_counted_and_listed(tmp_path):
    good = "".join(f"{n},A,2026-01-0{n}T10:00:00Z\n{n},B,2026-01-0{n}T12:00:00Z\n" for n in range(1, 9))
    (tmp_path / "a.csv").write_text(HEADER + good + "9,A,soon\n9,,2026-01-09T10:00:00Z\n,A,2026-01-09T10:00:00Z\n")
    answer = tracework("import", tmp_path / "a.csv", "-w", tmp_path / "firm", "--yes", "--json")
    assert answer.code == 0, answer.err
    assert (answer.json["events"], answer.json["quarantined"]) == (16, 3)
    listed = tracework("runs", answer.json["run"], "-w", tmp_path / "firm", "--json").json
    assert len(listed) == 3
    assert any("soon" in record["reason"] + record["record"] for record in listed)


def test_a_log_of_one_event(tmp_path):
    path = write_xes(tmp_path / "one.xes", [trace("1", "A")])
    assert tracework("import", path, "-w", tmp_path / "firm", "--json").json["events"] == 1
    assert tracework("map", "-w", tmp_path / "firm", "--json").json["edges"] == []
    assert tracework("variants", "-w", tmp_path / "firm").code == 0


def test_events_without_a_case_are_set_aside(tmp_path):
    text = write_xes(tmp_path / "a.xes", [trace("1", "AB")]).read_text()
    loose = (
        '<event><string key="concept:name" value="L"/><date key="time:timestamp" value="2026-01-01T10:00:00Z"/></event>'
    )
    (tmp_path / "a.xes").write_text(text.replace("</log>", loose + "</log>"))
    answer = tracework("import", tmp_path / "a.xes", "-w", tmp_path / "firm", "--json")
    assert (answer.json["events"], answer.json["quarantined"]) == (2, 1)


def test_names_of_every_kind_come_through(tmp_path):
    cases = [Case(str(n), [Event(name, START), Event("end", START)]) for n, name in enumerate(NASTY_NAMES)]
    path = write_xes(tmp_path / "a.xes", cases)
    assert tracework("import", path, "-w", tmp_path / "firm").code == 0
    found = tracework("map", "-w", tmp_path / "firm", "--json").json
    assert set(found["start"]) == set(NASTY_NAMES)


def test_relations_to_nothing_are_set_aside(tmp_path):
    path = tmp_path / "log.json"
    path.write_text(
        '{"objectTypes": [{"name": "order", "attributes": []}], "eventTypes": [{"name": "pay", "attributes": []}],'
        '"objects": [{"id": "o1", "type": "order"}],'
        '"events": [{"id": "e1", "type": "pay", "time": "2026-01-01T10:00:00Z",'
        '"relationships": [{"objectId": "o1", "qualifier": "of"}, {"objectId": "ghost", "qualifier": "of"}]}]}'
    )
    answer = tracework("import", path, "-w", tmp_path / "firm", "--json")
    assert answer.code == 0, answer.err
    assert (answer.json["events"], answer.json["quarantined"]) == (1, 1)


def test_a_database_that_is_no_log(firm, tmp_path):
    with sqlite3.connect(tmp_path / "a.sqlite") as database:
        database.execute("create table person (name)")
    assert "a.sqlite" in refused(firm, tmp_path / "a.sqlite")


@pytest.mark.parametrize("most", [20_000, 300_000, 2_000_000])
def test_a_full_disk_leaves_everything_as_it_was(firm, tmp_path, most):
    path = write_xes(tmp_path / "large.xes", random_cases(4, 4000))
    before = files_of(firm)

    def with_little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    answer = tracework("import", path, "-w", firm, before=with_little_room)
    assert answer.code == 1, answer.err
    assert "no room left on the disk" in answer.err
    assert "Traceback" not in answer.err
    assert files_of(firm) == before


def test_a_newer_workspace_is_left_alone(tmp_path):
    path = write_xes(tmp_path / "a.xes", [trace("1", "AB")])
    assert tracework("import", path, "-w", tmp_path / "firm").code == 0
    (tmp_path / "firm" / "workspace.json").write_text('{"format": 99}')
    before = files_of(tmp_path / "firm")
    for words in (["import", path], ["build"], ["map"], ["runs"]):
        answer = tracework(*words, "-w", tmp_path / "firm")
        assert answer.code == 1
        assert "format 99" in answer.err
    assert files_of(tmp_path / "firm") == before
