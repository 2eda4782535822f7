"""Rules that time must not break, each with how likely it is wrong where it is broken, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.unusual.evidence import Piece, damped

OFTEN = 0.02
"""A rule that more than one timesheet in 50 breaks counts for less, in proportion."""

CHANCES: Mapping[str, float] = {
    "over_a_day": 0.95,
    "closed_project": 0.9,
    "not_employed": 0.9,
    "not_booked": 0.85,
    "withdrawn_booking": 0.8,
    "booked_over_a_day": 0.7,
    "on_leave": 0.6,
    "outside_booking": 0.4,
    "day_off": 0.15,
}
"""By rank, not learnt: first what cannot be, then what contradicts a record, then what may have been agreed by word."""


@dataclass(frozen=True)
class Broken:
    """A rule that the time of a timesheet breaks, on a project or on none."""

    sheet_id: str
    week_end: date
    rule: str
    person_id: str
    name: str
    entity: str | None
    practice: str | None
    project_id: str | None
    project: str | None
    client: str | None
    minutes: int
    days: int
    first_day: date
    last_day: date
    compared_with: date | None
    logged_at: datetime | None
    cost: float | None
    cost_currency: str | None

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)

    @property
    def on_project(self) -> str:
        return f"on {self.project or self.project_id}" if self.project_id else "on no project"


def read_broken(log: EventLog) -> list[Broken]:
    """Every rule that time in the log breaks, in the order of timesheets."""
    statement = where_facts_are(log.database, load("models.unusual", "time_broken.sql"))
    columns = Broken.__dataclass_fields__
    rows = log.database.arrow(statement).to_pylist()
    return [Broken(**{name: row[name] for name in columns}) for row in rows]


def shares_of(broken: Sequence[Broken], sheets: int) -> dict[str, float]:
    """By rule, the share of timesheets that break it."""
    found = {rule: {each.sheet_id for each in broken if each.rule == rule} for rule in CHANCES}
    return {rule: len(there) / sheets if sheets else 0.0 for rule, there in found.items()}


def piece_of(broken: Broken, shares: Mapping[str, Any]) -> Piece:
    """What it says, with how often timesheets break the rule."""
    share = float(shares.get(broken.rule, 0.0))
    chance = damped(CHANCES[broken.rule], share, OFTEN)
    usual = f"; {share:.1%} of timesheets do so" if share else "; no timesheet did so before"
    evidence = tuple(each for each in (broken.sheet_id, broken.project_id, broken.person_id) if each)
    return Piece(f"{_said(broken)}{usual}", chance, evidence)


def title_of(broken: Broken) -> str:
    """What is wrong, in a few words, for the line that names the timesheet."""
    return {
        "over_a_day": "more than 24 h on a day",
        "booked_over_a_day": "more than 24 h on a day, as booked",
        "closed_project": f"{broken.hours} {broken.on_project} after it was closed",
        "not_employed": f"{broken.hours} on days without employment",
        "not_booked": f"{broken.hours} {broken.on_project} without a booking",
        "withdrawn_booking": f"{broken.hours} {broken.on_project} after the booking was withdrawn",
        "on_leave": f"{broken.hours} while on leave",
        "outside_booking": f"{broken.hours} {broken.on_project} outside the booked weeks",
        "day_off": f"{broken.hours} on days off",
    }[broken.rule]


def _said(broken: Broken) -> str:
    when, against = _days(broken), in_words(broken.compared_with) if broken.compared_with else ""
    return {
        "over_a_day": f"More than 24 h are written for {when}",
        "booked_over_a_day": f"More than 24 h are written for {when}, and the bookings of the week ask for as much",
        "closed_project": f"{broken.hours} {broken.on_project} on {when}, which was closed on {against}",
        "not_employed": f"{broken.hours} on {when}, and employment is told from or until {against}",
        "not_booked": f"{broken.hours} {broken.on_project} on {when}, and no booking of {broken.name} on it",
        "withdrawn_booking": f"{broken.hours} {broken.on_project} on {when}, and the booking had been withdrawn",
        "on_leave": f"{broken.hours} {broken.on_project} on {when}, a day of leave",
        "outside_booking": f"{broken.hours} {broken.on_project} on {when}, booked only {_side(broken)} {against}",
        "day_off": f"{broken.hours} {broken.on_project} on {when}, weekend or holiday there",
    }[broken.rule]


def _side(broken: Broken) -> str:
    return "from" if broken.compared_with and broken.first_day < broken.compared_with else "until"


def _days(broken: Broken) -> str:
    if broken.first_day == broken.last_day:
        return in_words(broken.first_day)
    return f"{broken.days} days from {in_words(broken.first_day)}"


def in_hours(minutes: float) -> str:
    """Minutes as people say them: 6.5 h."""
    return f"{minutes / 60:,.1f}".removesuffix(".0") + " h"


def in_words(day: date) -> str:
    """A day as people write it: 8 Mar 2026."""
    return f"{day.day} {day:%b %Y}"
