"""Spans of time as a policy says them ("30 min", "2 d"), and hours of the wall clock ("22:00-07:00")."""

import re
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

UNITS = {"s": 1, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}
LONGEST_S = 36_500 * 86_400
"""A calendar has room for a moment so much earlier or later."""
SPAN = re.compile(r"(\d+(?:\.\d+)?) ?(s|min|h|d|w)")
HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d) ?[-–] ?([01]\d|2[0-3]):([0-5]\d)")


def read_span(text: Any) -> timedelta:
    """The time that a text says; ValueError tells how to write it."""
    if isinstance(text, timedelta):
        return text
    found = SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found or (seconds := float(found[1]) * UNITS[found[2]]) > LONGEST_S:
        raise ValueError('write a time such as "30 min", "4 h", "2 d" or "1 w", of 100 years at most')
    return timedelta(seconds=seconds)


def span_words(span: timedelta) -> str:
    """A time as a policy would write it, in the largest unit that divides it."""
    seconds = round(span.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def read_hours(text: Any) -> tuple[time, time]:
    """From when to when by the wall clock; past midnight where it ends before it begins."""
    if isinstance(text, tuple):
        return text
    found = HOURS.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        raise ValueError('write hours such as "22:00-07:00"')
    begin, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if begin == end:
        raise ValueError(f'"{text}" is no time at all; it ends when it begins')
    return begin, end


Span = Annotated[timedelta, BeforeValidator(read_span), PlainSerializer(span_words)]
WallHours = Annotated[
    tuple[time, time],
    BeforeValidator(read_hours),
    PlainSerializer(lambda hours: f"{hours[0]:%H:%M}-{hours[1]:%H:%M}"),
]
