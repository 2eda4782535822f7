"""Figures in words: units, signs, small and large, and what is not known."""

from datetime import date

import pytest

from figures.amounts import Unit, day
from metrics.figures import money_in_words


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        (Unit("business_days"), 4.6, "4.6 bd"),
        (Unit("business_days"), 0.0, "0 bd"),
        (Unit("business_days"), -0.01, "0 bd"),
        (Unit("days"), 1234.5, "1,234 d"),
        (Unit("share"), 0.62, "62%"),
        (Unit("share"), 0.026, "2.6%"),
        (Unit("share"), 0.998, "99.8%"),
        (Unit("share", digits=1), 0.354, "35.4%"),
        (Unit("points"), -0.023, "−2.3 pts"),
        (Unit("money", "USD"), 4_860_000, "$4.86M"),
        (Unit("money", "EUR"), 96_000, "€96k"),
        (Unit("money", "CHF"), -412, "−CHF 412"),
        (Unit("money", "GBP"), 999_999, "£1M"),
        (Unit("count"), 18_471, "18,471"),
        (Unit("count"), None, "–"),
    ],
)
def test_a_value_has_its_unit(unit: Unit, value: float | None, words: str):
    assert unit.words(value) == words


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        (Unit("business_days"), 1.2, "+1.2 bd"),
        (Unit("share"), 0.007, "+0.7 pts"),
        (Unit("share"), -0.023, "−2.3 pts"),
        (Unit("money", "EUR"), 0, "€0"),
        (Unit("money", "EUR"), 61_800, "+€61.8k"),
        (Unit("days"), None, "–"),
    ],
)
def test_a_change_has_its_sign(unit: Unit, value: float | None, words: str):
    assert unit.signed(value) == words


def test_an_axis_says_no_more_than_it_must():
    assert [Unit("business_days").at_axis(value) for value in (0.0, 5.0, 2.5)] == ["0", "5 bd", "2.5 bd"]
    assert [Unit("money", "EUR").at_axis(value) for value in (1e6, 1.05e6)] == ["€1M", "€1.05M"]


def test_money_has_the_sign_that_indicators_give_it():
    assert Unit("money", "JPY", 0).words(1_200) == money_in_words(1_200, "JPY") == "¥1,200"


def test_days():
    assert (day(date(2026, 4, 5)), day(date(2026, 4, 5), year=True)) == ("5 Apr", "5 Apr 2026")
