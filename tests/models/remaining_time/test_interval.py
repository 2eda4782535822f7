"""Intervals hold as often as promised, also when things get slower on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from models.remaining_time.interval import FEWEST, Predicted, coverage, rolling
from models.remaining_time.rhythm import EVEN, Rhythm, rhythm_of
from tests.models.remaining_time.made_cases import days, paid_twice_a_week


def stream(count: int, factor: float, seed: int = 1) -> Predicted:
    """Each predicted to take 1 to 10 days; from half the way on things take `factor` times as long as before."""
    rng = np.random.default_rng(seed)
    days = rng.uniform(1, 10, count)
    remaining = days * rng.lognormal(0, 0.5, count) * np.where(np.arange(count) < count // 2, 1, factor)
    return Predicted(np.arange(count) / 20.0, days, remaining)


@pytest.mark.parametrize("factor", [1.0, 3.0])
def test_four_in_five_hold_although_things_change(factor: float, scale: int):
    looks = stream(3000 * scale, factor)
    held = rolling(looks, 0.5).covered(looks.remaining)
    assert 0.75 <= held[500:].mean() <= 0.85


def test_short_and_long_predictions_hold_as_often():
    looks = stream(4000, 1.0)
    held = rolling(looks, 0.5).covered(looks.remaining)[500:]
    for part in (looks.days[500:] < 4, looks.days[500:] > 7):
        assert 0.74 <= held[part].mean() <= 0.86


def test_an_interval_knows_nothing_of_what_came_later():
    looks = stream(800, 1.0)
    at = 600
    unknown = looks.day + looks.remaining > looks.day[at]
    known = Predicted(looks.day, looks.days, np.where(unknown, np.nan, looks.remaining))
    told, less = rolling(looks, 0.5), rolling(known, 0.5)
    np.testing.assert_array_equal(told.high[: at + 1], less.high[: at + 1])
    np.testing.assert_array_equal(told.low[: at + 1], less.low[: at + 1])


def test_before_enough_is_known_there_is_none():
    told = rolling(stream(FEWEST, 1.0), 0.5)
    assert told.low.max() == 0
    assert np.isinf(told.high).all()


@pytest.mark.parametrize("days", [150.0, 20.0, 0.5])
def test_four_in_five_hold_however_short_the_log_is(days: float):
    looks = stream(3000, 1.0)
    shorter = days / looks.day[-1]
    looks = Predicted(looks.day * shorter, looks.days * shorter, looks.remaining * shorter)
    told = rolling(looks, 0.5 * shorter)
    assert np.isfinite(told.high[500:]).all()
    assert 0.75 <= told.covered(looks.remaining)[500:].mean() <= 0.85


def test_where_most_end_at_once_four_in_five_hold_and_not_more():
    """Two in three end at once, and nothing can come below an interval that begins there."""
    rng = np.random.default_rng(6)
    looks = stream(3000, 1.0)
    looks = replace(looks, days=np.zeros(3000), remaining=np.where(rng.random(3000) < 2 / 3, 0.0, looks.remaining))
    told = rolling(looks, 0.0)
    assert told.low[500:].max() == 0
    assert 0.75 <= told.covered(looks.remaining)[500:].mean() <= 0.85


@pytest.mark.filterwarnings("error")
def test_what_takes_no_time_has_intervals_of_no_time():
    count = 200
    looks = Predicted(np.arange(count) / 4.0, np.zeros(count), np.zeros(count))
    told = rolling(looks, 0.0)
    assert told.covered(looks.remaining).all()
    assert told.high[100:].max() < 1 / 3600


def test_the_monitor_is_the_share_of_the_latest():
    looks = Predicted(np.arange(4.0), np.ones(4), np.array([1.0, 9, 9, np.nan]))
    intervals = rolling(looks, 0.5)
    of = type(intervals)(np.zeros(4), np.array([2.0, 2, 10, 2]))
    assert coverage(looks, of, window=2).tolist() == [1, 0.5, 0.5]


@pytest.mark.parametrize("since", [date(2017, 1, 2), date(2018, 2, 1)])
def test_a_stop_that_was_there_a_year_before_is_foreseen(since: date):
    """Of looks in the weeks before it four in five hold on the clock that knows it, and not where it is not known."""
    looks = paid_twice_a_week(since, date(2019, 2, 1))
    ends, until = looks.day + looks.remaining, float(days(date(2018, 12, 1)))
    december = (looks.day >= days(date(2018, 12, 10))) & (looks.day < days(date(2018, 12, 28)))

    def held(rhythm: Rhythm) -> float:
        told = replace(looks, days=rhythm.days(looks.day, looks.days))
        return float(rolling(told, 0.5, rhythm).covered(looks.remaining)[december].mean())

    assert held(EVEN) < 0.7
    if since.year == 2017:
        assert held(rhythm_of(ends, until)) >= 0.75
    else:
        assert held(rhythm_of(ends, until)) < 0.7


def test_one_look_has_no_interval_and_none_no_looks():
    one = Predicted(np.array([17000.0]), np.array([2.0]), np.array([3.0]))
    assert np.isinf(rolling(one, 0.5).high).all()
    assert len(rolling(one.pick(np.zeros(0, np.int64)), 0.5).high) == 0
