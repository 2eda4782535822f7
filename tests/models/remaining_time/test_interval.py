"""Intervals hold as often as promised, also when things get slower on the way."""

from __future__ import annotations

import numpy as np
import pytest

from models.remaining_time.interval import FEWEST, Predicted, coverage, rolling


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


def test_the_monitor_is_the_share_of_the_latest():
    looks = Predicted(np.arange(4.0), np.ones(4), np.array([1.0, 9, 9, np.nan]))
    intervals = rolling(looks, 0.5)
    of = type(intervals)(np.zeros(4), np.array([2.0, 2, 10, 2]))
    assert coverage(looks, of, window=2).tolist() == [1, 0.5, 0.5]
