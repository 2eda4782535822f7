"""The demo: what happened in the pretend firm comes in by its systems, and a second demo has nothing left to do."""

import csv
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from core.access import Viewer
from core.errors import BadInput, WrongUse
from core.workspace import Workspace, create_workspace, open_workspace
from eventlog.landed import landed_runs
from eventlog.numbering import OURS
from eventlog.reading import EventLog, open_log
from simulator.object_ids import logged_id
from simulator.state import State
from tests.unpacked_wheel import DemoByWheel
from tracework.demo import PretendFirm, holds_another, prepare

PROCESSES = [
    "expense_approval", "milestone_billing", "period_close", "procurement", "project_to_cash", "sales_to_project",
    "staffing", "time_capture",
]  # fmt: skip
SMALL = PretendFirm(people=60, months=8)
SMALLER = PretendFirm(seed=2, people=20, months=2)


@pytest.fixture(scope="module")
def state() -> State:
    return SMALL.state()


@pytest.fixture(scope="module")
def log(pretend_firm: Path):
    with open_log(open_workspace(pretend_firm), Viewer.owner()) as opened:
        yield opened


def test_the_eight_processes_have_their_cases(log: EventLog):
    assert log.processes() == PROCESSES
    assert all(log.process(name).cases for name in PROCESSES)


def test_invoices_are_sent_when_they_were_sent(log: EventLog, state: State):
    """A whole way through the road: the ERP's notes tell of every sending that is not planted wrong."""
    rows = log.database.rows(
        "select object.object_id, event.ts from event join event_type using (type_no) "
        "join event_object using (event_no) join object using (object_no) "
        "join object_type on object.type_no = object_type.type_no "
        "where event_type.name = 'invoice_sent' and object_type.name = 'invoice' and object_id like 'netsuite:%'"
    )
    ours = state["legal_entity"].filter(~pl.col("acquired"))["id"].implode()
    sent = state["invoice"].filter(pl.col("sent_at").is_not_null(), pl.col("entity_id").is_in(ours))
    told = sent.select(logged_id("invoice"), pl.col("sent_at").dt.replace_time_zone(None).dt.truncate("1s")).rows()
    missed = Counter(told) - Counter((name, ts.replace(microsecond=0)) for name, ts in rows)
    assert len(told) > 50
    assert sum(missed.values()) <= log.database.value("select count(*) from quarantine where source = 'netsuite'")


def test_business_time_follows_the_calendar_of_the_legal_entity(log: EventLog):
    """A wait from Friday evening to Monday morning is short in every office, by its own clock."""
    for name in log.processes():
        process = log.process(name)
        assert process.has_business_time
        elapsed, business = process.database.row("select sum(wait_us), sum(business_wait_us) from step")
        assert 0.05 < business / elapsed < 0.4


def test_cases_can_be_told_apart_by_what_the_firm_knows(log: EventLog):
    for name in ("milestone_billing", "sales_to_project", "project_to_cash"):
        slices = {each.name: each for each in log.process(name).slices}
        assert {"client", "entity", "practice", "billing_type"} <= slices.keys()
        assert 3 <= slices["entity"].distinct_values <= 4


def test_names_keep_their_umlauts_and_signs(log: EventLog, state: State):
    clients = set(log.database.column("select distinct value from object_attribute where name = 'client'"))
    assert {name for name in state["client"]["name"] if not name.isascii()} & clients
    assert not any("\ufffd" in name or "Ã" in name for name in clients)


def test_the_systems_are_pulled_as_a_customer_would(pretend_firm: Path):
    workspace = open_workspace(pretend_firm)
    sources = {run.source for run in landed_runs(workspace)}
    assert sources == {"salesforce", "netsuite", "netsuite_acquired", "bamboohr", "concur", "coupa", "graph"}
    settings = workspace.settings_file.read_text(encoding="utf-8")
    assert all(f"[sources.{source}]" in settings for source in sources)
    for secret in (workspace.root / "secrets").iterdir():
        assert secret.read_text(encoding="utf-8") not in settings
        assert secret.stat().st_mode & 0o077 == 0


def test_records_of_the_users_own_are_never_mixed_with_the_firm(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    run = workspace.landing / "sap" / "000001"
    run.mkdir(parents=True)
    (run / "manifest.json").write_text(json.dumps({"kind": "log", "streams": {}}))
    with pytest.raises(BadInput, match=r"records of your own \(sap\)"):
        prepare(tmp_path / "firm", SMALLER)


def test_an_unknown_trouble_is_wrong_use():
    with pytest.raises(WrongUse, match="flood"):
        PretendFirm(troubles="flood")


def tracework(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tracework", *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=280, check=False, stdin=subprocess.DEVNULL
    )


# its firm may have to be made first, by a wheel that has to be built
@pytest.mark.timeout(600)
def test_the_verb_prints_one_object_and_a_second_demo_changes_nothing_and_another_seed_replaces_the_firm(
    demo_by_wheel: DemoByWheel, pretend_firm: Path, tmp_path: Path
):
    done = demo_by_wheel.done
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert printed.keys() == {"workspace", "records", "events", "generation"}
    assert printed["generation"] == 1
    assert printed["records"] > printed["events"] > 1000
    assert "Simulating Northlight Advisory Group" in done.stderr
    firm = demo_by_wheel.folder / "firm"
    assert (firm / "firm.toml").exists()
    signed = SMALLER.state()["document"].filter(pl.col("kind") == "signed_contract").height
    assert len(list(firm.glob("contracts/graph/*/*signed.pdf"))) == signed > 10

    again = prepare(firm, SMALLER)
    assert (again.records, again.events, again.generation) == (printed["records"], printed["events"], 1)

    # what is told of the firm that was there before, of another seed, counts no more
    replaced = Path(shutil.copytree(pretend_firm, tmp_path / "replaced"))
    assert (holds_another(firm, SMALLER), holds_another(replaced, SMALLER)) == (False, True)
    assert not holds_another(tmp_path / "nothing there", SMALLER)
    generation = open_workspace(replaced).current_generation()
    other = prepare(replaced, SMALLER)
    assert other.generation > generation
    assert told_by_systems(open_workspace(replaced)) == told_by_systems(open_workspace(firm))


def told_by_systems(workspace: Workspace) -> tuple[int, int]:
    """Records and events but for what was done here, which stays on record when the firm is another one."""
    with open_log(workspace, Viewer.owner()) as log:
        events = log.database.value(
            "select count(*) from event join source using (source_no) where source.name <> $ours", ours=OURS
        )
    return sum(run.rows for run in landed_runs(workspace) if run.source != OURS), events


def test_a_file_of_the_users_own_gets_a_place_of_its_own(tmp_path: Path):
    with (tmp_path / "Loans 2025.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["case id", "activity", "timestamp"])
        writer.writerows(
            [f"L{n}", step, f"2025-03-{day:02d} 09:00:00+00:00"] for n in range(5) for day, step in enumerate("abc", 1)
        )
    first = tracework("demo", "--no-serve", "--json", "--file", "Loans 2025.csv", folder=tmp_path)
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["events"] == 15
    assert (tmp_path / "firm_loans_2025").is_dir()
    again = tracework("demo", "--no-serve", "--json", "--file", "Loans 2025.csv", folder=tmp_path)
    assert json.loads(again.stdout) == json.loads(first.stdout)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path):
    done = tracework("demo", "--no-serve", "--file", "nowhere.xes", folder=tmp_path)
    assert done.returncode in (1, 2)
    assert "nowhere.xes" in done.stderr
    assert "Traceback" not in done.stderr
