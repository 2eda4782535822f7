"""A role of an entity that will be short of people in the coming weeks: bookings, requests and opportunities against
who can work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.detector import Declaration, Learned, Measured, Peers, Place, Reason, Suggestion, Suspicion
from models.staffing.double_booked import suspicions
from models.staffing.draws import PARTS, Outlook, chances, outlook
from models.staffing.load import Cell, Floats, grids, has_staffing, monday_of
from models.staffing.pipeline import WEEKS, Prospect, starts
from models.staffing.requests import Request
from models.staffing.shortage import (
    SIZE,
    Known,
    Lessons,
    held_against,
    learned_shortage,
    lessons,
    read_known,
    usual_of,
)  # fmt: skip

HOURS = 40
FEWEST = 100
BANDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
LEAD = 2
"""Weeks ahead at which it is measured."""
NAMED = 3
LEAST_PEOPLE = 0.05
"""What opportunities may need is told from so many full-time people on."""


@dataclass(frozen=True)
class Role:
    """What is known of a role in an entity beside its load; money is for an hour billed."""

    practice: str | None
    rate: float | None
    currency: str | None


@dataclass(frozen=True)
class View:
    """All that one moment's suspicions are made of; `chance` is cells by weeks, `ways` the same told of fewer parts."""

    moment: datetime
    taught: Lessons
    known: Known
    outlook: Outlook
    chance: Floats
    ways: tuple[Floats, ...]
    roles: dict[Cell, Role]

    def week(self, number: int) -> datetime:
        return monday_of(self.moment) + timedelta(weeks=number + 1)


class RoleShortage:
    """Tells where demand will be above supply by half a person or more."""

    declaration = Declaration(
        name="role_shortage",
        kind="role_shortage",
        title="Role shortage ahead",
        question="Which roles will be short of people in the coming eight weeks, and for what?",
        owner_role="resource_manager",
        version=1,
        method=(
            "By role, entity and week: bookings, requests that nobody is booked for and opportunities, against who can "
            "work less holidays, usual leave and leaving. Each open request and each opportunity is drawn 400 times "
            "with the chance that past ones at its step had; what else changes is a normal noise fitted on the past. "
            "Short is half a full-time person or more; what was given up with nobody found counts as short. A person "
            "who is booked for more than a full week is told of apart, with how often that was not mended in time."
        ),
        limits=(
            "Leave that is told for days to come is not used: the log does not say when it was told, so the usual "
            "leave of the week stands for it. Opportunities without past ones in their practice need the team of any."
        ),
        needs=("resource_booked",),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        return (learned_shortage(log, read_known(log), until) if has_staffing(log) else None) or {}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """One a role and entity that is likely short in some week: of that week in which it is the likeliest. Beside
        them one a person who is booked for more than a full week: nobody else does those hours either."""
        if not learned:
            return []
        view = _view(log, learned, moment)
        worst = view.chance.argmax(axis=1) if view.chance.size else np.zeros(0, np.int64)
        found = [
            _suspicion(view, row, int(week))
            for row, week in enumerate(worst)
            if view.chance[row, week] >= view.taught.threshold
        ]
        found += suspicions(log, view.taught.stays, moment)
        return sorted(found, key=lambda each: (-each.score, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        told = held_against(log, read_known(log), learned, since, until) if learned else None
        two = told.ahead == LEAD if told else np.zeros(0, bool)
        if told is None or two.sum() < FEWEST:
            return None
        chance, came, usual = told.chance[two], told.came[two], told.usual[two]
        return Measured(
            "Brier score of a shortage two weeks ahead", float(((chance - came) ** 2).mean()),
            float(((usual - came) ** 2).mean()), "how often the role was short before", False, int(two.sum()),
            since, until, _calibrated(chance, came),
        )  # fmt: skip


def _view(log: EventLog, learned: Learned, moment: datetime) -> View:
    known, taught = read_known(log), lessons(learned)
    (grid,) = grids(log, [moment], 1, WEEKS)
    seen = outlook(grid, known.asked, known.coming, taught.ahead, moment)
    ways = tuple(chances(seen, SIZE, taught.noise, PARTS[:count]) for count in range(len(PARTS) + 1))
    statement = where_facts_are(log.database, load("models.staffing", "roles.sql"))
    roles = {Cell(role, entity): Role(*rest) for role, entity, *rest in log.database.rows(statement, moment=moment)}
    return View(moment, taught, known, seen, ways[-1], ways, roles)


def _suspicion(view: View, row: int, week: int) -> Suspicion:
    cell, chance = view.outlook.cells[row], float(view.chance[row, week])
    role, place = cell.role, _entity(cell.entity)
    gap = view.outlook.gap[:, row, :]
    short = gap[:, week] >= SIZE
    those = gap[short] if short.any() else gap
    people = float(np.maximum(those[:, week], SIZE).mean())
    able = float(view.outlook.able[row, week])
    hours = float(np.maximum(those, 0).sum(axis=1).mean()) * HOURS
    about = view.roles.get(cell) or _anywhere(view, cell)
    asked = _evidence_of_requests(view, cell, week)
    monday = view.week(week)
    return Suspicion(
        subject_type="role",
        subject_id=f"{cell.entity}/{role}",
        score=chance * hours / HOURS,
        chance=chance,
        usual=usual_of(view.taught.usual, cell),
        title=f"{role} in {place}: {people:.1f} people short in the week of {_day(monday)}",
        summary=(
            f"In the week of {_day(monday)}, {able:.1f} full-time people of the role can work and {able + people:.1f} "
            f"are needed if it comes as is likely. Over the coming {WEEKS} weeks {hours:,.0f} hours are short."
        ),
        since=max((each.asked_at for each in asked), default=view.moment),
        reasons=_reasons(view, row, week, asked),
        suggestion=Suggestion("secure_staff", _what_to_do(view, row, week, people)),
        place=Place(entity=cell.entity, practice=about.practice),
        money=None if about.rate is None else round(hours * about.rate, 2),
        currency=None if about.rate is None else about.currency,
        peers=_peers(view, row, week),
    )


def _reasons(view: View, row: int, week: int, asked: Sequence[Request]) -> tuple[Reason, ...]:
    """From the role's usual chance to the one told, part by part of what is wanted."""
    cell, seen = view.outlook.cells[row], view.outlook
    told = [usual_of(view.taught.usual, cell), *(float(way[row, week]) for way in view.ways)]
    points = [after - before for before, after in pairwise(told)]
    given_up, still = seen.given_up[row, week], float(seen.open[:, row, week].mean())
    coming, deals = float(seen.pipeline[:, row, week].mean()), _deals(view, cell, week)
    named = ", ".join(f"{each.name or each.id} ({chance:.0%})" for each, chance, _ in deals[:NAMED])
    lost = [each for each in asked if each.withdrawn_at is not None and each.withdrawn_at <= view.moment]
    reasons = (
        Reason(
            f"{seen.booked[row, week]:.1f} of the {seen.able[row, week]:.1f} full-time people who can work that week, "
            "after usual leave and leaving, are booked", points[0],
        ),
        Reason(
            f"{given_up:.1f} were asked for and given up with nobody found", points[1], tuple(each.id for each in lost)
        ),
        Reason(
            f"{still:.1f} are asked for with nobody booked and likely to fall to the role", points[2],
            tuple(each.id for each in asked if each not in lost),
        ),
        Reason(
            f"Opportunities on their way may need {coming:.1f} by then: {named}", points[3],
            tuple(each.id for each, _, _ in deals[:NAMED]),
        ),
    )  # fmt: skip
    kept = (True, bool(lost), len(asked) > len(lost), coming >= LEAST_PEOPLE)
    return _without_small(reasons, kept)


def _without_small(reasons: Sequence[Reason], kept: Sequence[bool]) -> tuple[Reason, ...]:
    """Those kept; the little that the others add goes to the first, so that all still add up."""
    first = reasons[0]
    little = sum(reason.points or 0.0 for reason, keep in zip(reasons, kept, strict=True) if not keep)
    first = Reason(first.text, (first.points or 0.0) + little, first.evidence)
    return (first, *(reason for reason, keep in zip(reasons[1:], kept[1:], strict=True) if keep))


def _evidence_of_requests(view: View, cell: Cell, week: int) -> list[Request]:
    """Requests that make the role short that week: still open, or given up with the work not cancelled."""
    day = view.week(week).date()
    return [
        each
        for each in view.known.asked
        if each.cell == cell and each.asked_at <= view.moment and each.first_week <= day <= each.last_week
        and each.covered(view.moment) < 1 and (each.cancelled_at is None or each.cancelled_at > view.moment)
    ]  # fmt: skip


def _deals(view: View, cell: Cell, week: int) -> list[tuple[Prospect, float, float]]:
    """Opportunities that may need the role by then, with their chance and what they need of it, the most first."""
    ahead = view.taught.ahead
    found = []
    for each in view.known.coming:
        stands = each.stands(view.moment)
        teams = ahead.teams.get(each.practice or "") or ahead.teams.get("", ())
        if each.entity != cell.entity or stands is None or not teams:
            continue
        chance = float(starts(ahead.starts, stands)[: week + 2].sum())
        needed = chance * sum(team.get(cell.role, 0.0) for team in teams) / len(teams)
        if needed > 0:
            found.append((each, chance, needed))
    return sorted(found, key=lambda one: (-one[2], one[0].id))


def _what_to_do(view: View, row: int, week: int, people: float) -> str:
    cell = view.outlook.cells[row]
    gap = view.outlook.gap.mean(axis=0)
    free = [
        f"{_entity(other.entity)} has {-gap[n, week]:.1f} free"
        for n, other in enumerate(view.outlook.cells)
        if other.role == cell.role and n != row and gap[n, week] <= -SIZE
    ]
    where = "; ".join(free) if free else "no other entity has the role free, so ask subcontractors or move a start"
    return f"Secure {people:.1f} {cell.role} for {_entity(cell.entity)} from {_day(view.week(week))}: {where}"


def _peers(view: View, row: int, week: int) -> Peers:
    cell, gap = view.outlook.cells[row], view.outlook.gap.mean(axis=0)
    others = tuple(
        float(gap[n, week]) for n, other in enumerate(view.outlook.cells) if other.entity == cell.entity and n != row
    )
    return Peers(
        f"Other roles of {_entity(cell.entity)} that week", "full-time people short", others, float(gap[row, week])
    )


def _anywhere(view: View, cell: Cell) -> Role:
    """A role that nobody has in the entity: its practice elsewhere; what it earns there says nothing of here."""
    practices = sorted(
        {role.practice for other, role in view.roles.items() if other.role == cell.role and role.practice}
    )
    return Role(practices[0] if len(practices) == 1 else None, None, None)


def _calibrated(chance: Floats, came: Floats) -> tuple[tuple[float, float, int], ...]:
    bands = [(chance >= low) & (chance < high) for low, high in pairwise(BANDS)]
    return tuple(
        (float(chance[band].mean()), float(came[band].mean()), int(band.sum())) for band in bands if band.any()
    )


def _entity(slug: str) -> str:
    return slug.replace("_", " ").title()


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B}"


DETECTOR = RoleShortage()
