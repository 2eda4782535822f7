"""The mapping proposed for a flat file: what the user said, then what was confirmed last time, then what is guessed."""

from collections.abc import Sequence
from pathlib import Path

from core.database import Database
from eventlog.exchange.column_guess import SURE, RoleGuess, constant_columns, guess_roles
from eventlog.exchange.column_profile import ColumnProfile
from eventlog.exchange.csv_dialect import CsvDialect
from eventlog.exchange.flat_mapping import ROLES, AttributeType, FlatMapping, listed

Remarks = tuple[str, ...]


def drafted(
    path: Path, dialect: CsvDialect | None, names: tuple[str, ...], previous: FlatMapping | None, choices: Sequence[str]
) -> tuple[FlatMapping, Remarks]:
    """Last time's mapping if its columns are all here, with what the user said; and what there is to remark."""
    remarks = [dialect.remark] if dialect and dialect.remark else []
    if dialect and (renamed := [new for old, new in zip(dialect.names, names, strict=True) if old.strip() != new]):
        remarks.append(f"Columns without a name, or with one that is taken, are called {listed(renamed)} here.")
    start = FlatMapping()
    if previous is not None and (missing := sorted(previous.read - set(names))):
        remarks.append(f"What was confirmed for {previous.file} does not fit: there is no {listed(missing)} here.")
    elif previous is not None:
        start = previous
    about = {"file": path.name, "columns": names, "delimiter": None, "encoding": None, "quote": None, "header": None}
    if dialect is not None:
        about |= {key: getattr(dialect, key) for key in ("delimiter", "encoding", "quote", "header")}
    return start.model_copy(update=about).override(_now(choices)), tuple(remarks)


def _now(choices: Sequence[str]) -> list[str]:
    """What can be taken before the columns are guessed: a time format waits until there is a time column."""
    return [item for item in choices if item.partition("=")[0].strip() != "time_format"]


def guesses_with(
    draft: FlatMapping, columns: Sequence[ColumnProfile], rows: int, previous: FlatMapping | None
) -> tuple[RoleGuess, ...]:
    """What each role is taken from and why, in the order of the roles."""
    given = {role: column for role in ROLES if (column := getattr(draft, role))}
    free = [column for column in columns if column.name not in draft.used]
    guesses = {guess.role: guess for guess in guess_roles(free, rows, given)}
    for role, column in given.items():
        again = previous is not None and getattr(previous, role) == column
        reason = f"As confirmed for {previous.file} last time." if again and previous else "As you said."
        guesses[role] = RoleGuess(role, column, 1.0, reason)
    return tuple(guesses[role] for role in ROLES)


def completed(
    database: Database,
    draft: FlatMapping,
    columns: Sequence[ColumnProfile],
    guesses: Sequence[RoleGuess],
    previous: FlatMapping | None,
    choices: Sequence[str],
) -> FlatMapping:
    """The draft with what was guessed and found out filled in."""
    taken = {guess.role: guess.column for guess in guesses if guess.column and guess.confidence >= SURE}
    later = [item for item in choices if item not in _now(choices)]
    mapping = draft.model_copy(update=taken).override(later)
    mapping = mapping.model_copy(update=_attributes(database, mapping, columns))
    mapping = mapping.model_copy(update={"decimal": mapping.decimal or _decimal(columns)})
    formats = _time_formats(mapping, columns, previous)
    return mapping.model_copy(
        update={
            "time_formats": formats,
            "date_order": _date_order(mapping, columns),
            "types": {column.name: kind for column in columns if (kind := _type(column, mapping, formats)) != "string"},
        }
    )


def _attributes(
    database: Database, mapping: FlatMapping, columns: Sequence[ColumnProfile]
) -> dict[str, tuple[str, ...]]:
    """Columns nobody decided about: of the case where they never change within one, of the event otherwise."""
    left = [column.name for column in columns if column.name not in mapping.used and column.kind != "nested"]
    constant = constant_columns(database, "good_row", mapping.case, left) if mapping.case else set()
    return {
        "case_attributes": (*mapping.case_attributes, *(name for name in left if name in constant)),
        "event_attributes": (*mapping.event_attributes, *(name for name in left if name not in constant)),
    }


def _decimal(columns: Sequence[ColumnProfile]) -> str | None:
    """The mark that most number columns have for certain; a point where no number has a mark; None if it is open."""
    marks = [column.decimal for column in columns if column.decimal]
    if marks:
        return max(sorted(set(marks)), key=marks.count)
    return None if any(column.open_decimal for column in columns) else "."


def _time_formats(
    mapping: FlatMapping, columns: Sequence[ColumnProfile], previous: FlatMapping | None
) -> dict[str, tuple[str, ...]]:
    """The found formats; a format that the user said, or confirmed for a column nothing was found in, comes first."""
    last_time = previous.time_formats if previous is not None else {}
    formats: dict[str, tuple[str, ...]] = {}
    for column in columns:
        kept = mapping.time_formats.get(column.name)
        said = kept is not None and kept != last_time.get(column.name)
        if kept is not None and (said or column.time is None):
            formats[column.name] = kept
        elif column.time is not None and column.time.formats and (mapping.date_order or not column.time.open_order):
            formats[column.name] = column.time.in_order(mapping.date_order)
    return formats


def _date_order(mapping: FlatMapping, columns: Sequence[ColumnProfile]) -> str | None:
    """The order that was said, or that the times prove: next month's file may have no day after the twelfth."""
    if mapping.date_order:
        return mapping.date_order
    time = next((column.time for column in columns if column.name == mapping.time), None)
    if time is None or bool(time.day_only) == bool(time.month_only):
        return None
    return "day" if time.day_only else "month"


def _type(column: ColumnProfile, mapping: FlatMapping, formats: dict[str, tuple[str, ...]]) -> AttributeType:
    if column.kind == "time" and column.time is not None and not column.time.typed and column.name not in formats:
        return "string"
    if column.type == "float" and column.decimal and column.decimal != mapping.decimal:
        return "string"
    return column.type
