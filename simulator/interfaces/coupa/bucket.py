"""How many requests Coupa takes: each fills a bucket that leaks steadily; none fits while it is full."""

from __future__ import annotations

from threading import Lock
from time import monotonic


class Bucket:
    """A leaky bucket of `capacity` requests, of which `leak` run out a second."""

    def __init__(self, capacity: float = 1000, leak: float = 1000) -> None:
        self._lock = Lock()
        self.resize(capacity, leak)

    def resize(self, capacity: float, leak: float) -> None:
        self._capacity, self._leak = capacity, leak
        self._level, self._at = 0.0, monotonic()

    def takes(self) -> bool:
        """Whether another request fits in now."""
        with self._lock:
            now = monotonic()
            self._level = max(0.0, self._level - (now - self._at) * self._leak)
            self._at = now
            if self._level + 1 > self._capacity:
                return False
            self._level += 1
            return True
