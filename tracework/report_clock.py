"""The clock of scheduled reports in a serving process: looks now and then whether any is due, and has a job send it."""

import sys

from core import jobs
from core.state import State
from reports.sending import Sender
from tracework.rounds import Rounds

EVERY_S = 30.0


class ReportClock(Rounds):
    """One job at a time."""

    name = "report clock"

    def __init__(self, state: State, every_s: float = EVERY_S) -> None:
        super().__init__(state, every_s)
        self._sender, self._job = Sender(state.workspace, state), 0

    def look(self) -> None:
        if self._job and jobs.get(self._state, self._job).under_way:
            return
        if self._sender.anything_due():
            argv = [
                sys.executable,
                "-m",
                "tracework",
                "report",
                "--due",
                "--json",
                "-w",
                str(self._state.workspace.root),
            ]
            self._job = jobs.start(self._state, argv, "Send the reports that are due", "report").id
