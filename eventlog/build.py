"""Build a generation from landed runs: stage each, load it, flatten it to case tables, audit it, publish it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from core.calendars import Calendar
from core.database import BUILDER, Database, Limits, open_writer
from core.progress import Progress, silent
from core.sql import load
from core.workspace import Workspace, telling_of_full_disk
from eventlog.acts.telling import tell_acts
from eventlog.audits import audit
from eventlog.case_tables.build import build_case_tables
from eventlog.content_hash import content_hash
from eventlog.derived.derive import derive
from eventlog.file_runs import load_file_run
from eventlog.generations import FORMAT, clear_part, publish
from eventlog.identities.resolve import resolve_identities
from eventlog.incremental.made_by import made_by
from eventlog.landed import LandedRun, run_hashes
from eventlog.numbering import number_runs
from eventlog.process_declaration import ProcessDeclaration, declared_processes, slug, titled
from eventlog.records.decisions import of_decisions
from eventlog.records.declared_source import DeclaredSource
from eventlog.records.load_records import load_decisions, load_records
from eventlog.side_by_side import side_by_side

MOST_PERSPECTIVES = 40
NO_SOURCES: Mapping[str, DeclaredSource] = MappingProxyType({})


def nothing_further(database: Database) -> None:
    """A build that makes nothing else of the log."""


@dataclass(frozen=True)
class Manner:
    """How a build goes about it: what it may take, whom it tells, and what else it makes of the log it has built."""

    limits: Limits = BUILDER
    progress: Progress = silent
    further: Callable[[Database], None] = nothing_further


USUAL = Manner()


def build_generation(
    workspace: Workspace,
    runs: list[LandedRun],
    calendars: Callable[[str], Calendar],
    manner: Manner = USUAL,
    sources: Mapping[str, DeclaredSource] = NO_SOURCES,
) -> int:
    """Publish a new generation made from `runs` and the workspace's declarations; returns its number.

    `sources` declare what the records of each source of kind `records` mean, by the source's name. The caller holds
    the workspace's lock. A failure or a kill leaves the current generation as it was.
    """
    with clear_part(workspace) as part:
        with telling_of_full_disk(part), open_writer(part, manner.limits, workspace.temporary) as database:
            log = LogToBuild(database, workspace, runs, calendars, sources)
            manifest = _fill(log, manner)
        manner.progress(0.98, "Publishing the generation")
        return publish(workspace, part, manifest)


@dataclass(frozen=True)
class LogToBuild:
    """The generation under construction and all it is made of."""

    database: Database
    workspace: Workspace
    runs: list[LandedRun]
    calendars: Callable[[str], Calendar]
    sources: Mapping[str, DeclaredSource]


def _fill(log: LogToBuild, manner: Manner) -> dict[str, Any]:
    database, progress = log.database, manner.progress
    database.run(load("eventlog", "schema.sql"))
    fill_log(log, progress)
    processes = perspectives(database, log.workspace, log.runs)
    build = partial(build_case_tables, calendars=log.calendars, sources_vary=len(log.runs) > 1)
    for number, (process, _) in enumerate(side_by_side(database, processes, build), 1):
        progress(0.6 + 0.3 * number / len(processes), f"Built the cases of {process.title}")
    names = [process.name for process in processes]
    progress(0.9, "Checking the new generation")
    audit(database, names)
    manner.further(database)
    return manifest_of_log(log, names, content_hash(database, names))


def fill_log(log: LogToBuild, progress: Progress = silent) -> None:
    """Everything but the case tables: files first, then the records of systems, then what follows from them."""
    database = log.database
    numbered = number_runs(database, log.runs, log.sources)
    for number, run in enumerate(numbered):
        if run.landed.kind != "records":
            progress(0.6 * number / len(numbered), f"Reading {run.landed.source}, load {run.landed.run}")
            load_file_run(database, run.landed, run.source_no, run.run_no)
    if any(run.kind != "records" for run in log.runs):
        database.run(load("eventlog", "settled_attributes.sql"))
    load_decisions(database, of_decisions(numbered))
    for name in sorted(log.sources):
        of_source = [run for run in numbered if run.landed.source == name and run.landed.kind == "records"]
        if of_source:
            progress(None, f"Reading the records of {log.sources[name].system}")
            load_records(database, log.sources[name], of_source)
    progress(None, "Finding what is one thing in several systems")
    resolve_identities(database, log.sources)
    derive(database, log.calendars)
    tell_acts(database, numbered)


def perspectives(database: Database, workspace: Workspace, runs: Iterable[LandedRun]) -> list[ProcessDeclaration]:
    """The processes to flatten: the declared ones whose objects the log holds, and one for each imported case type
    that no declaration leads; of an object-centric file, each object type that events touch."""
    last = database.value("select coalesce(max(object_no), 0) from object")
    touched = set(database.column(load("eventlog", "touched_types.sql"), last=last))
    chosen = [process for process in declared_processes(workspace).values() if process.object_type in touched]
    led = {process.object_type for process in chosen}
    names = {process.name for process in chosen}
    files = [run for run in runs if run.kind != "records"]
    for run in sorted(files, key=lambda run: run.manifest["landed_at"], reverse=True):
        types = [run.object_type] if run.manifest.get("flat_cases", True) else run.manifest["object_types"]
        for object_type in types[:MOST_PERSPECTIVES]:
            name = run.process if object_type == run.object_type else slug(object_type)
            if object_type in touched and object_type not in led and name not in names:
                chosen.append(_undeclared(name, object_type, run))
                led.add(object_type)
                names.add(name)
    return sorted(chosen, key=lambda process: process.name)


def _undeclared(name: str, object_type: str, run: LandedRun) -> ProcessDeclaration:
    return ProcessDeclaration(
        name=name,
        title=run.manifest.get("title") or titled(name) if name == run.process else titled(name),
        object_type=object_type,
        calendar=run.manifest.get("calendar"),
        pair_lifecycle=bool(run.manifest.get("pair_lifecycle")),
    )


def manifest_of_log(log: LogToBuild, processes: list[str], content: str) -> dict[str, Any]:
    """What a generation says of itself; `content` is the hash of what it holds."""
    database = log.database
    count = {
        name: database.value(f"select count(*) from {name}") for name in ("event", "object", "quarantine", "event_type")
    }
    last = database.value(load("eventlog", "data_to.sql"))
    return {
        "format": FORMAT,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "data_to": last.isoformat() if last else None,
        "content_hash": content,
        "made_by": made_by(log.workspace, log.sources),
        "inputs": run_hashes(log.runs),
        "processes": processes,
        "events": count["event"],
        "objects": count["object"],
        "activities": count["event_type"],
        "quarantined": count["quarantine"],
    }
