"""The axis of working time against the slow plain way: day by day through the calendar, by the office's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from simulator.life.offices import DAYS, FIRST_DAY, LEEDS, LONDON, MUNICH, NEW_YORK, works
from simulator.life.rows import NEVER
from simulator.life.working_axis import WorkingTime

OFFICES = (NEW_YORK, LONDON, MUNICH)
PEOPLE = 9


@pytest.fixture(scope="module")
def time() -> WorkingTime:
    """Nine people in three offices, each away on some days."""
    throw = np.random.default_rng(7)
    office = np.arange(PEOPLE) % 3
    on = np.stack([works(place) for place in OFFICES])[office] & (throw.random((PEOPLE, DAYS)) > 0.1)
    return WorkingTime(on, office, OFFICES)


def hours_of(time: WorkingTime, who: int, day: date) -> tuple[datetime, datetime] | None:
    """When somebody is at work on a day, in UTC."""
    if not time.on[who, (day - FIRST_DAY).days]:
        return None
    office = OFFICES[who % 3]
    return tuple(
        datetime.combine(day, clock, ZoneInfo(office.zone)).astimezone(UTC) for clock in (office.opens, office.closes)
    )


def worked_until(time: WorkingTime, who: int, moment: datetime, since: date) -> float:
    """Seconds worked from a day until a moment, counted day by day."""
    total, day = 0.0, since
    while day <= moment.date() + timedelta(days=1):
        if hours := hours_of(time, who, day):
            total += max(0.0, (min(moment, hours[1]) - hours[0]).total_seconds())
        day += timedelta(days=1)
    return total


def test_work_between_two_moments_is_what_counting_by_hand_gives(time: WorkingTime, scale: int):
    throw = np.random.default_rng(8)
    start = int(datetime(2024, 3, 1, tzinfo=UTC).timestamp())
    for _ in range(150 * scale):
        who = int(throw.integers(0, PEOPLE))
        first = start + int(throw.integers(0, 300 * 86400))
        last = first + int(throw.integers(0, 20 * 86400))
        found = np.diff(time.position(np.array([who, who]), np.array([first, last])))[0]
        since = datetime.fromtimestamp(first, UTC).date() - timedelta(days=2)
        moments = (datetime.fromtimestamp(second, UTC) for second in (first, last))
        early, late = (worked_until(time, who, moment, since) for moment in moments)
        assert found == late - early


def test_work_begun_at_a_moment_ends_when_so_much_is_done(time: WorkingTime, scale: int):
    throw = np.random.default_rng(9)
    start = int(datetime(2024, 10, 1, tzinfo=UTC).timestamp())
    who = throw.integers(0, PEOPLE, 300 * scale)
    moment = start + throw.integers(0, 200 * 86400, len(who))
    work = throw.integers(1, 60 * 3600, len(who))
    done = time.after(who, moment, work)
    assert (time.position(who, done) - time.position(who, moment) == work).all()
    for person, end in zip(who[:100].tolist(), done[:100].tolist(), strict=True):
        hours = hours_of(time, person, datetime.fromtimestamp(end, UTC).date())
        assert hours is not None
        assert hours[0] < datetime.fromtimestamp(end, UTC) <= hours[1]


def test_the_next_opening_is_the_moment_itself_or_the_next_morning_at_work(time: WorkingTime):
    throw = np.random.default_rng(10)
    who = throw.integers(0, PEOPLE, 300)
    moment = int(datetime(2025, 5, 1, tzinfo=UTC).timestamp()) + throw.integers(0, 200 * 86400, len(who))
    found = time.next_open(who, moment)
    for person, asked, opened in zip(who.tolist(), moment.tolist(), found.tolist(), strict=True):
        asked_at, opened_at = (datetime.fromtimestamp(second, UTC) for second in (asked, opened))
        day = asked_at.date() - timedelta(days=1)
        while (hours := hours_of(time, person, day)) is None or hours[1] <= asked_at:
            day += timedelta(days=1)
        assert opened_at == max(asked_at, hours[0])


def test_what_never_begins_never_ends(time: WorkingTime):
    never = np.array([NEVER])
    assert time.after(np.array([0]), never, np.array([60]))[0] == NEVER
    assert time.next_open(np.array([0]), never)[0] == NEVER


@pytest.mark.parametrize(
    ("office", "days"),
    [
        (NEW_YORK, "2023-01-02 2024-11-28 2025-07-04 2026-05-25 2026-07-03 2027-12-24"),
        (LONDON, "2023-01-02 2023-05-08 2024-03-29 2025-04-21 2026-12-28 2027-12-27 2027-12-28"),
        (MUNICH, "2024-01-06 2024-05-30 2025-06-09 2025-10-03 2026-04-06 2027-05-06"),
        (LEEDS, "2025-08-25 2026-01-01"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_offices_are_closed_on_their_holidays(office, days: str):
    for day in days.split():
        assert not works(office)[(date.fromisoformat(day) - FIRST_DAY).days], day
    assert works(office)[: 365 * 3].sum() in range(740, 775)
