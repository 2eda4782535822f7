"""Learning anew: on schedule, on the earlier part, and taken only where it does better on the later one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.audit.reading import entries
from core.errors import BadInput
from core.settings import ReviewSettings
from core.state import State, open_state
from core.workspace import create_workspace
from models.saved import folder
from models.training import trained
from tests.models.counting_detector import Counting, log_in

NOW = datetime(2026, 4, 1)
DAYS = timedelta(days=1)
SETTINGS = ReviewSettings(retrain_days=10)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(create_workspace(tmp_path / "firm")) as opened:
        yield opened


def test_it_learns_of_the_earlier_part_and_is_measured_on_the_later(state: State):
    counting, log = Counting(values=[0.7]), log_in(state.workspace)
    found = trained(state, log, counting, NOW, SETTINGS)
    assert counting.fitted == [NOW - 10 * DAYS]
    # an event a day from 23 December on
    assert (found.learned, found.events) == ({"events": 90}, 90)
    assert found.measured is not None
    assert (found.measured.value, found.measured.since, found.measured.until) == (0.7, NOW - 10 * DAYS, NOW)


def test_of_a_short_log_a_fifth_is_the_later_part(state: State):
    counting = Counting()
    trained(state, log_in(state.workspace, 21), counting, NOW, SETTINGS)
    assert counting.fitted == [NOW - 4 * DAYS]


def test_within_the_time_it_goes_by_what_it_had(state: State):
    counting, log = Counting(values=[0.7]), log_in(state.workspace)
    first = trained(state, log, counting, NOW, SETTINGS)
    assert trained(state, log, counting, NOW + 9 * DAYS, SETTINGS) == first
    assert len(counting.fitted) == 1


@pytest.mark.parametrize(
    ("new", "old", "taken"), [(0.8, 0.7, True), (0.7, 0.7, False), (0.6, 0.7, False), (None, None, False)]
)
def test_the_new_one_is_taken_only_if_it_does_better(state: State, new: float | None, old: float | None, taken: bool):
    counting, log = Counting(values=[0.75]), log_in(state.workspace)
    first = trained(state, log, counting, NOW - 20 * DAYS, SETTINGS)
    counting.values = [new, old]
    second = trained(state, log, counting, NOW, SETTINGS)
    assert (second.number, second.considered) == (2 if taken else 1, NOW)
    assert (second.learned == first.learned) is not taken
    assert entries(state)[0].act == ("model taken" if taken else "model kept")
    # and it is not tried again before its time
    counting.values = [0.99, 0.0]
    assert trained(state, log, counting, NOW + 9 * DAYS, SETTINGS) == second


def test_what_was_learnt_of_nothing_is_learnt_anew_once_there_is_something(state: State):
    counting, log = Counting(values=[None, 0.7]), log_in(state.workspace)
    first = trained(state, log, counting, NOW, SETTINGS, lacks=True)
    assert trained(state, log, counting, NOW + DAYS, SETTINGS, lacks=True) == first
    second = trained(state, log, counting, NOW + 2 * DAYS, SETTINGS)
    assert (first.lacked, second.lacked, second.number) == (True, False, 2)
    assert trained(state, log, counting, NOW + 3 * DAYS, SETTINGS) == second


def test_another_version_learns_anew(state: State):
    log = log_in(state.workspace)
    trained(state, log, Counting(values=[0.9]), NOW, SETTINGS)
    assert trained(state, log, Counting(version=2, values=[0.1]), NOW, SETTINGS).version == 2


def test_the_audit_has_the_hash_and_a_change_behind_its_back_is_refused(state: State):
    counting, log = Counting(values=[0.7]), log_in(state.workspace)
    found = trained(state, log, counting, NOW, SETTINGS)
    entry = entries(state)[0]
    assert (entry.who, entry.act) == ("model counting, version 1", "model taken")
    assert found.sha256 in str(entry.after)
    file = folder(state.workspace, "counting") / "1.json"
    file.write_text(file.read_text().replace("90", "91"))
    with pytest.raises(BadInput, match="somebody changed it"):
        trained(state, log, counting, NOW, SETTINGS)


@pytest.mark.parametrize("step", ["models.training.write_down", "models.saved.keep"])
def test_one_who_is_ended_while_taking_a_newer_one_leaves_what_can_be_read(
    state: State, monkeypatch: pytest.MonkeyPatch, step: str
):
    counting, log = Counting(values=[0.7]), log_in(state.workspace)
    trained(state, log, counting, NOW - 20 * DAYS, SETTINGS)
    counting.values = [0.8, 0.7]
    monkeypatch.setattr(step, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        trained(state, log, counting, NOW, SETTINGS)
    monkeypatch.undo()
    counting.values = [0.9, 0.7]
    assert trained(state, log, counting, NOW, SETTINGS).number == 2
    assert trained(state, log, counting, NOW + DAYS, SETTINGS).number == 2
