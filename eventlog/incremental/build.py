"""Build a generation from the one before it: copy its file, exchange what fresh loads change, and publish the copy.

Everything else is as in a whole build: the same audits of what is new, the same manifest, the same content hash.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from core.calendars import Calendar
from core.database import Database, open_writer
from core.progress import Progress
from core.sql import load
from core.workspace import Workspace, telling_of_full_disk
from eventlog.acts.telling import tell_acts_again
from eventlog.build import USUAL, LogToBuild, Manner, manifest_of_log, perspectives
from eventlog.case_tables.affected import find_changes
from eventlog.case_tables.build import build_case_tables
from eventlog.case_tables.clock import calendars_of
from eventlog.case_tables.flattening import Flattening
from eventlog.case_tables.refresh import refresh_case_tables
from eventlog.content_hash import Parts, exchanged, hash_of, keep_parts, kept_parts, log_parts, step_parts
from eventlog.generations import clear_part, manifest_of, publish
from eventlog.incremental.derivation import derive_again
from eventlog.incremental.exchange_audit import audit_exchange
from eventlog.incremental.file_copy import copied
from eventlog.incremental.identities import RESOLVED, read_decisions, refresh_identities
from eventlog.incremental.numbering import number_fresh_runs
from eventlog.incremental.source_update import update_source
from eventlog.landed import LandedRun
from eventlog.numbering import OURS, NumberedRun
from eventlog.process_declaration import ProcessDeclaration
from eventlog.records.decisions import MEND
from eventlog.records.declared_source import DeclaredSource
from eventlog.side_by_side import side_by_side

CHANGES = """
create or replace table memory.changed_event (object_no bigint, type_no integer);
create or replace table memory.changed_relation (from_object_no bigint, to_object_no bigint, qualifier varchar);
create or replace table memory.changed_attribute (object_no bigint, is_last boolean);
create or replace table memory.changed_identity (object_no bigint);
create or replace table memory.changed_record (object_no bigint);
create or replace table memory.changed_week (week_end date);
"""


def build_on(
    workspace: Workspace,
    runs: list[LandedRun],
    calendars: Callable[[str], Calendar],
    manner: Manner = USUAL,
    sources: Mapping[str, DeclaredSource] | None = None,
) -> int:
    """Publish a new generation that goes on from the current one; `why_whole` has found nothing against it.

    The caller holds the workspace's lock. A failure or a kill leaves the current generation as it was.
    """
    current = workspace.current_generation()
    assert current is not None
    with clear_part(workspace) as part:
        with telling_of_full_disk(part):
            manner.progress(0.0, "Copying the generation before")
            copied(workspace.generation_file(current), part)
            with open_writer(part, manner.limits, workspace.temporary) as database:
                log = LogToBuild(database, workspace, runs, calendars, sources or {})
                manifest = _bring_up_to_date(log, manifest_of(workspace, current), manner)
        manner.progress(0.98, "Publishing the generation")
        return publish(workspace, part, manifest)


def _bring_up_to_date(log: LogToBuild, before: dict[str, Any], manner: Manner) -> dict[str, Any]:
    database, progress = log.database, manner.progress
    database.run(CHANGES)
    first = int(database.value("select coalesce(max(event_no), -1) + 1 from event"))
    parts = _update_log(log, progress)
    processes = perspectives(database, log.workspace, log.runs)
    find_changes(database)
    refreshed = side_by_side(database, processes, partial(_refresh, log, dict(parts)))
    for number, (process, of_process) in enumerate(refreshed, 1):
        progress(0.5 + 0.4 * number / len(processes), f"Refreshed the cases of {process.title}")
        parts |= of_process
    names = [process.name for process in processes]
    for name in set(before["processes"]) - set(names):
        database.run(f'drop schema "{name}" cascade')
    progress(0.9, "Checking the new generation")
    audit_exchange(database, first)
    manner.further(database)
    parts = {part: counted for part, counted in parts.items() if part[0] in ("log", *names)}
    keep_parts(database, parts)
    manifest = manifest_of_log(log, names, hash_of(parts))
    return {**manifest, "in_a_row": before.get("in_a_row", 0) + 1}


def _update_log(log: LogToBuild, progress: Progress) -> Parts:
    """Exchange what the fresh runs change in the log; returns the parts of the content hash after it."""
    database = log.database
    parts = kept_parts(database)
    complete_before = database.value(load("eventlog.incremental", "complete_before.sql"))
    runs, fresh = number_fresh_runs(database, log.runs)
    read_decisions(database, runs, log.sources)
    database.run(f"create or replace table memory.{MEND} as from {MEND}")
    names = sorted({run.landed.source for run in fresh} - {OURS})
    update = partial(_update_source, log.sources, runs, fresh)
    for number, (name, (lost, won)) in enumerate(side_by_side(database, names, update), 1):
        progress(0.1 + 0.3 * number / len(names), f"Read what is new of {log.sources[name].system}")
        parts = exchanged(parts, [lost], [won])
    progress(0.4, "Finding what is one thing in several systems")
    refresh_identities(database, log.sources)
    lost, won = derive_again(database, log.calendars, complete_before)
    acts_lost, acts_won = tell_acts_again(database, runs)
    return _with_resolved(database, exchanged(parts, [lost, acts_lost], [won, acts_won]))


def _update_source(
    sources: Mapping[str, DeclaredSource],
    runs: Sequence[NumberedRun],
    fresh: Sequence[NumberedRun],
    database: Database,
    name: str,
) -> tuple[Parts, Parts]:
    of_source = [run for run in runs if run.landed.source == name and run.landed.kind == "records"]
    database.run(f"create temp view {MEND} as from memory.{MEND}")
    return update_source(database, sources[name], of_source, [run for run in fresh if run.landed.source == name])


def _with_resolved(database: Database, parts: Parts) -> Parts:
    """The parts of what was resolved anew are counted anew."""
    counted = log_parts(database, {name: name for name in RESOLVED})
    kept = {part: rows for part, rows in parts.items() if part not in {("log", name) for name in RESOLVED}}
    return kept | {part: counted[part] for part in {("log", name) for name in RESOLVED} & counted.keys()}


def _refresh(log: LogToBuild, parts: Parts, database: Database, process: ProcessDeclaration) -> Parts:
    """Bring the case tables of one process up to date; returns its parts of the content hash, which were in `parts`."""
    there = database.value(
        "select count(*) from duckdb_schemas() where schema_name = $name and database_name = current_database()",
        name=process.name,
    )
    if there:
        calendars = calendars_of(database, process, log.calendars)
        difference = refresh_case_tables(Flattening(database, process, calendars, sources_vary=True))
        if difference is not None:
            own = {part: counted for part, counted in parts.items() if part[0] == process.name}
            return exchanged(own, [difference[0]], [difference[1]])
        database.run(f'drop schema "{process.name}" cascade')
    build_case_tables(database, process, log.calendars, sources_vary=True)
    return step_parts(database, process.name)
