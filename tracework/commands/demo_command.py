"""A pretend consulting firm, its systems pulled on this machine, built and served; or your own log with --file.

The firm goes into ./firm, a log of your own into a folder named after it, unless -w names another place."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from actions.policies.looking import look as propose
from core.progress import Progress
from core.settings import workspace_folder
from core.state import open_state
from core.workspace import create_workspace
from eventlog.process_declaration import slug
from ingest.imports import ImportChoices, inspect_flat_file
from tracework.acts import look_at_settings, write_act
from tracework.commands.import_command import confirmed
from tracework.commands.options import JsonOption, WorkspaceOption
from tracework.demo import PretendFirm, Shown, holds, holds_another, served, shown
from tracework.demo_systems import acting
from tracework.detection import has_looked, look
from tracework.job_progress import progress_of_this_process
from tracework.pipeline import import_file
from tracework.serving import serve_and_tell
from tracework.terminal import print_json, tell


def run(
    file: Annotated[Path | None, typer.Option(help="A log of your own, to be shown in place of the firm.")] = None,
    workspace: WorkspaceOption = None,
    seed: Annotated[int, typer.Option(help="Another seed gives another firm.")] = 1,
    people: Annotated[int, typer.Option(min=10, max=5000, help="How many consultants the firm has.")] = 120,
    troubles: Annotated[str, typer.Option(help="What is planted: all, none, or names with commas.")] = "all",
    months: Annotated[
        int | None, typer.Option(min=1, max=36, help="How many months back it begins; else in January 2024.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Where to serve; else the first free port from 8050 on.")] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only build the workspace.")] = False,
    json: JsonOption = False,
) -> None:
    if file:
        _show(_own_log(file, workspace, json), port, no_serve, json)
        return
    progress = progress_of_this_process()
    firm = PretendFirm(seed, people, troubles, months)
    place = workspace or workspace_folder()
    if holds_another(place, firm):
        tell(
            f"{place} holds another pretend firm, which this one replaces. What was found and done about that one "
            "stays on record; for a clean start name another folder with -w."
        )
    with served(place, firm, progress, documents=True) as result, acting(result.workspace):
        _look(result, progress)
        progress.end()
        _show(result, port, no_serve, json)


def _look(result: Shown, progress: Progress) -> None:
    """Have the detectors look at what was built, if they have not yet, and the policies at what they found; a detector
    that fails is told."""
    if has_looked(result.workspace):
        return
    for each in look(result.workspace, progress=progress).detected:
        if each.failed:
            tell(f"tracework: {each.name} could not look: {each.failed}")
    with open_state(result.workspace) as state:
        propose(state, datetime.now(UTC))


def _show(result: Shown, port: int | None, no_serve: bool, json: bool) -> None:
    look_at_settings(result.workspace)
    write_act(result.workspace, "demo shown", ("generation", str(result.generation)), None, {"events": result.events})
    if json:
        print_json(_summary(result))
    else:
        tell(f"{result.events:,} events from {result.records:,} records are in {result.workspace.root}.")
    if no_serve:
        tell(f"Next: tracework serve -w {result.workspace.root}")
    else:
        serve_and_tell(result.workspace, port)


def _own_log(file: Path, folder: Path | None, json: bool) -> Shown:
    default = workspace_folder()
    place = create_workspace(folder or default.with_name(f"{default.name}_{slug(file.name.split('.')[0])}"))
    if not holds(place, file):
        choices = ImportChoices()
        inspection = inspect_flat_file(place, file, choices)
        mapping = confirmed(inspection, yes=not sys.stdin.isatty(), quiet=json) if inspection else None
        progress = progress_of_this_process()
        import_file(place, file, choices, mapping, progress)
        progress.end()
    return shown(place)


def _summary(result: Shown) -> dict[str, str | int]:
    return {
        "workspace": str(result.workspace.root),
        "records": result.records,
        "events": result.events,
        "generation": result.generation,
    }
