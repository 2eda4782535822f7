"""Findings and actions in the log: what they are about in whatever system, and the same however the log is built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.access import Viewer
from core.calendars import calendar
from core.workspace import Workspace, create_workspace
from eventlog.build import build_generation
from eventlog.generations import manifest_of
from eventlog.incremental.build import build_on
from eventlog.incremental.reasons import why_whole
from eventlog.landed import landed_runs
from eventlog.lineage import lineage_of_event
from eventlog.reading import EventLog, open_log
from tests.eventlog.acts.told_acts import action, finding, sighting, verdict
from tests.eventlog.records.pulled_runs import Pull, land
from tests.eventlog.records.small_crm import CRM, account, deal

SOURCES = {"crm": CRM}
NAMED = """
select event_type.name, object.object_id, relation.qualifier, resource.name
from event join event_type using (type_no) join event_object as relation using (event_no) join object using (object_no)
left join resource using (resource_no)
where event_type.name like 'finding%' or event_type.name like 'action%'
order by event.ts, event_type.name, object.object_id
"""
RAISED = {"finding": [finding(1)], "finding_sighting": [sighting(1)]}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm built whole from two loads of its CRM."""
    workspace = create_workspace(tmp_path_factory.mktemp("built") / "firm")
    land(workspace, Pull("crm", {"Account": [account(each) for each in range(80)], "Deal": [deal(1)]}, 0))
    land(workspace, Pull("crm", {"Deal": [deal(2, AccountId="A2")]}, 1))
    build_whole(workspace)
    return workspace.root


@pytest.fixture
def workspace(built: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(built, tmp_path / "firm")
    return Workspace(tmp_path / "firm")


def build_whole(workspace: Workspace) -> None:
    build_generation(workspace, landed_runs(workspace), calendar, sources=SOURCES)


def goes_on(workspace: Workspace) -> EventLog:
    """The log built on the one before."""
    assert why_whole(workspace, landed_runs(workspace), SOURCES) is None
    build_on(workspace, landed_runs(workspace), calendar, sources=SOURCES)
    return open_log(workspace, Viewer.owner())


def is_as_if_built_whole(workspace: Workspace) -> bool:
    grown = content(workspace)
    build_whole(workspace)
    return content(workspace) == grown


def content(workspace: Workspace) -> tuple[str, str]:
    manifest = manifest_of(workspace, workspace.current_generation())
    return manifest["content_hash"], manifest["data_to"]


def test_a_finding_is_about_its_subject_and_a_verdict_is_one_event_more(workspace: Workspace):
    data_to = content(workspace)[1]
    land(workspace, Pull("tracework", RAISED, 2))
    with goes_on(workspace) as log:
        raised = [
            ("finding_raised", "crm:D1", "about", "late_case"),
            ("finding_raised", "tracework:F-1", "", "late_case"),
        ]
        assert log.database.rows(NAMED) == raised
        assert log.process("finding_handling").cases == 1
    land(workspace, Pull("tracework", {"finding_verdict": [verdict(1)], "finding": [finding(1, state="confirmed")]}, 3))
    with goes_on(workspace) as log:
        confirmed = [
            ("finding_confirmed", "crm:D1", "about", "ann"),
            ("finding_confirmed", "tracework:F-1", "", "ann"),
        ]
        assert log.database.rows(NAMED) == raised + confirmed
    land(workspace, Pull("tracework", {"finding_verdict": [verdict(1, undone=True), verdict(2, "dismiss")]}, 4))
    with goes_on(workspace) as log:
        rows = log.database.rows(NAMED)
        assert rows[:4] == raised + confirmed
        assert [row[0] for row in rows[4:]] == ["finding_dismissed"] * 2
        assert log.database.rows(
            "select value from event_attribute where name = 'undone' order by event_no"
        ) == [("true",), ("false",)]  # fmt: skip
    # what is done here says nothing of how far the firm's systems were read
    assert content(workspace)[1] == data_to
    assert is_as_if_built_whole(workspace)


def test_an_action_is_about_the_findings_it_is_proposed_for(workspace: Workspace):
    land(workspace, Pull("tracework", {"finding": [finding(1), finding(2, "crm:D2")]}, 2))
    both = {
        "action": [action()],
        "action_finding": [{"action": "A-1", "finding": "F-1"}, {"action": "A-1", "finding": "F-2"}],
        "action_answer": [
            {"id": "1", "action": "A-1", "who": "ann", "answer": "approve", "at": "2026-03-05T10:00:00"}
        ],
        "action_delivery": [
            {"id": "7", "action": "A-1", "channel": "flows", "state": "sent", "tries": "1", "at": "2026-03-05T10:00:05"}
        ],
        "action_outcome": [
            {"id": "1", "action": "A-1", "kind": "receipt", "at": "2026-03-05T10:01:00", "result": "running",
             "source": "flows"},
            {"id": "2", "action": "A-1", "kind": "outcome", "at": "2026-03-05T11:00:00", "result": "succeeded",
             "source": "flows"},
        ],
    }  # fmt: skip
    land(workspace, Pull("tracework", both, 3))
    with goes_on(workspace) as log:
        steps = ["action_proposed", "action_approved", "action_sent", "action_receipted", "action_concluded"]
        about = ["crm:D1", "crm:D2", "tracework:A-1", "tracework:F-1", "tracework:F-2"]
        assert [row[:2] for row in log.database.rows(NAMED)] == [(step, each) for step in steps for each in about]
        with log.process("finding_handling") as process:
            assert (process.cases, process.events) == (2, 2 * len(steps))
        number = log.database.value(
            "select event_id from event join event_type using (type_no) where name = 'action_sent'"
        )
        (record,) = lineage_of_event(log, number).records
        assert (record.source, record.stream, record.content["channel"]) == ("tracework", "action_delivery", "flows")
    assert is_as_if_built_whole(workspace)


def test_a_subject_that_comes_later_or_goes_is_named_as_long_as_it_is_there(workspace: Workspace):
    land(workspace, Pull("tracework", {"finding": [finding(1, "crm:D9")], "finding_sighting": [sighting(1)]}, 2))
    with goes_on(workspace) as log:
        assert [row[1] for row in log.database.rows(NAMED)] == ["tracework:F-1"]
    land(workspace, Pull("crm", {"Deal": [deal(9)]}, 3))
    with goes_on(workspace) as log:
        assert [row[1] for row in log.database.rows(NAMED)] == ["crm:D9", "tracework:F-1"]
    assert is_as_if_built_whole(workspace)
