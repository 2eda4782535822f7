"""The clock of the pretend firm: stories run side by side, each a generator that yields the moment it goes on."""

from __future__ import annotations

import heapq
from collections.abc import Generator
from datetime import datetime
from itertools import count

Story = Generator[datetime, None, None]
"""What happens to one matter, told in order."""


class Engine:
    """Wakes each story when its moment has come, so that whoever asks a desk first is served first."""

    def __init__(self, ends: datetime) -> None:
        self.ends = ends
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._numbers = count()

    def start(self, moment: datetime, story: Story) -> None:
        """Have a story begin at a moment."""
        heapq.heappush(self._waiting, (moment, next(self._numbers), story))

    def run(self) -> None:
        """Let everything happen, up to the end; what is unfinished then stays open."""
        while self._waiting:
            moment, _, story = heapq.heappop(self._waiting)
            if moment >= self.ends:
                return
            wakes = next(story, None)
            if wakes is not None:
                self.start(max(wakes, moment), story)
