"""Change control: changes to processes, rules, indicators, targets and policies, proposed, decided and applied."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from actions.approvals.as_json import change_json
from actions.changes.change import Change, change_in, changes
from actions.changes.controlling import Draft, Verdict, decide, finish, propose
from actions.changes.trying import try_change
from core.access import Viewer
from core.audit.who import acting
from core.errors import BadInput, WrongUse
from core.state import open_state
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, table, tell

app = typer.Typer()
AT_ONCE_MINUTES = 2.0
LONG_MINUTES = 60.0
SHOWN = 12
"""Rows of a trial's table; with --json all that are kept."""


@app.command("changes")
def listed(
    name: Annotated[str | None, typer.Argument(help="One change, such as C-3, or a path for its history.")] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """The changes to definitions, the newest first; what each said before and says after."""
    with open_state(chosen_workspace(workspace)) as state:
        finish(state)
        if name and name.upper().startswith("C-"):
            with state.reading() as connection:
                _show(change_in(connection, change_number(name)), json)
            return
        found = changes(state, name or "")
    if json:
        print_json([change_json(each) for each in found])
    elif found:
        rows = [
            (each.id, each.state.value, f"{each.proposed_at:%Y-%m-%d %H:%M}", each.path, each.proposed_by, each.reason)
            for each in found
        ]
        table(["change", "state", "proposed (UTC)", "what", "by", "why"], rows)
        tell("Next: tracework act changes C-3 shows one; act decide C-3 --approve, or --refuse.")
    else:
        say("No definition was changed this way yet.")


@app.command("change")
def proposed(
    path: Annotated[str, typer.Argument(help="Below the workspace, such as policies/handoff.toml or firm.toml.")],
    file: Annotated[Path | None, typer.Argument(help="The file with the new text; without one, with --remove.")] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the workspace's own definition away.")] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Propose a change to a definition; it is tried on the past, and its owner approves it before it holds."""
    if (file is None) != remove:
        raise WrongUse("Name the file with the new text, or say --remove.")
    try:
        text = file.read_text(encoding="utf-8") if file else None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read as text: {error}. Name the file with the new text.") from None
    with open_state(chosen_workspace(workspace)) as state:
        found = propose(state, Viewer.owner(), acting(state), Draft(path, text, reason), datetime.now(UTC))
        try:
            found = try_change(state, acting(state), found.number, AT_ONCE_MINUTES)
        except KeyboardInterrupt:
            tell(f"The trial was stopped. {found.id} is proposed all the same.")
    _show(found, json)


@app.command("try")
def tried(
    name: Annotated[str, typer.Argument(help="The change, such as C-3.")],
    minutes: Annotated[float, typer.Option(help="How long it may take.", min=0.01)] = LONG_MINUTES,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Try a proposed change on the past anew: what it finds and tells with and without, month by month."""
    with open_state(chosen_workspace(workspace)) as state:
        found = try_change(state, acting(state), change_number(name), minutes)
    if json:
        print_json({"id": found.id, "path": found.path, "trial": found.trial})
        return
    _show_trial(found)
    tell(f"Next: tracework act decide {found.id} --approve, or --refuse.")


@app.command("decide")
def decided(
    name: Annotated[str, typer.Argument(help="The change, such as C-3.")],
    approve: Annotated[bool | None, typer.Option("--approve/--refuse", help="Yes or no.")] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Approve a change, which is applied at once, or refuse it."""
    if approve is None:
        raise WrongUse("Say --approve or --refuse.")
    verdict = Verdict("approve" if approve else "refuse", note)
    with open_state(chosen_workspace(workspace)) as state:
        found = decide(state, Viewer.owner(), acting(state), change_number(name), verdict, datetime.now(UTC))
    if json:
        print_json(change_json(found))
        return
    say(f"{found.id} is {found.state.value}.")
    if found.state.value == "overtaken":
        tell(f"{found.path} was changed since. Propose the change anew.")
    elif found.kind != "policy":
        tell("Next: tracework build")


def change_number(name: str) -> int:
    """C-3, c-3 and 3 are all the third."""
    digits = name.upper().removeprefix("C-")
    if not digits.isdecimal():
        raise WrongUse(f'"{name}" names no change. They are named like C-3; `tracework act changes` lists them.')
    return int(digits)


def _show(found: Change, json: bool) -> None:
    if json:
        print_json(change_json(found))
        return
    say(f"{found.id} · {found.path} · {found.state.value}")
    say(f"Proposed {found.proposed_at:%Y-%m-%d %H:%M} UTC by {found.proposed_by}: {found.reason}")
    say(found.difference)
    _show_trial(found)
    if found.state.value == "proposed":
        tell(f"For the {found.owner_role.replace('_', ' ')}: tracework act decide {found.id} --approve, or --refuse.")


def _show_trial(found: Change) -> None:
    """What came of trying it, in a sentence and the first rows of each table."""
    if found.trial is None:
        if found.state.value == "proposed":
            tell(f"Not tried on the past yet: tracework act try {found.id}")
        return
    trial = found.trial
    of = f" (generation {trial['generation']})" if trial.get("generation") else ""
    say(f"Tried on the past{of}: {trial['sentence']}" if trial.get("tried", True) else trial["sentence"])
    if trial.get("note"):
        tell(trial["note"])
    for each in trial.get("tables", ()):
        say(f"\n{each['title']}")
        table(each["columns"], [row["cells"] for row in each["rows"][:SHOWN]])
        left = len(each["rows"]) + each["left_off"] - SHOWN
        if left > 0:
            say(f"and {left:,} more")
