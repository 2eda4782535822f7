"""What is done about findings becomes part of the firm's log: read with its systems, seen by whom it concerns."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from core.access import Viewer
from core.state import open_state
from core.workspace import Workspace, create_workspace
from eventlog.reading import EventLog, open_log
from metrics.catalogue import catalogue
from metrics.cut import Cut
from metrics.rollup import totals
from models.findings.reading import findings
from models.findings.verdicts import Decision, Verdict, decide
from tests.models.findings.suspected import raised, suspicion
from tracework.detection import look
from tracework.own_records import land_own_records
from tracework.pipeline import build

OWNER = Viewer.owner()
MUNICH = Viewer("mia", frozenset({"controller"}), entities=frozenset({"munich"}), may_see_names=False)
FINDINGS = """
select object_id from object join object_type using (type_no) where name = 'finding'
"""
SAID = """
select event_type.name, named.object_id, relation.qualifier, resource.name
from event
join event_type using (type_no)
join event_object as relation using (event_no)
join object as named using (object_no)
left join resource using (resource_no)
where event_type.name in ('finding_confirmed', 'finding_dismissed')
order by event.ts, relation.qualifier
"""


@pytest.fixture(scope="module")
def firm(pretend_firm: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The pretend firm as it was built, after findings have been raised, about each month's close too."""
    root = tmp_path_factory.mktemp("told") / "firm"
    shutil.copytree(pretend_firm, root)
    workspace = Workspace(root)
    look(workspace, ("rule_exception",))
    with open_log(workspace, OWNER) as log, open_state(workspace) as state:
        closes = log.database.column(
            "select object_id from object join object_type using (type_no) where name = 'period_close'"
        )
        raised(state, *(replace(suspicion(each), subject_type="period_close") for each in closes))
    return workspace


def say(workspace: Workspace, number: int, decision: Decision) -> tuple[str, str]:
    """Give a verdict; the finding's subject and id in the log."""
    with open_state(workspace) as state:
        found = decide(state, OWNER, "ann", number, decision)
    return found.suspicion.subject_id, f"tracework:{found.id}"


def numbers(log: EventLog) -> list[tuple[object, ...]]:
    """What every indicator tells of the whole."""
    return [
        (total.indicator, total.measure, total.value, total.n, total.open)
        for name in catalogue().indicators
        for total in totals(log, name, Cut())
    ]


def test_findings_and_verdicts_stand_beside_the_firms_own_events(firm: Workspace):
    with open_log(firm, OWNER) as log:
        before, data_to = numbers(log), log.manifest["data_to"]
    first = say(firm, 1, Decision(Verdict.CONFIRM))
    second = say(firm, 2, Decision(Verdict.DISMISS, "It was agreed."))
    say(firm, 1, Decision(Verdict.DISMISS, "No, it was agreed."))
    build(firm)
    with open_state(firm) as state:
        ids = {f"tracework:{each.id}" for each in findings(state, OWNER)}
    with open_log(firm, OWNER) as log:
        assert set(log.database.column(FINDINGS)) == ids
        assert log.database.rows(SAID) == [
            row
            for (subject, finding), event in (
                (first, "finding_confirmed"), (second, "finding_dismissed"), (first, "finding_dismissed"),
            )
            for row in ((event, finding, "", "ann"), (event, subject, "about", "ann"))
        ]  # fmt: skip
        # the build went on from the one before, and nothing that is measured of the firm is another for it
        assert log.manifest["in_a_row"] == 1
        assert (numbers(log), log.manifest["data_to"]) == (before, data_to)
    assert land_own_records(firm) is None


def test_each_sees_what_is_done_about_their_own(firm: Workspace):
    with open_state(firm) as state:
        own = {f"tracework:{each.id}" for each in findings(state, MUNICH)}
        everybodys = {f"tracework:{each.id}" for each in findings(state, OWNER)}
    assert 0 < len(own) < len(everybodys)
    with open_log(firm, MUNICH) as log:
        assert set(log.database.column(FINDINGS)) == own
        with log.process("finding_handling") as process:
            assert process.cases == len(own)
        assert "ann" not in log.database.column("select name from resource")


def test_where_nothing_was_done_nothing_lands(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    assert land_own_records(workspace) is None
    assert not workspace.state_file.exists()
    open_state(workspace).close()
    assert land_own_records(workspace) is None
    assert not (workspace.landing / "tracework").exists()
