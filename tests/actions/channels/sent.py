"""One message handed to one channel, for what a kind does beyond the contract of all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from actions.channel import Channel, Outgoing, Verdict
from actions.egress.web import Web
from actions.message import Message
from actions.signatures import keys_in, signed_headers
from core.secret import Secret

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def message(**told: Any) -> Message:
    """A message that says so much, and the rest as one usually is."""
    usual: dict[str, Any] = {
        "type": "tracework.action.approved", "subject": "F-17", "data": {"finding": "F-17"}, "title": "No project",
        "time": AT,
    }  # fmt: skip
    return Message(**{**usual, **told})


def sent(channel: Channel, settings: Any, told: Message) -> Verdict:
    """The verdict of one try, from this machine to itself."""
    content = channel.content(told, settings)
    signed = signed_headers(told.id, content.body, keys_in(Secret.of(KEY), "keys"), AT)
    outgoing = Outgoing(told.id, told.type, told.subject, content, 1, AT, signed)
    return channel.deliver(outgoing, settings, Web(frozenset({"127.0.0.1"})))
