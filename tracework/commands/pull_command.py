"""Read what is new in the sources that firm.toml names, land it, and build the event log with it.

A source that cannot be read is told in one line; the others go on."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from core.errors import NotFound
from core.roles import Act
from core.settings import job_id, workspace_folder
from core.workspace import Workspace, create_workspace, open_workspace
from ingest.pull import probe_source
from ingest.source import Missing, Pulled
from ingest.source_settings import configured_source, configured_sources
from tracework import pipeline
from tracework.acts import act_on_files, write_act
from tracework.commands.options import JsonOption, WorkspaceOption
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
        write_act(place, Act.PULL, ("sources", ", ".join(names)), None, _as_json(result))
    if json or job_id():
        print_json(_as_json(result))
    else:
        _tell(result, place)
    for error in result.failed.values():
        tell(f"tracework: {error}")
    if result.failed:
        raise typer.Exit(1)


def _as_json(result: pipeline.PulledSources) -> dict[str, Any]:
    read = [{**asdict(pulled), "as_of": pulled.as_of.isoformat() if pulled.as_of else None} for pulled in result.pulled]
    failed = [{"source": name, "error": error} for name, error in result.failed.items()]
    return {"sources": read + failed, "generation": result.generation}


def _tell(result: pipeline.PulledSources, place: Workspace) -> None:
    if result.pulled:
        table(["source", "run", "new records", "deleted"], [_line(pulled) for pulled in result.pulled])
    for pulled in result.pulled:
        for reason in pulled.refused.values():
            tell(f"tracework: {reason}")
        _tell_documents(pulled)
        for stream, drift in pulled.drift.items():
            tell(f"tracework: {pulled.source}: the columns of {stream} have changed: {_drifted(drift)}")
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
        tell(
            f"tracework: {pulled.source}: {len(files.failed) - MOST_TOLD} more documents could not be fetched (--json)"
        )


def _line(pulled: Pulled) -> list[object]:
    return [pulled.source, pulled.run, sum(pulled.records.values()), sum(pulled.deleted.values())]


def _drifted(drift: Any) -> str:
    new = [f"{name} is new" for name in drift.get("new", ())]
    return ", ".join(new + [f"{name} is now {' or '.join(kinds)}" for name, kinds in drift.get("changed", {}).items()])


def _probe(place: Workspace, names: Sequence[str], json: bool) -> None:
    missing = {name: probe_source(configured_source(place, name)) for name in names}
    if json:
        print_json({name: [asdict(each) for each in found] for name, found in missing.items()})
        return
    for name, found in missing.items():
        say(f"{name}: {'everything is visible' if not found else ''}".rstrip())
        for each in found:
            _say_missing(each)


def _say_missing(missing: Missing) -> None:
    say(f"  {missing.what} is missing: {missing.costs}. Ask for: {missing.ask_for}.")
