"""A process that runs otherwise in one entity since a date is told of that entity, and only once enough cases ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.access import Viewer
from core.workspace import create_workspace
from eventlog.reading import EventLog, open_log
from ingest.imports import ImportChoices
from models.detectors.process_change import DETECTOR
from tests.generated_logs import START, Case, Event
from tests.written_files import write_xes
from tracework.pipeline import import_file

CHANGED, CASES = 140, 200
BEGINS = START.replace(tzinfo=None)


def case(number: int, entity: str) -> Case:
    """A case a day, of steps an hour apart; in London the shell comes before the record since the change."""
    steps = ["Sign", "Record", "Shell", "Kick off"] if number % 7 else ["Sign", "Record", "Kick off"]
    if entity == "london" and number >= CHANGED:
        steps = ["Sign", "Shell", "Record", "Kick off"]
    at = START + timedelta(days=number)
    events = [Event(name, at + timedelta(hours=place)) for place, name in enumerate(steps)]
    return Case(f"{entity} {number}", events, {"entity": entity})


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventLog]:
    folder = tmp_path_factory.mktemp("change")
    workspace = create_workspace(folder / "firm")
    cases = [case(number, entity) for number in range(CASES) for entity in ("london", "munich")]
    import_file(workspace, write_xes(folder / "log.xes", cases), ImportChoices(process="set_up"))
    with open_log(workspace, Viewer.owner()) as opened:
        yield opened


def at(log: EventLog, day: int):
    learned = json.loads(json.dumps(DETECTOR.fit(log, BEGINS + timedelta(days=CHANGED))))
    return DETECTOR.score(log, learned, BEGINS + timedelta(days=day))


def test_the_entity_that_changed_is_told_with_the_day(log):
    (change,) = at(log, CASES)
    assert (change.subject_type, change.subject_id, change.place.entity) == ("process", "set_up/london", "london")
    assert abs(change.since - (BEGINS + timedelta(days=CHANGED))) <= timedelta(days=2)
    assert change.title.startswith("Set up, london runs otherwise since ")
    assert any(reason.text.startswith("“Record” right after “Shell”: in 0% of") for reason in change.reasons)
    assert change.usual + sum(reason.points for reason in change.reasons) == pytest.approx(change.chance)
    assert change.score == pytest.approx(change.peers.own, abs=0.001)
    assert change.score > 5 > max(change.peers.values)


def test_it_is_the_same_twice_and_nothing_later_is_used(log):
    assert at(log, CASES) == at(log, CASES)
    assert at(log, CHANGED + 5) == []


def test_a_change_of_long_ago_is_not_told_again(log):
    assert at(log, CASES + 150) == []


def test_it_cannot_be_measured_on_a_log_and_says_nothing_of_few_cases(log):
    assert DETECTOR.measure(log, DETECTOR.fit(log, BEGINS), BEGINS, BEGINS) is None
    assert DETECTOR.fit(log, BEGINS + timedelta(days=10)) == {"by_chance": {"set_up": {}}}
