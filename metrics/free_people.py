"""Who is free in the coming weeks, by role and entity: what people can work, less bookings, less what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.sql import load
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.narrowing import narrowed, where_facts_are
from metrics.standing import too_few
from metrics.stored import group_limit, untold_by

WEEKS = 6
FULL_WEEK_MINUTES = 2_400
"""A full-time equivalent: five days of eight hours."""


@dataclass(frozen=True)
class Free:
    """A role in an entity and a week, by its Monday, in full-time equivalents; `free` below zero is how many lack."""

    role: str
    entity: str | None
    week: date
    people: int
    able: float
    booked: float
    wanted: float

    @property
    def free(self) -> float:
        return self.able - self.booked - self.wanted


@dataclass(frozen=True)
class Role:
    """The coming weeks of one role in one entity."""

    role: str
    entity: str | None
    weeks: tuple[Free, ...]

    @property
    def shortest(self) -> Free:
        """The week in which the most are short."""
        return min(self.weeks, key=lambda week: (week.free, week.week))


def told_roles(log: EventLog, only: Sequence[Only] = ()) -> tuple[tuple[Role, ...], int]:
    """The roles that may be told, and how many more may not: those of too few people, where names are hidden.

    Requests have no practice: where only one is asked for, only roles that somebody in it has are told.
    """
    found = free_people(log, only)
    if any(each.slice == "practice" for each in only):
        found = [role for role in found if any(week.people for week in role.weeks)]
    if log.viewer.may_see_names:
        return tuple(found), 0
    limit = int(group_limit(log.database))
    told = tuple(role for role in found if not any(too_few(week.people, limit) for week in role.weeks))
    return told, len(found) - len(told)


def free_people(log: EventLog, only: Sequence[Only] = (), weeks: int = WEEKS) -> list[Role]:
    """Roles by the week in which they are shortest, the shortest first; none where no system tells of bookings."""
    slices = {"entity", "practice"}
    condition, values = narrowed(log.viewer, only, slices)
    scoped = [each for each in only if each.slice == "entity"]
    asked, more = narrowed(log.viewer, scoped, {"entity"}, "free")
    asked = asked.replace('free."entity"', "coalesce(free.entity, wanted.entity)")
    renamed = {f"w{name}": value for name, value in more.items()}
    for name in sorted(more, reverse=True):
        asked = asked.replace(f"${name}", f"$w{name}")
    statement = load("metrics", "free_people.sql").replace("{narrowed}", condition).replace("{wanted_narrowed}", asked)
    statement = where_facts_are(log.database, statement)
    if untold_by(log, "resource_booked"):
        return []
    rows = log.database.rows(statement, weeks=weeks, **values, **renamed)
    found: dict[tuple[str, str | None], list[Free]] = {}
    for role, entity, week, people, *minutes in rows:
        able, booked, wanted = (float(each) / FULL_WEEK_MINUTES for each in minutes)
        found.setdefault((role, entity), []).append(Free(role, entity, week, people, able, booked, wanted))
    roles = [Role(role, entity, tuple(of)) for (role, entity), of in found.items()]
    return sorted(roles, key=lambda each: (each.shortest.free, each.role, each.entity or ""))
