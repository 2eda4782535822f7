"""One process as a flat table, one row per event, in pieces: what the CSV and the Parquet export write.

The five columns that mean something to process mining have the names that XES gives them; other tools know these."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from core.errors import WrongUse
from core.sql import literal, load, quoted
from eventlog.exchange.flat_batches import unique_names
from eventlog.exchange.written_file import whole_file
from eventlog.filters.selection import select
from eventlog.reading import EventLog, ProcessLog

COLUMNS = ("case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition", "org:resource")
WINDOW_EVENTS = 400_000
_SQL_TYPES = {"integer": "bigint", "float": "double", "boolean": "boolean", "time": "timestamptz"}


@dataclass(frozen=True)
class _Attribute:
    """An attribute as a column of the file; `place` keeps two of the same name apart on the way."""

    place: int
    of_case: bool
    name: str
    column: str
    sql_type: str

    @property
    def value(self) -> str:
        found = f"any_value(value) filter (where name = {literal(self.name)})"
        return f", try_cast({found} as {self.sql_type}) as value_{self.place}"

    @property
    def listed(self) -> str:
        return f", value_{self.place} as {quoted(self.column)}"


def write_flat(log: EventLog, process: str | None, path: Path, opened: Callable[[Path, pa.Schema], Any]) -> None:
    """Write a process with the writer that `opened` makes; the process may be left out where there is only one."""
    with log.process(process or _only_process(log)) as chosen, whole_file(path) as part:
        pieces = flat_tables(chosen)
        first = next(pieces)
        with opened(part, first.schema) as writer:
            writer.write_table(first)
            for piece in pieces:
                writer.write_table(piece)


def _only_process(log: EventLog) -> str:
    names = log.processes()
    if len(names) != 1:
        raise WrongUse(f"A flat file holds the cases of one process. Name one of: {', '.join(names)}.")
    return names[0]


def flat_tables(process: ProcessLog) -> Iterator[pa.Table]:
    """The cases that the process's viewer may see, some hundred thousand events at a time; at least one piece."""
    select(process)
    attributes = _attributes(process)
    parts = {
        "{event_values}": "".join(each.value for each in attributes if not each.of_case),
        "{case_values}": "".join(each.value for each in attributes if each.of_case),
        "{columns}": "".join(each.listed for each in attributes),
    }
    text = load("eventlog.exchange", "flat_window.sql")
    for place, part in parts.items():
        before, after = text.split(place)
        text = before + part + after
    paired = bool(process.database.value("select exists(select 1 from step where busy_us is not null)"))
    window = load("eventlog.exchange", "xes_paired_window.sql" if paired else "xes_window.sql")
    for first, last in _windows(process):
        process.database.run(window, first=first, last=last)
        yield process.database.arrow(text, first=first, last=last)


def _attributes(process: ProcessLog) -> list[_Attribute]:
    found = process.database.rows(load("eventlog.exchange", "flat_attribute_names.sql"))
    found = [row for row in found if row[1] not in COLUMNS]
    columns = unique_names([name for _, name, _ in found], COLUMNS)
    return [
        _Attribute(place, of_case, name, columns[place], _SQL_TYPES.get(kind, "varchar"))
        for place, (of_case, name, kind) in enumerate(found)
    ]


def _windows(process: ProcessLog) -> Iterator[tuple[int, int]]:
    """Ranges of case numbers with about as many events each, at least one."""
    ranges = process.database.rows(
        "with running as (select case_no, sum(n) over (order by case_no) as events from chosen_case) "
        f"select min(case_no), max(case_no) from running group by events // {WINDOW_EVENTS} order by 1"
    )
    yield from ranges or [(0, -1)]
