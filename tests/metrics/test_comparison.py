"""Beside a total: the period before, the same a year ago, its target."""

import pytest

from core.settings import FirmSettings
from metrics.comparison import compared
from metrics.cut import read_cut
from tests.metrics.hand_made_shares import kept, measure

SETTINGS = FirmSettings.model_validate({"targets": {"made": {"value": {"target": 5, "tolerance": 1}}}})


def rows():
    values = (("2025-06-02", 3), ("2026-05-04", 4), ("2026-06-02", 10))
    return [{"object_id": day, "at": f"{day} 12:00", "value": value, "practice": "Data"} for day, value in values]


@pytest.mark.parametrize("by", ["", "practice"])
def test_a_month_is_held_against_the_one_before_and_the_same_a_year_ago(by):
    log = kept(measure("sum", better="lower"), rows())
    (found,) = compared(log, "made", read_cut(by, "2026-06"), SETTINGS)
    assert (found.total.value, found.before.value, found.year_ago.value) == (10.0, 4.0, 3.0)
    assert (found.change, found.change_on_year) == (6.0, 7.0)
    assert found.standing.words == "Over target by 5"
    assert found.so_far


def test_a_period_that_is_over_is_not_so_far():
    log = kept(measure("sum", better="lower"), rows())
    (found,) = compared(log, "made", read_cut(period="2026-05"), SETTINGS)
    assert not found.so_far
    assert found.standing.words == "On target"


def test_all_time_and_a_trend_have_nothing_before_them():
    log = kept(measure("sum", better="lower"), rows())
    (whole,) = compared(log, "made", read_cut(), SETTINGS)
    assert (whole.before, whole.year_ago, whole.change) == (None, None, None)
    trend = compared(log, "made", read_cut(grain="month", period="2026-05..2026-06"), SETTINGS)
    assert [(found.total.period.slug, found.standing.state, found.before) for found in trend] == [
        ("2026-05", "on target", None),
        ("2026-06", "over target", None),
    ]


def test_money_of_two_currencies_has_no_difference():
    money = [
        {"object_id": "a", "at": "2026-05-04", "value": 100, "currency": "GBP", "practice": "Data"},
        {"object_id": "b", "at": "2026-06-04", "value": 100, "currency": "GBP", "practice": "Data"},
    ]
    (found,) = compared(kept(measure("sum", "money"), money), "made", read_cut(period="2026-06"), SETTINGS)
    assert found.change == 0.0
    assert found.change_on_year is None
