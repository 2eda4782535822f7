"""Claiming: taking the next delivery that may be sent, by one conditional UPDATE, with a lease that ends by itself.

May be sent: what is due, or was being sent by someone whose lease ran out; if no earlier message about its subject is
still on its way to that channel; if the receiver is not left alone just now, nor busy with as many as it shall get."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from actions.delivery.schedule import FAILURES_TO_PAUSE
from actions.outbox.tables import attempt_table, delivery_table, endpoint_table, message_table
from core.state.tables import Instant

LEASE = timedelta(seconds=90)
"""Longer than any try may take; after a crash nobody else sends the message before."""

MOST_AT_ONCE = 4
ON_ITS_WAY = ("waiting", "sending")


@dataclass(frozen=True)
class Claimed:
    """A delivery that this process alone may send until its lease ends. `disabled` says why it is not to be sent."""

    id: int
    lease: str
    message_id: str
    type: str
    subject: str
    channel: str
    content_type: str
    body: bytes
    tries: int
    disabled: str


def claim(connection: Connection, now: datetime) -> Claimed | None:
    """Take the next one, if there is any; within a writing transaction."""
    mine = secrets.token_hex(16)
    next_one = _ready(select(delivery_table.c.id), now).order_by(delivery_table.c.due_at, delivery_table.c.id).limit(1)
    if connection.dialect.name == "postgresql":
        next_one = next_one.with_for_update(skip_locked=True, of=delivery_table)
    taking = (
        update(delivery_table)
        .where(delivery_table.c.id == next_one.scalar_subquery(), _is_free(now))
        .values(state="sending", tries=delivery_table.c.tries + 1, lease=mine, lease_until=now + LEASE)
        .returning(delivery_table)
    )
    row = connection.execute(taking).mappings().first()
    return None if row is None else _claimed(connection, row, now)


def next_look(connection: Connection, now: datetime) -> datetime | None:
    """When there may be something to claim again, as things stand; None where nothing is on its way."""
    at = case((delivery_table.c.state == "sending", delivery_table.c.lease_until), else_=delivery_table.c.due_at)
    held = _with_endpoint(select(at, endpoint_table.c.not_before, endpoint_table.c.disabled))
    heads = held.where(delivery_table.c.state.in_(ON_ITS_WAY), ~_has_earlier())
    moments = [
        when if disabled or not_before is None else max(when, not_before)
        for when, not_before, disabled in connection.execute(heads)
    ]
    return max(now, min(moments)) if moments else None


def _claimed(connection: Connection, row: RowMapping, now: datetime) -> Claimed:
    broken_off = (attempt_table.c.delivery_id == row["id"]) & attempt_table.c.finished_at.is_(None)
    told = {"finished_at": now, "outcome": "unknown", "words": "The sender was ended amid this try."}
    connection.execute(update(attempt_table).where(broken_off).values(told))
    started = {"delivery_id": row["id"], "lease": row["lease"], "started_at": now, "words": ""}
    connection.execute(insert(attempt_table).values(started))
    kind = select(message_table.c.type).where(message_table.c.id == row["message_id"])
    disabled = select(endpoint_table.c.disabled).where(endpoint_table.c.channel == row["channel"])
    same = {name: row[name] for name in Claimed.__dataclass_fields__ if name in row}
    return Claimed(**same, type=connection.scalars(kind).one(), disabled=connection.scalar(disabled) or "")


def _ready(query: Select[Any], now: datetime) -> Select[Any]:
    endpoint = endpoint_table.c
    at_rest = or_(endpoint.not_before.is_(None), endpoint.not_before <= now)
    most = case((func.coalesce(endpoint.failures, 0) >= FAILURES_TO_PAUSE, 1), else_=MOST_AT_ONCE)
    others = delivery_table.alias("others")
    under_way = (
        select(func.count())
        .where(
            others.c.channel == delivery_table.c.channel, others.c.state == "sending",
            others.c.lease_until > literal(now, Instant),
        )
        .scalar_subquery()
    )  # fmt: skip
    may_be_sent = or_(func.coalesce(endpoint.disabled, "") != "", and_(at_rest, under_way < most))
    return _with_endpoint(query).where(_is_free(now), may_be_sent, ~_has_earlier())


def _with_endpoint(query: Select[Any]) -> Select[Any]:
    return query.select_from(delivery_table).outerjoin(
        endpoint_table, endpoint_table.c.channel == delivery_table.c.channel
    )


def _is_free(now: datetime) -> ColumnElement[bool]:
    delivery = delivery_table.c
    return or_(
        and_(delivery.state == "waiting", delivery.due_at <= now),
        and_(delivery.state == "sending", delivery.lease_until <= now),
    )


def _has_earlier() -> ColumnElement[bool]:
    """Whether a message about the same subject, posted before, is still on its way to the same channel."""
    earlier = delivery_table.alias("earlier")
    return exists().where(
        earlier.c.channel == delivery_table.c.channel, earlier.c.subject == delivery_table.c.subject,
        earlier.c.id < delivery_table.c.id, earlier.c.state.in_(ON_ITS_WAY),
    )  # fmt: skip
