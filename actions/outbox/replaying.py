"""Sending again what has ended: one delivery, or the dead letters of a range of time; and enabling a receiver again."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from actions.outbox.reading import ENDED, delivery
from actions.outbox.tables import delivery_table, endpoint_table
from core.audit.writing import Audited
from core.errors import NotFound, WrongUse


def replay(work: Audited, number: int, now: datetime) -> None:
    """Send a delivery again under the same id, whether it was sent or given up."""
    found = delivery(work.connection, number)
    if found.state not in ENDED:
        raise WrongUse(f"Delivery {number} is {found.state}: it is still on its way and needs no replay.")
    if found.pruned_at is not None:
        raise WrongUse(
            f"What delivery {number} sent was let go of on {found.pruned_at:%Y-%m-%d}, so it cannot be sent again. If "
            "it is still needed, propose the action anew from its finding."
        )
    _again(work.connection, delivery_table.c.id == number, now)
    work.tell("delivery replayed", ("delivery", str(number)))


def replay_range(
    work: Audited, span: tuple[datetime, datetime], now: datetime, channel: str | None = None
) -> list[int]:
    """Send again what was posted within `span`, its end not included, and given up; returns the numbers."""
    since, until = span
    posted = delivery_table.c.posted_at
    kept = delivery_table.c.pruned_at.is_(None)
    wanted = (delivery_table.c.state == "dead") & (posted >= since) & (posted < until) & kept
    if channel is not None:
        wanted &= delivery_table.c.channel == channel
    numbers = _again(work.connection, wanted, now)
    told = {"channel": channel, "deliveries": numbers}
    work.tell("deliveries replayed", ("range", f"{since.isoformat()}/{until.isoformat()}"), None, told)
    return numbers


def enable(work: Audited, channel: str) -> None:
    """Send to a channel again that was disabled, or is left alone for a while."""
    done = work.connection.execute(delete(endpoint_table).where(endpoint_table.c.channel == channel))
    if done.rowcount == 0:
        raise NotFound(f"Nothing keeps the channel {channel} from being sent to.")
    work.tell("channel enabled", ("channel", channel))


def _again(connection: Connection, wanted: ColumnElement[bool], now: datetime) -> list[int]:
    closed = select(endpoint_table.c.channel, endpoint_table.c.disabled).join(
        delivery_table, delivery_table.c.channel == endpoint_table.c.channel
    )
    for channel, reason in connection.execute(closed.where(wanted, endpoint_table.c.disabled != "").limit(1)):
        why = reason.rstrip(".")
        raise WrongUse(f"The channel {channel} is disabled ({why}). First: tracework act enable {channel}")
    values = {
        "state": "waiting", "tries": 0, "replays": delivery_table.c.replays + 1, "due_at": now, "finished_at": None,
        "reason": "",
    }  # fmt: skip
    changed = update(delivery_table).where(wanted).values(values).returning(delivery_table.c.id)
    return sorted(connection.execute(changed).scalars())
