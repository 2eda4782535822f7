"""`post`: keeping a message in the caller's transaction, in the very bytes that each channel will send."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from actions.channel import Content
from actions.channel_settings import Channels, ConfiguredChannel
from actions.message import Message
from actions.outbox.tables import delivery_table, endpoint_table, message_table
from core.errors import BadSettings


def post(connection: Connection, message: Message, channels: Channels, now: datetime | None = None) -> list[int]:
    """Keep a message for each channel it goes to, and return the numbers of its deliveries. It leaves once the caller's
    transaction has been kept; if that is undone, so is this."""
    now, message = now or datetime.now(UTC), with_whole_link(message, channels)
    contents = {each.name: each.kind.content(message, each.own) for each in receivers(message, channels)}
    row = {"id": message.id, "type": message.type, "subject": message.subject, "title": message.title}
    connection.execute(insert(message_table).values(**row, time=message.time, posted_at=now))
    return [_kept(connection, message, name, content, now) for name, content in contents.items()]


def with_whole_link(message: Message, channels: Channels) -> Message:
    """The message with a link that opens from a mail or a chat. Where firm.toml does not say where Tracework is reached
    it has none: the path of a page alone leads nowhere there."""
    address = channels.delivery.address
    return replace(message, link=f"{address.rstrip('/')}{message.link}" if message.link and address else "")


def receivers(message: Message, channels: Channels) -> list[ConfiguredChannel]:
    """The channels a message goes to: those it names, or else all that take its type."""
    if not message.to:
        return [each for each in channels.named.values() if each.takes(message.type)]
    named = [channels.one(name) for name in dict.fromkeys(message.to)]
    for each in named:
        if not each.takes(message.type):
            raise BadSettings(
                f"The channel {each.name} does not take {message.type}: it takes {', '.join(each.common.types)}. "
                f"Add the type to [channels.{each.name}] in firm.toml, or name another channel."
            )
    return named


def _kept(connection: Connection, message: Message, channel: str, content: Content, now: datetime) -> int:
    disabled = connection.scalar(select(endpoint_table.c.disabled).where(endpoint_table.c.channel == channel))
    row = {
        "message_id": message.id, "channel": channel, "subject": message.subject, "body": content.body,
        "content_type": content.content_type, "state": "dead" if disabled else "waiting", "tries": 0, "replays": 0,
        "due_at": now, "posted_at": now, "reason": disabled or "", "finished_at": now if disabled else None,
    }  # fmt: skip
    numbered = insert(delivery_table).values(**row).returning(delivery_table.c.id)
    return int(connection.execute(numbered).scalar_one())
