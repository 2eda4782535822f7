"""How often what was off target stayed so, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from metrics.declaration import Measure
from metrics.period import period_of
from metrics.standing import Standing
from metrics.total import Total
from models.off_target.series import Month, Series
from models.off_target.staying import WEIGHT, chance_of_staying, followed, learned_from

MEASURE = Measure(title="Made", aggregate="mean", unit="count", better="lower")


def series(*off: bool | None) -> Series:
    """Months from January on, each off target or not; None is a month of which nothing is known."""
    months = []
    for number, each in enumerate(off, 1):
        if each is None:
            continue
        period = period_of(date(2025, number, 1), "month")
        total = Total("made", "value", MEASURE, "count", 1.0, 10, period=period)
        standing = Standing(5, "over target" if each else "on target", 2.0 if each else 0.0, "")
        months.append(Month(period, total, standing, 1.0))
    return Series("made", "Made", "value", "", "firm", tuple(months))


def test_each_month_counts_with_the_three_that_led_to_it():
    told = list(followed([series(True, True, False, True, True)]))
    assert [(each.off, each.after.is_off) for each in told] == [(1, True), (2, False), (2, True), (2, True)]


def test_a_missing_month_leaves_its_neighbours_in_order():
    told = list(followed([series(True, None, True)]))
    assert [(each.off, each.after.is_off) for each in told] == [(1, True)]


def test_shares_are_drawn_to_that_of_all():
    learned = learned_from(list(followed([series(True, True, True, True, False)])))
    usual = 3 / 4
    assert learned["usual"] == usual
    # three months were off, twice it was so the month after at the third and none at the fourth
    assert chance_of_staying(learned, 3) == pytest.approx((1 + WEIGHT * usual) / (2 + WEIGHT))
    assert chance_of_staying(learned, 0) == pytest.approx(usual)


def test_off_since_the_first_month_of_the_run():
    assert series(True, False, True, True).off_since().period.first == date(2025, 3, 1)
