"""The clock of detection in a serving process: some time after a generation is published, the detectors look at it."""

import sys
import time
from threading import Event, Thread

from core import jobs
from core.errors import TraceworkError
from core.state import State
from tracework.detection import has_looked

EVERY_S = 30.0
QUIET_S = 300.0
"""How long a generation stands before they look, so that several loads one after the other are one look."""


class DetectionClock:
    """Runs on a thread of its own until it is closed. What was published before it began is left to `tracework detect`:
    whoever restarts a server does not expect it to work."""

    def __init__(self, state: State, every_s: float = EVERY_S, quiet_s: float = QUIET_S) -> None:
        self._state, self._every_s, self._quiet_s = state, every_s, quiet_s
        self._begun_at = state.workspace.current_generation() or 0
        self._closed = Event()
        self._thread = Thread(target=self._run, name="detection clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join(self._every_s)

    def _run(self) -> None:
        looked_at = self._begun_at
        while not self._closed.wait(self._every_s):
            try:
                number = self._due(looked_at)
                if number is None:
                    continue
                root = str(self._state.workspace.root)
                argv = [sys.executable, "-m", "tracework", "detect", "--json", "-w", root]
                jobs.start(self._state, argv, "Look for findings", "detect")
                # one that fails is tried again with the next generation
                looked_at = number
            except TraceworkError:
                # the state database is busy: the next round finds the same
                continue

    def _due(self, looked_at: int) -> int | None:
        """The generation to look at now."""
        workspace = self._state.workspace
        number = workspace.current_generation()
        if number is None or number <= looked_at or has_looked(workspace):
            return None
        try:
            age = time.time() - workspace.generation_file(number).stat().st_mtime
        except FileNotFoundError:
            # pruned meanwhile: there is a newer one
            return None
        return number if age >= self._quiet_s else None
