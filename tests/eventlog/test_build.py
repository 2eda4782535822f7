"""The build: landed runs in, one published generation out; the same records give the same content."""

import random
import shutil
from datetime import timedelta

import pytest

from core.access import Viewer
from core.errors import BadInput, BadSettings
from core.workspace import create_workspace
from eventlog.generations import manifest_of
from eventlog.landed import landed_runs
from eventlog.reading import open_log
from ingest.imports import ImportChoices, inspect_flat_file
from ingest.landing import withdraw
from tests.generated_logs import START, Case, Event, random_cases, trace
from tests.written_files import write_xes
from tracework.pipeline import build, import_file


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


def take_in(workspace, path, cases, process="work", source=None):
    return import_file(workspace, write_xes(path, cases), ImportChoices(process=process, source=source))


def content(workspace):
    return manifest_of(workspace, workspace.current_generation())["content_hash"]


def test_every_event_names_the_record_it_was_read_from(workspace, tmp_path):
    cases = random_cases(1, 20)
    take_in(workspace, tmp_path / "a.xes", cases)
    with open_log(workspace, Viewer.owner()) as log:
        rows = log.database.rows(
            "select source.name, landed_run.run, event.row, event_type.name from event join source using (source_no) "
            "join landed_run using (run_no) join event_type using (type_no) order by event.row"
        )
    expected = [event.activity for case in cases for event in case.events]
    assert [(source, run) for source, run, _, _ in rows] == [("work", "000001")] * len(expected)
    assert [(row, name) for _, _, row, name in rows] == list(enumerate(expected))


def test_the_same_file_again_adds_nothing(workspace, tmp_path):
    cases = random_cases(2, 30)
    take_in(workspace, tmp_path / "a.xes", cases)
    before = content(workspace)
    take_in(workspace, tmp_path / "a.xes", cases)
    assert content(workspace) == before
    assert len(landed_runs(workspace)) == 2


def test_next_months_file_that_overlaps_adds_only_what_is_new(workspace, tmp_path):
    whole = [trace(str(n), "ABC", START + timedelta(days=n)) for n in range(10)]
    take_in(workspace, tmp_path / "march.xes", whole[:7])
    take_in(workspace, tmp_path / "april.xes", whole[4:])
    with open_log(workspace, Viewer.owner()) as log:
        process = log.process("work")
        assert (process.cases, process.events) == (10, 30)


def test_true_duplicates_inside_a_file_are_kept(workspace, tmp_path):
    twice = Case("1", [Event("A", START), Event("A", START), Event("B", START)])
    take_in(workspace, tmp_path / "a.xes", [twice])
    with open_log(workspace, Viewer.owner()) as log:
        assert log.process("work").events == 3


def test_the_order_of_loading_does_not_matter(tmp_path):
    parts = [random_cases(seed, 25) for seed in range(3)]
    for seed, cases in enumerate(parts):
        for number, case in enumerate(cases):
            cases[number] = Case(f"{seed}-{case.id}", case.events, case.attributes)
    hashes = set()
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        workspace = create_workspace(tmp_path / "".join(map(str, order)))
        for part in order:
            take_in(workspace, tmp_path / f"part{part}.xes", parts[part], source=f"system {part}")
        hashes.add(content(workspace))
    assert len(hashes) == 1


def test_a_shuffled_landing_gives_the_same_content(workspace, tmp_path, scale):
    parts = [[Case(f"{seed}-{case.id}", case.events) for case in random_cases(seed, 15)] for seed in range(4)]
    for number, cases in enumerate(parts):
        take_in(workspace, tmp_path / f"{number}.xes", cases, source="one system")
    before = content(workspace)
    folder = workspace.landing / "one_system"
    for seed in range(2 * scale):
        names = sorted(path.name for path in folder.iterdir())
        shuffled = random.Random(seed).sample(names, len(names))
        for name in names:
            (folder / name).rename(folder / f"moved {name}")
        for name, target in zip(names, shuffled, strict=True):
            (folder / f"moved {name}").rename(folder / target)
        build(workspace)
        assert content(workspace) == before


def test_a_withdrawn_load_leaves_the_log_as_if_it_had_never_been(workspace, tmp_path):
    take_in(workspace, tmp_path / "a.xes", random_cases(5, 20))
    before = content(workspace)
    other = [Case(f"other {case.id}", case.events) for case in random_cases(6, 20)]
    take_in(workspace, tmp_path / "b.xes", other)
    assert content(workspace) != before
    withdraw(workspace, "work", "000002")
    build(workspace)
    assert content(workspace) == before


def test_records_that_cannot_be_used_are_set_aside_with_their_reason(workspace, tmp_path):
    path = write_xes(tmp_path / "a.xes", [trace("1", "ABC")])
    text = path.read_text().replace(START.isoformat(timespec="microseconds"), "yesterday")
    path.write_text(text)
    imported = import_file(workspace, path, ImportChoices(process="work"))
    with open_log(workspace, Viewer.owner()) as log:
        ((stream, row, reason),) = log.database.rows("select stream, row, reason from quarantine")
        assert (stream, row) == ("events", 0)
        assert "yesterday" in reason
        assert log.process("work").events == 2
        assert log.manifest["quarantined"] == 1
    assert imported.generation == 1


def test_a_build_that_fails_changes_nothing(workspace, tmp_path):
    take_in(workspace, tmp_path / "a.xes", random_cases(7, 10))
    before = sorted(path.relative_to(workspace.root) for path in workspace.root.rglob("*"))
    workspace.processes.mkdir()
    (workspace.processes / "broken.toml").write_text("title = 3\n")
    with pytest.raises(BadSettings, match=r"broken.toml"):
        take_in(workspace, tmp_path / "b.xes", random_cases(8, 10))
    shutil.rmtree(workspace.processes)
    after = sorted(path.relative_to(workspace.root) for path in workspace.root.rglob("*"))
    assert [path for path in after if path.name != "lock"] == [path for path in before if path.name != "lock"]


def test_who_takes_the_generations_away_has_them_built_anew(workspace, tmp_path):
    take_in(workspace, tmp_path / "a.xes", random_cases(12, 20))
    before = content(workspace)
    shutil.rmtree(workspace.log)
    build(workspace)
    assert content(workspace) == before


def test_an_empty_workspace_builds_to_an_empty_log(workspace):
    build(workspace)
    with open_log(workspace, Viewer.owner()) as log:
        assert log.processes() == []
        assert log.manifest["events"] == 0


def test_a_declared_process_takes_its_events_and_ranks_ties(workspace, tmp_path):
    workspace.processes.mkdir()
    (workspace.processes / "billing.toml").write_text(
        'title = "Billing"\nobject_type = "bill"\nowner = "Controller"\nevent_types = ["Drafted", "Sent", "Paid"]\n'
    )
    same_time = Case("1", [Event(name, START) for name in ("Paid", "Note", "Sent", "Drafted")])
    take_in(workspace, tmp_path / "a.xes", [same_time], process="billing")
    with open_log(workspace, Viewer.owner()) as log:
        process = log.process("billing")
        order = process.database.column("select activity_no from step order by seq")
        assert [process.activities[number] for number in order] == ["Drafted", "Sent", "Paid"]
        assert (process.title, process.owner) == ("Billing", "Controller")


def test_start_and_complete_become_one_step_where_asked(workspace, tmp_path):
    path = tmp_path / "a.xes"
    write_xes(path, [trace("1", "AABB", hours=2)])
    pieces = path.read_text().split("</event>")
    marked = [
        piece + f'<string key="lifecycle:transition" value="{"start" if n % 2 == 0 else "complete"}"/>'
        for n, piece in enumerate(pieces[:-1])
    ]
    path.write_text("</event>".join([*marked, pieces[-1]]))
    import_file(workspace, path, ImportChoices(process="work", pair_lifecycle=True))
    with open_log(workspace, Viewer.owner()) as log:
        hour = 3_600_000_000
        rows = log.process("work").database.rows("select busy_us, wait_us from step order by seq")
        assert rows == [(2 * hour, 2 * hour), (2 * hour, None)]


def test_nothing_is_published_from_a_file_that_cannot_be_read(workspace, tmp_path):
    path = tmp_path / "broken.xes"
    path.write_text('<?xml version="1.0"?><log xes.version="1.0"><trace><event>')
    with pytest.raises(BadInput, match=r"broken.xes"):
        import_file(workspace, path, ImportChoices())
    assert workspace.current_generation() is None
    assert list(workspace.landing.iterdir()) == []


def test_cases_may_be_described_by_the_objects_they_share_events_with(workspace, tmp_path):
    workspace.processes.mkdir()
    (workspace.processes / "item.toml").write_text('title = "Item"\nobject_type = "item"\nattributes_of = ["order"]\n')
    rows = [(n, n % 2, name) for n in range(4) for name in ("Picked", "Packed")]
    regions = ("North", "South")
    lines = [
        f"O{n},I{n},{name},2026-01-0{n + 1}T1{at % 2}:00:00Z,{regions[half]}" for at, (n, half, name) in enumerate(rows)
    ]
    (tmp_path / "a.csv").write_text("Order,Item,Activity,Time,Region\n" + "\n".join(lines) + "\n")
    choices = ImportChoices(process="order", mapping=("case=Order", "object:item=Item", "case_attribute=Region"))
    found = inspect_flat_file(workspace, tmp_path / "a.csv", choices)
    import_file(workspace, tmp_path / "a.csv", choices, found.mapping)
    with open_log(workspace, Viewer.owner()) as log:
        item = log.process("item")
        assert item.database.rows('select "Region", count(*) from case_slice group by all order by all') == [
            ("North", 2),
            ("South", 2),
        ]
