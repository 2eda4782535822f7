"""Verdicts change a finding, say why, are in the audit, and can be taken back."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from threading import Event
from time import sleep
from typing import Any

import pytest

from core.access import Viewer
from core.audit.reading import entries
from core.errors import NotAllowed, NotFound, WrongUse
from core.state import State
from models.findings import verdicts
from models.findings.finding import FindingState
from models.findings.reading import finding, judged_today, verdicts_on
from models.findings.verdicts import Decision, Verdict, decide, undo
from tests.models.findings.suspected import DAY, MONDAY, look, raised, suspicion

OWNER = Viewer.owner()
LATER = (MONDAY + 7 * DAY).replace(tzinfo=UTC)


@pytest.fixture
def state(either_state: State) -> State:
    raised(either_state, suspicion())
    return either_state


@pytest.mark.parametrize(
    ("decision", "state_after"),
    [
        (Decision(Verdict.CONFIRM), FindingState.CONFIRMED),
        (Decision(Verdict.DISMISS, "agreed with the client"), FindingState.DISMISSED),
        (Decision(Verdict.SNOOZE, until=LATER), FindingState.SNOOZED),
        (Decision(Verdict.ASSIGN, assignee="bo"), FindingState.OPEN),
    ],
)
def test_a_verdict_is_kept_and_taken_back(state: State, decision: Decision, state_after: FindingState):
    before = finding(state, OWNER, 1)
    assert decide(state, OWNER, "ann", 1, decision).state is state_after
    (told,) = verdicts_on(state, [1])
    assert (told.who, told.verdict, told.reason, told.chance) == ("ann", decision.verdict, decision.reason, 0.5)
    assert undo(state, OWNER, "ann", 1) == before
    assert verdicts_on(state, [1])[0].undone
    with pytest.raises(NotFound, match="no verdict on F-1"):
        undo(state, OWNER, "ann", 1)
    assert [entry.act for entry in entries(state)][:2] == [
        "verdict undone",
        f"finding {decision.verdict}{'ed' if decision.verdict != 'snooze' else 'd'}",
    ]


def test_the_audit_says_who_from_what_to_what(state: State):
    decide(state, OWNER, "ann", 1, Decision(Verdict.DISMISS, "agreed with the client"))
    entry = entries(state)[0]
    assert (entry.who, json.loads(entry.before or "")) == ("ann", {"state": "open"})
    assert json.loads(entry.after or "") == {"reason": "agreed with the client", "state": "dismissed"}


@pytest.mark.parametrize("wrong", [{"verdict": v} for v in (Verdict.DISMISS, Verdict.SNOOZE, Verdict.ASSIGN)])
def test_a_verdict_that_lacks_what_it_needs_says_so(wrong: dict[str, Verdict]):
    with pytest.raises(WrongUse, match="Say"):
        Decision(**wrong)


def test_only_a_reviewer_decides_and_only_on_their_own(state: State):
    with pytest.raises(NotAllowed, match="review a finding"):
        decide(state, Viewer("cy", frozenset({"viewer"})), "cy", 1, Decision(Verdict.CONFIRM))
    munich = Viewer("bo", frozenset({"controller"}), entities=frozenset({"munich"}))
    with pytest.raises(NotFound):
        decide(state, munich, "bo", 1, Decision(Verdict.CONFIRM))
    assert verdicts_on(state) == []


def test_what_a_detector_changed_since_is_not_undone(state: State):
    decide(state, OWNER, "ann", 1, Decision(Verdict.CONFIRM))
    raised(state, at=look(MONDAY + DAY, 2))
    with pytest.raises(WrongUse, match="F-1 is gone by now"):
        undo(state, OWNER, "ann", 1)


def test_verdicts_are_undone_from_the_last_on(state: State):
    decide(state, OWNER, "ann", 1, Decision(Verdict.SNOOZE, until=LATER))
    decide(state, OWNER, "bo", 1, Decision(Verdict.CONFIRM))
    assert undo(state, OWNER, "ann", 1).snoozed_until == LATER
    assert undo(state, OWNER, "ann", 1).state is FindingState.OPEN


def test_what_somebody_judged_today_is_counted_once_each(state: State):
    raised(state, suspicion(), suspicion("psa:2"), suspicion("psa:3"), at=look(MONDAY + DAY, 2))
    decide(state, OWNER, "ann", 1, Decision(Verdict.SNOOZE, until=LATER))
    decide(state, OWNER, "ann", 1, Decision(Verdict.CONFIRM))
    decide(state, OWNER, "ann", 2, Decision(Verdict.ASSIGN, assignee="bo"))
    decide(state, OWNER, "ann", 3, Decision(Verdict.CONFIRM))
    decide(state, OWNER, "bo", 2, Decision(Verdict.CONFIRM))
    now = verdicts_on(state)[-1].at
    assert (judged_today(state, "ann", now), judged_today(state, "bo", now)) == (2, 1)
    undo(state, OWNER, "ann", 3)
    assert judged_today(state, "ann", now) == 1
    assert judged_today(state, "ann", now + DAY) == 0


def test_of_two_verdicts_at_once_the_second_knows_of_the_first(state: State, monkeypatch: pytest.MonkeyPatch):
    begun, keep = Event(), verdicts._keep

    def slowly(*given: Any) -> None:
        begun.set()
        keep(*given)
        sleep(0.5)

    with ThreadPoolExecutor(1) as pool, monkeypatch.context() as patch:
        patch.setattr(verdicts, "_keep", slowly)
        first = pool.submit(decide, state, OWNER, "ann", 1, Decision(Verdict.CONFIRM))
        begun.wait()
        patch.setattr(verdicts, "_keep", keep)
        decide(state, OWNER, "bo", 1, Decision(Verdict.DISMISS, "agreed with the client"))
        first.result()
    assert undo(state, OWNER, "bo", 1).state is FindingState.CONFIRMED
