"""What a serving process does now and then: a look on a thread of its own, again and again until it is closed."""

from threading import Event, Thread

from core.errors import TraceworkError
from core.state import State


class Rounds:
    """Looks every so many seconds. A look that meets a busy database, or firm.toml while it is written, is made up for
    by the next."""

    name = "rounds"

    def __init__(self, state: State, every_s: float) -> None:
        self._state, self._every_s = state, every_s
        self._closed = Event()
        self._thread = Thread(target=self._run, name=self.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join(self._every_s)

    def look(self) -> None:
        """One round."""
        raise NotImplementedError

    def _run(self) -> None:
        while not self._closed.wait(self._every_s):
            try:
                self.look()
            except TraceworkError:
                continue
