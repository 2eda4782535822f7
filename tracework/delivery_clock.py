"""The clock of messages in a serving process: looks now and then whether any is due, and has a job send it."""

import sys
from threading import Event, Thread

from actions.delivery.sender import Sender
from core import jobs
from core.errors import TraceworkError
from core.state import State

EVERY_S = 5.0


class DeliveryClock:
    """Runs on a thread of its own until it is closed. One job at a time."""

    def __init__(self, state: State, every_s: float = EVERY_S) -> None:
        self._state, self._every_s = state, every_s
        self._closed = Event()
        self._thread = Thread(target=self._run, name="delivery clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join(self._every_s)

    def _run(self) -> None:
        sender, job = Sender(self._state), None
        while not self._closed.wait(self._every_s):
            try:
                if job is not None and jobs.get(self._state, job).under_way:
                    continue
                if not sender.anything_due():
                    continue
            except TraceworkError:
                # the state database is busy: the next look finds what is due
                continue
            argv = [sys.executable, "-m", "tracework", "act", "send", "--json", "-w", str(self._state.workspace.root)]
            job = jobs.start(self._state, argv, "Send the messages that are due", "messages").id
