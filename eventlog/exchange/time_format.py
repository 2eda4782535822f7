"""Which formats the times of a column have, found from all its values; day or month first only by evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from core.database import Database
from core.sql import load, quoted
from eventlog.exchange.time_text import EPOCH_MILLISECONDS, EPOCH_SECONDS, carries_zone, given, text_time

_SAMPLE = 400
_ROUNDS = 4
_DATES = (
    (r"(?P<y>\d{4})(?P<a>[-/.])\d{1,2}(?P=a)\d{1,2}", "%Y{a}%m{a}%d"),
    (r"\d{8}(?!\d)", "%Y%m%d"),
    (r"\d{1,2}(?P<a>[-/.])\d{1,2}(?P=a)(?P<y>\d{4}|\d{2})", "%d{a}%m{a}{y}"),
    (r"\d{1,2}(?P<a>[-/ ]|\.? )(?P<b>[A-Za-z]{3,9})(?P<c>[-/ ]|\.? |, )(?P<y>\d{4}|\d{2})", "%d{a}{b}{c}{y}"),
    (r"(?P<b>[A-Za-z]{3,9})(?P<a> )\d{1,2}(?P<c>,? )(?P<y>\d{4})", "{b}{a}%d{c}{y}"),
)
_WEEKDAY = r"(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*)(?P<after>,? )"
_CLOCK = r"(?P<hour>\d{1,2}):\d{2}(?P<seconds>:\d{2}(?:(?P<mark>[.,])(?P<digits>\d{1,9}))?)?(?P<half> ?[AaPp][Mm])?"
_COMPACT_CLOCK = r"\d{4}(?P<compact_seconds>\d{2})?"
_ZONE = r"(?P<gap> ?)(?:(?P<zulu>Z)|(?P<offset>[+-]\d{2}(?::?\d{2})?)|(?P<named>UTC|GMT|[A-Z]{3,4}|[A-Z]\w+/\w+))"
_WHOLE = [
    (
        re.compile(rf"(?:{_WEEKDAY})?{date}(?:(?P<join>T| |, |  )(?:{_CLOCK}|{_COMPACT_CLOCK})(?:{_ZONE})?)?"),
        date_format,
    )
    for date, date_format in _DATES
]
_EPOCHS = {EPOCH_SECONDS: (10**8, 10**10), EPOCH_MILLISECONDS: (10**11, 10**13)}

Order = Literal["day", "month"]


@dataclass(frozen=True)
class TimeReading:
    """How a column's times are written. `formats` are day first where day or month could be; `day_only` and
    `month_only` count the values that make sense in one order only, `unreadable` those that no format fits."""

    formats: tuple[str, ...]
    unreadable: int = 0
    example: str = ""
    day_only: int = 0
    month_only: int = 0
    typed: bool = False
    typed_zone: bool = False

    @property
    def open_order(self) -> bool:
        """Day or month may come first, and the values do not settle which: no evidence, or evidence for both."""
        return bool(self.day_only) == bool(self.month_only) and any(month_first(each) != each for each in self.formats)

    @property
    def needs_zone(self) -> bool:
        """Some of the times do not say which instant they are."""
        return not self.typed_zone if self.typed else not all(map(carries_zone, self.formats))

    @property
    def mixed_zones(self) -> bool:
        """Some values name their zone and some do not."""
        return self.needs_zone and any(map(carries_zone, self.formats))

    def in_order(self, order: Order | None) -> tuple[str, ...]:
        """The formats with the day or the month first, as was decided."""
        chosen = order if self.open_order else ("month" if self.month_only else "day")
        return tuple(map(month_first, self.formats)) if chosen == "month" else self.formats


def formats_of(value: str) -> str | None:
    """The strptime format of one value, day first where both could be; None if it does not look like a time."""
    text = value.strip()
    for pattern, date_format in _WHOLE:
        if found := pattern.fullmatch(text):
            return _assembled(found, date_format)
    return None


def month_first(time_format: str) -> str:
    """The format with day and month the other way round, if it is one that leaves the question open."""
    return re.sub(r"^((?:%[aA],? )?)%d([-/.])%m\2", r"\1%m\2%d\2", time_format)


def read_times(database: Database, relation: str, column: str) -> TimeReading | None:
    """How the times in a text column are written, from all its values; None if most of them are no times."""
    text, found = f"trim({quoted(column)})", list[str]()
    for _ in range(_ROUNDS):
        unread = _unread(found, text)
        sample = database.column(
            f"select {text} from {relation} where {given(text)} is not null and {unread} limit {_SAMPLE}"
        )
        new = _ordered({time_format for value in sample if (time_format := formats_of(value))} - set(found))
        if not new:
            break
        found = _ordered({*found, *new})
    if not found:
        return None
    return _measured(database, relation, text, found)


def read_epochs(database: Database, relation: str, column: str) -> TimeReading | None:
    """Whether a column of whole numbers counts seconds or milliseconds since 1970, all of them in living memory."""
    number = f"try_cast({quoted(column)}::varchar as double)"
    least, most = database.row(f"select min({number}), max({number}) from {relation}")
    for unit, (low, high) in _EPOCHS.items():
        if least is not None and low <= least and most < high:
            return TimeReading((unit,))
    return None


def _measured(database: Database, relation: str, text: str, formats: Sequence[str]) -> TimeReading | None:
    either = [each for each in formats if month_first(each) != each]
    filled, unreadable, example, day_only, month_only = database.row(
        load("eventlog.exchange", "time_format.sql")
        .replace("{relation}", f"(select {text} as written from {relation} where {given(text)} is not null)")
        .replace("{sure}", "13" if any(map(carries_zone, either)) else "12")
        .replace("{fixed}", text_time("written", [each for each in formats if each not in either], None))
        .replace("{day_first}", text_time("written", either, None))
        .replace("{month_first}", text_time("written", [month_first(each) for each in either], None))
    )
    if unreadable > filled / 2:
        return None
    return TimeReading(tuple(formats), unreadable, example or "", day_only, month_only)


def _unread(formats: Sequence[str], text: str) -> str:
    both = dict.fromkeys([*formats, *map(month_first, formats)])
    return f"{text_time(text, list(both), None)} is null" if formats else "true"


def _ordered(formats: Iterable[str]) -> list[str]:
    """Two-digit years first: %Y would read the 13 of 2/1/13 as the year 13, and %y refuses 2013."""
    return sorted(formats, key=lambda each: ("%Y" in each, each))


def _assembled(found: re.Match[str], date_format: str) -> str | None:
    parts = {name: value or "" for name, value in found.groupdict().items()}
    if date_format.count("{b}"):
        parts["b"] = "%b" if len(parts["b"]) == 3 else "%B"
    parts["y"] = "%Y" if len(parts.get("y", "")) == 4 else "%y"
    date = date_format.format(**parts)
    if weekday := parts["weekday"]:
        date = ("%a" if len(weekday) == 3 else "%A") + parts["after"] + date
    return date + parts["join"] + _clock(parts) + _zone(parts) if parts["join"] else date


def _clock(parts: dict[str, str]) -> str:
    if not parts["hour"]:
        return "%H%M%S" if parts["compact_seconds"] else "%H%M"
    clock = ("%I" if parts["half"] else "%H") + ":%M" + (":%S" if parts["seconds"] else "")
    if digits := parts["digits"]:
        clock += parts["mark"] + ("%n" if len(digits) > 6 else "%f")
    return clock + parts["half"][:-2] + ("%p" if parts["half"] else "")


def _zone(parts: dict[str, str]) -> str:
    if parts["zulu"]:
        return parts["gap"] + "Z"
    if parts["offset"]:
        return parts["gap"] + "%z"
    return parts["gap"] + "%Z" if parts["named"] else ""
