"""What a viewer with a limited scope reads: rows of theirs only, a whole in themselves, from every table and export."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from core.access import Viewer
from core.errors import NotFound
from core.workspace import Workspace, open_workspace
from eventlog.exchange import write_csv, write_ocel_json, write_xes
from eventlog.filters import parse, select
from eventlog.lineage import trace
from eventlog.reading import EventLog, open_log
from mining.process_map import process_map
from mining.variants import variants
from tests.foreign_values import only_others_have
from tests.two_entities import MARKS, ORDERS, STRAY, imported
from tests.two_entities import rows as planted

MUNICH = Viewer("ann", frozenset({"controller"}), entities=frozenset({"munich"}))
OTHERS = (MARKS["leeds"], STRAY)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return imported(tmp_path_factory.mktemp("scoped"))


@pytest.fixture(scope="module")
def whole(workspace: Workspace):
    with open_log(workspace, Viewer.owner()) as log:
        yield log


@pytest.fixture(scope="module")
def munich(workspace: Workspace):
    with open_log(workspace, MUNICH) as log:
        yield log


def everything(log: EventLog) -> str:
    """Every row of every table that the log's names reach, as text."""
    tables = log.database.rows(
        "select table_schema, table_name from information_schema.tables where table_catalog = current_database() "
        "and table_schema <> 'what the viewer sees'"
    )
    texts = [str(log.database.rows(f'select * from "{schema}"."{table}"')) for schema, table in tables]
    return "\n".join([*texts, str(log.manifest)])


def test_the_test_itself_would_see_a_leak(whole: EventLog):
    told = everything(whole)
    for mark in (*MARKS.values(), STRAY):
        assert mark in told


def test_no_table_has_anything_of_another_entity(munich: EventLog):
    told = everything(munich)
    assert MARKS["munich"] in told
    for mark in (*OTHERS, "leeds"):
        assert mark not in told


def test_a_part_is_a_whole_process(munich: EventLog):
    """Counts, variants and activities are those of a log of these orders alone."""
    own = [row for row in planted() if row[4] == "munich"]
    with munich.process("orders") as process:
        assert (process.cases, process.events) == (ORDERS["munich"], len(own))
        assert sorted(process.activities) == sorted({row[1] for row in own})
        selection = select(process)
        found = process_map(process, selection)
        assert {each.name: each.events for each in found.activities} == Counter(row[1] for row in own)
        ways: dict[str, list[str]] = {}
        for row in own:
            ways.setdefault(row[0], []).append(row[1])
        counted = Counter(map(tuple, ways.values()))
        listed = variants(process, selection, 100)
        assert {each.activities: each.cases for each in listed.top} == dict(counted)
        assert [each.number for each in listed.top] == list(range(1, len(counted) + 1))
        assert {each.name: each.distinct_values for each in process.slices}["entity"] == 1
    assert munich.manifest["events"] == len(own)
    assert munich.manifest["quarantined"] == 0


def test_steps_stand_in_their_order(munich: EventLog):
    with munich.process("orders") as process:
        rows = process.database.rows("select case_no, seq from step")
        assert rows == sorted(rows)


def test_a_filter_cannot_reach_further(munich: EventLog):
    with munich.process("orders") as process:
        assert select(process, parse("case.entity = leeds")).cases == 0
        assert select(process, parse("case.entity in (leeds, munich)")).cases == ORDERS["munich"]
        assert select(process, parse(f'case.id = "{MARKS["leeds"]}-001"')).cases == 0


@pytest.mark.parametrize("name", ["{type}:{mark}-001", "{mark}-001", "{mark} Clerk 1", "orders/000001/rows/{row}"])
def test_lineage_leads_nowhere_else(munich: EventLog, whole: EventLog, name: str):
    last = len(list(planted())) - 1
    wanted = name.format(type="order", mark=MARKS["leeds"], row=last)
    with pytest.raises(NotFound) as refused:
        trace(munich, wanted)
    assert "leeds" not in str(refused.value).replace(wanted, "")
    events = whole.database.column("select event_id from event where row = $row", row=last)
    with pytest.raises(NotFound):
        trace(munich, str(events[0]))


def test_exports_hold_the_visible_rows_only(munich: EventLog, tmp_path: Path):
    for number, writer in enumerate((write_csv, write_xes, write_ocel_json)):
        path = tmp_path / f"export{number}"
        writer.write(munich, "orders", path)
        told = path.read_text(encoding="utf-8")
        assert MARKS["munich"] in told
        for mark in OTHERS:
            assert mark not in told


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer("x", frozenset({"analyst"}), entities=frozenset()),
        Viewer("x", frozenset({"analyst"}), entities=frozenset({"nowhere"})),
        Viewer("x", frozenset({"analyst"}), projects=frozenset({"any"})),
        Viewer(
            "x", frozenset({"analyst"}), entities=frozenset({"munich"}), practices=frozenset({"BRAVOMILL practice 0"})
        ),
    ],
)
def test_who_may_see_nothing_sees_nothing(workspace: Workspace, viewer: Viewer):
    with open_log(workspace, viewer) as log:
        assert log.processes() == []
        assert log.database.value("select count(*) from event") == 0
        for mark in (*MARKS.values(), STRAY):
            assert mark not in everything(log)


def test_limits_hold_together(workspace: Workspace):
    practice = f"{MARKS['munich']} practice 1"
    viewer = Viewer(
        "x", frozenset({"analyst"}), entities=frozenset({"munich", "leeds"}), practices=frozenset({practice})
    )
    with open_log(workspace, viewer) as log, log.process("orders") as process:
        assert process.cases == ORDERS["munich"] // 2
        assert MARKS["leeds"] not in everything(log)


class TestNames:
    """People are shown by a pseudonym that is the same everywhere and tells nothing."""

    def viewer(self, **limits: frozenset[str]) -> Viewer:
        return Viewer("x", frozenset({"viewer"}), may_see_names=False, **limits)

    def clerks(self, workspace: Workspace, viewer: Viewer) -> set[str]:
        with open_log(workspace, viewer) as log:
            return set(log.database.column("select name from resource"))

    def test_no_table_names_anybody(self, workspace: Workspace):
        with open_log(workspace, self.viewer()) as log:
            told = everything(log)
        for mark in (*MARKS.values(), STRAY):
            assert f"{mark} Clerk" not in told
        assert f"{MARKS['leeds']} client" in told

    def test_a_pseudonym_stays(self, workspace: Workspace):
        everybody = self.clerks(workspace, self.viewer())
        own = self.clerks(workspace, self.viewer(entities=frozenset({"munich"})))
        assert all(name.startswith("Person ") for name in everybody)
        assert len(everybody) == 7
        assert len(own) == 3
        assert own < everybody

    def test_another_workspace_has_others(self, workspace: Workspace, tmp_path: Path):
        other = imported(tmp_path)
        assert self.clerks(other, self.viewer()).isdisjoint(self.clerks(workspace, self.viewer()))
        assert (workspace.root / "pseudonym_key").stat().st_mode & 0o077 == 0

    def test_landed_records_are_not_opened(self, workspace: Workspace):
        with open_log(workspace, self.viewer()) as log:
            event = log.database.column("select event_id from event order by event_no")[0]
            (found,) = trace(log, str(event))  # type: ignore[misc]
        assert found.records
        assert all(not record.content for record in found.records)


@pytest.fixture(scope="module")
def firm(pretend_firm: Path) -> Workspace:
    return open_workspace(pretend_firm)


class TestPretendFirm:
    """The same over eight processes and nine systems: whatever only another entity has shows nowhere."""

    def test_nothing_that_only_others_have(self, firm: Workspace):
        forbidden = only_others_have(firm, "munich")
        assert len(forbidden) > 100
        with open_log(firm, MUNICH) as log:
            told = everything(log)
            assert len(log.processes()) == 8
        assert [value for value in forbidden if value in told] == []

    def test_no_name_of_a_person(self, firm: Workspace):
        with open_log(firm, Viewer.owner()) as log:
            names = set(
                log.database.column(
                    "select distinct value from object_attribute join object using (object_no) "
                    "join object_type using (type_no) where object_type.name = 'resource' "
                    "and object_attribute.name in ('name', 'email') and length(value) > 5"
                )
            )
        assert len(names) > 50
        with open_log(firm, Viewer("x", frozenset({"viewer"}), may_see_names=False)) as log:
            told = everything(log)
        assert [name for name in names if f"'{name}'" in told] == []
