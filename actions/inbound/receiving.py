"""Taking in what comes: verified, remembered by its id so that it has its effect once, and handed on, in one
transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, update
from sqlalchemy.dialects import postgresql, sqlite

from actions.channel_settings import ConfiguredChannel
from actions.inbound.tables import inbound_table
from actions.inbound.verifying import Letter, NotSigned, verify
from actions.signatures import Key, keys_in
from core.audit.writing import Audited, audited
from core.errors import BadInput, TraceworkError
from core.state import State

MOST_BYTES = 262_144
LONGEST_TYPE = 200


class Replayed(TraceworkError):
    """Something with this id has been taken in, and this is no later try of whoever sent it."""


@dataclass(frozen=True)
class Inbound:
    """What a channel's receiver said. `about` is what its address named: the number of an action, or nothing. `again`:
    it is a later try, signed anew, of what has had its effect."""

    channel: str
    id: str
    type: str
    data: Mapping[str, Any]
    about: str | None
    received_at: datetime
    again: bool = False


TakeIn = Callable[[Audited, Inbound], None]


def receive(
    state: State, letter: Letter, channels: Sequence[ConfiguredChannel], about: str | None, take_in: TakeIn,
    now: datetime | None = None,
) -> Inbound:  # fmt: skip
    """Take in a letter that the receiver of one of the channels signed. NotSigned, Replayed or BadInput say why it is
    refused; then nothing has changed."""
    now = now or datetime.now(UTC)
    known = [(channel, key) for channel in channels for key in _receipt_keys(channel)]
    key = verify(letter, [key for _, key in known], now)
    channel = next(channel for channel, each in known if each is key)
    inbound = _read(letter, channel.name, about, now)
    with audited(state, f"channel {channel.name}") as work:
        if not _remember(work.connection, inbound, letter):
            return replace(inbound, again=True)
        take_in(work, inbound)
    return inbound


def _receipt_keys(channel: ConfiguredChannel) -> list[Key]:
    secret = channel.common.receipt_keys
    return keys_in(secret, f"The receipt keys of the channel {channel.name}") if secret else []


def _remember(connection: Connection, inbound: Inbound, letter: Letter) -> bool:
    """Whether its id is new. Replayed where it is known, and this is not the same again under a newer signature."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = {
        "channel": inbound.channel, "id": inbound.id, "type": inbound.type, "about": inbound.about,
        "body": letter.body, "signed_at": letter.signed_at, "received_at": inbound.received_at,
    }  # fmt: skip
    kept = insert(inbound_table).values(row).on_conflict_do_nothing().returning(inbound_table.c.id)
    if connection.execute(kept).first():
        return True
    table = inbound_table.c
    same = (table.channel == inbound.channel) & (table.id == inbound.id)
    later_try = same & (table.body == letter.body) & (table.signed_at < letter.signed_at)
    if connection.execute(update(inbound_table).where(later_try).values(signed_at=letter.signed_at)).rowcount == 0:
        raise Replayed(f"{inbound.id} was taken in before, and this is no later try of it. Nothing was changed.")
    return False


def _read(letter: Letter, channel: str, about: str | None, now: datetime) -> Inbound:
    try:
        found = orjson.loads(letter.body)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("data"), dict):
        raise BadInput('The body is not a JSON object with "type" and an object "data". Nothing was taken in.')
    kind = found.get("type")
    if not isinstance(kind, str) or not 0 < len(kind) <= LONGEST_TYPE:
        raise BadInput(f'"type" is not a text of at most {LONGEST_TYPE} letters. Nothing was taken in.')
    if "specversion" in found and found.get("id") != letter.id:
        raise BadInput("The id of the event is not its webhook-id. Nothing was taken in.")
    return Inbound(channel, letter.id, kind, found["data"], about, now)


__all__ = ["MOST_BYTES", "Inbound", "Letter", "NotSigned", "Replayed", "TakeIn", "receive"]
