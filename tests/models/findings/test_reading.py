"""Whoever reads findings sees those of their own place, without names where their role hides them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.access import Viewer
from core.errors import NotFound, WrongUse
from core.state import State
from models.findings.finding import FindingState
from models.findings.reading import Wanted, finding, findings, titles, wanted
from tests.models.findings.suspected import DECLARATION, look, raised, suspicion

OWNER = Viewer.owner()


@pytest.fixture
def state(either_state: State) -> State:
    raised(
        either_state, suspicion("psa:1", 0.5), suspicion("psa:2", 0.9, entity="munich", money=None),
        suspicion("psa:3", 0.4, entity=None, money=500.0),
    )  # fmt: skip
    return either_state


def subjects(state: State, viewer: Viewer, wanted: Wanted | None = None) -> list[str]:
    return [found.suspicion.subject_id for found in findings(state, viewer, wanted)]


def test_the_most_expected_money_first_and_what_has_none_last(state: State):
    assert subjects(state, OWNER) == ["psa:3", "psa:1", "psa:2"]


def test_a_limited_viewer_sees_their_own_place_only(state: State):
    london = Viewer("ann", frozenset({"controller"}), entities=frozenset({"london"}))
    assert subjects(state, london) == ["psa:1"]
    assert finding(state, london, numbered(state, "psa:1")).suspicion.place.entity == "london"
    for hidden in ("psa:2", "psa:3"):
        with pytest.raises(NotFound, match="that you may see"):
            finding(state, london, numbered(state, hidden))
    nobody = Viewer("bo", frozenset({"controller"}), projects=frozenset({"P-2"}))
    assert subjects(state, nobody) == []


def test_names_are_hidden_from_whoever_may_not_see_them(state: State):
    blind = Viewer("cy", frozenset({"viewer"}), may_see_names=False)
    found = findings(state, blind)[1].suspicion
    assert found.summary == "Person 1 wrote 38 h."
    assert found.suggestion.text == "Ask Person 1"
    assert "Anna Ames" in findings(state, OWNER)[1].suspicion.summary


def test_titles_are_told_of_what_a_viewer_may_see(state: State):
    numbers = [numbered(state, subject) for subject in ("psa:1", "psa:2")]
    assert titles(state, OWNER, numbers) == dict(zip(numbers, ["psa:1 is odd", "psa:2 is odd"], strict=True))
    london = Viewer("ann", frozenset({"controller"}), entities=frozenset({"london"}))
    assert titles(state, london, numbers) == {numbers[0]: "psa:1 is odd"}
    assert titles(state, OWNER, []) == {}


def test_questions(state: State):
    assert subjects(state, OWNER, Wanted(entities=["munich"])) == ["psa:2"]
    assert subjects(state, OWNER, Wanted(kinds=["unusual_expense"])) == []
    assert subjects(state, OWNER, Wanted(states=[FindingState.DISMISSED])) == []
    assert len(subjects(state, OWNER, Wanted(owner_roles=["controller"], detectors=["tester"]))) == 3


def test_a_kind_is_one_that_findings_can_be_of_or_are(state: State):
    assert wanted(state, "open", "likely_dispute") == Wanted((FindingState.OPEN,), ("likely_dispute",))
    with pytest.raises(WrongUse, match='nearest is "unusual_time"'):
        wanted(state, kind="unusual_times")
    raised(state, suspicion("psa:9"), at=look(declaration=replace(DECLARATION, name="old", kind="a_rule_of_old")))
    assert [found.suspicion.subject_id for found in findings(state, OWNER, wanted(state, kind="a_rule_of_old"))] == [
        "psa:9"
    ]


def numbered(state: State, subject: str) -> int:
    return next(found.number for found in findings(state, OWNER) if found.suspicion.subject_id == subject)
