"""Walls: whatever happened after a moment is shown at or after where reading begins, also in nights of change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.wall_clock import on_the_wall, since_on_the_wall

BACK = {
    "Europe/Berlin": datetime(2026, 10, 25, 1, tzinfo=UTC),
    "America/New_York": datetime(2026, 11, 1, 6, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2026, 4, 4, 15, tzinfo=UTC),
    "Asia/Kathmandu": datetime(2026, 5, 1, tzinfo=UTC),
}
SPANS = st.timedeltas(timedelta(hours=-6), timedelta(hours=6))


@given(st.sampled_from(sorted(BACK)), SPANS, st.timedeltas(timedelta(), timedelta(hours=12)))
def test_nothing_that_came_later_lies_before_it(name: str, shift: timedelta, later: timedelta):
    zone, moment = ZoneInfo(name), BACK[name] + shift
    assert on_the_wall(moment + later, zone) >= since_on_the_wall(moment, zone)


@pytest.mark.parametrize(
    ("name", "minutes", "back"),
    [("Europe/Berlin", -20, 60), ("Australia/Lord_Howe", -20, 30), ("Europe/Berlin", 300, 0), ("Asia/Kathmandu", 0, 0)],
)
def test_it_begins_earlier_by_what_the_clock_is_put_back(name: str, minutes: int, back: int):
    zone, moment = ZoneInfo(name), BACK[name] + timedelta(minutes=minutes)
    assert on_the_wall(moment, zone) - since_on_the_wall(moment, zone) == timedelta(minutes=back)
