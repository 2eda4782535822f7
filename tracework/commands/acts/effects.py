"""Effects: whether what policies did helped, against comparable findings for which nothing was done."""

import typer

from actions.approvals.as_json import effect_json
from actions.effect.measuring import effects
from core.access import Viewer
from core.state import open_state
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, tell

app = typer.Typer()


@app.command("effects")
def listed(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """The effect of each policy that has acted, with its interval."""
    with open_state(chosen_workspace(workspace)) as state:
        found = effects(state, Viewer.owner())
    if json:
        print_json([effect_json(each) for each in found])
        return
    for each in found:
        say(f"{each.policy or 'proposed by people'}: {each.sentence}")
    if not found:
        say("Nothing was done yet whose effect could be measured.")
        tell("Next: tracework act policies")
