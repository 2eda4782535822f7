"""What remains is learnt where there is something to learn, and the median by last activity is kept where not."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from models.remaining_time.histories import after_events
from models.remaining_time.model import SHARES, RemainingTime, Told, learn
from models.remaining_time.rhythm import rhythm_of
from tests.models.remaining_time.made_cases import days, generated, histories, paid_twice_a_week


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


def test_less_of_the_trees_is_nearer_to_the_median(learnt: tuple[Told, RemainingTime]):
    told, model = learnt
    days = model.moved(told.histories, told.moments, SHARES)
    np.testing.assert_array_equal(days[0], model.start(told.histories, told.moments))
    far = [np.abs(each - days[0]).mean() for each in days]
    assert far == sorted(far)
    assert far[0] < far[1]


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
    assert model.trees == {}
    after_b = [end - day for day, end in zip(cases.day[1::3], cases.ends, strict=True)]
    assert model.predict(cases, looks)[1] == np.median(after_b)


def test_trees_are_not_believed_where_little_of_a_later_part_is_known():
    """Every second case of red and of blue takes 400 days; when 300 are over, only quick ones are."""
    rng = np.random.default_rng(7)
    made, colours = [], []
    for number in range(1200):
        red = rng.random() < 0.5
        days = 400 if rng.random() < 0.5 else (8 if red else 2)
        made.append([(number / 4, "ask"), (number / 4 + 0.1, "again"), (number / 4 + 0.1 + days, "answer")])
        colours += ["red" if red else "blue"] * 3
    cases = histories(*made, colour=colours)
    looks = after_events(cases)
    whole = Told(cases, looks, cases.ends[cases.case[looks.event]] - looks.day)
    some = learn(whole.known_by(300.0))
    assert some is not None
    assert some.share == 0


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


def test_the_clock_of_the_process_is_learnt_as_it_was_known_then():
    paid = paid_twice_a_week(date(2017, 1, 2), date(2018, 12, 31)).pick(np.arange(0, 7280, 3))
    cases = histories(*([(at, "ask"), (at + took, "pay")] for at, took in zip(paid.day, paid.remaining, strict=True)))
    until = float(days(date(2018, 12, 1)))
    told = Told(cases, after_events(cases), paid.remaining).known_by(until)
    model = learn(told, ())
    assert model is not None
    ends = cases.ends
    assert model.rhythm == rhythm_of(ends[ends <= until], until)
    assert len(model.rhythm.stops) == 2
    assert RemainingTime.from_json(json.loads(json.dumps(model.as_json()))).rhythm == model.rhythm


def test_of_nothing_nothing_is_learnt():
    cases = histories([(0, "a"), (1, "b")])
    looks = after_events(cases)
    assert learn(Told(cases, looks, np.array([np.nan]), 0.5)) is None
