"""The contract of a channel: one file of `actions/channels`, which holds `CHANNEL`.

`[channels.NAME]` in firm.toml says `kind = "…"` (the file), what every channel may say (`channel_settings.py`: types,
keys, receipt_keys, timeout) and the keys of its own settings model. A secret is `{env = "…"}` or `{file = "…"}`.

`content` runs once, in the transaction that posts the message: what it gives is stored and never changes. `deliver`
runs at each try, over the stored bytes; it asks through the `web` it is given, which keeps it from internal addresses.
It reveals secrets itself, and only there. Transport trouble may be left to raise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from pydantic import BaseModel

from actions.egress.web import Web
from actions.message import Message


@dataclass(frozen=True)
class Content:
    """A message in its receiver's form, without any secret."""

    body: bytes
    content_type: str = "application/json"


@dataclass(frozen=True)
class Outgoing:
    """A stored message at one try. `signed` are the headers of Standard Webhooks over the stored bytes: webhook-id,
    webhook-timestamp and, where the channel has keys, webhook-signature."""

    id: str
    type: str
    subject: str
    content: Content
    tries: int
    at: datetime
    signed: Mapping[str, str]


class Outcome(StrEnum):
    """What a try came to: taken; not now; not ever; or the receiver is no more, and nothing shall be sent there."""

    DELIVERED = "delivered"
    AGAIN = "again"
    NEVER = "never"
    GONE = "gone"


@dataclass(frozen=True)
class Verdict:
    """What an answer means. `wait` is what the receiver asked for; `throttle`: it is the receiver that is overloaded,
    so everything else for it waits too. `words` end up in pages and logs: no secret may be in them."""

    outcome: Outcome
    words: str
    status: int | None = None
    wait: timedelta | None = None
    throttle: bool = False


class Channel(Protocol):
    """What `CHANNEL` is. `must_sign`: firm.toml must name keys for it. `keeps_alerts`: its receiver keeps what it was
    told open until it is told that it is over."""

    title: str
    settings_model: type[BaseModel]
    must_sign: bool
    keeps_alerts: bool

    def content(self, message: Message, settings: Any) -> Content:
        """The message as the receiver will get it."""
        ...

    def deliver(self, outgoing: Outgoing, settings: Any, web: Web) -> Verdict:
        """Hand it over once."""
        ...
