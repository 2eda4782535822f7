"""Take in an event log: XES (.xes, .xes.gz), OCEL 2.0 (.sqlite, .json, .xml), CSV or Parquet.

The columns of a CSV or Parquet file are guessed and shown; confirm them, or say them with --map."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from core.access import Viewer
from core.counted import many
from core.errors import WrongUse
from core.roles import Act
from core.settings import job_id, workspace_folder
from core.workspace import Workspace, create_workspace, known_workspace
from eventlog.exchange.flat_file import FlatInspection
from eventlog.exchange.flat_mapping import FlatMapping
from eventlog.process_declaration import slug
from eventlog.reading import EventLog, ProcessLog, open_log
from ingest.imports import ImportChoices, inspect_flat_file
from tracework import pipeline
from tracework.acts import act_on_files, write_act
from tracework.commands.options import JsonOption, WorkspaceOption
from tracework.job_progress import progress_of_this_process
from tracework.terminal import print_json, say, table, tell


def run(
    file: Annotated[Path, typer.Argument(help="The file to take in.")],
    workspace: WorkspaceOption = None,
    process: Annotated[str | None, typer.Option(help="Name of the process; else the file's name.")] = None,
    source: Annotated[str | None, typer.Option(help="Name of the system it comes from; else the file's name.")] = None,
    map: Annotated[
        list[str] | None, typer.Option("--map", help="What a column means: case=Order, time=Date, zone=Europe/Berlin …")
    ] = None,
    calendar: Annotated[str | None, typer.Option(help="Working calendar for business time, such as new_york.")] = None,
    classifier: Annotated[str | None, typer.Option(help="XES: the classifier that names activities.")] = None,
    pair_lifecycle: Annotated[
        bool, typer.Option("--pair-lifecycle", help="Join start and complete events into one step.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Take the guess where nobody can answer.")] = False,
    json: JsonOption = False,
) -> None:
    choices = ImportChoices(process, source, calendar, classifier, pair_lifecycle, tuple(map or ()))
    folder = workspace or workspace_folder()
    inspection = inspect_flat_file(known_workspace(folder), file, choices)
    mapping = confirmed(inspection, yes, quiet=json) if inspection else None
    place = create_workspace(folder)
    progress = progress_of_this_process()
    with act_on_files(place, Act.IMPORT, file.name):
        imported = pipeline.import_file(place, file, choices, mapping, progress)
        progress.end()
        result = _summary(place, imported)
        write_act(place, Act.IMPORT, ("load", result["run"]), None, {**result, "file": file.name})
    if json or job_id():
        print_json(result)
    else:
        _tell_result(result, place)


def confirmed(inspection: FlatInspection, yes: bool, quiet: bool) -> FlatMapping:
    if not quiet:
        _show(inspection)
    if inspection.questions:
        raise WrongUse(" ".join(inspection.questions))
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUse("Nobody can answer here. Say --yes to take the columns as guessed, or --map to say them.")
        if not typer.confirm("Take the file in like this?", err=True):
            raise WrongUse("Nothing was taken in. Say with --map what the columns mean.")
    return inspection.mapping


def _show(inspection: FlatInspection) -> None:
    for guess in inspection.guesses:
        tell(f"  {guess.role:<16} {guess.column or '–':<28} {guess.confidence:>4.0%}  {guess.reason}")
    for problem in inspection.problems:
        tell(f"  note: {problem}")


def _summary(place: Workspace, imported: pipeline.Imported) -> dict[str, Any]:
    landed = imported.landed
    with open_log(place, Viewer.owner(), imported.generation) as log:
        process = _process_of(log, landed.process)
        refused = log.database.value(
            "select count(*) from quarantine where source = $source and run = $run",
            source=landed.source,
            run=landed.run,
        )
        return {
            "run": f"{landed.source}/{landed.run}",
            "process": process.name if process else landed.process,
            "cases": process.cases if process else 0,
            "events": process.events if process else 0,
            "objects": log.manifest["objects"],
            "activities": len(process.activities) if process else 0,
            "quarantined": refused,
            "generation": imported.generation,
        }


def _process_of(log: EventLog, landed: str) -> ProcessLog | None:
    """The process that a load is seen as: the one of its name, else the declared one that its leading things lead."""
    if landed in log.processes():
        return log.process(landed)
    led = (log.process(name) for name in log.processes())
    return next((process for process in led if slug(process.object_type) == landed), None)


def _tell_result(result: dict[str, Any], place: Workspace) -> None:
    table(
        ["process", "cases", "events", "activities"],
        [[result[key] for key in ("process", "cases", "events", "activities")]],
    )
    if result["quarantined"]:
        lost = many(result["quarantined"], "record")
        say(f"{lost} could not be used: tracework runs {result['run']} -w {place.root}")
    tell(f"Next: tracework map {result['process']} -w {place.root}, or tracework serve -w {place.root}")
