"""The clock of messages in a serving process: looks now and then whether any is due, and has a job send it; and lets go
of what has been kept for long enough."""

import sys
from datetime import UTC, datetime, timedelta

from actions.channel_settings import configured_channels
from actions.delivery.sender import Sender
from actions.outbox.pruning import prune
from core import jobs
from core.state import State
from tracework.rounds import Rounds

EVERY_S = 5.0
PRUNED_EVERY = timedelta(hours=1)


class DeliveryClock(Rounds):
    """One job at a time."""

    name = "delivery clock"

    def __init__(self, state: State, every_s: float = EVERY_S) -> None:
        super().__init__(state, every_s)
        self._sender, self._job = Sender(state), 0
        self._pruned_at: datetime | None = None

    def look(self) -> None:
        self._prune(datetime.now(UTC))
        if self._job and jobs.get(self._state, self._job).under_way:
            return
        if self._sender.anything_due():
            argv = [sys.executable, "-m", "tracework", "act", "send", "--json", "-w", str(self._state.workspace.root)]
            self._job = jobs.start(self._state, argv, "Send the messages that are due", "messages").id

    def _prune(self, now: datetime) -> None:
        if self._pruned_at is None or now - self._pruned_at >= PRUNED_EVERY:
            self._pruned_at = now
            prune(self._state, configured_channels(self._state.workspace).delivery.keep_messages, now)
