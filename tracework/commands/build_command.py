"""Build the event log anew from everything that was loaded, and publish it as a new generation."""

from tracework import pipeline
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import ProgressLine, print_json, say, tell


def run(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    place = chosen_workspace(workspace)
    progress = ProgressLine()
    generation = pipeline.build(place, progress)
    progress.end()
    if json:
        print_json({"generation": generation})
    else:
        say(f"Generation {generation} is published.")
        tell(f"Next: tracework serve -w {place.root}")
