"""Quiet hours: whether a policy may act at a moment in an entity, and else when it next may. By the wall clock of the
calendar, so a holiday is quiet all day and a night on which the clocks change is as long as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.policies.declaration import Quiet
from core.calendars import Calendar
from core.working_day import intervals_of_utc_day, microseconds

LONGEST_LOOK = 60
"""Days ahead in which a working hour is looked for."""

Calendars = Callable[[str], Calendar | None]
"""The calendar of that name, or none."""


@dataclass(frozen=True)
class Hush:
    """It is quiet until then; None where no end is known."""

    until: datetime | None
    why: str


def hush(quiet: Quiet, entity: str | None, calendars: Calendars, moment: datetime) -> Hush | None:
    """Why a policy may not act now, or None where it may. An entity without a calendar knows Monday to Friday, UTC."""
    if not quiet.outside_business_hours and not quiet.hours:
        return None
    own = calendars(quiet.calendar or entity or "")
    calendar = own or calendars("utc_weekdays")
    if quiet.outside_business_hours and calendar and not _at_work(calendar, moment):
        lost = "" if own else f", because {entity or 'what is of no entity'} has no calendar"
        return Hush(_next_work(calendar, moment), f"outside the business hours of {calendar.title}{lost}")
    zone = calendar.clock if calendar else ZoneInfo("UTC")
    for begin, end in quiet.hours:
        if until := _end_of_hours(zone, (begin, end), moment):
            return Hush(until, f"between {begin:%H:%M} and {end:%H:%M}")
    return None


def _known(calendar: Calendar, day: date) -> bool:
    return calendar.known_from <= day <= calendar.known_until


def _at_work(calendar: Calendar, moment: datetime) -> bool:
    day, instant = moment.astimezone(UTC).date(), microseconds(moment)
    # where a calendar ends nobody knows who works; silence for ever would be worse than a message at night
    return not _known(calendar, day) or any(
        since <= instant < until for since, until in intervals_of_utc_day(calendar, day)
    )


def _next_work(calendar: Calendar, moment: datetime) -> datetime | None:
    first, instant = moment.astimezone(UTC).date(), microseconds(moment)
    for ahead in range(LONGEST_LOOK):
        day = first + timedelta(days=ahead)
        if not _known(calendar, day):
            return datetime.combine(day, time(), UTC)
        for since, _ in intervals_of_utc_day(calendar, day):
            if since > instant:
                return moment + timedelta(microseconds=since - instant)
    return None


def _end_of_hours(zone: ZoneInfo, hours: tuple[time, time], moment: datetime) -> datetime | None:
    """When quiet hours of the wall clock end, if the moment lies in them."""
    begin, end = hours
    wall = moment.astimezone(zone)
    # on the wall, so that an hour that comes twice is quiet both times
    clock = wall.replace(tzinfo=None).time()
    if begin < end:
        inside, ends = begin <= clock < end, wall.date()
    else:
        inside = clock >= begin or clock < end
        ends = wall.date() + timedelta(days=1) if clock >= begin else wall.date()
    if not inside:
        return None
    until = datetime.combine(ends, end, zone).astimezone(UTC)
    if until.astimezone(zone).time() != end:
        return _clocks_change(zone, datetime.combine(ends, end, zone).replace(fold=1).astimezone(UTC), until)
    # an end within the hour that comes twice is meant the second time, if the first is over
    return until if until > moment else datetime.combine(ends, end, zone).replace(fold=1).astimezone(UTC)


def _clocks_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """When the clocks are put forward between two moments: the first at which a skipped time of the wall is over."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
    return after.replace(microsecond=0)
