"""A record that is set apart, as a form to mend it: why, and each column with what came and what may stand there."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import NotFound, TraceworkError
from dashboards.health_page.cards import in_words
from eventlog.reading import EventLog
from eventlog.record_stream import Kind, Stream
from ingest.source_settings import configured_sources

HINTS: dict[Kind, str] = {
    "text": "",
    "integer": "a whole number, such as 30",
    "number": "a number, such as 1200.50",
    "boolean": "true or false",
    "date": "a day, such as 2026-03-31",
    "instant": "a moment, such as 2026-03-31T17:00:00Z",
    "local_time": "a local time, such as 2026-03-31T17:00:00",
    "json": "JSON, as the system sends it",
}
NOT_READ = "the log reads nothing of it"


@dataclass(frozen=True)
class Field:
    """A column: what came (None for nothing), a hint at what it may say, whether it must say something, and whether
    the reason names it."""

    name: str
    value: str | None
    hint: str
    needed: bool
    named: bool


@dataclass(frozen=True)
class RecordApart:
    """A record that could not be used. `row` counts from 0, as the command line does."""

    source: str
    system: str
    run: str
    stream: str
    row: int
    reason: str
    fields: tuple[Field, ...]


def record_apart(log: EventLog, source: str, run: str, stream: str, row: int) -> RecordApart:
    """The record of that row as it came; NotFound where it is not set apart, or is a line of a file."""
    found = log.database.rows(
        "select source.system, quarantine.reason, quarantine.record from quarantine "
        "join source on source.name = quarantine.source where quarantine.source = $source and quarantine.run = $run "
        "and quarantine.stream = $stream and quarantine.row = $row",
        source=source, run=run, stream=stream, row=row,
    )  # fmt: skip
    if not found or not found[0][2].startswith("{"):
        raise NotFound(
            f"Row {row} of {stream} in {source}/{run} is not set apart in generation {log.generation}. "
            f"`tracework runs {source}/{run}` lists the records that are."
        )
    system, reason, record = found[0]
    came: dict[str, str] = json.loads(record)
    fields = _fields(came, _declared(log, source, stream), reason)
    return RecordApart(source, system, run, stream, row, in_words(reason), fields)


def _fields(came: Mapping[str, str], declared: Stream | None, reason: str) -> tuple[Field, ...]:
    """The columns that the reason names first, then the declared ones, then what nobody reads."""
    kinds = dict(declared.columns) if declared else {}
    needed = {*declared.key, *declared.required} if declared else set()
    fields = [
        Field(
            name=name,
            value=came.get(name),
            hint=HINTS[kinds[name]] if name in kinds else NOT_READ if declared else "",
            needed=name in needed,
            named=any(_is_about(told, name, declared) for told in reason.split("; ")),
        )
        for name in dict.fromkeys([*kinds, *came])
    ]
    return tuple(sorted(fields, key=lambda field: (not field.named, field.name not in kinds)))


def _is_about(told: str, column: str, declared: Stream | None) -> bool:
    """Whether a reason names a column, or is that of a check which looks at it."""
    check = declared.checks.get(told, "") if declared else ""
    return told.startswith((f"{column} is ", f"{column} names ")) or bool(
        re.search(rf'\br\.("{re.escape(column)}"|{re.escape(column)}\b)', check)
    )


def _declared(log: EventLog, source: str, stream: str) -> Stream | None:
    """The stream as its connector declares it, where firm.toml still names the source and has no mistakes."""
    try:
        configured = configured_sources(log.workspace).get(source)
    except TraceworkError:
        return None
    known = configured.declared.streams if configured else ()
    return next((each for each in known if each.name == stream), None)
