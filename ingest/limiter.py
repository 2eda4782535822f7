"""How fast an interface may be asked: by its settings, and by what the vendor says in the headers of its answers."""

import time
from collections.abc import Mapping

EPOCH = 1_000_000_000
REMAINING = ("ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining")
RESET = ("ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")


class Limiter:
    """Spaces requests at `rate` a second, and waits for the vendor's next period once nothing is left of this one."""

    def __init__(self, rate: float | None = None) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = 0.0

    def wait(self) -> None:
        """Return when the next request may go."""
        now = time.monotonic()
        if self._next > now:
            time.sleep(self._next - now)
        self._next = max(self._next, now) + self._gap

    def heed(self, headers: Mapping[str, str], now: float, longest: float) -> None:
        """Take in what an answer says of what is left. `now` is the vendor's clock in seconds, for limits that name
        the moment of their end; no header makes us wait longer than `longest`."""
        left, reset = _first(headers, REMAINING), _first(headers, RESET)
        if left is None or reset is None or left >= 1:
            return
        seconds = reset - now if reset > EPOCH else reset
        self._next = max(self._next, time.monotonic() + min(max(seconds, 0.0), longest))


def _first(headers: Mapping[str, str], names: tuple[str, ...]) -> float | None:
    for name in names:
        try:
            return float(headers.get(name, ""))
        except ValueError:
            continue
    return None
