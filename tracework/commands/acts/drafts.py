"""Drafts: the status of a project for its team or its client, written from figures; it leaves once approved."""

from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

import typer

from actions.drafts.keeping import Draft, decide, draft, drafts, keep
from actions.drafts.writing import written
from core.access import Viewer
from core.audit.who import acting
from core.errors import WrongUse
from core.state import open_state
from eventlog.reading import open_log
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, table, tell

app = typer.Typer()


class For(StrEnum):
    """Who reads it."""

    TEAM = "team"
    CLIENT = "client"


@app.command("draft")
def made(
    project: Annotated[str, typer.Argument(help="The project's code.")],
    channel: Annotated[str, typer.Option(help="The channel of firm.toml through which it would leave.")],
    reader: Annotated[For, typer.Option("--for", help="Who reads it; a client reads nothing of margin.")] = For.TEAM,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write the text about a project from its figures; somebody else approves it."""
    place = chosen_workspace(workspace)
    with open_log(place, Viewer.owner()) as log:
        text = written(log, project, reader.value)
    with open_state(place) as state:
        found = keep(state, Viewer.owner(), acting(state), text, channel, datetime.now(UTC))
    _show(found, json)


@app.command("drafts")
def listed(
    name: Annotated[str | None, typer.Argument(help="One draft, such as D-2.")] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """The drafts, the newest first, or one of them whole."""
    with open_state(chosen_workspace(workspace)) as state:
        if name is not None:
            _show(draft(state, Viewer.owner(), draft_number(name)), json)
            return
        found = drafts(state, Viewer.owner())
    if json:
        print_json([{**asdict(each), "id": each.id} for each in found])
    elif found:
        rows = [(each.id, each.state, each.reader, each.title, each.channel, each.drafted_by) for each in found]
        table(["draft", "state", "for", "what", "channel", "by"], rows)
    else:
        say("Nothing was drafted yet.")
        tell("Next: tracework act draft PROJECT --channel NAME")


@app.command("release")
def released(
    name: Annotated[str, typer.Argument(help="The draft, such as D-2.")],
    approve: Annotated[bool | None, typer.Option("--approve/--refuse", help="Yes or no.")] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Approve a draft, which posts it as it stands, or refuse it."""
    if approve is None:
        raise WrongUse("Say --approve or --refuse.")
    with open_state(chosen_workspace(workspace)) as state:
        answer: Literal["approve", "refuse"] = "approve" if approve else "refuse"
        found = decide(state, Viewer.owner(), acting(state), draft_number(name), answer, note)
    if json:
        print_json({**asdict(found), "id": found.id})
        return
    say(f"{found.id} is {found.state}.")


def draft_number(name: str) -> int:
    """D-2, d-2 and 2 are all the second."""
    digits = name.upper().removeprefix("D-")
    if not digits.isdecimal():
        raise WrongUse(f'"{name}" names no draft. They are named like D-2; `tracework act drafts` lists them.')
    return int(digits)


def _show(found: Draft, json: bool) -> None:
    if json:
        print_json({**asdict(found), "id": found.id})
        return
    say(f"{found.id} · {found.title} · {found.state}")
    say(found.text)
    if found.state == "waiting":
        tell(f"Somebody else: tracework act release {found.id} --approve, or --refuse.")
