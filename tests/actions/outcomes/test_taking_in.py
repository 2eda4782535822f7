"""Reports on actions: kept, joined to action and findings, which are settled where it succeeded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.approvals.action import ActionState
from actions.approvals.reading import action
from actions.inbound.receiving import Inbound
from actions.outcomes.reading import outcomes_of
from actions.outcomes.taking_in import take_in
from actions.policies.looking import look
from core.access import Viewer
from core.audit.reading import entries
from core.audit.writing import audited
from core.errors import BadInput, NotAllowed, NotFound, WrongUse
from core.state import State
from models.findings.finding import FindingState
from models.findings.reading import findings
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import ASKING, ready, suspect, write_policy

HOUR = timedelta(hours=1)
OWNER = Viewer.owner()
GROUPED = '[group]\nby = ["entity"]\nwait = "0 s"\n'


@pytest.fixture
def posted(either_state: State) -> State:
    """A-1, about F-1 and F-2, has been posted."""
    write_policy(ready(either_state), parts=GROUPED)
    suspect(either_state, 1, 2)
    assert look(either_state, NOON).proposed == (1,)
    return either_state


def report(
    state: State, kind: str = "outcome", channel: str = "orchestration", about: str | None = "1", **data: object
) -> None:
    with audited(state, f"channel {channel}") as work:
        take_in(work, Inbound(channel, f"msg_{kind}", f"tracework.action.{kind}", data, about, NOON + HOUR))


def states(state: State) -> dict[str, FindingState]:
    return {each.id: each.state for each in findings(state, OWNER)}


def test_a_receipt_is_kept_and_an_outcome_ends_action_and_findings(posted: State):
    report(posted, "receipt", result="accepted", run="prefect-7")
    assert action(posted, OWNER, 1).state is ActionState.APPROVED
    report(posted, result="succeeded", words="Project P-9 created")
    found = action(posted, OWNER, 1)
    assert (found.state, found.ended_at, found.words) == (ActionState.SUCCEEDED, NOON + HOUR, "Project P-9 created")
    assert states(posted) == {"F-1": FindingState.SETTLED, "F-2": FindingState.SETTLED}
    with posted.reading() as connection:
        assert [(each.kind, each.result) for each in outcomes_of(connection, 1)] == [
            ("receipt", "accepted"), ("outcome", "succeeded")
        ]  # fmt: skip
    acts = [(each.who, each.act) for each in entries(posted)]
    assert acts.count(("channel orchestration", "finding settled")) == 2
    assert ("channel orchestration", "outcome taken in") in acts


def test_the_data_may_name_the_action_and_other_messages_are_only_remembered(posted: State):
    report(posted, about=None, action="A-1", result="succeeded")
    assert action(posted, OWNER, 1).state is ActionState.SUCCEEDED
    report(posted, kind="weather", about=None, rain=True)


def test_an_outcome_may_be_of_some_of_the_findings(posted: State):
    report(posted, result="succeeded", findings=["F-2"])
    assert states(posted) == {"F-1": FindingState.OPEN, "F-2": FindingState.SETTLED}


def test_a_failure_settles_nothing_and_may_be_followed_by_a_success_not_the_other_way(posted: State):
    report(posted, result="failed", words="ERP is down")
    assert (action(posted, OWNER, 1).state, set(states(posted).values())) == (ActionState.FAILED, {FindingState.OPEN})
    report(posted, result="succeeded")
    assert action(posted, OWNER, 1).state is ActionState.SUCCEEDED
    report(posted, result="failed")
    assert (action(posted, OWNER, 1).state, set(states(posted).values())) == (
        ActionState.SUCCEEDED, {FindingState.SETTLED}
    )  # fmt: skip


def test_what_makes_no_sense_is_refused_and_leaves_nothing(posted: State):
    for error, words, data in (
        (BadInput, 'says "done"', {"result": "done"}),
        (BadInput, "result: field required", {}),
        (BadInput, "is not about F-9", {"result": "succeeded", "findings": ["F-9"]}),
        (NotAllowed, "asking has no say in it", {"result": "succeeded", "channel": "asking"}),
        (NotFound, "no action A-7", {"result": "succeeded", "about": "A-7"}),
        (BadInput, "names no action", {"result": "succeeded", "about": None}),
        (BadInput, "is no report on an action", {"result": "succeeded", "kind": "approved"}),
        (BadInput, 'says "succeeded"', {"result": "succeeded", "kind": "receipt"}),
    ):
        with pytest.raises(error, match=words):
            report(posted, **data)
    with posted.reading() as connection:
        assert outcomes_of(connection, 1) == []
    assert set(states(posted).values()) == {FindingState.OPEN}


def test_nothing_can_come_of_what_was_not_sent(either_state: State):
    write_policy(ready(either_state), parts=ASKING)
    suspect(either_state, 1)
    look(either_state, NOON)
    with pytest.raises(WrongUse, match="A-1 is waiting"):
        report(either_state, result="succeeded")
