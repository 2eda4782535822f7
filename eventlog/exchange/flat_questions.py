"""What is still open about a flat file, as questions to the user, and what is wrong with its rows, in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.database import Database
from core.errors import WrongUse
from core.sql import literal
from eventlog.exchange.column_profile import ColumnProfile
from eventlog.exchange.flat_columns import UNREADABLE, FlatRows
from eventlog.exchange.flat_mapping import FlatMapping, listed

_ROLES = {
    "case": "Which column says what a row is about: the order, project, ticket or other case?",
    "activity": "Which column says what was done?",
    "time": "Which column says when it was done? No column holds times in a form that is recognised, and an event log "
    "needs a time for each row. If one does, name it and say how it is written with time_format.",
}
_SET_APART = "Such rows are set apart and listed, and the others are taken in."
_OLD, _FAR = "1900-01-01", "2200-01-01"


@dataclass(frozen=True)
class Question:
    """Something that values cannot settle. `key` is the key of `--map` that answers it, `answers` what may be said."""

    key: str
    words: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        if self.key in _ROLES:
            return f"{self.words} Say --map {self.key}=COLUMN."
        example = " or ".join(f"{self.key}={answer}" for answer in self.answers[:2])
        return f"{self.words} Say --map {example}."


def open_questions(mapping: FlatMapping, columns: Sequence[ColumnProfile]) -> tuple[Question, ...]:
    """What must be answered before the file can be taken in."""
    by_name = {column.name: column for column in columns}
    return (
        *_about_roles(mapping),
        *_about_formats(mapping, by_name),
        *_about_order(mapping, by_name),
        *_about_zone(mapping, by_name),
        *_about_decimal(mapping, columns),
    )


def find_problems(
    database: Database, parquet: Path, mapping: FlatMapping, columns: Sequence[ColumnProfile]
) -> tuple[str, ...]:
    """What will be refused or looks wrong once the file is built with this mapping."""
    described = database.rows(f"describe select * from read_parquet({literal(parquet)})")
    rows = FlatRows(parquet, {name: sql_type for name, sql_type, *_ in described}, mapping)
    missing = [_missing(database, rows, role) for role in ("case", "activity")]
    times = [words for column in mapping.time_columns for words in _time_problems(database, rows, column)]
    nested = [column.name for column in columns if column.kind == "nested"]
    left_out = [f"{listed(nested)} hold lists or records and are left out."] if nested else []
    return (*filter(None, missing), *times, *left_out, *_other_marks(mapping, columns))


def unreadable_rows(database: Database, parquet: Path) -> str:
    """The first record that does not split into the columns, for a sentence about all of them."""
    row, reason = database.row(
        f"select row, {UNREADABLE}.reason from read_parquet({literal(parquet)}) "
        f"where {UNREADABLE} is not null order by row limit 1"
    )
    return f"the first is row {row + 1:,}: {reason}"


def _about_roles(mapping: FlatMapping) -> Iterator[Question]:
    free = tuple(column for column in mapping.columns if column not in mapping.used) or mapping.columns
    there = f" The columns are {listed(mapping.columns)}."
    for role in mapping.unanswered:
        yield Question(role, _ROLES[role] + there, free)
        there = ""


def _about_formats(mapping: FlatMapping, columns: dict[str, ColumnProfile]) -> Iterator[Question]:
    for name in mapping.time_columns:
        if columns[name].time is None and not mapping.time_formats.get(name):
            example = columns[name].examples[0] if columns[name].examples else ""
            words = f"The times in “{name}” are written in a way that is not recognised, such as “{example}”."
            yield Question("time_format", words, ("%d/%m/%Y %H:%M", "%Y-%m-%d"))


def _about_order(mapping: FlatMapping, columns: dict[str, ColumnProfile]) -> Iterator[Question]:
    for name in mapping.time_columns:
        time = columns[name].time
        if time is None or not time.open_order or mapping.time_formats.get(name):
            continue
        if time.day_only:
            found = f"{time.day_only:,} can only have the day first and {time.month_only:,} only the month first"
        else:
            found = "no value settles it"
        written = _ambiguous(columns[name])
        words = f"Dates such as “{written}” in “{name}” can have the day or the month first, and {found}."
        yield Question("date_order", words, ("day", "month"))
        return


def _about_zone(mapping: FlatMapping, columns: dict[str, ColumnProfile]) -> Iterator[Question]:
    names = [name for name in mapping.time_columns if (time := columns[name].time) is None or time.needs_zone]
    if mapping.zone or not names:
        return
    column = columns[names[0]]
    some = "Some of the times" if column.time is not None and column.time.mixed_zones else "The times"
    example = f", such as “{column.examples[0]}”," if column.examples else ""
    words = f"{some} in {listed(names)}{example} do not say in which time zone they are."
    yield Question("zone", words, ("Europe/Berlin", "UTC"))


def _about_decimal(mapping: FlatMapping, columns: Sequence[ColumnProfile]) -> Iterator[Question]:
    column = next((column for column in columns if column.open_decimal), None)
    if column is not None and mapping.decimal is None:
        example = next((value for value in column.examples if "." in value or "," in value), column.examples[0])
        words = f"Numbers such as “{example}” in “{column.name}” can mean thousands or decimals."
        yield Question("decimal", words, ("point", "comma"))


def _ambiguous(column: ColumnProfile) -> str:
    """A value of which both orders make sense, if the first ones have any."""
    both = (value for value in column.examples if all(int(part) <= 12 for part in re.findall(r"\d+", value)[:2]))
    return next(both, column.examples[0])


def _missing(database: Database, rows: FlatRows, role: str) -> str | None:
    column = getattr(rows.mapping, role)
    if not column:
        return None
    count, first = database.row(
        f"select count(*), min(row) from {rows.relation} as source "
        f"where {UNREADABLE} is null and {rows.text(column)} is null"
    )
    return f"“{column}” is empty in {_rows(count, first)}: no {role}. {_SET_APART}" if count else None


def _rows(count: int, first: int) -> str:
    return f"row {first + 1:,}" if count == 1 else f"{count:,} rows, the first is row {first + 1:,}"


def _time_problems(database: Database, rows: FlatRows, column: str) -> Iterator[str]:
    if not rows.is_clock(column) and not rows.mapping.time_formats.get(column):
        return
    text, time = rows.text(column), rows.time(column)
    given, bad, first, example, empty, first_empty, odd = database.row(
        f"with parsed as (select row, {text} as written, {time} as ts from {rows.relation} as source "
        f"where {UNREADABLE} is null) "
        "select count(written), count(*) filter (written is not null and ts is null), "
        "min(row) filter (written is not null and ts is null), arg_min(written, row) filter (ts is null), "
        "count(*) filter (written is null), min(row) filter (written is null), "
        f"arg_min(written, row) filter (ts not between timestamp '{_OLD}' and timestamp '{_FAR}') from parsed"
    )
    if given and bad == given:
        raise WrongUse(
            f"No value of “{column}” is a time written as {listed(rows.mapping.time_formats[column])}; the first is "
            f"“{example}”. Say the right one with --map time_format=FORMAT, or another column with --map time=COLUMN."
        )
    if bad:
        yield f"“{column}” cannot be read as a time in {_rows(bad, first)}: “{example}”. {_SET_APART}"
    if empty and column == rows.mapping.time and not rows.mapping.start:
        yield f"“{column}” is empty in {_rows(empty, first_empty)}: no time. {_SET_APART}"
    if odd:
        yield f"“{column}” has times far from today, such as “{odd}”. They are taken as they are."


def _other_marks(mapping: FlatMapping, columns: Sequence[ColumnProfile]) -> Iterator[str]:
    for column in columns:
        if column.decimal and mapping.decimal and column.type == "float" and column.decimal != mapping.decimal:
            yield (
                f"“{column.name}” has another decimal mark than the rest of the file (such as “{column.examples[0]}”), "
                "so its values are kept as text."
            )
