"""The detectors over a generation: what each finds is taken in, and one that fails leaves the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import models.detecting
from core.access import Viewer
from core.errors import NotFound
from core.state import State, open_state
from core.workspace import create_workspace
from models.detecting import detect, last_look
from models.findings.finding import FindingState
from models.findings.reading import findings
from tests.models.counting_detector import Counting, log_in

OWNER = Viewer.owner()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(create_workspace(tmp_path / "firm")) as opened:
        yield opened


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> dict[str, Counting]:
    """The detectors that are found: two that can be followed by hand."""
    known = {name: Counting(name) for name in ("counting", "weighing")}
    known["weighing"].subjects = ["psa:3"]
    monkeypatch.setattr(models.detecting, "detectors", lambda: list(known))
    monkeypatch.setattr(models.detecting, "detector", known.__getitem__)
    return known


def test_all_look_and_their_findings_are_taken_in(state: State, there: dict[str, Counting]):
    found = detect(state, log_in(state.workspace))
    assert [(each.name, each.new, each.failed) for each in found] == [("counting", 2, None), ("weighing", 1, None)]
    told = findings(state, OWNER)
    assert {each.suspicion.subject_id for each in told} == {"psa:1", "psa:2", "psa:3"}
    # 100 pounds at 1.25 dollars, at a chance of a half
    assert {(each.base_money, each.expected, each.generation) for each in told} == {(125.0, 62.5, 7)}


def test_one_that_fails_leaves_the_others_and_its_own_findings(state: State, there: dict[str, Counting]):
    detect(state, log_in(state.workspace))
    there["counting"].version, there["counting"].breaks = 2, True
    there["weighing"].subjects = []
    found = detect(state, log_in(state.workspace))
    assert [(each.name, each.gone, each.failed) for each in found] == [
        ("counting", 0, "no hours at all"),
        ("weighing", 1, None),
    ]
    states = {each.suspicion.subject_id: each.state for each in findings(state, OWNER)}
    assert states == {"psa:1": FindingState.OPEN, "psa:2": FindingState.OPEN, "psa:3": FindingState.GONE}


def test_what_there_is_nothing_of_is_told_where_nothing_was_found(state: State, there: dict[str, Counting]):
    counting, weighing = there["counting"], there["weighing"]
    counting.needs = weighing.needs = ("time_logged", "horse_shod")
    counting.subjects = []
    assert [each.lacks for each in detect(state, log_in(state.workspace))] == [
        "No connected system tells of horse shod.",
        "",
    ]
    counting.needs, counting.of_service_levels = ("time_logged",), True
    assert "has a service level" in detect(state, log_in(state.workspace))[0].lacks
    look = last_look(state.workspace)
    assert look is not None
    assert "has a service level" in look.detected[0].lacks


def test_names_are_known_when_findings_are_raised(state: State, there: dict[str, Counting]):
    detect(state, log_in(state.workspace), ["counting"])
    blind = Viewer("cy", frozenset({"viewer"}), may_see_names=False)
    told = findings(state, blind)[0].suspicion
    assert "Anna Ames" not in f"{told.summary} {told.suggestion.text}"
    assert told.summary.startswith("Person ")
    assert "Anna Ames" in findings(state, OWNER)[0].suspicion.summary


def test_the_last_look_is_told_of_all_only(state: State, there: dict[str, Counting]):
    log = log_in(state.workspace)
    detect(state, log, ["counting"])
    assert last_look(state.workspace) is None
    found = detect(state, log)
    look = last_look(state.workspace)
    assert look is not None
    assert (look.generation, look.detected) == (7, tuple(found))


def test_an_unknown_detector_says_which_there_are(state: State):
    with pytest.raises(NotFound, match=r"There are: .*rule_exception"):
        detect(state, log_in(state.workspace), ["crystal_ball"])
