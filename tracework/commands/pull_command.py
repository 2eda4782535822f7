"""Read what is new in the sources that firm.toml names, land it, and build the event log with it.

A source that cannot be read is told in one line; the others go on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from core.access import Viewer
from core.errors import NotFound
from core.roles import Act
from core.settings import job_id, workspace_folder
from core.workspace import Workspace, create_workspace, open_workspace
from eventlog.reading import open_log
from figures.words import many
from ingest.pull import naming_source, probe_source
from ingest.source import Missing, Pulled
from ingest.source_settings import configured_source, configured_sources
from tracework import pipeline
from tracework.acts import act_on_files, write_act
from tracework.commands.options import JsonOption, WorkspaceOption
from tracework.commands.shown_load import drifted, say_missing
from tracework.job_progress import progress_of_this_process
from tracework.terminal import print_json, say, table, tell

MOST_TOLD = 10


def run(
    source: Annotated[str | None, typer.Argument(help="One source, as firm.toml names it; else all.")] = None,
    workspace: WorkspaceOption = None,
    probe: Annotated[bool, typer.Option("--probe", help="Only tell what the sources do not let us see.")] = False,
    build: Annotated[bool, typer.Option("--build/--no-build", help="Build the event log afterwards.")] = True,
    json: JsonOption = False,
) -> None:
    folder = workspace or workspace_folder()
    place = create_workspace(folder) if (folder / "firm.toml").exists() else open_workspace(folder)
    names = [source] if source else list(configured_sources(place))
    if not names:
        raise NotFound(f"{place.settings_file} names no source. Add one as [sources.NAME] with its connector.")
    if probe:
        _probe(place, names, json)
        return
    progress = progress_of_this_process()
    with act_on_files(place, Act.PULL, ", ".join(names)):
        result = pipeline.pull(place, names, build=build, progress=progress)
        progress.end()
        apart = _set_apart(place, result)
        write_act(place, Act.PULL, ("sources", ", ".join(names)), None, _as_json(result, apart))
    if json or job_id():
        print_json(_as_json(result, apart))
    else:
        _tell(result, apart, place)
    for error in result.failed.values():
        tell(f"tracework: {error}")
    if result.failed:
        raise typer.Exit(1)


def _set_apart(place: Workspace, result: pipeline.PulledSources) -> Mapping[str, int]:
    """How many records of this pull the build could not use, by source."""
    runs = [pulled for pulled in result.pulled if pulled.run]
    if result.generation is None or not runs:
        return {}
    with open_log(place, Viewer.owner()) as log:
        counted = {
            (source, run): records
            for source, run, records in log.database.rows(
                "select source, run, count(*) from quarantine group by source, run"
            )
        }
    return {each.source: found for each in runs if (found := counted.get((each.source, each.run)))}


def _as_json(result: pipeline.PulledSources, apart: Mapping[str, int]) -> dict[str, Any]:
    read = [
        {
            **asdict(pulled),
            "as_of": pulled.as_of.isoformat() if pulled.as_of else None,
            "set_apart": apart.get(pulled.source, 0),
        }
        for pulled in result.pulled
    ]
    failed = [{"source": name, "error": error} for name, error in result.failed.items()]
    return {"sources": read + failed, "generation": result.generation}


def _tell(result: pipeline.PulledSources, apart: Mapping[str, int], place: Workspace) -> None:
    if result.pulled:
        table(["source", "run", "new records", "deleted"], [_line(pulled) for pulled in result.pulled])
    for pulled in result.pulled:
        for reason in pulled.refused.values():
            tell(f"tracework: {reason}")
        _tell_documents(pulled)
        if pulled.source in apart:
            tell(
                f"tracework: {pulled.source}: {many(apart[pulled.source], 'record')} could not be used. "
                f"See why: tracework runs {pulled.source}/{pulled.run} -w {place.root}"
            )
        for stream, drift in pulled.drift.items():
            tell(f"tracework: {pulled.source}: the columns of {stream} have changed: {drifted(drift)}")
    if result.generation:
        say(f"Generation {result.generation} is published.")
    tell(f"Next: tracework serve -w {place.root}, or tracework pull --probe -w {place.root} for what is not visible")


def _tell_documents(pulled: Pulled) -> None:
    files = pulled.documents
    if files.fetched or files.removed:
        tell(f"tracework: {pulled.source}: {files.fetched} documents fetched, {files.removed} removed")
    for reason in files.failed[:MOST_TOLD]:
        tell(f"tracework: {reason}")
    if len(files.failed) > MOST_TOLD:
        tell(f"tracework: {pulled.source}: {len(files.failed) - MOST_TOLD} more files could not be had (--json)")


def _line(pulled: Pulled) -> list[object]:
    return [pulled.source, pulled.run, sum(pulled.records.values()), sum(pulled.deleted.values())]


def _probe(place: Workspace, names: Sequence[str], json: bool) -> None:
    """What each source does not let us see; one that cannot be asked is told in one line, and stops no other."""
    missing: dict[str, list[Missing]] = {}
    failed: dict[str, str] = {}
    for name in names:
        source = configured_source(place, name)
        try:
            missing[name] = probe_source(source)
        except pipeline.FAILURES_OF_A_SOURCE as error:
            failed[name] = naming_source(error, name)
    if json:
        found = {name: [asdict(each) for each in told] for name, told in missing.items()}
        print_json(found | {name: {"error": error} for name, error in failed.items()})
    else:
        _say_probed(missing)
    for line in failed.values():
        tell(f"tracework: {line}")
    if failed:
        raise typer.Exit(1)


def _say_probed(missing: Mapping[str, Sequence[Missing]]) -> None:
    for name, found in missing.items():
        say(f"{name}: {'everything is visible' if not found else ''}".rstrip())
        for each in found:
            say_missing(each)
