"""A desk: people with one task, who take what lies there in the order it came, in office hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from simulator.chance import skewed
from simulator.working_time import Office


@dataclass(frozen=True)
class Handled:
    """Who handled a matter, when they began, and when they were done."""

    by: str
    began: datetime
    done: datetime
    cause: str


@dataclass
class Desk:
    """First come, first served; some desks decide on certain weekdays only."""

    role: str
    office: Office
    people: list[str]
    hours: float
    notices: float
    weekdays: frozenset[int]

    def __post_init__(self) -> None:
        self._free = dict.fromkeys(self.people, datetime.min.replace(tzinfo=UTC))

    def notice(self, sent: datetime, rng: Random) -> datetime:
        """When somebody sees that a matter sent at a moment has come."""
        return self.office.after(sent, min(80.0, skewed(rng, self.notices, 0.9)))

    def handle(self, asked: datetime, rng: Random) -> Handled:
        """Put a matter on the desk at `asked`; whoever is free first takes it."""
        by = min(self.people, key=lambda name: (self._free[name], name))
        turn = self.office.next_open(max(asked, self._free[by]))
        began = self.office.on_weekday(turn, self.weekdays)
        done = self.office.after(began, min(60.0, skewed(rng, self.hours, 0.5)))
        self._free[by] = done
        return Handled(by, began, done, self._cause(asked, turn, began))

    def _cause(self, asked: datetime, turn: datetime, began: datetime) -> str:
        if began > turn:
            return "approved in batches"
        return "in the queue" if turn > self.office.next_open(asked) else "at work"
