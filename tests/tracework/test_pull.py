"""`tracework pull` as a person runs it: what it prints, what fails in one line, what never shows."""

from __future__ import annotations

import sys
import time

import pytest
import sqlalchemy as sa

from core import jobs
from core.state import open_state
from core.workspace import create_workspace, open_workspace
from ingest.last_try import last_try
from tests.tracework.command_line import files_of, tracework

FIRM = """[sources.bank]
connector = "folder"
path = "exports"
settle = 0
[sources.bank.tables.statement]
key = ["id"]
objects = [{type = "invoice", id = "r.id"}]
[sources.erp]
connector = "sql"
url = {file = "secrets/erp"}
[sources.erp.http]
attempts = 2
first_wait = 0.01
[sources.erp.tables.invoice]
key = ["id"]
"""
PASSWORD = "open-sesame-7"


@pytest.fixture
def firm(tmp_path):
    """A folder in which somebody has written a firm.toml, and nothing else of ours."""
    firm = tmp_path / "firm"
    for folder in ("exports/statement", "secrets"):
        (firm / folder).mkdir(parents=True)
    (firm / "firm.toml").write_text(FIRM)
    (firm / "exports" / "statement" / "january.csv").write_text("id,amount\n1,10\n2,20\n")
    (firm / "secrets" / "erp").write_text(f"sqlite:///{tmp_path / 'erp.db'}")
    with sa.create_engine(f"sqlite:///{tmp_path / 'erp.db'}").begin() as connection:
        connection.execute(sa.text("create table invoice (id integer primary key)"))
        connection.execute(sa.text("insert into invoice values (1), (2), (3)"))
    return firm


def test_all_sources_are_pulled_and_a_second_time_adds_nothing(firm):
    told = tracework("pull", "-w", firm, "--no-build", "--json")
    assert told.code == 0, told.err
    assert {each["source"]: each["records"] for each in told.json["sources"]} == {
        "bank": {"statement": 2}, "erp": {"invoice": 3},
    }  # fmt: skip
    before = files_of(firm / "landing")
    again = tracework("pull", "-w", firm, "--no-build")
    assert again.code == 0
    assert [line.split() for line in again.out.splitlines()[1:]] == [["bank", "–", "0", "0"], ["erp", "–", "0", "0"]]
    assert files_of(firm / "landing") == before


def test_one_source_by_name(firm):
    told = tracework("pull", "erp", "-w", firm, "--no-build", "--json")
    assert [each["source"] for each in told.json["sources"]] == ["erp"]
    assert "It has: bank, erp" in tracework("pull", "crm", "-w", firm).err


def test_a_source_that_fails_is_told_in_one_line_and_the_others_go_on(firm):
    (firm / "secrets" / "erp").write_text(f"postgresql://ann:{PASSWORD}@/erp?host=/tmp/there-is-no-socket-here")
    told = tracework("pull", "-w", firm, "--no-build", "--json")
    assert told.code == 1
    bank, erp = told.json["sources"]
    assert bank["records"] == {"statement": 2}
    assert erp["error"].startswith("erp: asking the database failed, tried 2 times")
    assert "Nothing has answered there: check its address in firm.toml" in erp["error"]
    plain = tracework("pull", "-w", firm, "--no-build")
    assert plain.code == 1
    assert [line for line in plain.err.splitlines() if line.startswith("tracework: erp:")]
    assert "Traceback" not in plain.err
    assert last_try(open_workspace(firm), "erp").error == erp["error"]
    said = told.out + told.err + plain.out + plain.err
    kept = b"".join(content for name, content in files_of(firm).items() if not name.startswith("secrets/"))
    assert PASSWORD not in said
    assert PASSWORD.encode() not in kept


def test_the_probe_reads_nothing(firm):
    (firm / "exports" / "statement" / "january.csv").unlink()
    told = tracework("pull", "--probe", "-w", firm, "--json")
    assert told.code == 0
    assert [missing["stream"] for missing in told.json["bank"]] == ["statement"]
    assert told.json["erp"] == []
    assert "every file like statement/* is missing" in tracework("pull", "--probe", "-w", firm).out
    assert files_of(firm / "landing") == {}


def test_the_probe_of_a_source_that_cannot_be_asked_stops_no_other(firm):
    (firm / "firm.toml").write_text(FIRM.replace('{file = "secrets/erp"}', '{env = "ERP_NOT_THERE"}'))
    (firm / "exports" / "statement" / "january.csv").unlink()
    text = (firm / "firm.toml").read_text()
    bank, erp = text.split("[sources.erp]", 1)
    (firm / "firm.toml").write_text(f"[sources.erp]{erp}{bank}")
    told = tracework("pull", "--probe", "-w", firm)
    assert told.code == 1
    assert "every file like statement/* is missing" in told.out
    line = "erp: The secret ERP_NOT_THERE is not in the environment. Set ERP_NOT_THERE and run it again."
    assert told.err.splitlines() == [f"tracework: {line}"]
    found = tracework("pull", "--probe", "-w", firm, "--json")
    assert found.code == 1
    assert found.json["erp"] == {"error": line}
    assert [missing["stream"] for missing in found.json["bank"]] == ["statement"]


def test_what_could_not_be_used_is_told_with_where_to_look(firm):
    (firm / "exports" / "statement" / "february.csv").write_text("id,amount\n,30\n3,40\n")
    (firm / "exports" / "statement" / "march.xlsx").write_bytes(b"PK")
    told = tracework("pull", "bank", "-w", firm)
    assert told.code == 0, told.err
    assert "bank: 1 record could not be used. See why: tracework runs bank/000001" in told.err
    assert "bank: statement/march.xlsx is not read: it is neither CSV, Parquet nor JSON lines" in told.err
    assert "id is missing" in tracework("runs", "bank/000001", "-w", firm).out


def test_mistakes_in_the_settings_are_told_before_anything_is_read(firm):
    (firm / "firm.toml").write_text(FIRM + 'colour = "red"\n[limits]\nspeed = 3\n')
    told = tracework("pull", "-w", firm)
    assert told.code == 1
    assert "has 2 mistakes" in told.err
    (firm / "firm.toml").write_text('name = "x"\n')
    assert "names no source" in tracework("pull", "-w", firm).err


def test_as_a_job_it_says_how_far_it_is_and_what_came(firm):
    with open_state(create_workspace(firm)) as state:
        words = [sys.executable, "-m", "tracework", "pull", "-w", str(firm), "--no-build"]
        number = jobs.start(state, words, "Pull", "pull").id
        give_up = time.monotonic() + 60
        while (job := jobs.get(state, number)).under_way and time.monotonic() < give_up:
            time.sleep(0.05)
    assert job.state == "done"
    assert [each["run"] for each in job.result["sources"]] == ["000001", "000001"]


def test_secrets_of_the_environment_stay_there(firm, monkeypatch):
    text = FIRM.replace('{file = "secrets/erp"}', '{env = "ERP_OF_TEST"}')
    (firm / "firm.toml").write_text(text)
    assert "Set ERP_OF_TEST and run it again" in tracework("pull", "erp", "-w", firm).err
    monkeypatch.setenv("ERP_OF_TEST", f"nonsense {PASSWORD}")
    told = tracework("pull", "erp", "-w", firm, "--json")
    assert told.code == 1
    assert PASSWORD not in told.out + told.err
