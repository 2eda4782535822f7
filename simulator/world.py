"""What has happened in the pretend firm so far: its clock, its desks, and every record its systems keep of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from simulator.desks import Handled
from simulator.engine import Engine
from simulator.firm import EXTRACTED, Firm, Project

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Matter:
    """What an event is about: a project, and perhaps one billing event of it."""

    project: Project
    billing_event: str | None = None
    amount: float | None = None

    @property
    def key(self) -> str:
        return self.billing_event or self.project.code


@dataclass(frozen=True)
class Record:
    """One line in the history of one system."""

    moment: datetime
    system: str
    event: str
    matter: Matter
    by: str
    role: str


@dataclass(frozen=True)
class Wait:
    """The truth of one wait: who was waited for, why, and how long."""

    object_id: str
    handoff: str
    cause: str
    start: datetime
    end: datetime


class World:
    """Stories tell what happens to `tell`, and put matters on desks with `ask`."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.engine = Engine(EXTRACTED)
        self.records: list[Record] = []
        self.waits: list[Wait] = []
        self.unpaid: Counter[str] = Counter()
        self._last: dict[str, datetime] = {}

    def tell(self, moment: datetime, place: str, matter: Matter, who: tuple[str, str]) -> None:
        """Note an event; `place` is `system: event`, `who` is name and role. A matter's events never share a minute."""
        system, event = place.split(": ")
        moment = moment.replace(second=0, microsecond=0)
        moment = max(moment, self._last.get(matter.key, moment - MINUTE) + MINUTE)
        self._last[matter.key] = moment
        if moment < self.engine.ends:
            self.records.append(Record(moment, system, event, matter, *who))

    def ask(self, role: str, sent: datetime, matter: Matter, rng: Random) -> Generator[datetime, None, Handled]:
        """Send a matter to a desk of its entity and wait until it is done there; the truth of the wait is kept."""
        desk = self.firm.desks[role, matter.project.entity.name]
        seen = desk.notice(sent, rng)
        yield seen
        handled = desk.handle(seen, rng)
        self.waits.append(Wait(matter.key, role, handled.cause, sent, handled.began))
        yield handled.done
        return handled
