"""Reading actions: what waits, what a finding has, what was not delivered is there, however many came after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from actions.approvals.action import ActionState
from actions.approvals.deciding import Decision, decide
from actions.approvals.reading import MOST, actions_about, actions_in, counted_in, undelivered_in
from actions.approvals.tables import action_finding_table, action_table
from actions.outbox.tables import delivery_table
from actions.policies.looking import look
from core.access import Viewer
from core.state import State
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role, ready, suspect, write_policy

OWNER, HOUR = Viewer.owner(), timedelta(hours=1)


@pytest.fixture
def long_after(either_state: State) -> State:
    """A-1 waits, A-2 was sent and given up; then came so many others, held out by lot, about the third finding."""
    write_policy(ready(either_state))
    suspect(either_state, 1, 2, 3)
    assert look(either_state, NOON).proposed == (1, 2, 3)
    decide(either_state, as_role("approver"), "anna", 2, Decision("approve"), NOON + HOUR)
    with either_state.writing() as connection:
        connection.execute(update(delivery_table).values(state="dead", reason="HTTP 500"))
        row = dict(connection.execute(select(action_table).where(action_table.c.number == 3)).mappings().one())
        part = dict(connection.execute(select(action_finding_table).where(action_finding_table.c.action == 3))
                    .mappings().one())  # fmt: skip
        later = range(4, 4 + MOST)
        connection.execute(
            insert(action_table), [{**row, "number": number, "state": "held_out", "message": None} for number in later]
        )
        connection.execute(insert(action_finding_table), [{**part, "action": number} for number in later])
    return either_state


def test_what_waits_and_what_was_not_delivered_is_not_pushed_out(long_after: State):
    with long_after.reading() as connection:
        assert [each.id for each in actions_in(connection, OWNER, (ActionState.WAITING,))] == ["A-3", "A-1"]
        assert [each.id for each in undelivered_in(connection, OWNER)] == ["A-2"]
        assert undelivered_in(connection, as_role("approver", entities=frozenset({"london"}))) == []


def test_all_are_counted_and_those_sent_since_a_day(long_after: State):
    with long_after.reading() as connection:
        assert counted_in(connection, OWNER) == {
            ActionState.WAITING: 2, ActionState.APPROVED: 1, ActionState.HELD_OUT: MOST
        }  # fmt: skip
        assert counted_in(connection, OWNER, NOON) == {ActionState.APPROVED: 1}
        assert counted_in(connection, OWNER, NOON + HOUR).total() == 0
        assert counted_in(connection, as_role("approver", entities=frozenset({"london"}))).total() == 0


def test_a_finding_has_its_actions_however_many_came_after(long_after: State):
    assert [each.id for each in actions_about(long_after, OWNER, 1)] == ["A-1"]
    assert len(actions_about(long_after, OWNER, 3)) == MOST
    assert actions_about(long_after, as_role("approver", entities=frozenset({"london"})), 1) == []
