"""Figures in words: units, thousands, small and large shares, business days, moments outside any calendar."""

import pytest

from core import counted
from figures.words import count, duration, many, moment, moment_us, share, sides


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (18471, "18,471"), (-1200, "−1,200"), (None, "–")])
def test_counts(number: int | None, words: str):
    assert count(number) == words


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.624, "62%"),
        (0.0551, "5.5%"),
        (0.00001, "< 0.1%"),
        (0.99999, "> 99.9%"),
        (1.043, "104%"),
        (None, "–"),
    ],
)
def test_shares(part: float | None, words: str):
    assert share(part) == words


@pytest.mark.parametrize(
    ("seconds", "business", "short", "words"),
    [
        (0, False, False, "0 h"),
        (45, False, False, "45 s"),
        (90, False, False, "1.5 min"),
        (3600, False, False, "1 h"),
        (86_400, False, False, "1 day"),
        (4.6 * 28_800, True, False, "4.6 business days"),
        (28_800, True, False, "1 business day"),
        (4.6 * 28_800, True, True, "4.6 bd"),
        (7200, True, True, "2 bh"),
        (7200, True, False, "2 business h"),
        (120, True, False, "2 min"),
        (200 * 86_400, False, True, "200 d"),
        (None, False, False, "–"),
    ],
)
def test_durations(seconds: float | None, business: bool, short: bool, words: str):
    assert duration(seconds, business, short) == words


def test_one_and_many():
    assert many is counted.many
    assert (many(1, "case"), many(2, "case"), many(0, "process", "processes")) == ("1 case", "2 cases", "0 processes")


def test_moments_name_their_zone():
    assert moment("2026-04-15T06:10:00+00:00") == "15 Apr 2026, 06:10 UTC"
    assert moment("2026-04-15T08:10:00+02:00") == "15 Apr 2026, 06:10 UTC"
    assert moment_us(0) == "1 Jan 1970, 00:00 UTC"


def test_a_moment_that_no_calendar_has_is_not_known():
    assert moment_us(10**19) == "–"
    assert moment_us(None) == "–"


def test_what_systems_say():
    assert sides(["CRM", "ERP"], ["GB", "US"], "{} says {}") == ["CRM says GB", "ERP says US"]
    assert sides(["ERP"], ["erp:3", "erp:42"], "{}: {}") == ["ERP: erp:3 and erp:42"]
    assert sides(["ERP"], [], "{}: {}") == ["ERP"]
