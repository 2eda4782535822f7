"""Build the event log anew from everything that was loaded, and publish it as a new generation."""

from core.roles import Act
from tracework import pipeline
from tracework.acts import act_on_files, write_act
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import ProgressLine, print_json, say, tell


def run(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    place = chosen_workspace(workspace)
    progress = ProgressLine()
    with act_on_files(place, Act.BUILD):
        generation = pipeline.build(place, progress)
        progress.end()
        write_act(place, Act.BUILD, ("generation", str(generation)))
    if json:
        print_json({"generation": generation})
    else:
        say(f"Generation {generation} is published.")
        tell(f"Next: tracework serve -w {place.root}")
