"""Messages: send what is due, look at what became of them, send again what was given up."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from actions.channel_settings import configured_channels
from actions.delivery.sender import Sender
from actions.outbox.pruning import prunable, prune
from actions.outbox.reading import STATES, Delivery, attempts, body_of, counts, deliveries, delivery
from actions.outbox.replaying import replay, replay_range
from actions.policies.spans import span_words
from core.audit.who import acting
from core.audit.writing import audited
from core.errors import WrongUse
from core.state import open_state
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, table, tell

app = typer.Typer()
ChannelOption = Annotated[str | None, typer.Option(help="Only this channel.")]


@app.command("send")
def send(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Send what is due now. A serving Tracework does this by itself."""
    with open_state(chosen_workspace(workspace)) as state:
        sender = Sender(state)
        done, when = sender.send_due(), sender.next_look()
        with state.reading() as connection:
            left = counts(connection)
    if json:
        print_json({"round": asdict(done), "deliveries": left, "next": when})
        return
    say(f"{done.sent} sent, {done.waiting} to be tried again, {done.dead} given up; {left['waiting']} wait.")
    if when:
        tell(f"Something is due at {_moment(when)}.")
    if left["dead"]:
        tell("Next: tracework act dead")


@app.command("deliveries")
def listed(
    number: Annotated[int | None, typer.Argument(help="One delivery, with its tries and what is sent.")] = None,
    state_of: Annotated[str | None, typer.Option("--state", help=f"Only these: {', '.join(STATES)}.")] = None,
    channel: ChannelOption = None,
    message: Annotated[str | None, typer.Option(help="Only of this message.")] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """The latest deliveries, or one of them."""
    if state_of is not None and state_of not in STATES:
        raise WrongUse(f'No delivery is "{state_of}". Say one of {", ".join(STATES)}.')
    with open_state(chosen_workspace(workspace)) as state, state.reading() as connection:
        if number is None:
            _list(deliveries(connection, state_of, channel, message), json=json)
            return
        found, tries = delivery(connection, number), attempts(connection, number)
        content_type, body = body_of(connection, number)
    shown = body.decode(errors="replace")
    if json:
        told = {"attempts": [asdict(each) for each in tries], "content_type": content_type, "body": shown}
        print_json({**asdict(found), **told})
        return
    _list([found], json=False)
    for each in tries:
        say(f"{_moment(each.started_at)}  {each.outcome or 'under way'}  {each.words}")
    if found.pruned_at:
        say(f"What was sent was let go of at {_moment(found.pruned_at)}; its SHA-256 was {found.body_sha256}.")
    else:
        say(shown)


@app.command("dead")
def dead(channel: ChannelOption = None, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """What was given up, and why."""
    with open_state(chosen_workspace(workspace)) as state, state.reading() as connection:
        found = deliveries(connection, "dead", channel)
    _list(found, json=json)
    if found and not json:
        tell("Next: tracework act replay NUMBER, or --since 2026-03-01 --until 2026-03-02.")


@app.command("replay")
def again(
    number: Annotated[int | None, typer.Argument(help="A delivery, sent or given up.")] = None,
    since: Annotated[str | None, typer.Option(help="What was posted from then on and given up; UTC.")] = None,
    until: Annotated[str | None, typer.Option(help="And before this; else until now.")] = None,
    channel: ChannelOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Send again under the same id."""
    if (number is None) == (since is None):
        raise WrongUse("Say which: tracework act replay NUMBER, or tracework act replay --since 2026-03-01.")
    now = datetime.now(UTC)
    with open_state(chosen_workspace(workspace)) as state, audited(state, acting(state)) as work:
        if number is not None:
            replay(work, number, now)
            numbers = [number]
        else:
            start, end = (_read_moment(text) if text else now for text in (since, until))
            numbers = replay_range(work, (start, end), now, channel)
    if json:
        print_json({"deliveries": numbers})
        return
    say(f"{len(numbers)} will be sent again.")
    tell("Next: tracework act send")


@app.command("prune")
def pruned(
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say how many.")] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Let go of the bytes of messages that ended long ago ([delivery] keep_messages); a serving Tracework does so."""
    place, now = chosen_workspace(workspace), datetime.now(UTC)
    keep = configured_channels(place).delivery.keep_messages
    with open_state(place) as state:
        number = (prunable if dry else prune)(state, keep, now)
    if json:
        print_json({"pruned": number, "dry_run": dry, "kept": "forever" if keep is None else span_words(keep)})
        return
    kept = "Messages are kept forever." if keep is None else f"Messages are kept for {span_words(keep)}."
    say(f"{kept} {number} {'would be' if dry else 'were'} pruned.")


def _list(found: list[Delivery], *, json: bool) -> None:
    if json:
        print_json([asdict(each) for each in found])
    elif found:
        rows = [
            (each.id, _moment(each.posted_at), each.channel, each.state, each.tries, each.title, each.reason)
            for each in found
        ]
        table(["delivery", "posted", "channel", "state", "tries", "about", ""], rows)
    else:
        say("None.")


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S} UTC"


def _read_moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUse(f'"{text}" is no time. Write it like 2026-03-01 or 2026-03-01T14:30.') from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
