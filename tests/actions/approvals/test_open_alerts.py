"""Alerts that PagerDuty keeps open: taken up when a person confirms, over when all has ended, each told once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from actions.approvals.deciding import Decision, decide
from actions.outbox.reading import body_of, deliveries
from actions.outbox.tables import endpoint_table
from actions.policies.looking import look
from core.access import Viewer
from core.audit.reading import entries
from core.state import State
from models.findings.verdicts import Decision as Said
from models.findings.verdicts import Verdict
from models.findings.verdicts import decide as judge
from tests.actions.firm_channels import webhook, write_channels
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role, suspect, write_policy

OWNER, HOUR = Viewer.owner(), timedelta(hours=1)
CONFIRM = Said(Verdict.CONFIRM)
TOGETHER = '[group]\nby = ["entity"]\nwait = "0 s"\n'
PAGER = {"kind": "pagerduty", "routing_key": {"file": "keys"}}


@pytest.fixture
def state(either_state: State) -> State:
    """What is done is told to PagerDuty, under the name by which the policy calls its channel."""
    write_channels(either_state.workspace, {"orchestration": PAGER, "asking": PAGER})
    (either_state.workspace.root / "policies").mkdir()
    return either_state


def told(state: State, channel: str = "orchestration") -> list[tuple[str, str]]:
    """What was posted there, the first first: the act and the alert it is about."""
    with state.reading() as connection:
        bodies = [json.loads(body_of(connection, each.id)[1]) for each in deliveries(connection, channel=channel)]
    return [(each["event_action"], each["dedup_key"]) for each in reversed(bodies)]


def looked(state: State, *moments: datetime) -> None:
    for moment in moments:
        look(state, moment)


def test_it_is_acknowledged_and_resolved_once_each(state: State):
    write_policy(state, parts="")
    suspect(state, 1, 2)
    looked(state, NOON, NOON + HOUR)
    first, second = "contract/crm:C-1", "contract/crm:C-2"
    assert told(state) == [("trigger", first), ("trigger", second)]
    judge(state, OWNER, "mia", 1, CONFIRM)
    looked(state, NOON + 2 * HOUR, NOON + 3 * HOUR)
    assert told(state)[2:] == [("acknowledge", first)]
    suspect(state, 2, at=NOON + 4 * HOUR)
    looked(state, NOON + 4 * HOUR, NOON + 5 * HOUR)
    assert told(state)[3:] == [("resolve", first)]
    assert [each.act for each in entries(state)].count("alert over") == 1


def test_what_comes_back_is_an_alert_of_its_own(state: State):
    write_policy(state, parts="")
    suspect(state, 1)
    looked(state, NOON)
    suspect(state, at=NOON + HOUR)
    looked(state, NOON + HOUR)
    suspect(state, 1, at=NOON + 2 * HOUR)
    looked(state, NOON + 2 * HOUR)
    suspect(state, at=NOON + 3 * HOUR)
    looked(state, NOON + 3 * HOUR)
    assert [act for act, _ in told(state)] == ["trigger", "resolve"] * 2


def test_one_about_several_is_over_with_the_last_of_them(state: State):
    write_policy(state, parts=TOGETHER)
    suspect(state, 1, 2)
    looked(state, NOON)
    judge(state, OWNER, "mia", 1, CONFIRM)
    suspect(state, 1, at=NOON + HOUR)
    looked(state, NOON + HOUR)
    assert [act for act, _ in told(state)] == ["trigger", "acknowledge"]
    suspect(state, at=NOON + 2 * HOUR)
    looked(state, NOON + 2 * HOUR)
    assert [act for act, _ in told(state)] == ["trigger", "acknowledge", "resolve"]


def test_a_question_is_over_once_somebody_has_answered(state: State):
    write_policy(state)
    suspect(state, 1)
    looked(state, NOON, NOON + HOUR)
    assert told(state, "asking") == [("trigger", "action/A-1")]
    decide(state, as_role("approver"), "anna", 1, Decision("refuse", "we know"), NOON + HOUR)
    looked(state, NOON + 2 * HOUR, NOON + 3 * HOUR)
    assert told(state, "asking") == [("trigger", "action/A-1"), ("resolve", "action/A-1")]


def test_a_channel_that_is_closed_is_told_once_and_one_that_keeps_nothing_never(state: State):
    write_policy(state, parts="")
    suspect(state, 1)
    looked(state, NOON)
    with state.writing() as connection:
        row = {"channel": "orchestration", "disabled": "It is gone.", "failures": 1, "changed_at": NOON}
        connection.execute(endpoint_table.insert().values(row))
    suspect(state, at=NOON + HOUR)
    looked(state, NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR)
    assert [act for act, _ in told(state)] == ["trigger", "resolve"]
    with state.writing() as connection:
        connection.execute(update(endpoint_table).values(disabled=""))
    write_channels(state.workspace, {"orchestration": webhook("https://flows.example/in"), "asking": PAGER})
    suspect(state, 2, at=NOON + 4 * HOUR)
    looked(state, NOON + 4 * HOUR)
    suspect(state, at=NOON + 5 * HOUR)
    looked(state, NOON + 5 * HOUR)
    with state.reading() as connection:
        assert len(deliveries(connection, channel="orchestration")) == 3
