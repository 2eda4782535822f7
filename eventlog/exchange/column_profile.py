"""What the values of each column are: how many, how many different, text, number, truth value or time, by all rows."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.database import Database
from core.sql import literal, quoted
from eventlog.exchange.flat_columns import WHOLE_NUMBERS
from eventlog.exchange.flat_mapping import AttributeType
from eventlog.exchange.time_format import TimeReading, formats_of, read_epochs, read_times
from eventlog.exchange.time_text import given, number_pattern

Kind = Literal["text", "number", "truth", "time", "empty", "nested"]
_SAMPLE_ROWS = 2000
COUNTED_EXACTLY = 200_000
_AT_ONCE = 40  # columns in one query: its planning takes longer the more there are, by more than as much
_CALLED_LIKE_A_TIME = re.compile(r"time|date|stamp|\bts\b|when|zeit|datum|_at$", re.IGNORECASE)
_LIKE_A_NUMBER = re.compile(r"[+-]?[\d.,'’ \u00a0\u202f]*\d([eE][+-]?\d+)?")


@dataclass(frozen=True)
class ColumnProfile:
    """One column. `decimal` is its decimal mark, `open_decimal` that 1.234 could be one thousand or one and a bit."""

    name: str
    kind: Kind
    type: AttributeType
    filled: int
    distinct: int
    examples: tuple[str, ...] = ()
    time: TimeReading | None = None
    decimal: Literal[".", ","] | None = None
    open_decimal: bool = False


def profile_columns(database: Database, relation: str, columns: Sequence[tuple[str, str]]) -> list[ColumnProfile]:
    """The profile of each (name, SQL type) of a relation."""
    few = database.value(f"select count(*) from {relation}") <= COUNTED_EXACTLY
    profiles: list[ColumnProfile] = []
    for first in range(0, len(columns), _AT_ONCE):
        profiles += _profile_some(database, relation, columns[first : first + _AT_ONCE], few)
    return profiles


def _profile_some(
    database: Database, relation: str, columns: Sequence[tuple[str, str]], few: bool
) -> Iterator[ColumnProfile]:
    texts = [given(f"trim({quoted(name)}::varchar)") for name, _ in columns]
    different = "count(distinct {})" if few else "approx_count_distinct({})"
    counts = ", ".join(f"count({text}), {different.format(text)}" for text in texts)
    numbers = database.row(f"select {counts} from {relation}")
    head = database.rows(f"select {', '.join(texts)} from {relation} limit {_SAMPLE_ROWS}")
    for place, (name, sql_type) in enumerate(columns):
        filled, distinct = numbers[2 * place], min(numbers[2 * place + 1], numbers[2 * place])
        sample = [row[place] for row in head if row[place] is not None]
        if filled and not sample:
            sample = database.column(
                f"select {texts[place]} as value from {relation} where value is not null limit {_SAMPLE_ROWS}"
            )
        blank = ColumnProfile(name, "text", "string", filled, distinct, tuple(dict.fromkeys(sample))[:5])
        reader = _of_text if sql_type == "VARCHAR" or sql_type.startswith("ENUM") else _of_typed
        yield reader(database, relation, blank, sample, sql_type)


def _of_typed(
    database: Database, relation: str, blank: ColumnProfile, sample: list[str], sql_type: str
) -> ColumnProfile:
    if not blank.filled:
        return replace(blank, kind="empty")
    if sql_type.startswith("TIMESTAMP") or sql_type == "DATE":
        zoned = sql_type == "TIMESTAMP WITH TIME ZONE"
        return replace(blank, kind="time", type="time", time=TimeReading((), typed=True, typed_zone=zoned))
    if sql_type == "BOOLEAN":
        return replace(blank, kind="truth", type="boolean")
    whole = sql_type in WHOLE_NUMBERS
    if whole or sql_type.startswith("DECIMAL(") or sql_type in ("DOUBLE", "FLOAT"):
        number = replace(blank, kind="number", type="integer" if whole else "float", decimal=".")
        return _or_a_time(database, relation, number) if whole else number
    return replace(blank, kind="nested") if sql_type.endswith(("]", ")")) else blank


def _of_text(database: Database, relation: str, blank: ColumnProfile, sample: list[str], _: str) -> ColumnProfile:
    if not blank.filled:
        return replace(blank, kind="empty")
    if {value.lower() for value in sample} <= {"true", "false"}:
        return replace(blank, kind="truth", type="boolean")
    if _most(sample, lambda value: formats_of(value) is not None and not value.isdigit()):
        time = read_times(database, relation, blank.name)
        return replace(blank, kind="time", type="time", time=time) if time else blank
    if _most(sample, lambda value: _LIKE_A_NUMBER.fullmatch(value) is not None):
        number = _number(database, relation, blank)
        return _or_a_time(database, relation, number) if number.type == "integer" else number
    return blank


def _or_a_time(database: Database, relation: str, number: ColumnProfile) -> ColumnProfile:
    """A column of whole numbers that is called like a time and counts like one is a time."""
    if not _CALLED_LIKE_A_TIME.search(number.name):
        return number
    time = read_epochs(database, relation, number.name)
    if time is None and all(formats_of(value) for value in number.examples):
        time = read_times(database, relation, number.name)
    return replace(number, kind="time", type="time", time=time) if time else number


def _number(database: Database, relation: str, blank: ColumnProfile) -> ColumnProfile:
    """The column as numbers if all its values are: with the one mark under which they are, or with the question."""
    text = f"trim({quoted(blank.name)})"
    written = f"from {relation} where {given(text)} is not null"
    whole, plain = database.row(
        f"select count(*) filter (try_cast({text} as bigint)::varchar = {text}), "
        f"count(*) filter (not contains({text}, '.') and not contains({text}, ',')) {written}"
    )
    if whole == blank.filled:
        return replace(blank, kind="number", type="integer")
    if plain == blank.filled:
        return blank  # such as 00123, which is a name and would lose its zeros
    point, comma = (f"regexp_full_match({text}, {literal(number_pattern(mark))})" for mark in (".", ","))
    by_point, by_comma = database.row(
        f"select count(*) filter (try_cast({text} as double) is not null or {point}), "
        f"count(*) filter ({comma}) {written}"
    )
    if blank.filled not in (by_point, by_comma):
        return blank
    both = by_point == by_comma
    mark: Literal[".", ","] = "." if by_point == blank.filled else ","
    return replace(blank, kind="number", type="float", decimal=None if both else mark, open_decimal=both)


def _most(sample: list[str], fits: Callable[[str], bool]) -> bool:
    return bool(sample) and sum(map(fits, sample)) >= 0.5 * len(sample)
