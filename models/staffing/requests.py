"""Requests for people as the log tells them, and what of one is open at a moment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.staffing.load import FULL_WEEK_MINUTES, Cell


class Booking(NamedTuple):
    """Somebody booked for a request; `own` where they have its role in its entity."""

    minutes: float
    at: datetime
    withdrawn_at: datetime | None
    own: bool
    who: str = ""

    def holds(self, moment: datetime) -> bool:
        return self.at <= moment and (self.withdrawn_at is None or self.withdrawn_at > moment)


@dataclass(frozen=True)
class Request:
    """Somebody asked for on a project, from the week of `first_week` to that of `last_week` (their Mondays)."""

    id: str
    cell: Cell
    minutes: float
    asked_at: datetime
    withdrawn_at: datetime | None
    first_week: date
    last_week: date
    cancelled_at: datetime | None
    opportunity_no: int | None
    grade: str | None = None
    skill: str | None = None
    project: str | None = None
    practice: str | None = None
    client: str | None = None
    currency: str | None = None
    bookings: tuple[Booking, ...] = ()

    @property
    def weeks(self) -> int:
        return max((self.last_week - self.first_week).days // 7 + 1, 1)

    @property
    def people(self) -> float:
        """How many full-time people it is."""
        return self.minutes / self.weeks / FULL_WEEK_MINUTES

    def covered(self, moment: datetime) -> float:
        """The part of it that somebody is booked for."""
        return min(sum(each.minutes for each in self.bookings if each.holds(moment)) / self.minutes, 1.0)

    def is_open(self, moment: datetime) -> bool:
        """Asked for, and neither wholly booked, withdrawn nor without its project."""
        ended = [at for at in (self.withdrawn_at, self.cancelled_at) if at is not None]
        return self.asked_at <= moment and all(at > moment for at in ended) and self.covered(moment) < 1

    def on_others(self, moment: datetime) -> float | None:
        """The part that people of other roles or entities took; None while that is not settled."""
        if self.is_open(moment) or (self.cancelled_at is not None and self.cancelled_at <= moment):
            return None
        taken = sum(each.minutes for each in self.bookings if each.holds(moment) and not each.own)
        return min(taken / self.minutes, 1.0)


def requests(log: EventLog) -> list[Request]:
    """All of them, in the order of their ids."""
    statement = where_facts_are(log.database, load("models.staffing", "requests.sql"))
    found = []
    for row in log.database.arrow(statement).to_pylist():
        cell, bookings = (
            Cell(row.pop("role"), row.pop("entity")),
            tuple(Booking(**each) for each in row.pop("bookings")),
        )
        found.append(Request(cell=cell, bookings=bookings, **row))
    return found
