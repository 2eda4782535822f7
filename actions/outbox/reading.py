"""What was posted and what became of it, for pages, commands and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from actions.outbox.tables import attempt_table, delivery_table, endpoint_table, message_table
from core.errors import NotFound

STATES = ("waiting", "sending", "sent", "dead")
ENDED = ("sent", "dead")


@dataclass(frozen=True)
class Delivery:
    """A message on its way to one channel. `state` is waiting, sending, sent or dead (given up, for `reason`). Of one
    that was pruned the bytes are gone, and their SHA-256 is kept."""

    id: int
    message_id: str
    type: str
    subject: str
    title: str
    channel: str
    state: str
    tries: int
    replays: int
    due_at: datetime
    reason: str
    posted_at: datetime
    finished_at: datetime | None
    pruned_at: datetime | None
    body_sha256: str | None


@dataclass(frozen=True)
class Attempt:
    """One try. `outcome` is delivered, again, never or gone; unknown where the sender was ended amid it; None while it
    is under way."""

    started_at: datetime
    finished_at: datetime | None
    outcome: str | None
    status: int | None
    words: str


@dataclass(frozen=True)
class Endpoint:
    """How a channel's receiver is: `disabled` says why nothing is sent there, and is empty where something is."""

    channel: str
    disabled: str
    failures: int
    failing_since: datetime | None
    not_before: datetime | None
    changed_at: datetime


def deliveries(
    connection: Connection, state: str | None = None, channel: str | None = None, message_id: str | None = None,
    most: int = 100,
) -> list[Delivery]:  # fmt: skip
    """The latest deliveries, the newest first."""
    query = _all().order_by(delivery_table.c.id.desc()).limit(most)
    wanted = {"state": state, "channel": channel, "message_id": message_id}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(delivery_table.c[name] == value)
    return [Delivery(**row) for row in connection.execute(query).mappings()]


def deliveries_of(connection: Connection, messages: Sequence[str]) -> list[Delivery]:
    """The deliveries of these messages, the newest first."""
    query = _all().where(delivery_table.c.message_id.in_(list(messages))).order_by(delivery_table.c.id.desc())
    return [Delivery(**row) for row in connection.execute(query).mappings()]


def delivery(connection: Connection, number: int) -> Delivery:
    """The delivery of that number."""
    row = connection.execute(_all().where(delivery_table.c.id == number)).mappings().first()
    if row is None:
        raise NotFound(f"There is no delivery {number}. `tracework act deliveries` lists them.")
    return Delivery(**row)


def body_of(connection: Connection, number: int) -> tuple[str, bytes]:
    """The content type and the bytes that are sent."""
    row = connection.execute(
        select(delivery_table.c.content_type, delivery_table.c.body).where(delivery_table.c.id == number)
    ).first()
    if row is None:
        raise NotFound(f"There is no delivery {number}. `tracework act deliveries` lists them.")
    return row.content_type, row.body


def attempts(connection: Connection, number: int) -> list[Attempt]:
    """The tries of a delivery, the first one first."""
    columns = (attempt_table.c[name] for name in Attempt.__dataclass_fields__)
    query = select(*columns).where(attempt_table.c.delivery_id == number).order_by(attempt_table.c.id)
    return [Attempt(**row) for row in connection.execute(query).mappings()]


def endpoints(connection: Connection) -> list[Endpoint]:
    """The channels that have been sent to, by name."""
    columns = (endpoint_table.c[name] for name in Endpoint.__dataclass_fields__)
    rows = connection.execute(select(*columns).order_by(endpoint_table.c.channel)).mappings()
    return [Endpoint(**row) for row in rows]


def counts(connection: Connection) -> dict[str, int]:
    """How many deliveries are in each state."""
    query = select(delivery_table.c.state, func.count()).group_by(delivery_table.c.state)
    found = {str(row[0]): int(row[1]) for row in connection.execute(query)}
    return dict.fromkeys(STATES, 0) | found


def _all() -> Select[tuple[object, ...]]:
    of_message = ("type", "title")
    columns = [
        message_table.c[name] if name in of_message else delivery_table.c[name]
        for name in Delivery.__dataclass_fields__
    ]
    return select(*columns).join(message_table, message_table.c.id == delivery_table.c.message_id)
