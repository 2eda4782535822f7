"""Approving: by a role that is asked, within its scope, never one's own, never twice, never late; then it is posted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from actions.approvals.action import ActionState
from actions.approvals.deciding import Decision, decide, may_decide, why_not
from actions.approvals.reading import action, actions
from actions.approvals.suggesting import Suggested, propose_as_person
from actions.changes.tables import change_table
from actions.outbox.reading import body_of, deliveries
from actions.policies.looking import look
from core.access import Viewer
from core.audit.reading import entries, verified
from core.errors import NotAllowed, NotFound, WrongUse
from core.state import State
from models.findings.verdicts import Decision as Dismissal
from models.findings.verdicts import Verdict
from models.findings.verdicts import decide as dismiss
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role, ready, suspect, write_policy

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YES, NO = Decision("approve"), Decision("refuse", "we know of it")
OWNER = Viewer.owner()


@pytest.fixture
def asked(either_state: State) -> State:
    """One action, A-1, that waits for an approver since noon."""
    write_policy(ready(either_state))
    suspect(either_state, 1)
    assert look(either_state, NOON).proposed == (1,)
    return either_state


def sent(state: State, channel: str = "orchestration") -> list[str]:
    with state.reading() as connection:
        return [each.message_id for each in deliveries(connection, channel=channel)]


def test_an_approval_posts_exactly_what_was_shown(asked: State):
    waiting = action(asked, OWNER, 1)
    assert (waiting.state, waiting.proposed_by, sent(asked)) == (ActionState.WAITING, "policy handoff, version 1", [])
    done = decide(asked, as_role("approver"), "anna", 1, Decision("approve", "go"), NOON + HOUR)
    assert (done.state, done.decided_at, [each.who for each in done.answers]) == (
        ActionState.APPROVED, NOON + HOUR, ["anna"]
    )  # fmt: skip
    assert sent(asked) == [done.message]
    with asked.reading() as connection:
        (delivery,) = deliveries(connection, channel="orchestration")
        event = json.loads(body_of(connection, delivery.id)[1])
    assert event["type"] == "tracework.action.approved"
    assert event["data"] == {**waiting.content["data"], "id": "A-1", "receipt": "/api/v1/actions/1/receipt"}
    assert event["data"]["findings"] == [
        {"id": "F-1", "kind": "contract_without_project", "subject_type": "contract", "subject_id": "crm:C-1",
         "entity": "munich"}
    ]  # fmt: skip
    assert [each.act for each in entries(asked)][:2] == ["action posted", "action approved"]


def test_a_refusal_sends_nothing_and_says_why(asked: State):
    done = decide(asked, as_role("approver"), "anna", 1, NO, NOON + HOUR)
    assert (done.state, done.words, sent(asked)) == (ActionState.REFUSED, "we know of it", [])
    with pytest.raises(WrongUse, match="A-1 is refused"):
        decide(asked, as_role("approver"), "bert", 1, YES, NOON + HOUR)
    assert look(asked, NOON + 2 * HOUR).proposed == ()


def test_approving_needs_a_role_that_is_asked(asked: State):
    for role in ("viewer", "controller", "process_owner", "admin"):
        with pytest.raises(NotAllowed, match="A-1 asks approver"):
            decide(asked, as_role(role), "carl", 1, YES, NOON + HOUR)
        assert not may_decide(action(asked, OWNER, 1), as_role(role), "carl", NOON + HOUR)
        reason = why_not(action(asked, OWNER, 1), as_role(role), "carl", NOON + HOUR)
        assert reason == "It asks approver, not your role."
    assert (action(asked, OWNER, 1).state, sent(asked)) == (ActionState.WAITING, [])


def test_approving_needs_the_scope_of_all_it_is_about(asked: State):
    elsewhere = as_role("approver", entities=frozenset({"london"}))
    with pytest.raises(NotFound, match="no action A-1 that you may see"):
        decide(asked, elsewhere, "carl", 1, YES, NOON + HOUR)
    assert actions(asked, elsewhere) == []
    # of a known entity, but of no known practice: only who sees all practices may
    assert actions(asked, as_role("approver", practices=frozenset({"data"}))) == []
    here = as_role("approver", entities=frozenset({"london", "munich"}))
    assert decide(asked, here, "carl", 1, YES, NOON + HOUR).state is ActionState.APPROVED


def test_nobody_approves_what_they_proposed(either_state: State):
    suspect(ready(either_state), 1)
    wanted = Suggested(1, "start_handoff", "orchestration", "please")
    proposed = propose_as_person(either_state, as_role("approver"), "anna", wanted, NOON)
    assert (proposed.state, proposed.proposed_by, proposed.asked_by(NOON)) == (
        ActionState.WAITING, "anna", ("approver",)
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="You proposed A-1"):
        decide(either_state, as_role("approver"), "anna", 1, YES, NOON + HOUR)
    with pytest.raises(NotAllowed, match="You proposed A-1"):
        decide(either_state, OWNER, "anna", 1, YES, NOON + HOUR)
    assert not may_decide(proposed, as_role("approver"), "anna", NOON)
    assert decide(either_state, as_role("approver"), "bert", 1, YES, NOON + HOUR).state is ActionState.APPROVED


def test_four_eyes_hold_for_whoever_sees_no_names(either_state: State):
    nameless = as_role("approver", may_see_names=False)
    suspect(ready(either_state), 1)
    propose_as_person(either_state, nameless, "anna", Suggested(1, "start_handoff", "orchestration"), NOON)
    assert action(either_state, nameless, 1).proposed_by == "somebody"
    # one's own name is no secret, so that a page can tell what is one's own
    anna = replace(nameless, name="anna")
    assert action(either_state, anna, 1).proposed_by == "anna"
    reason = why_not(action(either_state, anna, 1), anna, "anna", NOON)
    assert reason == "You proposed it, so it waits for another approver."
    with pytest.raises(NotAllowed, match="You proposed A-1"):
        decide(either_state, nameless, "anna", 1, YES, NOON + HOUR)
    assert (action(either_state, OWNER, 1).state, sent(either_state)) == (ActionState.WAITING, [])


def test_what_is_posted_does_not_hang_on_who_approves(either_state: State):
    write_policy(ready(either_state), parts='[approval]\nrole = "approver"\npeople = 2\n')
    suspect(either_state, 1, named={"Contract 1": "Person 4711"})
    look(either_state, NOON)
    nameless = as_role("approver", may_see_names=False)
    assert "Person 4711" in decide(either_state, nameless, "anna", 1, YES, NOON + HOUR).content["text"]
    with pytest.raises(WrongUse, match="answered on A-1 already"):
        decide(either_state, nameless, "anna", 1, YES, NOON + HOUR)
    kept = action(either_state, OWNER, 1).content
    decide(either_state, nameless, "bert", 1, YES, NOON + HOUR)
    with either_state.reading() as connection:
        title = next(each.title for each in deliveries(connection, channel="orchestration"))
    assert (title, "Contract 1" in title) == (kept["title"], True)


def test_who_may_not_review_proposes_nothing(either_state: State):
    suspect(ready(either_state), 1)
    with pytest.raises(NotAllowed, match="review a finding"):
        propose_as_person(either_state, as_role("viewer"), "vera", Suggested(1, "start_handoff", "orchestration"), NOON)


def test_nobody_approves_what_comes_of_their_own_policy(asked: State):
    row = {
        "kind": "policy", "path": "policies/handoff.toml", "difference": "", "reason": "",
        "owner_role": "process_owner", "proposed_at": NOON,
    }  # fmt: skip
    with asked.writing() as connection:
        # who changed it before, or proposed what was refused, may decide
        for who, state in (("bert", "applied"), ("anna", "applied"), ("carl", "refused")):
            connection.execute(insert(change_table).values(**row, state=state, proposed_by=who))
    with pytest.raises(NotAllowed, match="you made its latest change"):
        decide(asked, as_role("approver"), "anna", 1, YES, NOON + HOUR)
    # nobody is offered what they would be refused, whoever may read names
    for anna in (as_role("approver"), replace(as_role("approver", may_see_names=False), name="anna")):
        reason = why_not(action(asked, anna, 1), anna, "anna", NOON + HOUR)
        assert reason == "You made the latest change of the policy handoff, so it waits for another approver."
    nameless = as_role("approver", may_see_names=False)
    assert action(asked, nameless, 1).policy_changed_by == "somebody"
    for who in ("bert", "carl"):
        assert may_decide(action(asked, as_role("approver"), 1), as_role("approver"), who, NOON + HOUR)
    assert decide(asked, as_role("approver"), "bert", 1, YES, NOON + HOUR).state is ActionState.APPROVED


def test_two_people_are_two_people(either_state: State):
    write_policy(ready(either_state), parts='[approval]\nrole = "approver"\npeople = 2\n')
    suspect(either_state, 1)
    look(either_state, NOON)
    assert decide(either_state, as_role("approver"), "anna", 1, YES, NOON + HOUR).state is ActionState.WAITING
    with pytest.raises(WrongUse, match="answered on A-1 already"):
        decide(either_state, as_role("approver"), "anna", 1, YES, NOON + HOUR)
    assert sent(either_state) == []
    assert decide(either_state, as_role("approver"), "bert", 1, YES, NOON + HOUR).state is ActionState.APPROVED
    assert len(sent(either_state)) == 1


def test_what_has_expired_does_nothing(asked: State):
    late = NOON + 2 * DAY
    with pytest.raises(WrongUse, match="expired at 2026-03-05 12:00 UTC"):
        decide(asked, as_role("approver"), "anna", 1, YES, late)
    assert (action(asked, OWNER, 1).state, sent(asked)) == (ActionState.WAITING, [])
    look(asked, late)
    assert action(asked, OWNER, 1).state is ActionState.EXPIRED
    with pytest.raises(WrongUse, match="A-1 is expired"):
        decide(asked, as_role("approver"), "anna", 1, YES, late)
    assert sent(asked) == []


def test_what_has_expired_says_who_did_not_answer(asked: State):
    look(asked, NOON + 2 * DAY)
    ended = action(asked, OWNER, 1)
    assert (ended.state, ended.words) == (ActionState.EXPIRED, "No approver or process owner answered in time.")
    write_policy(asked, parts='[approval]\nrole = "approver"\npeople = 2\n')
    suspect(asked, 1, 2, at=NOON + 2 * DAY)
    assert look(asked, NOON + 3 * DAY).proposed == (2,)
    decide(asked, as_role("approver"), "anna", 2, YES, NOON + 4 * DAY)
    look(asked, NOON + 5 * DAY)
    assert action(asked, OWNER, 2).words == "1 of the 2 people it needs approved in time."
    assert sent(asked) == []


def test_when_nobody_answers_another_role_is_asked_too(asked: State):
    assert len(sent(asked, "asking")) == 1
    with pytest.raises(NotAllowed):
        decide(asked, as_role("process_owner"), "paul", 1, YES, NOON + DAY - HOUR)
    look(asked, NOON + DAY)
    look(asked, NOON + DAY + HOUR)
    assert len(sent(asked, "asking")) == 2
    assert [each.act for each in entries(asked)].count("approval escalated") == 1
    assert decide(asked, as_role("process_owner"), "paul", 1, YES, NOON + DAY).state is ActionState.APPROVED


def test_what_waits_is_withdrawn_when_its_findings_are_gone(asked: State):
    suspect(asked, at=NOON + HOUR)
    look(asked, NOON + 2 * HOUR)
    found = action(asked, OWNER, 1)
    assert (found.state, found.words) == (ActionState.WITHDRAWN, "None of its findings stands any more.")


def test_nothing_is_sent_about_what_ended_since_the_last_look(asked: State):
    dismiss(asked, OWNER, "mia", 1, Dismissal(Verdict.DISMISS, "agreed with the client"))
    with pytest.raises(WrongUse, match="None of the findings of A-1 stands any more"):
        decide(asked, as_role("approver"), "anna", 1, YES, NOON + HOUR)
    assert (action(asked, OWNER, 1).state, sent(asked)) == (ActionState.WAITING, [])
    assert decide(asked, as_role("approver"), "anna", 1, NO, NOON + HOUR).state is ActionState.REFUSED


def test_without_an_approval_it_is_posted_at_once(either_state: State):
    write_policy(ready(either_state), parts="")
    suspect(either_state, 1)
    look(either_state, NOON)
    found = action(either_state, OWNER, 1)
    assert (found.state, sent(either_state)) == (ActionState.APPROVED, [found.message])


def test_an_approval_that_cannot_be_posted_is_no_approval(asked: State):
    asked.workspace.settings_file.write_text("")
    with pytest.raises(NotFound, match="no channel orchestration"):
        decide(asked, as_role("approver"), "anna", 1, YES, NOON + HOUR)
    assert (action(asked, OWNER, 1).state, action(asked, OWNER, 1).answers) == (ActionState.WAITING, ())


def test_every_act_is_in_the_chain_and_an_altered_one_is_found(asked: State):
    decide(asked, as_role("approver"), "anna", 1, YES, NOON + HOUR)
    told = [(each.who, each.act) for each in entries(asked)]
    assert ("policy handoff, version 1", "action proposed") in told
    assert ("anna", "action approved") in told
    assert verified(asked).fault is None
    forge = "update audit_entry set who = 'bert' where act = 'action approved'"
    if asked.engine.dialect.name == "postgresql":
        allow = "alter table audit_entry disable trigger audit_is_kept"
    else:
        allow = "drop trigger audit_update"
    with asked.writing() as connection:
        connection.execute(text(allow))
        connection.execute(text(forge))
    assert "was altered" in str(verified(asked).fault)
