"""What a person proposes on a finding: by itself what it suggests through the usual channel, once, while it stands."""

from __future__ import annotations

import pytest

from actions.approvals.action import ActionState
from actions.approvals.deciding import Decision, decide
from actions.approvals.suggesting import Suggested, channels_for, propose_as_person
from core.access import Viewer
from core.audit.reading import entries
from core.errors import NotAllowed, NotFound, WrongUse
from core.state import State
from models.findings.verdicts import Decision as Judgement
from models.findings.verdicts import Verdict
from models.findings.verdicts import decide as judge
from tests.actions.firm_channels import webhook, write_channels
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role, ready, suspect, write_policy

OWNER = Viewer.owner()


def test_it_is_what_the_finding_suggests_through_the_channel_that_a_policy_takes(either_state: State):
    write_policy(ready(either_state))
    suspect(either_state, 1)
    assert channels_for(either_state.workspace, "start_handoff") == ("orchestration", "asking")
    assert channels_for(either_state.workspace, "remind_client") == ("asking", "orchestration")
    found = propose_as_person(either_state, as_role("controller"), "carl", Suggested(1, note="please"), NOON)
    assert (found.action, found.channel, found.state) == ("start_handoff", "orchestration", ActionState.WAITING)
    assert (found.proposed_by, found.instruction, found.four_eyes) == ("carl", "please", True)
    with pytest.raises(NotAllowed, match="somebody else"):
        decide(either_state, as_role("approver"), "carl", found.number, Decision("approve"), NOON)
    done = decide(either_state, as_role("approver"), "anna", found.number, Decision("approve"), NOON)
    assert done.state is ActionState.APPROVED
    assert [each.who for each in entries(either_state) if each.act == "action proposed"] == ["carl"]


def test_of_several_channels_one_is_said_and_of_none_nothing_goes(either_state: State):
    ready(either_state)
    suspect(either_state, 1)
    with pytest.raises(WrongUse, match="through which channel: asking, orchestration"):
        propose_as_person(either_state, OWNER, "mia", Suggested(1), NOON)
    with pytest.raises(NotFound, match="no channel pigeon"):
        propose_as_person(either_state, OWNER, "mia", Suggested(1, channel="pigeon"), NOON)
    write_channels(either_state.workspace, {"one": webhook("https://one.example", types=["tracework.finding.*"])})
    with pytest.raises(WrongUse, match=r"Add one as \[channels\.NAME\]"):
        propose_as_person(either_state, OWNER, "mia", Suggested(1), NOON)
    write_channels(either_state.workspace, {"one": webhook("https://one.example")})
    assert propose_as_person(either_state, OWNER, "mia", Suggested(1), NOON).channel == "one"


def test_it_is_proposed_once_by_who_may_and_while_the_finding_stands(either_state: State):
    ready(either_state)
    suspect(either_state, 1, 2)
    wanted = Suggested(1, channel="orchestration")
    with pytest.raises(NotAllowed):
        propose_as_person(either_state, as_role("viewer"), "vera", wanted, NOON)
    far = as_role("controller", entities=frozenset({"london"}))
    with pytest.raises(NotFound):
        propose_as_person(either_state, far, "carl", wanted, NOON)
    with pytest.raises(WrongUse, match='"fire" is no action'):
        propose_as_person(either_state, OWNER, "mia", Suggested(1, "fire", "orchestration"), NOON)
    first = propose_as_person(either_state, OWNER, "mia", wanted, NOON)
    with pytest.raises(WrongUse, match=f"{first.id} waits for an approval already"):
        propose_as_person(either_state, OWNER, "carl", wanted, NOON)
    other = propose_as_person(either_state, OWNER, "carl", Suggested(1, "look_at_case", "orchestration"), NOON)
    assert other.action == "look_at_case"
    judge(either_state, OWNER, "mia", 2, Judgement(Verdict.DISMISS, reason="known"))
    with pytest.raises(WrongUse, match="F-2 is dismissed"):
        propose_as_person(either_state, OWNER, "mia", Suggested(2, channel="orchestration"), NOON)
