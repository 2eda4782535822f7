"""Histories that a system keeps none of, or only for a time: what they would have told, which indicators rest on it.

A connector declares which stream is a history: its records never change and tell of others, or another stream is read
in its place where it is not there. Where none of its records ever landed while those that it is about did and changed,
what it would tell is dated as those stand now, or is not told at all; where it began late, ended, or has nothing of a
field (`metrics/history_reach.py`), that is missing. Figures that rest on it are shown, and say so.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from core.database import Database, open_memory
from eventlog.landed import LandedRun
from eventlog.process_declaration import declared_processes
from eventlog.reading import EventLog
from eventlog.record_mapping import EventsOf, ObservedIn
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource
from metrics.catalogue import indicator
from metrics.declaration import Indicator
from metrics.fact_words import fact_words, facts_read
from metrics.history_reach import Files, Reach, field_of, reaches, untracked_fields
from metrics.lost_words import Lost
from metrics.rules.catalogue import TABLES, rules
from metrics.rules.declaration import Rule
from metrics.shares import SCHEMA
from metrics.stored import asked_once, place_of


def lost_histories(sources: Mapping[str, DeclaredSource], runs: Iterable[LandedRun]) -> list[Lost]:
    """What histories would tell that nothing in these runs does, by system and name."""
    landed: dict[str, dict[str, list[Path]]] = {name: {} for name in sources}
    for run in sorted(runs, key=lambda each: each.run):
        streams = run.manifest["streams"] if run.source in landed and run.kind == "records" else {}
        for name, described in streams.items():
            if described["rows"] and (path := run.stream(name)):
                landed[run.source].setdefault(name, []).append(path)
    with open_memory() as database:
        found = {each for name, source in sources.items() for each in _lost_of(database, source, landed[name])}
    return sorted(found, key=lambda each: each[:5])


def keep_lost(database: Database, lost: Iterable[Lost]) -> None:
    """Note in a generation under construction what no history tells."""
    for each in lost:
        database.run(
            f"insert into {SCHEMA}.lost_history values "
            "($system, $history, $object_type, $name, $field, $since::timestamp, $until::timestamp)",
            **each._asdict(),
        )


def lost_for(log: EventLog, indicator: Indicator) -> list[Lost]:
    """What an indicator rests on and no history tells. What the firm's own rules find rests on all that they read."""
    lost = _noted(log.database)
    if not lost or indicator.rests_on is None:
        return _named_in(lost, indicator.statement)
    by_own_rules = {each for rule in _own_rules(log, indicator) for each in _named_in(lost, rule.statement)}
    return [each for each in lost if each.name in indicator.rests_on or each in by_own_rules]


def lost_for_rule(log: EventLog, rule: Rule) -> list[Lost]:
    """What a rule of gaps reads and no history tells; of ours, what the gaps of all of them rest on."""
    read = _named_in(_noted(log.database), rule.statement)
    if _is_own("gaps", rule):
        return read
    rests_on = indicator("reconciliation_gap").rests_on or ()
    return [each for each in read if each.name in rests_on]


def lost_for_process(log: EventLog, process: str) -> list[Lost]:
    """The activities of a process that no history tells."""
    lost = _noted(log.database)
    # the declarations are files, which a page need not read where nothing is lost
    declared = declared_processes(log.workspace).get(process) if lost else None
    return [each for each in lost if declared and each.name in declared.event_types]


@asked_once
def _noted(database: Database) -> list[Lost]:
    """All that no history tells; nothing in a log that was built before this was noted."""
    found = "select count(*) from duckdb_tables() where schema_name = $schema and table_name = 'lost_history'"
    if not database.value(found, schema=SCHEMA):
        return []
    return [Lost(*row) for row in database.rows(f"from {place_of(database)}{SCHEMA}.lost_history order by all")]


def _named_in(lost: list[Lost], statement: str) -> list[Lost]:
    """Those that a statement reads. A header names an attribute with its type; in statements it stands alone."""
    words = fact_words(statement) if lost else frozenset()
    return [each for each in lost if each.name.rpartition(".")[2] in words]


def _own_rules(log: EventLog, indicator: Indicator) -> list[Rule]:
    """The firm's own rules, of those whose findings an indicator reads."""
    read = facts_read(indicator.statement)
    folders = [folder for folder, table in TABLES.items() if table in read]
    return [rule for folder in folders for rule in rules(folder, log.workspace).values() if _is_own(folder, rule)]


def _is_own(folder: str, rule: Rule) -> bool:
    ours = rules(folder).get(rule.name)
    return ours is None or ours.statement != rule.statement


def _lost_of(database: Database, source: DeclaredSource, files: Files) -> Iterator[Lost]:
    about = {stream.name: set(stream.references.values()) | _replacing(source, stream) for stream in source.streams}
    histories = [stream for stream in source.streams if stream.append_only or _replacing(source, stream)]
    histories = [stream for stream in histories if about[stream.name] & files.keys()]
    reached = {stream.name: reaches(database, source, stream, files) for stream in histories}
    whole = {name for name, found in reached.items() if name in files and not any(_days(found))}
    for history in histories:
        found = reached[history.name]
        told = list(_told_by(source, history, whole - {history.name}, files))
        if history.name not in files:
            yield from (each.lost for each in told if not found or any(reach.kept_none for reach in found))
        elif history.name not in whole:
            since, until = _days(found)
            yield from (each.lost._replace(since=since, until=until) for each in told)
        elif told:
            absent = untracked_fields(database, source, history, files)
            yield from (each.lost._replace(field=each.field) for each in told if each.field in absent)


def _days(found: list[Reach]) -> tuple[datetime | None, datetime | None]:
    """Since when and until when a history tells, where that is not always."""
    since, until = [each.since for each in found if each.since], [each.until for each in found if each.until]
    return max(since, default=None), min(until, default=None)


def _replacing(source: DeclaredSource, stream: Stream) -> set[str]:
    """The streams that are read for an activity where this better one is not there."""
    declared: list[EventsOf | ObservedIn] = [*source.yields.events, *source.yields.observed]
    return {one.stream for one in declared if one.unless == stream.name}


class _Told(NamedTuple):
    """What a history tells, and by which of the fields that it names."""

    lost: Lost
    field: str


def _told_by(source: DeclaredSource, history: Stream, others: set[str], files: Files) -> Iterator[_Told]:
    """What a history alone would tell as it happened: not what another that is whole tells as well, and is read."""
    read = (one for one in source.yields.events if one.stream in others and one.unless not in files)
    told_elsewhere = {one.type for one in read}
    for event in source.yields.events:
        if event.stream == history.name and event.type not in told_elsewhere and event.objects:
            lost = Lost(source.system, history.name, event.objects[0].type, event.type)
            yield _Told(lost, field_of(event.where))
    for change in source.yields.changes:
        if change.stream == history.name:
            for attribute in change.attributes:
                lost = Lost(source.system, history.name, change.type, f"{change.type}.{attribute}")
                yield _Told(lost, field_of(change.where))
