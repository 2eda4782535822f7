"""The parts of a calendar file, each checked; what is wrong is added to a list, so that all of it is told at once."""

import re
from datetime import date, datetime
from difflib import get_close_matches
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

Mistakes = list[str]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 12, 31)
MOST_INTERVALS = 3
MINUTES_OF_A_DAY = 24 * 60
INTERVAL = re.compile(r"(\d\d?):(\d\d)\s*[-–]\s*(\d\d?):(\d\d)")


def title_of(content: dict[str, Any], name: str, mistakes: Mistakes) -> str:
    title = content.get("title", name)
    if not isinstance(title, str) or not title.strip():
        mistakes.append(f'title is {title!r}; it should be a text such as title = "New York"')
    return str(title)


def zone_of(content: dict[str, Any], mistakes: Mistakes) -> str:
    """The zone's name, proven to be one the clock tables of this machine know."""
    zone = content.get("zone")
    if not isinstance(zone, str):
        mistakes.append('zone is missing; name one, such as zone = "America/New_York"')
        return "UTC"
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        near = get_close_matches(zone, sorted(available_timezones()), n=1)
        hint = f"did you mean {near[0]}?" if near else "use a name such as Europe/London"
        mistakes.append(f"zone {zone!r} is not a time zone this machine knows; {hint}")
    return zone


def week_of(content: dict[str, Any], mistakes: Mistakes) -> dict[int, tuple[tuple[int, int], ...]]:
    """Working intervals by weekday, Monday being 0, in minutes after midnight."""
    written = content.get("week")
    if not isinstance(written, dict) or not any(written.values()):
        mistakes.append('week has no working hours; write for example monday = ["09:00-17:00"] under [week]')
        return {}
    mistakes += [
        f"week.{day} is not a weekday (known are {', '.join(WEEKDAYS)})" for day in written if day not in WEEKDAYS
    ]
    return {
        number: intervals
        for number, day in enumerate(WEEKDAYS)
        if (intervals := _intervals_of(day, written.get(day, []), mistakes))
    }


def _intervals_of(day: str, written: object, mistakes: Mistakes) -> tuple[tuple[int, int], ...]:
    if not isinstance(written, list) or len(written) > MOST_INTERVALS:
        mistakes.append(f'week.{day} should be a list of up to {MOST_INTERVALS} intervals such as ["09:00-17:00"]')
        return ()
    intervals = sorted(interval for text in written if (interval := _interval(day, text, mistakes)))
    for earlier, later in pairwise(intervals):
        if later[0] < earlier[1]:
            mistakes.append(f"week.{day} has two intervals that overlap: {_shown(earlier)} and {_shown(later)}")
    return tuple(intervals)


def _interval(day: str, text: object, mistakes: Mistakes) -> tuple[int, int] | None:
    parts = INTERVAL.fullmatch(text.strip()) if isinstance(text, str) else None
    if parts is None:
        mistakes.append(f'week.{day} holds {text!r}, which is not an interval such as "09:00-17:00"')
        return None
    hours_from, minutes_from, hours_to, minutes_to = map(int, parts.groups())
    start, end = hours_from * 60 + minutes_from, hours_to * 60 + minutes_to
    if max(minutes_from, minutes_to) > 59 or end > MINUTES_OF_A_DAY:
        mistakes.append(f"week.{day} holds {text!r}, and a day has no such time; the latest is 24:00")
        return None
    if end <= start:
        mistakes.append(
            f"week.{day} holds {text!r}, which ends before it starts; "
            "work past midnight is written as two: until 24:00, and from 00:00 on the next day"
        )
        return None
    return start, end


def _shown(interval: tuple[int, int]) -> str:
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in interval)


def holidays_of(content: dict[str, Any], mistakes: Mistakes) -> dict[date, str]:
    """The days without work, with their names."""
    written = content.get("holidays", {})
    if not isinstance(written, dict):
        mistakes.append('holidays should be lines such as 2026-12-25 = "Christmas Day" under [holidays]')
        return {}
    holidays = {}
    for text, name in written.items():
        try:
            holidays[date.fromisoformat(text)] = str(name)
        except ValueError:
            mistakes.append(f"holidays has {text!r}, which is not a date such as 2026-12-25")
    return holidays


def known_range_of(content: dict[str, Any], mistakes: Mistakes) -> tuple[date, date]:
    """The first and last day whose holidays the calendar knows; outside, business time is unknown."""
    known = []
    for key, otherwise in (("known_from", EARLIEST), ("known_until", LATEST)):
        day = content.get(key, otherwise)
        if not isinstance(day, date) or isinstance(day, datetime):
            mistakes.append(f"{key} is {day!r}; it should be a date such as 2026-12-31, without quotes")
            day = otherwise
        elif not EARLIEST <= day <= LATEST:
            mistakes.append(f"{key} is {day}; calendars reach from {EARLIEST} to {LATEST}")
        known.append(day)
    if known[0] > known[1]:
        mistakes.append(f"known_from {known[0]} is after known_until {known[1]}")
    return known[0], known[1]
