"""Run the detectors over the current generation: each learns if that is due, and its findings are taken in.

A detector that fails is told in one line; the others go on."""

from dataclasses import asdict
from itertools import groupby
from typing import Annotated

import typer

from models.detecting import Detected
from tracework.acts import look_at_settings
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.job_progress import progress_of_this_process
from tracework.terminal import print_json, table, tell


def run(
    detectors: Annotated[list[str] | None, typer.Argument(help="Detectors by name; else all.")] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    # loads the state database and the detectors' libraries
    from tracework.detection import look

    place = chosen_workspace(workspace)
    look_at_settings(place)
    progress = progress_of_this_process()
    result = look(place, detectors or (), progress)
    progress.end()
    if json:
        told = [{**asdict(each), "standing": each.standing} for each in result.detected]
        print_json({"generation": result.generation, "detectors": told})
    else:
        able = [each for each in result.detected if not each.lacks]
        rows = [[each.title, each.standing, each.new, each.reopened, each.gone] for each in able]
        table(["detector", "findings", "new", "reopened", "gone"], rows)
        for words, idle in groupby(sorted(result.detected, key=_lacks), _lacks):
            if words:
                tell(f"Nothing to look at for {', '.join(each.title for each in idle)}: {words[:1].lower()}{words[1:]}")
        for each in result.detected:
            if each.slips:
                tell(each.slips)
        tell(f"Next: tracework findings -w {place.root}")
    failed = [each for each in result.detected if each.failed]
    for each in failed:
        tell(f"tracework: {each.name} could not look: {each.failed}")
    if failed:
        raise typer.Exit(1)


def _lacks(detected: Detected) -> str:
    return detected.lacks
