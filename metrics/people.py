"""People by week: what they could work, what of it was billable, and what is planned; who is over and who is idle.

Whoever may not see names sees practices of an entity instead of people, and no cell about too few of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, TypeVar

from core.errors import WrongUse
from core.sql import load
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.free_people import WEEKS
from metrics.narrowing import narrowed, where_facts_are
from metrics.standing import too_few
from metrics.stored import group_limit

SLICES = frozenset({"entity", "practice"})
PAST_WEEKS = 12
OVER, IDLE = 1.0, 0.5
Which = Literal["past", "coming"]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Hours:
    """Minutes of some people in some time: `base` is `capacity` before leave is taken off."""

    capacity: float = 0.0
    base: float = 0.0
    worked: float = 0.0
    billable: float = 0.0
    planned: float = 0.0

    def below(self, formula: str) -> float:
        """What a formula of utilization divides by."""
        return {"openair": self.base, "productive": self.worked}.get(formula, self.capacity)

    def utilization(self, formula: str = "value") -> float | None:
        """The billable part; None where there is nothing to divide by."""
        below = self.below(formula)
        return self.billable / below if below else None

    @property
    def booked(self) -> float | None:
        """The planned part of what can be worked."""
        return self.planned / self.capacity if self.capacity else None


@dataclass(frozen=True)
class LineWeek:
    """A line in one week, by its Monday; `hours` is None where they are about too few people."""

    week: date
    hours: Hours | None
    away: str = ""


@dataclass(frozen=True)
class Line:
    """One person, or all of a practice in an entity; `object_id` is that of a person who may be named."""

    name: str
    about: str
    object_id: str | None
    people: int
    hours: Hours
    weeks: tuple[LineWeek, ...]


@dataclass(frozen=True)
class OfPractice:
    """A practice in all the weeks: how many of its people are over what they can work, how many idle for half of it."""

    practice: str
    people: int
    hours: Hours
    over: int
    idle: int


@dataclass(frozen=True)
class AtWork:
    """Everybody in the weeks: lines to draw, practices, and how many are over or idle; `hidden` counts groups that
    are too small to show."""

    weeks: tuple[date, ...]
    people: int
    over: int
    idle: int
    hours: Hours
    lines: tuple[Line, ...]
    practices: tuple[OfPractice, ...]
    hidden: int


def at_work(log: EventLog, which: Which, only: Sequence[Only] = ()) -> AtWork:
    """The last weeks that are over, or the coming ones; loads are billable hours there and planned ones here."""
    weeks = _weeks(log, which)
    condition, values = narrowed(log.viewer, only, SLICES)
    statement = load("metrics", "people_weeks.sql").replace("{narrowed}", condition)
    last = weeks[-1] + timedelta(days=6)
    table = log.database.arrow(where_facts_are(log.database, statement), first=weeks[0], last=last, **values)
    rows: list[dict[str, Any]] = table.to_pylist()
    by_person = _grouped(rows, lambda row: row["object_id"])
    loads = {person: load_of(_hours(of), which) for person, of in by_person.items()}
    limit, names = group_limit(log.database), log.viewer.may_see_names
    if too_few(len(by_person), limit) and not names:
        raise WrongUse("These are figures about too few people, and are not shown. Take in more of them.")
    practices = _practices(by_person, loads)
    shown = tuple(each for each in practices if not too_few(each.people, limit))
    lines, left = (_people(by_person), 0) if names else _practices_of_entities(rows, limit)
    return AtWork(
        weeks=weeks,
        people=len(by_person),
        over=sum(is_over(load) for load in loads.values()),
        idle=sum(is_idle(load) for load in loads.values()),
        hours=_hours(rows),
        lines=tuple(sorted(lines, key=lambda line: (-(load_of(line.hours, which) or 0.0), line.name))),
        practices=shown,
        hidden=left + len(practices) - len(shown),
    )


def load_of(hours: Hours, which: Which) -> float | None:
    """The part of what can be worked that is billable, or booked in weeks to come."""
    return hours.utilization() if which == "past" else hours.booked


def is_over(load: float | None) -> bool:
    return load is not None and load > OVER


def is_idle(load: float | None) -> bool:
    return load is not None and load < IDLE


def _weeks(log: EventLog, which: Which) -> tuple[date, ...]:
    """Mondays: of the last weeks that are over by the end of the data, or of those that have not begun."""
    last: date = log.database.value(where_facts_are(log.database, "select as_of::date from fact.span"))
    monday = last - timedelta(days=last.weekday())
    steps = range(-PAST_WEEKS, 0) if which == "past" else range(1, WEEKS + 1)
    return tuple(monday + timedelta(weeks=step) for step in steps)


def _grouped(things: Iterable[Thing], key: Callable[[Thing], Any]) -> dict[Any, list[Thing]]:
    found: dict[Any, list[Thing]] = {}
    for each in things:
        found.setdefault(key(each), []).append(each)
    return found


def _hours(rows: Sequence[dict[str, Any]]) -> Hours:
    names = ("capacity", "base", "worked", "billable", "planned")
    return Hours(*(sum(row[name] for row in rows) for name in names))


def _people(by_person: dict[str, list[dict[str, Any]]]) -> list[Line]:
    found = []
    for person, rows in by_person.items():
        weeks = tuple(LineWeek(row["week"], _hours([row]), row["away"]) for row in rows)
        about = " · ".join(filter(None, (rows[0]["role"], rows[0]["practice"], rows[0]["entity"])))
        found.append(Line(rows[0]["person"] or person, about, person, 1, _hours(rows), weeks))
    return found


def _practices_of_entities(rows: Sequence[dict[str, Any]], limit: float) -> tuple[list[Line], int]:
    """Lines of those with enough people, and how many have too few."""
    lines, left = [], 0
    for (practice, entity), of in _grouped(rows, lambda row: (row["practice"], row["entity"])).items():
        people = len({row["object_id"] for row in of})
        if too_few(people, limit):
            left += 1
            continue
        weeks = []
        for week, there in sorted(_grouped(of, lambda row: row["week"]).items()):
            few = too_few(sum(row["capacity"] > 0 for row in there), limit)
            weeks.append(LineWeek(week, None if few else _hours(there), "too few" if few else ""))
        lines.append(Line(practice or "No practice", entity or "", None, people, _hours(of), tuple(weeks)))
    return lines, left


def _practices(by_person: dict[str, list[dict[str, Any]]], loads: dict[str, float | None]) -> list[OfPractice]:
    found = []
    by_practice = _grouped(by_person, lambda person: by_person[person][0]["practice"] or "No practice")
    for practice, people in by_practice.items():
        hours = _hours([row for person in people for row in by_person[person]])
        over, idle = sum(is_over(loads[each]) for each in people), sum(is_idle(loads[each]) for each in people)
        found.append(OfPractice(practice, len(people), hours, over, idle))
    return sorted(found, key=lambda each: each.practice)
