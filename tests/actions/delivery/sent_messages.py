"""A sender with an injected clock, a firm with channels, and messages to send, for the tests of delivery."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from actions.channel_settings import Channels
from actions.delivery.sender import Round, Sender
from actions.message import Message
from actions.outbox import post
from actions.outbox.reading import Attempt, Delivery, attempts, deliveries, delivery
from core.state import State
from tests.actions.firm_channels import webhook, write_channels
from tests.actions.hands import Hands


@dataclass
class Desk:
    """Posts to the channels of a firm, and sends."""

    state: State
    tables: dict[str, dict[str, object]]
    hands: Hands = field(default_factory=Hands)
    workers: int = 1

    def __post_init__(self) -> None:
        self.channels: Channels = write_channels(self.state.workspace, self.tables)

    @property
    def sender(self) -> Sender:
        return Sender(self.state, self.hands, lambda: 0.0, self.workers)

    def post(self, subject: str = "F-1", to: tuple[str, ...] = (), type: str = "tracework.action.approved") -> Message:
        message = Message(type, subject, {"finding": subject}, title=f"About {subject}", to=to, time=self.hands())
        with self.state.writing() as connection:
            post(connection, message, self.channels, self.hands())
        return message

    def round(self) -> Round:
        return self.sender.send_due()

    def pass_until_due(self) -> timedelta:
        """Move the clock to when something is due; returns by how much."""
        when = self.sender.next_look()
        assert when is not None, "nothing is on its way"
        by = when - self.hands()
        self.hands.move(by)
        return by

    def all(self) -> list[Delivery]:
        """The deliveries, the first one first."""
        with self.state.reading() as connection:
            return deliveries(connection, most=10_000)[::-1]

    def of(self, message: Message, channel: str = "erp") -> Delivery:
        with self.state.reading() as connection:
            return deliveries(connection, message_id=message.id, channel=channel)[0]

    def tries(self, message: Message) -> list[Attempt]:
        with self.state.reading() as connection:
            return attempts(connection, self.of(message).id)

    def again(self, number: int) -> Delivery:
        with self.state.reading() as connection:
            return delivery(connection, number)


def erp_desk(state: State, url: str, **more: object) -> Desk:
    """One channel, `erp`."""
    return Desk(state, {"erp": webhook(url, **more)})


def at(desk: Desk, moment: datetime) -> Desk:
    """The same desk at another time."""
    return replace(desk, hands=Hands(moment))
