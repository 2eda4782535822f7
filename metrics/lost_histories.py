"""Histories that a system keeps none of: what they would have told, and which indicators rest on it.

A connector declares which stream is a history: its records never change and tell of others, or another stream is read
in its place where it is not there. Where none of its records ever landed while the records it is about did, what it
would tell is dated as those stand now, or is not told at all. Figures that rest on it are shown, and say so.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from weakref import WeakKeyDictionary

from core.database import Database
from core.words import event_label, object_label
from eventlog.landed import LandedRun
from eventlog.reading import EventLog
from eventlog.record_mapping import EventsOf, ObservedIn
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource
from metrics.declaration import Indicator
from metrics.fact_words import fact_words
from metrics.shares import SCHEMA
from metrics.stored import place_of

# of each open connection: a page asks for every indicator that it shows
_known: WeakKeyDictionary[Database, list["Lost"]] = WeakKeyDictionary()


class Lost(NamedTuple):
    """What a history would have told: `name` is an activity, or an attribute as `contract.po_number`."""

    system: str
    history: str
    object_type: str
    name: str


def lost_histories(sources: Mapping[str, DeclaredSource], runs: Iterable[LandedRun]) -> list[Lost]:
    """What histories would tell of which no record has landed in these runs, by system and name."""
    landed: dict[str, set[str]] = {name: set() for name in sources}
    for run in runs:
        if run.source in landed and run.kind == "records":
            landed[run.source] |= {name for name, stream in run.manifest["streams"].items() if stream["rows"]}
    found = {each for name, source in sources.items() for each in _lost_of(source, landed[name])}
    return sorted(found)


def keep_lost(database: Database, lost: Iterable[Lost]) -> None:
    """Note in a generation under construction what no history tells."""
    for each in lost:
        database.run(
            f"insert into {SCHEMA}.lost_history values ($system, $history, $object_type, $name)", **each._asdict()
        )


def lost_for(log: EventLog, indicator: Indicator) -> list[Lost]:
    """What an indicator rests on and no history tells."""
    if log.database not in _known:
        _known[log.database] = _noted(log.database)
    lost = _known[log.database]
    if not lost:
        return []
    names = fact_words(indicator.statement) if indicator.rests_on is None else frozenset(indicator.rests_on)
    return [each for each in lost if not names.isdisjoint(_ways_to_name(each.name, indicator))]


def caution_of(log: EventLog, indicator: Indicator) -> str:
    """The sentence that a figure carries where histories are missing that it rests on; else nothing."""
    return said_of_lost(lost_for(log, indicator))


def said_of_lost(lost: Iterable[Lost]) -> str:
    """Which system sent no history of what, and what is therefore dated otherwise."""
    by_system: dict[str, list[Lost]] = {}
    for each in lost:
        by_system.setdefault(each.system, []).append(each)
    return " ".join(_sentence(system, of_system) for system, of_system in by_system.items())


def _noted(database: Database) -> list[Lost]:
    """All that no history tells; nothing in a log that was built before this was noted."""
    found = "select count(*) from duckdb_tables() where schema_name = $schema and table_name = 'lost_history'"
    if not database.value(found, schema=SCHEMA):
        return []
    return [Lost(*row) for row in database.rows(f"from {place_of(database)}{SCHEMA}.lost_history order by all")]


def _sentence(system: str, lost: list[Lost]) -> str:
    of = _listed(sorted({object_label(each.object_type).lower() for each in lost}))
    told = _listed(list(dict.fromkeys(_in_words(each) for each in lost)))
    return f"{system} sent no history of {of} records: {told} can only be told as they stand now, or not at all."


def _in_words(lost: Lost) -> str:
    object_type, _, attribute = lost.name.partition(".")
    if attribute:
        return f"{attribute.replace('_', ' ')} of {object_label(object_type).lower()}"
    return event_label(lost.name).lower()


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _ways_to_name(name: str, indicator: Indicator) -> set[str]:
    """A header names an attribute with its type; in statements it stands alone."""
    return {name.rpartition(".")[2]} if indicator.rests_on is None else {name}


def _lost_of(source: DeclaredSource, landed: set[str]) -> Iterator[Lost]:
    about = {stream.name: set(stream.references.values()) | _replacing(source, stream) for stream in source.streams}
    histories = [stream for stream in source.streams if stream.append_only or _replacing(source, stream)]
    logs = {stream.name for stream in histories} & landed
    for history in histories:
        if history.name not in landed and about[history.name] & landed:
            yield from _told_by(source, history, logs)


def _replacing(source: DeclaredSource, stream: Stream) -> set[str]:
    """The streams that are read for an activity where this better one is not there."""
    declared: list[EventsOf | ObservedIn] = [*source.yields.events, *source.yields.observed]
    return {one.stream for one in declared if one.unless == stream.name}


def _told_by(source: DeclaredSource, history: Stream, logs: set[str]) -> Iterator[Lost]:
    """What a history alone would tell as it happened: not what a log that is there tells as well."""
    told_elsewhere = {one.type for one in source.yields.events if one.stream in logs}
    for event in source.yields.events:
        if event.stream == history.name and event.type not in told_elsewhere and event.objects:
            yield Lost(source.system, history.name, event.objects[0].type, event.type)
    for change in source.yields.changes:
        if change.stream == history.name:
            for attribute in change.attributes:
                yield Lost(source.system, history.name, change.type, f"{change.type}.{attribute}")
