"""The clock of scheduled reports in a serving process: looks now and then whether any is due, and has a job send it."""

import sys
from threading import Event, Thread

from core import jobs
from core.errors import TraceworkError
from core.state import State
from reports.sending import Sender

EVERY_S = 30.0


class ReportClock:
    """Runs on a thread of its own until it is closed. One job at a time."""

    def __init__(self, state: State, every_s: float = EVERY_S) -> None:
        self._state, self._every_s = state, every_s
        self._closed = Event()
        self._thread = Thread(target=self._run, name="report clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join(self._every_s)

    def _run(self) -> None:
        sender, job = Sender(self._state.workspace, self._state), None
        while not self._closed.wait(self._every_s):
            if job is not None and jobs.get(self._state, job).under_way:
                continue
            try:
                due = sender.anything_due()
            except TraceworkError:
                # firm.toml is being written, or the state database is busy: the next look finds what is due
                continue
            if due:
                root = str(self._state.workspace.root)
                argv = [sys.executable, "-m", "tracework", "report", "--due", "--json", "-w", root]
                job = jobs.start(self._state, argv, "Send the reports that are due", "report").id
