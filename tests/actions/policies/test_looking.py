"""A look at the findings is one transaction: whole or not at all, and two at once propose once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from actions.approvals.action import Action, ActionState
from actions.approvals.deciding import Decision as Answer
from actions.approvals.deciding import decide as decide_on
from actions.approvals.reading import actions
from actions.approvals.suggesting import Suggested, propose_as_person
from actions.policies.history import Silence
from actions.policies.looking import look
from actions.policies.silencing import all_silences, end_silence, silence
from actions.policies.standing_now import conflicts, held, phases
from core.access import Viewer
from core.audit.reading import entries
from core.errors import NotAllowed, NotFound, WrongUse
from core.state import State
from models.findings.verdicts import Decision, Verdict, decide
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role, ready, suspect, write_policy

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OWNER = Viewer.owner()


def test_two_looks_at_once_propose_once(either_state: State):
    write_policy(ready(either_state), more="hold_out = 0.5")
    suspect(either_state, *range(1, 9))
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: look(either_state, NOON), range(4)))
    assert sorted(len(each.proposed) + len(each.held_out) for each in found) == [0, 0, 0, 8]
    assert sorted(each.about[0].finding for each in actions(either_state, OWNER)) == list(range(1, 9))


def test_a_mistake_in_one_policy_leaves_the_others(either_state: State):
    write_policy(ready(either_state))
    write_policy(either_state, "broken", parts='[quiet]\nhours = ["all night"]\n')
    suspect(either_state, 1)
    found = look(either_state, NOON)
    assert [each.policy for each in actions(either_state, OWNER)] == ["handoff"]
    assert [each.name for each in found.left_out] == ["broken"]
    assert "quiet.hours" in found.left_out[0].mistakes[0]


def test_a_policy_that_was_left_out_for_a_while_does_not_act_again(either_state: State):
    write_policy(ready(either_state), parts="")
    suspect(either_state, 1)
    look(either_state, NOON)
    write_policy(either_state, more="priority = 'high'", parts="")
    assert look(either_state, NOON + HOUR).proposed == ()
    write_policy(either_state, parts="")
    assert look(either_state, NOON + 2 * HOUR).proposed == ()
    assert len(actions(either_state, OWNER)) == 1


def test_while_one_waits_for_its_approval_no_other_acts_on_the_subject(either_state: State):
    asks = '[approval]\nrole = "approver"\nexpires_after = "7 d"\n'
    write_policy(ready(either_state), parts=asks)
    write_policy(either_state, "later", more="priority = -1", parts=asks)
    suspect(either_state, 1)
    assert [each.policy for each in proposed(either_state, NOON)] == ["handoff"]
    assert proposed(either_state, NOON + 5 * DAY) == []
    with either_state.reading() as connection:
        (told,) = held(connection, OWNER)
    assert told.why == "another policy, handoff, acts on it"
    assert conflicts_told(either_state) == "what handoff proposed at 2026-03-03 12:00 UTC waits for an approval"
    decide_on(either_state, as_role("approver"), "anna", 1, Answer("refuse", "we know"), NOON + 5 * DAY)
    assert [each.policy for each in proposed(either_state, NOON + 5 * DAY + HOUR)] == ["later"]


def conflicts_told(state: State) -> str:
    with state.reading() as connection:
        (told,) = conflicts(connection, OWNER)
    return told.why


def test_what_a_person_proposed_a_policy_does_not_do_again(either_state: State):
    write_policy(ready(either_state), parts='[throttle]\nalone_for = "6 h"\n')
    suspect(either_state, 1, 2)
    for number, action_of in ((1, "start_handoff"), (2, "chase_step")):
        propose_as_person(either_state, OWNER, "mia", Suggested(number, action_of, "orchestration"), NOON)
    # another action about the second one is no reason not to act on it
    assert [each.about[0].finding for each in proposed(either_state, NOON + HOUR)] == [2]
    decide_on(either_state, as_role("approver"), "anna", 1, Answer("approve"), NOON + 2 * HOUR)
    assert proposed(either_state, NOON + 5 * HOUR) == []
    with either_state.reading() as connection:
        told = [(each.finding, each.why, each.until) for each in held(connection, OWNER)]
    assert told == [(1, "a person proposed the same, A-1", NOON + 6 * HOUR)]
    assert [each.about[0].finding for each in proposed(either_state, NOON + 6 * HOUR)] == [1]


def test_what_a_person_proposed_and_nobody_sent_keeps_no_policy(either_state: State):
    write_policy(ready(either_state), parts="")
    suspect(either_state, 1)
    propose_as_person(either_state, OWNER, "mia", Suggested(1, "start_handoff", "orchestration"), NOON)
    decide_on(either_state, as_role("approver"), "anna", 1, Answer("refuse", "not by hand"), NOON + HOUR)
    assert [each.about[0].finding for each in proposed(either_state, NOON + 2 * HOUR)] == [1]


def proposed(state: State, moment: datetime) -> list[Action]:
    numbers = look(state, moment).proposed
    return [each for each in actions(state, OWNER) if each.number in numbers]


def test_what_waits_and_what_conflicts_is_kept_for_people(either_state: State):
    write_policy(
        ready(either_state), more="priority = 2", parts='[throttle]\nmost = 1\n[quiet]\nhours = ["20:00-06:00"]\n'
    )
    write_policy(either_state, "other", parts="")
    suspect(either_state, 1, 2)
    first = look(either_state, NOON)
    look(either_state, NOON + HOUR)
    assert len(first.proposed) == 1
    with either_state.reading() as connection:
        assert phases(connection) == {"handoff": {"active": 2}, "other": {"active": 2}}
        waiting = {(each.policy, each.finding): each.why for each in held(connection, OWNER)}
        lost = conflicts(connection, OWNER)
        assert held(connection, as_role("viewer", entities=frozenset({"london"}))) == []
        assert conflicts(connection, as_role("viewer", entities=frozenset({"london"}))) == []
    assert "at most 1 times in 1 d" in waiting["handoff", 2]
    assert "another policy, handoff, acts on it" in waiting["other", 1]
    assert {(each.winner, each.loser, each.finding, each.last_at) for each in lost} == {
        ("handoff", "other", 1, NOON + HOUR), ("handoff", "other", 2, NOON + HOUR)
    }  # fmt: skip
    assert [each.act for each in entries(either_state)].count("policies in conflict") == 2


def test_what_a_person_dismisses_is_not_acted_on(either_state: State):
    write_policy(ready(either_state), parts="")
    suspect(either_state, 1, 2)
    decide(either_state, OWNER, "anna", 1, Decision(Verdict.DISMISS, reason="known"))
    look(either_state, NOON)
    assert [each.about[0].finding for each in actions(either_state, OWNER)] == [2]


def test_silences_are_kept_with_who_made_them_and_end_early(either_state: State):
    write_policy(ready(either_state), parts="")
    suspect(either_state, 1)
    wanted = Silence(0, NOON, NOON + DAY, entity="munich", reason="the office moves")
    made = silence(either_state, as_role("controller", entities=frozenset({"munich"})), "carl", wanted)
    assert look(either_state, NOON).proposed == ()
    assert [(each.number, each.who) for each in all_silences(either_state, OWNER, NOON)] == [(made.number, "carl")]
    end_silence(either_state, OWNER, "anna", made.number, NOON + HOUR)
    assert look(either_state, NOON + HOUR).proposed == (1,)
    with pytest.raises(NotFound, match="no silence"):
        end_silence(either_state, OWNER, "anna", made.number, NOON + HOUR)
    acts = [(each.who, each.act) for each in entries(either_state)]
    assert ("carl", "silence made") in acts
    assert ("anna", "silence ended") in acts


def test_a_silence_says_why_what_and_until_when(either_state: State):
    ready(either_state)
    for error, words, wanted in (
        (WrongUse, "has a reason", Silence(0, NOON, NOON + DAY, entity="munich")),
        (WrongUse, "ends after", Silence(0, NOON, NOON, entity="munich", reason="x")),
        (WrongUse, "Say what", Silence(0, NOON, NOON + DAY, reason="x")),
    ):
        with pytest.raises(error, match=words):
            silence(either_state, OWNER, "anna", wanted)
    far = Silence(0, NOON, NOON + DAY, entity="london", reason="x")
    with pytest.raises(NotAllowed, match="one of the entities"):
        silence(either_state, as_role("controller", entities=frozenset({"munich"})), "carl", far)
    with pytest.raises(NotAllowed):
        silence(either_state, as_role("viewer"), "vera", far)


def test_a_held_out_finding_is_written_down_and_nothing_is_sent(either_state: State):
    write_policy(ready(either_state), more="hold_out = 0.5", parts="")
    suspect(either_state, *range(1, 13))
    found = look(either_state, NOON)
    held_out = actions(either_state, OWNER, (ActionState.HELD_OUT,))
    assert len(held_out) == len(found.held_out) > 0
    assert all(each.message is None and each.asked == () for each in held_out)
