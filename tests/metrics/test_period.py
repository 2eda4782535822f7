"""Periods: what a text means, what came before, what was a year ago, and how they are told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import WrongUse
from metrics.period import GRAINS, period_of, read_period


@pytest.mark.parametrize(
    ("text", "first", "last", "title"),
    [
        ("2026-03-14", date(2026, 3, 14), date(2026, 3, 14), "14 Mar 2026"),
        ("2026-W11", date(2026, 3, 9), date(2026, 3, 15), "Week 11, 9 – 15 Mar 2026"),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4), "Week 1, 29 Dec 2025 – 4 Jan 2026"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "Feb 2026"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "Feb 2024"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "Q1 2026"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026"),
        ("2026-01..2026-03", date(2026, 1, 1), date(2026, 3, 31), "1 Jan – 31 Mar 2026"),
        ("2026-01-05..2026-02-10", date(2026, 1, 5), date(2026, 2, 10), "5 Jan – 10 Feb 2026"),
        ("2025-Q4..2026-01-15", date(2025, 10, 1), date(2026, 1, 15), "1 Oct 2025 – 15 Jan 2026"),
    ],
)
def test_what_a_text_means(text, first, last, title):
    period = read_period(text)
    assert (period.first, period.last, period.title) == (first, last, title)
    assert read_period(period.slug) == period


@pytest.mark.parametrize(
    ("text", "before", "year_ago"),
    [
        ("2026-03-01", "2026-02-28", "2025-03-01"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2026-W01", "2025-W52", "2025-W01"),
        ("2020-W53", "2020-W52", "2019-W52"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026", "2025", "2025"),
        ("2026-01..2026-03", "2025-10..2025-12", "2025-01..2025-03"),
        ("2025-02..2025-02", "2025-01..2025-01", "2024-02..2024-02"),
        ("2026-01-05..2026-01-08", "2026-01-01..2026-01-04", "2025-01-05..2025-01-08"),
    ],
)
def test_what_it_is_held_against(text, before, year_ago):
    period = read_period(text)
    assert (period.before.slug, period.year_ago.slug) == (before, year_ago)


@pytest.mark.parametrize(
    "text", ["", "march", "2026-13", "2026-W54", "2026-Q5", "2026-02-30", "2026-1", "..2026", "2026.."]
)
def test_what_is_no_period_is_told(text):
    with pytest.raises(WrongUse, match=r"is no period. Write a day 2026-03-14"):
        read_period(text)


@pytest.mark.parametrize("text", ["0001", "1799", "2026-01..9999-11", "2026-01-01..9999-12-31", "3000-W01"])
def test_years_that_the_calendar_has_no_room_around_are_refused(text):
    with pytest.raises(WrongUse, match=r"is too far away. Ask for a period of the years 1800 to 2999"):
        read_period(text)


def test_the_longest_period_that_can_be_asked_for_has_one_before_it():
    longest = read_period("1800..2999")
    assert (longest.before.last, longest.year_ago.first) == (date(1799, 12, 31), date(1799, 1, 1))
    assert longest.before.first == date(600, 1, 1)


def test_a_range_that_ends_before_it_begins_is_told():
    with pytest.raises(WrongUse, match="ends before it begins"):
        read_period("2026-03..2026-01")


@given(st.dates(date(1980, 1, 1), date(2099, 12, 31)), st.sampled_from(GRAINS))
def test_the_one_before_ends_the_day_before(day, grain):
    period = period_of(day, grain)
    assert period.first <= day <= period.last
    assert period.before.last == period.first - timedelta(days=1)
    assert period.before.grain == period.year_ago.grain == grain
    assert read_period(period.slug) == period
