"""The clock of detection in a serving process: some time after a generation is published, the detectors look at it."""

import sys
import time

from core import jobs
from core.state import State
from tracework.detection import has_looked
from tracework.rounds import Rounds

EVERY_S = 30.0
QUIET_S = 300.0
"""How long a generation stands before they look, so that several loads one after the other are one look."""


class DetectionClock(Rounds):
    """What was published before it began is left to `tracework detect`: whoever restarts a server does not expect it to
    work."""

    name = "detection clock"

    def __init__(self, state: State, every_s: float = EVERY_S, quiet_s: float = QUIET_S) -> None:
        super().__init__(state, every_s)
        self._quiet_s = quiet_s
        self._looked_at = state.workspace.current_generation() or 0

    def look(self) -> None:
        number = self._due(self._looked_at)
        if number is not None:
            argv = [sys.executable, "-m", "tracework", "detect", "--json", "-w", str(self._state.workspace.root)]
            jobs.start(self._state, argv, "Look for findings", "detect")
            # one that fails is tried again with the next generation
            self._looked_at = number

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
