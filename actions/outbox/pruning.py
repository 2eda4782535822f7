"""Pruning: after a while the bytes of a message that has ended are let go. What was sent where and when, every try,
what the receiver said and the SHA-256 of the bytes stay."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update

from actions.outbox.reading import ENDED
from actions.outbox.tables import delivery_table
from core.audit.writing import audited
from core.state import State

WHO = "retention"
AT_ONCE = 200


def prune(state: State, keep: timedelta | None, now: datetime) -> int:
    """Let go of the bytes of what ended longer than `keep` ago, and of nothing where it is None; returns how many."""
    if keep is None:
        return 0
    done = 0
    while number := _some(state, now - keep, now):
        done += number
    return done


def prunable(state: State, keep: timedelta | None, now: datetime) -> int:
    """How many `prune` would let go of."""
    if keep is None:
        return 0
    with state.reading() as connection:
        return connection.scalar(select(func.count()).select_from(delivery_table).where(_old(now - keep))) or 0


def _some(state: State, before: datetime, now: datetime) -> int:
    """A few at a time, so that whoever sends does not wait long."""
    with state.reading() as connection:
        if connection.scalar(select(delivery_table.c.id).where(_old(before)).limit(1)) is None:
            return 0
    with audited(state, WHO) as work:
        query = select(delivery_table.c.id, delivery_table.c.body).where(_old(before)).order_by(delivery_table.c.id)
        rows = work.connection.execute(query.limit(AT_ONCE).with_for_update()).all()
        for row in rows:
            values = {"body": b"", "pruned_at": now, "body_sha256": hashlib.sha256(row.body).hexdigest()}
            work.connection.execute(update(delivery_table).where(delivery_table.c.id == row.id).values(**values))
        if rows:
            told = {"deliveries": [row.id for row in rows], "ended_before": before}
            work.tell("messages pruned", ("range", f"{rows[0].id}-{rows[-1].id}"), None, told)
        return len(rows)


def _old(before: datetime) -> ColumnElement[bool]:
    delivery = delivery_table.c
    return delivery.state.in_(ENDED) & (delivery.finished_at < before) & delivery.pruned_at.is_(None)
