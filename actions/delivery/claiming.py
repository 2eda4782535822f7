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
    FromClause,
    RowMapping,
    Select,
    and_,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    type_coerce,
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
    left_alone = and_(endpoint_table.c.disabled == "", endpoint_table.c.not_before > at)
    moment = type_coerce(func.min(case((left_alone, endpoint_table.c.not_before), else_=at)), Instant)
    heads = _with_endpoint(select(moment)).where(delivery_table.c.state.in_(ON_ITS_WAY), ~_has_earlier())
    when = connection.scalar(heads)
    return None if when is None else max(now, when)


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
    busy = (
        select(others.c.channel, func.count().label("under_way"))
        .where(others.c.state == "sending", others.c.lease_until > now)
        .group_by(others.c.channel)
        .cte("busy")
    )
    may_be_sent = or_(
        func.coalesce(endpoint.disabled, "") != "", and_(at_rest, func.coalesce(busy.c.under_way, 0) < most)
    )
    return _with_endpoint(query, busy).where(_is_free(now), may_be_sent, ~_has_earlier())


def _with_endpoint(query: Select[Any], *more: FromClause) -> Select[Any]:
    """Each delivery with what is known of its channel, where anything is."""
    joined: FromClause = delivery_table
    for other in (endpoint_table, *more):
        joined = joined.outerjoin(other, other.c.channel == delivery_table.c.channel)
    return query.select_from(joined)


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
