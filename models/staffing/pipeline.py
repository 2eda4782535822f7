"""Work on its way: opportunities by how far they are, and when the people for one like it were wanted in the past."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.staffing.load import Floats, monday_of
from models.staffing.requests import Request

STEPS = ("created", "qualified", "proposal", "negotiation", "won", "signed")
WEEKS = 8
AGES = (0, 1, 2, 3, 4, 6, 9)
"""Weeks since the last step, from each of them to the next."""
PRIOR = 5.0
FEW = 5
NOT_SOON = WEEKS + 1
Starts = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Prospect:
    """An opportunity; `reached` has the moments of its steps in their order, None for one that was passed over."""

    number: int
    id: str
    name: str | None
    entity: str
    practice: str | None
    reached: tuple[datetime | None, ...]
    ended_at: datetime | None
    asked_at: datetime | None
    first_week: date | None

    def stands(self, moment: datetime) -> tuple[int, int] | None:
        """Its last step and the weeks since; None before it begins, after it ends, and once people are asked for."""
        steps = [(n, at) for n, at in enumerate(self.reached) if at is not None and at <= moment]
        gone = (at is not None and at <= moment for at in (self.ended_at, self.asked_at))
        if not steps or any(gone):
            return None
        step, at = steps[-1]
        return step, (moment - at).days // 7


def prospects(log: EventLog) -> list[Prospect]:
    """All opportunities, in the order of their ids."""
    statement = where_facts_are(log.database, load("models.staffing", "prospects.sql"))
    return [
        Prospect(number, id_, name, entity, practice, tuple(moments[:6]), *moments[6:])
        for number, id_, name, entity, practice, *moments in log.database.rows(statement)
    ]


def learned_starts(known: Sequence[Prospect], until: datetime) -> dict[str, list[float]]:
    """By step, and by step and age: the share of opportunities for which people were wanted in that many weeks.

    Counted at the end of every past week whose coming weeks are over; the last share is of those not wanted by then.
    """
    counts: dict[str, Floats] = defaultdict(lambda: np.zeros(NOT_SOON + 1))
    if not known:
        return {}
    week = monday_of(min(at for each in known for at in each.reached if at is not None))
    while (week := week + timedelta(days=7)) <= until - timedelta(weeks=WEEKS):
        for each in known:
            if (place := each.stands(week)) is not None:
                ahead = _weeks_ahead(each, week, until)
                counts[_name(*place)][ahead] += 1
                counts[STEPS[place[0]]][ahead] += 1
    return {name: _rounded(_smoothed(counts, name)) for name in sorted(counts)}


def starts(learned: Starts, place: tuple[int, int]) -> Floats:
    """The chances that people are wanted from the week so many weeks ahead, 0 to 8, and that they are not by then."""
    never = [0.0] * NOT_SOON + [1.0]
    return np.array(learned.get(_name(*place)) or learned.get(STEPS[place[0]]) or never)


def learned_teams(
    known: Sequence[Prospect], asked: Sequence[Request], until: datetime
) -> dict[str, list[dict[str, float]]]:
    """By practice (and, under no name, all together): how many people of each role past opportunities came to need."""
    teams: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for request in asked:
        if request.opportunity_no is not None and request.asked_at <= until:
            teams[request.opportunity_no][request.cell.role] += request.people
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for each in known:
        if each.number in teams:
            team = {role: round(people, 4) for role, people in sorted(teams[each.number].items())}
            found[each.practice or ""].append(team)
            if each.practice:
                found[""].append(team)
    return {practice: found[practice] for practice in sorted(found) if len(found[practice]) >= FEW}


def _weeks_ahead(each: Prospect, week: datetime, until: datetime) -> int:
    if each.asked_at is None or each.asked_at > until or each.first_week is None:
        return NOT_SOON
    ahead = (each.first_week - week.date()).days // 7
    return min(max(ahead, 0), NOT_SOON)


def _name(step: int, age: int) -> str:
    return f"{STEPS[step]}, {max(each for each in AGES if each <= max(age, 0))} weeks"


def _smoothed(counts: Mapping[str, Floats], name: str) -> Floats:
    """Shares of a step and age lean to those of the step."""
    step = counts[name.partition(",")[0]]
    prior = step / step.sum() * PRIOR
    shares: Floats = (counts[name] + prior) / (counts[name] + prior).sum()
    return shares


def _rounded(shares: Floats) -> list[float]:
    return [round(float(each), 5) for each in shares]
