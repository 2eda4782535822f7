"""Amounts of time (2h30m, 5d, 90s) and moments of any precision (2026, 2026-03, 2026-03-15, 2026-03-15T12:00)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from eventlog.filters.tokens import Tokens

SECOND = 1_000_000
UNITS = {
    "w": 604_800 * SECOND,
    "d": 86_400 * SECOND,
    "h": 3_600 * SECOND,
    "m": 60 * SECOND,
    "s": SECOND,
    "ms": 1_000,
    "us": 1,
}
PART = re.compile(r"(\d+(?:\.\d+)?)(ms|us|w|d|h|m|s)")
MOMENT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?Z?)?)?)?")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_amount(tokens: Tokens) -> int:
    """An amount of time in microseconds."""
    text = tokens.name("an amount of time such as 5d or 2h30m").lower()
    parts = PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise tokens.wrong(f'"{text}" is no amount of time; write it with units, such as 5d, 2h30m or 90s')
    return sum(round(float(number) * UNITS[unit]) for number, unit in parts)


def amount_text(microseconds: int) -> str:
    """The shortest text that reads back as this amount."""
    parts, rest = [], microseconds
    for unit, size in UNITS.items():
        if unit != "w" and rest >= size:
            parts.append(f"{rest // size}{unit}")
            rest %= size
    return "".join(parts) or "0s"


def amount_words(microseconds: int) -> str:
    """The amount as a chip says it: 2 h 30 m."""
    return " ".join(f"{number} {unit}" for number, unit in PART.findall(amount_text(microseconds)))


@dataclass(frozen=True)
class Frame:
    """From one moment to another. Each covers its whole precision: ..2026-03 ends with the last of March."""

    since: str
    until: str

    @property
    def first_us(self) -> int | None:
        """The first microsecond inside; None where the frame is open."""
        return _span(self.since)[0] if self.since else None

    @property
    def end_us(self) -> int | None:
        """The first microsecond after it; None where the frame is open."""
        return _span(self.until)[1] if self.until else None

    def to_text(self) -> str:
        return f"{self.since}..{self.until}"

    def in_words(self) -> str:
        if not self.until:
            return f"since {moment_words(self.since)}"
        if not self.since:
            return f"until {moment_words(self.until)}"
        if self.since == self.until:
            return moment_words(self.since)
        return f"{moment_words(self.since)} – {moment_words(self.until)}"


def read_frame(tokens: Tokens) -> Frame:
    """A frame such as 2026-01-01..2026-03-31, 2026-03, 2026-01.. or ..2025."""
    text = tokens.name("a time frame such as 2026-01-01..2026-03-31")
    since, between, until = text.partition("..")
    frame = Frame(since, until if between else since)
    if not since and not until:
        raise tokens.wrong("a time frame needs at least one moment, such as 2026-01.. or ..2026-03-31")
    for moment in filter(None, (since, until)):
        check_moment(moment, tokens)
    if frame.first_us is not None and frame.end_us is not None and frame.first_us >= frame.end_us:
        raise tokens.wrong(f"the time frame {text} ends before it begins")
    return frame


def check_moment(text: str, tokens: Tokens) -> None:
    """Refuse what is no moment."""
    try:
        _span(text)
    except (ValueError, OverflowError):
        raise tokens.wrong(f'"{text}" is no date; write 2026, 2026-03, 2026-03-15 or 2026-03-15T12:00 (UTC)') from None


def moment_span(text: str) -> tuple[int, int]:
    """The microseconds since 1970 at which a moment begins and at which it is over; ValueError for what is none."""
    return _span(text)


def moment_words(text: str) -> str:
    """A moment as people write it: 15 Mar 2026 12:00 UTC."""
    match = MOMENT.fullmatch(text)
    if match is None:
        return text
    year, month, day, *clock = match.groups()
    named = " ".join(
        part for part in (str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year) if part
    )
    return f"{named} {text[11:].rstrip('Z')} UTC" if clock[0] else named


def _span(text: str) -> tuple[int, int]:
    match = MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, fraction = match.groups()
    start = datetime(
        int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
    )
    first = (start - EPOCH) // timedelta(microseconds=1) + int((fraction or "0").ljust(6, "0"))
    if fraction:
        return first, first + 10 ** (6 - len(fraction))
    for given, length in ((second, SECOND), (minute, UNITS["m"]), (day, UNITS["d"])):
        if given:
            return first, first + length
    return first, first + (_month_days(start) if month else _year_days(start)) * UNITS["d"]


def _month_days(start: datetime) -> int:
    return ((start.replace(day=28) + timedelta(days=4)).replace(day=1) - start).days if start.month < 12 else 31


def _year_days(start: datetime) -> int:
    return 365 + (start.year % 4 == 0 and (start.year % 100 != 0 or start.year % 400 == 0))
