"""Channels: which there are and how their receivers are, trying one out, enabling one again, and their keys."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from actions.catalogue import channel_kind
from actions.channel import Outcome
from actions.channel_settings import ConfiguredChannel, configured_channels
from actions.delivery.trying_out import try_out
from actions.key_files import make, public_keys, retire, rotate
from actions.outbox.reading import Endpoint, endpoints
from actions.outbox.replaying import enable
from core.audit.who import acting
from core.audit.writing import audited
from core.errors import WrongUse
from core.state import State, open_state
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, table, tell

app = typer.Typer()
ROTATING: dict[str, Callable[[State, str, ConfiguredChannel, bool], Path]] = {"rotate": rotate, "retire": retire}
NEXT = {
    "new": "Give the receiver what is in it, by a way that nobody else can read.",
    "rotate": "Both keys sign now. Give the receiver the new one. Next: tracework act keys retire {name}",
    "retire": "Only the newest key counts now.",
}


@app.command("channels")
def listed(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """The channels of firm.toml, and how their receivers are."""
    place = chosen_workspace(workspace)
    with open_state(place) as state, state.reading() as connection:
        known = {each.channel: each for each in endpoints(connection)}
    rows = [
        {"channel": name, "kind": each.common.kind, "types": each.common.types, "state": _state_of(known.get(name))}
        for name, each in configured_channels(place).named.items()
    ]
    if json:
        print_json([{**row, "endpoint": asdict(known[name]) if (name := str(row["channel"])) in known else None}
                    for row in rows])  # fmt: skip
    elif rows:
        titles = [channel_kind(str(row["kind"])).title for row in rows]
        shown = [(row["channel"], title, row["state"]) for row, title in zip(rows, titles, strict=True)]
        table(["channel", "kind", ""], shown)
    else:
        say("firm.toml has no channels.")
        tell('Next: add [channels.NAME] with kind = "webhook", url and keys.')


@app.command("enable")
def enabled(name: Annotated[str, typer.Argument(help="The channel.")], workspace: WorkspaceOption = None) -> None:
    """Send to a channel again that was disabled or is left alone."""
    with open_state(chosen_workspace(workspace)) as state, audited(state, acting(state)) as work:
        enable(work, name)
    say(f"Messages go to {name} again.")
    tell(f"What was given up meanwhile stays so. Next: tracework act dead --channel {name}")


@app.command("test")
def try_it(
    name: Annotated[str, typer.Argument(help="The channel.")],
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Send a test message to a channel, at once and once, and say what its receiver answers.

    An orchestrator does with it whatever it does with a message of a type it does not know: tracework.channel.test.
    """
    with open_state(chosen_workspace(workspace)) as state:
        verdict = try_out(state, acting(state), name)
    if json:
        print_json({"channel": name, **{each: getattr(verdict, each) for each in ("outcome", "status", "words")}})
    else:
        say(f"{name}: {verdict.words}")
    if verdict.outcome is not Outcome.DELIVERED:
        mend = f"mend [channels.{name}] in firm.toml, its keys or its receiver"
        tell(f"Next: {mend}; tracework act test {name} tries again.")
        raise typer.Exit(1)


@app.command("keys")
def keys(
    act: Annotated[str, typer.Argument(help="new, rotate, retire, or public to see what a receiver verifies with.")],
    name: Annotated[str, typer.Argument(help="The channel.")],
    receipts: Annotated[bool, typer.Option("--receipts", help="The keys with which it signs what comes back.")] = False,
    asymmetric: Annotated[bool, typer.Option("--asymmetric", help="With new: ed25519, so that only you sign.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Make a channel's signing key, change it over in two steps, or show its public half."""
    place = chosen_workspace(workspace)
    channel = configured_channels(place).one(name)
    if act == "public":
        for each in public_keys(channel):
            say(each)
        return
    if act not in NEXT:
        raise WrongUse(f'"{act}" is nothing to do with keys. Say new, rotate, retire or public.')
    with open_state(place) as state:
        if act == "new":
            path = make(state, acting(state), channel, receipts, "whsk_" if asymmetric else "whsec_")
        else:
            path = ROTATING[act](state, acting(state), channel, receipts)
    say(f"Written: {path}")
    tell(NEXT[act].format(name=f"{name}{' --receipts' if receipts else ''}"))


def _state_of(endpoint: Endpoint | None) -> str:
    if endpoint is None:
        return "nothing sent yet"
    if endpoint.disabled:
        return f"disabled: {endpoint.disabled}"
    if endpoint.failing_since:
        return f"failing since {endpoint.failing_since:%Y-%m-%d %H:%M} UTC"
    return "works"
