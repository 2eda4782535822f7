"""The demo: what the simulator wrote comes in whole, each event once, and a second demo has nothing left to do."""

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from core.access import Viewer
from core.errors import BadInput, WrongUse
from core.workspace import create_workspace, open_workspace
from eventlog.reading import EventLog, open_log
from simulator.run import simulate
from simulator.world import World
from tracework.demo import PretendFirm, prepare


@pytest.fixture(scope="module")
def world() -> World:
    return simulate(1, 24, PretendFirm(people=24).projects)


@pytest.fixture(scope="module")
def log(pretend_firm: Path):
    with open_log(open_workspace(pretend_firm), Viewer.owner()) as opened:
        yield opened


def test_every_event_is_there_once_at_its_moment(log: EventLog, world: World):
    rows = log.database.rows(
        "select object.object_id, event_type.name, event.ts from event join event_type using (type_no) "
        "join event_object using (event_no) join object using (object_no) "
        "join object_type on object.type_no = object_type.type_no "
        "where object_type.name = 'project'"
    )
    told = [(r.matter.project.code, r.event, r.moment.replace(tzinfo=None)) for r in world.records]
    assert Counter(rows) == Counter(told)
    assert log.manifest["quarantined"] == 0


def test_the_declared_processes_have_their_cases(log: EventLog, world: World):
    assert log.processes() == ["milestone_billing", "project_to_cash", "sales_to_project"]
    sizes = {name: log.process(name).cases for name in log.processes()}
    projects = {r.matter.project.code for r in world.records}
    billing_events = {r.matter.billing_event for r in world.records if r.matter.billing_event}
    assert sizes == {
        "milestone_billing": len(billing_events),
        "project_to_cash": len(projects),
        "sales_to_project": len(projects),
    }


def test_business_time_follows_the_calendar_of_the_legal_entity(log: EventLog):
    """A wait from Friday evening to Monday morning is short in every office, by its own clock."""
    for name in log.processes():
        process = log.process(name)
        assert process.has_business_time
        elapsed, business = process.database.row("select sum(wait_us), sum(business_wait_us) from step")
        assert 0.1 < business / elapsed < 0.33


def test_cases_can_be_told_apart_by_what_the_firm_knows(log: EventLog):
    for name in log.processes():
        slices = {each.name: each for each in log.process(name).slices}
        assert {"Client", "Legal entity", "Practice", "Contract value"} <= slices.keys()
        assert slices["Legal entity"].distinct_values == 3
        assert slices["Contract value"].type == "number"


def test_a_billing_event_is_known_by_what_is_known_of_its_project(log: EventLog, world: World):
    known = log.process("milestone_billing").database.rows(
        'select object_id, "Client", "Legal entity", "Contract value" from "case" join case_slice using (case_no)'
    )
    told = {
        (r.matter.billing_event, r.matter.project.client.name, r.matter.project.entity.name, r.matter.project.value)
        for r in world.records
        if r.matter.billing_event
    }
    assert set(known) == told


def test_names_keep_their_umlauts_and_signs(log: EventLog):
    clients = log.database.column("select distinct value from object_attribute where name = 'Client'")
    assert "Müller & Söhne Maschinenbau GmbH & Co. KG" in clients
    assert not any("\ufffd" in name or "Ã" in name for name in clients)


def test_a_second_demo_changes_nothing(tmp_path: Path):
    first = prepare(tmp_path / "firm", PretendFirm(people=4))
    again = prepare(tmp_path / "firm", PretendFirm(people=4))
    assert again == first
    assert first.records == first.events


def test_another_seed_replaces_the_firm(tmp_path: Path):
    first = prepare(tmp_path / "firm", PretendFirm(people=4))
    other = prepare(tmp_path / "firm", PretendFirm(people=4, seed=2))
    alone = prepare(tmp_path / "other", PretendFirm(people=4, seed=2))
    assert other.generation > first.generation
    assert (other.records, other.events) == (alone.records, alone.events)


def test_records_of_the_users_own_are_never_mixed_with_the_firm(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    run = workspace.landing / "sap" / "000001"
    run.mkdir(parents=True)
    (run / "manifest.json").write_text(json.dumps({"kind": "log", "streams": {}}))
    with pytest.raises(BadInput, match=r"records of your own \(sap\)"):
        prepare(tmp_path / "firm", PretendFirm(people=4))


def test_an_unknown_trouble_is_wrong_use():
    with pytest.raises(WrongUse, match="flood"):
        PretendFirm(troubles="flood")


def tracework(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tracework", *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL
    )


def test_the_verb_prints_one_object_and_speaks_on_standard_error(tmp_path: Path):
    done = tracework("demo", "--no-serve", "--people", "4", "--seed", "3", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert printed.keys() == {"workspace", "records", "events", "generation"}
    assert printed["generation"] == 1
    assert printed["events"] == printed["records"] > 100
    assert "Simulating 10 projects" in done.stderr
    assert (tmp_path / "firm" / "firm.toml").exists()


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
