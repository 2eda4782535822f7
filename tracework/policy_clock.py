"""The clock of policies in a serving process: has them look at the findings now and then."""

import logging
from datetime import UTC, datetime
from threading import Event, Thread

from actions.changes.controlling import finish
from actions.policies.looking import look
from core.errors import TraceworkError
from core.state import State

EVERY_S = 60.0

told = logging.getLogger(__name__)


class PolicyClock:
    """Runs on a thread of its own until it is closed. A look reads and writes the state database only."""

    def __init__(self, state: State, every_s: float = EVERY_S) -> None:
        self._state, self._every_s = state, every_s
        self._closed = Event()
        self._thread = Thread(target=self._run, name="policy clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join(self._every_s)

    def _run(self) -> None:
        last = ""
        while not self._closed.wait(self._every_s):
            try:
                finish(self._state)
                look(self._state, datetime.now(UTC))
                last = ""
            except TraceworkError as error:
                # a policy has a mistake, or the state database is busy: the next look is in a minute
                if str(error) != last:
                    last = str(error)
                    told.warning("The policies could not look: %s", last)
