"""When a report is due: on a weekday, on a working day of the month, or as cron writes it; by the clock of its zone.

The times are found on the wall clock and then placed: an hour that the clock skips is the one after it, an hour that
comes twice counts the first time. So each time on the wall is one moment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from core.calendars import Calendar

WEEKDAY = re.compile(r"(monday|tuesday|wednesday|thursday|friday|saturday|sunday|every day) ([01]\d|2[0-3]):([0-5]\d)")
WORKING_DAY = re.compile(r"(?:(first) working day|working day (\d{1,2})) ([01]\d|2[0-3]):([0-5]\d)")
MOST_WORKING_DAY = 20
SEARCHED = (timedelta(days=1), timedelta(days=33), timedelta(days=400))
"""How far ahead the next time is looked for, step by step: what comes every minute is not counted out over a year."""
FORMS = (
    'write "first working day 07:00", "working day 3 07:00", "Monday 07:00", "every day 07:00", or the five fields of '
    'cron with weekdays by name, such as "0 7 * * mon-fri"'
)


@dataclass(frozen=True)
class When:
    """The `day`-th working day of each month at a time, or the times of a cron trigger."""

    day: int | None
    at: time | None
    cron: str | None


def read_when(text: str) -> When:
    """What a text says; ValueError tells how to write it."""
    words = " ".join(text.lower().split())
    if found := WORKING_DAY.fullmatch(words):
        day = 1 if found[1] else int(found[2])
        if 1 <= day <= MOST_WORKING_DAY:
            return When(day, time(int(found[3]), int(found[4])), None)
    elif found := WEEKDAY.fullmatch(words):
        day_of_week = "*" if found[1] == "every day" else found[1][:3]
        return When(None, None, f"{int(found[3])} {int(found[2])} * * {day_of_week}")
    elif len(words.split()) == 5 and not re.search(r"\d", words.split()[4]):
        # numbers of weekdays mean other days in cron than in the library
        CronTrigger.from_crontab(words, UTC)
        return When(None, None, words)
    raise ValueError(FORMS)


def due_between(
    when: When, zone: ZoneInfo, calendar: Calendar | None, span: tuple[datetime, datetime]
) -> list[datetime]:
    """The moments after the first of `span` and up to the last, as universal time."""
    after, until = span
    # a day more on either side, since clocks of zones differ by less
    first, last = ((each.astimezone(zone)).replace(tzinfo=None) for each in (after, until))
    on_the_wall = _wall_times(when, calendar, first - timedelta(days=1), last + timedelta(days=1))
    moments = {wall.replace(tzinfo=zone, fold=0).astimezone(UTC) for wall in on_the_wall}
    return sorted(moment for moment in moments if after < moment <= until)


def next_due(when: When, zone: ZoneInfo, calendar: Calendar | None, after: datetime) -> datetime | None:
    """The first moment after that one; None where it never comes within a year, such as on 30 February."""
    for ahead in SEARCHED:
        if found := due_between(when, zone, calendar, (after, after + ahead)):
            return found[0]
    return None


def _wall_times(when: When, calendar: Calendar | None, first: datetime, last: datetime) -> Iterator[datetime]:
    if when.cron is not None:
        trigger = CronTrigger.from_crontab(when.cron, UTC)
        found = trigger.get_next_fire_time(None, first.replace(tzinfo=UTC))
        while found is not None and found.replace(tzinfo=None) <= last:
            yield found.replace(tzinfo=None)
            found = trigger.get_next_fire_time(found, found)
        return
    month = first.date().replace(day=1)
    while month <= last.date():
        day = next(islice(_working_days(month, calendar), (when.day or 1) - 1, None), None)
        if day is not None:
            yield datetime.combine(day, when.at or time())
        month = (month + timedelta(days=32)).replace(day=1)


def _working_days(month: date, calendar: Calendar | None) -> Iterator[date]:
    """The working days of a month; without a calendar Monday to Friday."""
    day = month
    while day.month == month.month:
        if calendar.hours(day) if calendar else day.weekday() < 5:
            yield day
        day += timedelta(days=1)
