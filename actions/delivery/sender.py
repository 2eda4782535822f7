"""The sender: claims what is due, hands it to its channel, and writes down what came of it. Any number may run."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from actions.channel import Content, Outcome, Outgoing, Verdict
from actions.channel_settings import Channels, ConfiguredChannel, configured_channels
from actions.delivery.claiming import Claimed, claim, next_look
from actions.delivery.concluding import Conclusion, conclude
from actions.delivery.schedule import TRIES
from actions.egress.web import TargetRefused
from actions.signatures import keys_in, signed_headers
from core.audit.writing import audited
from core.errors import TraceworkError
from core.secret import concealed
from core.state import State

WHO = "delivery"
WORKERS = 4


@dataclass
class Round:
    """How many tries of a round ended in which state of their delivery."""

    sent: int = 0
    waiting: int = 0
    dead: int = 0
    lost: int = 0


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Sender:
    """Sends what is due by `clock`; `chance` spreads the tries that follow failures."""

    state: State
    clock: Callable[[], datetime] = _now
    chance: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)
    workers: int = WORKERS

    def send_due(self) -> Round:
        """Send until nothing more may be sent at this moment."""
        channels, done = configured_channels(self.state.workspace), Round()
        with ThreadPoolExecutor(self.workers, "sender") as pool:
            for states in pool.map(lambda _: self._work(channels), range(self.workers)):
                for state in states:
                    setattr(done, state, getattr(done, state) + 1)
        return done

    def next_look(self) -> datetime | None:
        """When something may be due again; None where nothing is on its way."""
        with self.state.reading() as connection:
            return next_look(connection, self.clock())

    def anything_due(self) -> bool:
        """Whether `send_due` may have something to do."""
        now = self.clock()
        with self.state.reading() as connection:
            when = next_look(connection, now)
        return when is not None and when <= now

    def try_once(self, claimed: Claimed, channels: Channels) -> Verdict:
        """Hand it to its channel; trouble of whatever kind is a verdict too. Nothing is written down."""
        if claimed.disabled:
            return Verdict(Outcome.NEVER, claimed.disabled)
        if claimed.tries > TRIES:
            return Verdict(Outcome.NEVER, f"Given up: the sender was ended amid the last of {TRIES} tries.")
        channel = channels.named.get(claimed.channel)
        if channel is None:
            return Verdict(Outcome.NEVER, f"firm.toml has no channel {claimed.channel} any more.")
        try:
            verdict = channel.kind.deliver(self._outgoing(claimed, channel), channel.own, channels.web(channel))
        except TargetRefused as error:
            verdict = Verdict(Outcome.NEVER, str(error))
        except TraceworkError as error:
            verdict = Verdict(Outcome.AGAIN, str(error))
        except Exception as error:  # noqa: BLE001  a message that a channel stumbles over must not stop the others
            verdict = Verdict(Outcome.AGAIN, f"The channel broke on it: {type(error).__name__}: {error}")
        return Verdict(verdict.outcome, concealed(verdict.words), verdict.status, verdict.wait, verdict.throttle)

    def _work(self, channels: Channels) -> list[str]:
        """What one worker's tries came to, until there was nothing more to claim."""
        states: list[str] = []
        while True:
            with self.state.writing() as connection:
                claimed = claim(connection, self.clock())
            if claimed is None:
                return states
            verdict = self.try_once(claimed, channels)
            conclusion = Conclusion(verdict, self.clock(), self.chance())
            with audited(self.state, WHO) as work:
                states.append(conclude(work, claimed, conclusion, channels) or "lost")

    def _outgoing(self, claimed: Claimed, channel: ConfiguredChannel) -> Outgoing:
        content, now = Content(claimed.body, claimed.content_type), self.clock()
        secret = channel.common.keys
        keys = keys_in(secret, f"The keys of the channel {channel.name}") if secret else []
        signed = signed_headers(claimed.message_id, content.body, keys, now)
        return Outgoing(claimed.message_id, claimed.type, claimed.subject, content, claimed.tries, now, signed)
