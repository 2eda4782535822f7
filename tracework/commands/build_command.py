"""Build the event log anew from everything that was loaded, and publish it as a new generation."""

from core.roles import Act
from tracework import pipeline
from tracework.acts import look_at_settings, write_act
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import ProgressLine, print_json, say, tell


def run(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    place = chosen_workspace(workspace)
    look_at_settings(place)
    progress = ProgressLine()
    generation = pipeline.build(place, progress)
    progress.end()
    write_act(place, Act.BUILD, ("generation", str(generation)))
    if json:
        print_json({"generation": generation})
    else:
        say(f"Generation {generation} is published.")
        tell(f"Next: tracework serve -w {place.root}")
