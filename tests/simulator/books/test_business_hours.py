"""Working time of offices against minutes counted one by one, and against cases known by heart."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from simulator.books.business_hours import with_business_time
from simulator.books.local_time import OFFICES
from tests.simulator.books.tiny_firm import LONDON, NEW_YORK, at


def worked(entity: str, start: datetime, end: datetime) -> float:
    rows = pl.DataFrame({"entity": [entity], "zone": [OFFICES[entity].zone], "from": [start], "to": [end]})
    hours: float = with_business_time(rows, "from", "to")["business"][0] / 3_600_000_000
    return hours


@pytest.mark.parametrize(
    ("entity", "zone", "start", "end", "hours"),
    [
        ("new_york", NEW_YORK, "2026-03-13 16:00", "2026-03-16 10:00", 2),  # Friday afternoon to Monday
        ("new_york", NEW_YORK, "2026-03-06 09:00", "2026-03-09 09:00", 8),  # the clocks change in between
        ("new_york", NEW_YORK, "2026-07-02 12:00", "2026-07-06 10:00", 6),  # the fourth is kept on Friday the third
        ("new_york", NEW_YORK, "2026-03-14 12:00", "2026-03-15 12:00", 0),
        ("london", LONDON, "2026-04-02 09:00", "2026-04-07 17:30", 16),  # Good Friday and Easter Monday
        ("london", LONDON, "2026-03-27 16:30", "2026-03-30 09:30", 1),  # the last Sunday of March
        ("munich", "Europe/Berlin", "2026-01-05 08:30", "2026-01-07 08:30", 8),  # Epiphany
    ],
)
def test_known_cases(entity: str, zone: str, start: str, end: str, hours: float):
    assert worked(entity, at(start, zone), at(end, zone)) == hours


def test_the_same_as_minutes_counted_one_by_one(scale: int):
    draw = random.Random(7)
    for _ in range(8 * scale):
        entity = draw.choice(sorted(OFFICES))
        start = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=draw.randrange(60 * 24 * 280))
        length = draw.randrange(60 * 24 * 6)
        assert worked(entity, start, start + timedelta(minutes=length)) == counted(entity, start, length) / 60


def counted(entity: str, start: datetime, length: int) -> int:
    office = OFFICES[entity]
    minutes = ((start + timedelta(minutes=n)).astimezone(ZoneInfo(office.zone)) for n in range(length))
    return sum(
        clock.weekday() < 5 and clock.date() not in office.holidays and office.opens <= clock.time() < office.closes
        for clock in minutes
    )
