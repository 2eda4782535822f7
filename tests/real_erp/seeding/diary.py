"""What the seeding did: every action with the moments between which it happened, and the objects it touched.

Run inside Tryton's own environment. Under Debian's `faketime` the clock is set by a file with an offset, so an action
can take place weeks ago and yet last as long as it does; without it all happens now, and the diary is as true.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path


class Clock:
    """The clock of this process, moved forward from one action to the next where a file of `faketime` allows it."""

    def __init__(self, offset_file: Path | None, start: datetime) -> None:
        self._offset_file = offset_file
        self._offset = start - datetime.now() if offset_file else timedelta()
        self.forward(timedelta())

    @property
    def moves(self) -> bool:
        return self._offset_file is not None

    def forward(self, by: timedelta) -> None:
        if self._offset_file:
            self._offset += by
            self._offset_file.write_text(f"{self._offset.total_seconds():+.6f}\n")


class Diary:
    """The truth the tests compare the event log with."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._events: list[dict[str, object]] = []
        self.facts: dict[str, list[str]] = {}
        self._began = self._ended = datetime.min

    @contextmanager
    def action(self, later: timedelta = timedelta(hours=3)) -> Iterator[None]:
        """One thing a person does, some time after the last one. Its outcome is told by `was` afterwards."""
        self.clock.forward(later)
        self._began = datetime.now()
        yield
        self._ended = datetime.now()

    def was(self, event_type: str, *objects: object, on: date | None = None) -> None:
        """The last action was such an event, of these objects; `on` is the business date it was given."""
        self._events.append(
            {
                "type": event_type,
                "objects": [str(each) if isinstance(each, str) else reference(each) for each in objects],
                "began": self._began.isoformat(),
                "ended": self._ended.isoformat(),
                "on": on.isoformat() if on else None,
            }
        )

    def note(self, fact: str, *objects: object) -> None:
        """A thing worth testing that is no event, such as which invoice was backdated."""
        self.facts.setdefault(fact, []).extend(reference(each) for each in objects)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps({"events": self._events, "facts": self.facts}, indent=1))


def reference(record: object) -> str:
    """A record as Tryton itself refers to it: model and id."""
    return f"{record.__class__.__name__},{record.id}"  # type: ignore[attr-defined]
