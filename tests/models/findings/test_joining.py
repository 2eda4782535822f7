"""One subject, one open finding: the rule's stands, the model's reasons join it, and a verdict holds for both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.access import Viewer
from core.state import State
from core.words import finding_kinds
from metrics.rules.catalogue import rules
from models.detector import Declaration
from models.findings.finding import Finding, FindingState
from models.findings.joining import TOLD_BY_RULES
from models.findings.reading import findings
from models.findings.verdicts import Decision, Verdict, decide
from tests.models.findings.suspected import DAY, DECLARATION, MONDAY, look, raised, suspicion

OWNER = Viewer.owner()
RULES = replace(DECLARATION, name="rule_exception", kind="rule_exception")
CLOSED = "time_on_closed_project"


@pytest.fixture
def state(either_state: State) -> State:
    return either_state


def by_rule(state: State, *subjects: str, at: datetime = MONDAY) -> None:
    told = [replace(suspicion(each, 0.8, "It has stood for 3 days"), kind=CLOSED) for each in subjects]
    raised(state, *told, at=look(at, 1, RULES))


def by_model(state: State, *reasons: str, at: datetime = MONDAY, declaration: Declaration = DECLARATION) -> None:
    raised(state, suspicion("psa:1", 0.6, *reasons), at=look(at, 1, declaration))


def of(state: State, kind: str) -> Finding | None:
    return next((each for each in findings(state, OWNER) if each.kind == kind), None)


def texts(found: Finding | None) -> list[str]:
    return [] if found is None else [each.text for each in found.suspicion.reasons]


def test_the_rule_stands_and_the_reasons_of_the_model_join_it(state: State):
    by_rule(state, "psa:1", "psa:2")
    by_model(state, "8 h of Anna Ames after the close", "38 h on 1 day")
    assert sorted((each.kind, each.suspicion.subject_id) for each in findings(state, OWNER)) == [
        (CLOSED, "psa:1"), (CLOSED, "psa:2")
    ]  # fmt: skip
    first = of(state, CLOSED)
    assert first is not None
    assert texts(first) == ["It has stood for 3 days", "8 h of Anna Ames after the close", "38 h on 1 day"]
    assert [each.points is None for each in first.suspicion.reasons] == [False, True, True]
    assert first.suspicion.chance == 0.8
    nameless = findings(state, Viewer("vera", frozenset({"viewer"}), may_see_names=False))
    assert "Anna Ames" not in str([each.suspicion for each in nameless])
    by_model(state, "8 h of Anna Ames after the close", "38 h on 1 day")
    assert len(texts(of(state, CLOSED))) == 3


def test_what_the_model_told_first_gives_way_to_the_rule(state: State):
    by_model(state, "8 h after the close")
    by_rule(state, "psa:1", at=MONDAY + DAY)
    by_model(state, "8 h after the close", at=MONDAY + DAY)
    told = {each.kind: each.state for each in findings(state, OWNER)}
    assert told == {CLOSED: FindingState.OPEN, "unusual_time": FindingState.GONE}
    by_rule(state, at=MONDAY + 2 * DAY)
    by_model(state, "8 h after the close", at=MONDAY + 2 * DAY)
    told = {each.kind: each.state for each in findings(state, OWNER)}
    assert told == {CLOSED: FindingState.GONE, "unusual_time": FindingState.OPEN}


def test_one_that_a_person_confirmed_is_left(state: State):
    by_model(state, "8 h after the close")
    decide(state, OWNER, "anna", 1, Decision(Verdict.CONFIRM))
    by_rule(state, "psa:1")
    by_model(state, "8 h after the close")
    told = {each.kind: each.state for each in findings(state, OWNER)}
    assert told == {CLOSED: FindingState.OPEN, "unusual_time": FindingState.CONFIRMED}


def test_a_dismissal_holds_for_both_until_there_is_another_reason(state: State):
    by_rule(state, "psa:1")
    by_model(state, "8 h after the close")
    decide(state, OWNER, "anna", 1, Decision(Verdict.DISMISS, reason="agreed"))
    by_rule(state, "psa:1", at=MONDAY + DAY)
    by_model(state, "9 h after the close", at=MONDAY + DAY)
    assert [(each.kind, each.state) for each in findings(state, OWNER)] == [(CLOSED, FindingState.DISMISSED)]
    by_model(state, "9 h after the close", "Twice what anybody writes", at=MONDAY + DAY)
    found = of(state, "unusual_time")
    assert found is not None
    assert found.state is FindingState.OPEN


def test_other_kinds_and_other_subjects_stand_by_themselves(state: State):
    by_rule(state, "psa:2")
    by_model(state, "8 h after the close")
    by_model(state, "Never so late", declaration=replace(DECLARATION, name="late", kind="likely_late"))
    assert {each.kind for each in findings(state, OWNER)} == {CLOSED, "unusual_time", "likely_late"}
    assert all(each.last_seen == MONDAY.replace(tzinfo=UTC) for each in findings(state, OWNER))


def test_what_joins_what_is_there():
    assert set(TOLD_BY_RULES) <= set(finding_kinds())
    assert {rule for told in TOLD_BY_RULES.values() for rule in told} <= set(rules("exceptions"))
