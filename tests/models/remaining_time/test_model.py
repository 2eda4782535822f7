"""What remains is learnt where there is something to learn, and the median by last activity is kept where not."""

from __future__ import annotations

import json

import numpy as np
import pytest

from models.remaining_time.histories import after_events
from models.remaining_time.model import RemainingTime, Told, learn
from tests.models.remaining_time.made_cases import generated, histories


@pytest.fixture(scope="module")
def learnt() -> tuple[Told, RemainingTime]:
    cases, _ = generated(1500)
    looks = after_events(cases)
    told = Told(cases, looks, cases.ends[cases.case[looks.event]] - looks.day)
    model = learn(told)
    assert model is not None
    return told, model


def test_trees_find_what_the_median_does_not_see(learnt: tuple[Told, RemainingTime]):
    told, model = learnt
    off = np.abs(model.predict(told.histories, told.moments) - told.remaining).mean()
    start = np.abs(model.start(told.histories, told.moments) - told.remaining).mean()
    assert model.trees
    # whether somebody will ask again is not known after the first asking
    assert off < start / 2


def test_the_parts_add_up(learnt: tuple[Told, RemainingTime]):
    told, model = learnt
    parts = model.parts(told.histories, told.moments)
    np.testing.assert_allclose(np.maximum(parts.sum(axis=1), 0), model.predict(told.histories, told.moments), atol=1e-6)


def test_it_is_the_same_after_being_kept(learnt: tuple[Told, RemainingTime]):
    told, model = learnt
    again = RemainingTime.from_json(json.loads(json.dumps(model.as_json())))
    np.testing.assert_array_equal(
        again.predict(told.histories, told.moments), model.predict(told.histories, told.moments)
    )
    assert json.dumps(again.as_json()) == json.dumps(model.as_json())


def test_learning_twice_gives_the_same(learnt: tuple[Told, RemainingTime]):
    told, model = learnt
    again = learn(told)
    assert again is not None
    assert again.as_json() == model.as_json()


def test_the_median_by_last_activity_is_kept_where_trees_are_no_better():
    rng = np.random.default_rng(5)
    cases = histories(*([(n, "a"), (n + 0.5, "b"), (n + 0.5 + rng.exponential(3), "c")] for n in range(400)))
    looks = after_events(cases)
    model = learn(Told(cases, looks, cases.ends[cases.case[looks.event]] - looks.day))
    assert model is not None
    assert model.trees == ""
    after_b = [end - day for day, end in zip(cases.day[1::3], cases.ends, strict=True)]
    assert model.predict(cases, looks)[1] == np.median(after_b)


def test_what_is_not_over_yet_counts_too():
    """Half of the cases take 2 days and half 30. On the day all began 20 days ago or less, no long one is over: only
    the weights could tell. With looks up to 60 days old, long ones count for what they are."""
    cases = histories(*([(n / 10, "a"), (n / 10 + (30 if n % 2 else 2), "b")] for n in range(600)))
    looks = after_events(cases)
    whole = Told(cases, looks, cases.ends[cases.case[looks.event]] - looks.day)
    seen = whole.known_by(59.0)
    naive = np.mean(seen.known.remaining > 10)
    weighed = np.average(seen.known.remaining > 10, weights=seen.known.weight)
    assert naive < 0.35
    assert weighed == pytest.approx(0.5, abs=0.02)


def test_of_nothing_nothing_is_learnt():
    cases = histories([(0, "a"), (1, "b")])
    looks = after_events(cases)
    assert learn(Told(cases, looks, np.array([np.nan]), 0.5)) is None
