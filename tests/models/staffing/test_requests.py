"""A request for people: open, covered, taken by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from models.staffing.load import Cell
from models.staffing.requests import Booking, Request

ASKED, LATER, LAST = datetime(2026, 3, 2), datetime(2026, 3, 9), datetime(2026, 3, 30)
# two people for two weeks: 160 hours
PLAIN = Request(
    "psa:1", Cell("Architect", "london"), 9_600, ASKED, None, date(2026, 3, 16), date(2026, 3, 23), None, None
)  # fmt: skip


def booked(minutes: float, at: datetime = LATER, withdrawn_at: datetime | None = None, own: bool = True) -> Request:
    return replace(PLAIN, bookings=(Booking(minutes, at, withdrawn_at, own),))


def test_it_is_so_many_full_time_people_over_its_weeks():
    assert (PLAIN.weeks, PLAIN.people) == (2, 2)


def test_it_is_open_from_when_it_is_asked_until_it_is_covered():
    whole = booked(9_600)
    assert [whole.is_open(at) for at in (datetime(2026, 3, 1), ASKED, LATER)] == [False, True, False]
    assert booked(4_800).is_open(LAST)
    assert booked(4_800).covered(LAST) == 0.5


def test_a_booking_that_is_withdrawn_opens_it_again():
    assert booked(9_600, withdrawn_at=LAST).is_open(LAST)


@pytest.mark.parametrize("ending", ["withdrawn_at", "cancelled_at"])
def test_it_ends_when_it_is_withdrawn_and_with_its_project(ending: str):
    ended = replace(PLAIN, **{ending: LATER})
    assert [ended.is_open(at) for at in (ASKED, LATER)] == [True, False]


def test_what_others_took_is_told_once_it_is_settled():
    assert booked(9_600, own=False).on_others(ASKED) is None
    assert booked(9_600, own=False).on_others(LATER) == 1
    assert booked(9_600).on_others(LATER) == 0
    assert replace(PLAIN, cancelled_at=LATER).on_others(LAST) is None
