"""Approvals: what waits for one, approving and refusing, proposing an action, and having the policies look now."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from actions.approvals.action import Action, ActionState
from actions.approvals.as_json import action_json, evaluated_json
from actions.approvals.deciding import Decision, decide
from actions.approvals.reading import action, actions
from actions.approvals.suggesting import Suggested, propose_as_person
from actions.outcomes.reading import outcomes_of
from actions.policies.looking import look
from core.access import Viewer
from core.audit.who import acting
from core.errors import WrongUse
from core.state import open_state
from tracework.commands.findings_command import numbered
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, table, tell

app = typer.Typer()
NameArgument = Annotated[str, typer.Argument(help="The action, such as A-7.")]
NoteOption = Annotated[str, typer.Option(help="Why.")]


@app.command("approvals")
def approvals(
    name: Annotated[str | None, typer.Argument(help="One action, such as A-7, with what it sends.")] = None,
    state_of: Annotated[str, typer.Option("--state", help="waiting, approved, succeeded, …, or any.")] = "waiting",
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """The actions that wait for an approval, or one of them whole."""
    with open_state(chosen_workspace(workspace)) as state:
        if name is not None:
            found = action(state, Viewer.owner(), action_number(name))
            with state.reading() as connection:
                came = outcomes_of(connection, found.number)
            _show(
                found,
                [f"{each.at:%Y-%m-%d %H:%M} UTC  {each.source}: {each.result} {each.words}" for each in came],
                json,
            )
            return
        listed = actions(state, Viewer.owner(), _states(state_of))
    if json:
        print_json([action_json(each) for each in listed])
    elif listed:
        rows = [
            (each.id, each.state.value.replace("_", " "), f"{each.proposed_at:%Y-%m-%d %H:%M}",
             each.policy or each.proposed_by, each.title, each.channel)
            for each in listed
        ]  # fmt: skip
        table(["action", "state", "proposed (UTC)", "by", "what", "channel"], rows)
        tell("Next: tracework act approvals A-7 shows what one sends; act approve A-7, act refuse A-7 --note …")
    else:
        say("Nothing waits." if state_of == "waiting" else "None.")


@app.command("approve")
def approve(
    name: NameArgument, note: NoteOption = "", workspace: WorkspaceOption = None, json: JsonOption = False
) -> None:
    """Approve an action: its message is posted."""
    _decide(name, "approve", note, workspace, json)


@app.command("refuse")
def refuse(
    name: NameArgument, note: NoteOption = "", workspace: WorkspaceOption = None, json: JsonOption = False
) -> None:
    """Refuse an action: nothing is sent."""
    _decide(name, "refuse", note, workspace, json)


@app.command("propose")
def propose(
    finding: Annotated[str, typer.Argument(help="The finding, such as F-12.")],
    do: Annotated[str, typer.Option(help="What to do, such as start_handoff; else what the finding suggests.")] = "",
    channel: Annotated[str, typer.Option(help="The channel of firm.toml; else the only one, or a policy's.")] = "",
    note: Annotated[str, typer.Option(help="What to say with it.")] = "",
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Propose an action on a finding; somebody else approves it."""
    with open_state(chosen_workspace(workspace)) as state:
        wanted = Suggested(numbered(finding), do, channel, note)
        found = propose_as_person(state, Viewer.owner(), acting(state), wanted, datetime.now(UTC))
    _show(found, [], json)


@app.command("look")
def look_now(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Have the policies look at the findings now. A serving Tracework does this by itself."""
    with open_state(chosen_workspace(workspace)) as state:
        found = look(state, datetime.now(UTC))
    numbers = [f"A-{number}" for number in found.proposed]
    if json:
        left_out = [{"name": each.name, "mistakes": each.mistakes} for each in found.left_out]
        print_json({"actions": numbers, "left_out": left_out, **evaluated_json(found.evaluated)})
        return
    say(f"{len(numbers)} proposed, {len(found.held_out)} held out by lot, {len(found.evaluated.waiting)} wait.")
    for each in found.left_out:
        say(each.words)
    tell("Next: tracework act approvals" if numbers else "Next: tracework act policies")


def action_number(name: str) -> int:
    """A-7, a-7 and 7 are all the seventh."""
    digits = name.upper().removeprefix("A-")
    if not digits.isdecimal():
        raise WrongUse(f'"{name}" names no action. They are named like A-7; `tracework act approvals` lists them.')
    return int(digits)


def _states(text: str) -> list[ActionState]:
    if text == "any":
        return []
    try:
        return [ActionState(text.replace(" ", "_"))]
    except ValueError:
        raise WrongUse(f'No action is "{text}". Say one of {", ".join(ActionState)}, or any.') from None


def _decide(name: str, answer: Literal["approve", "refuse"], note: str, workspace: WorkspaceOption, json: bool) -> None:
    with open_state(chosen_workspace(workspace)) as state:
        who, now = acting(state), datetime.now(UTC)
        found = decide(state, Viewer.owner(), who, action_number(name), Decision(answer, note), now)
    if json:
        print_json(action_json(found))
        return
    say(f"{found.id} is {found.state.value}.")
    if found.state is ActionState.APPROVED:
        tell("Next: tracework act send, unless Tracework is serving.")


def _show(found: Action, came: list[str], json: bool) -> None:
    if json:
        print_json({**action_json(found), "outcomes": came})
        return
    say(f"{found.id} · {found.title} · {found.state.value.replace('_', ' ')}")
    say(f"Proposed {found.proposed_at:%Y-%m-%d %H:%M} UTC by {found.proposed_by}, through {found.channel}.")
    if found.asked:
        roles = ", ".join(f"{each.role} from {each.asked_from:%Y-%m-%d %H:%M}" for each in found.asked)
        say(f"Asks {roles} UTC; expires {found.expires_at:%Y-%m-%d %H:%M} UTC.")
    say(found.content["text"])
    for answer in found.answers:
        say(f"{answer.at:%Y-%m-%d %H:%M} UTC  {answer.who}: {answer.answer} {answer.note}".rstrip())
    for line in came:
        say(line)
    if found.state is ActionState.WAITING:
        tell(f"Next: tracework act approve {found.id}, or act refuse {found.id} --note …")
