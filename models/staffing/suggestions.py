"""Who could fill a request for people: everybody who fits, by weights that are stated, with the reason for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from core.access import Viewer
from core.errors import NotAllowed, NotFound
from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import narrowed, where_facts_are
from models.staffing.requests import Request, requests

WEIGHTS = {"skill": 0.25, "time": 0.3, "grade": 0.15, "place": 0.15, "margin": 0.1, "balance": 0.05}
FAIRNESS = (
    "Weighed are skill, free time, grade, place, what is earned by the hour, and how little somebody is booked "
    "already, so that work is spread; the weights are the same for all. Names, gender, age, origin, leave of the past "
    "and who was chosen before are not used."
)
LEAST_TIME = 0.25
"""Who has time for less than this part of the work is not suggested."""
RUNG = 0.4
"""What each grade away takes."""
BEST_MARGIN = 0.6
FIRST = 3
HOUR = 60
CENTS = 100


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be booked. `need`, `can`, `able` and `booked` are minutes of the request's coming weeks, cost
    and rate those of an hour in hundredths of its currency."""

    id: str
    name: str | None
    role: str
    grade: str | None
    skills: str | None
    entity: str
    region: str | None
    is_subcontractor: bool
    same_role: bool
    same_practice: bool
    has_skill: bool
    rungs: int | None
    same_entity: bool
    same_region: bool
    need: float
    can: float
    able: float
    booked: float
    cost: float | None
    rate: float | None

    @property
    def parts(self) -> dict[str, float]:
        """How good each of what is weighed is, from 0 to 1."""
        margin = 1 - self.cost / self.rate if self.rate and self.cost is not None else 0.0
        return {
            "skill": 1.0 if self.has_skill else 0.6 if self.same_role else 0.2,
            "time": min(self.can / self.need, 1.0) if self.need else 0.0,
            "grade": max(1 - RUNG * (1 if self.rungs is None else self.rungs), 0.0),
            "place": 1.0 if self.same_entity else 0.7 if self.same_region else 0.3,
            "margin": min(max(margin / BEST_MARGIN, 0.0), 1.0),
            "balance": 1 - min(self.booked / self.able, 1.0) if self.able else 0.0,
        }

    @property
    def score(self) -> float:
        return sum(WEIGHTS[name] * part for name, part in self.parts.items())


def who_could(log: EventLog, request: str, moment: datetime | None = None) -> list[Candidate]:
    """The best first, as far as the log tells now, or told at a moment, of the people whom its viewer may see.

    NotAllowed for who sees no names: each line is about a person. Leave told for days to come is counted only now: of a
    moment in the past the log does not say what was told by then.
    """
    if not log.viewer.may_see_names:
        raise NotAllowed(
            "Who could fill a request is told person by person, and your role sees no names. Ask a resource manager."
        )
    known = next((each for each in requests(log) if each.id == request and _is_seen(each, log.viewer)), None)
    if known is None:
        raise NotFound(
            f"There is no request {request!r} for people that you may see. Ask for one by its id in the log."
        )
    now: datetime = log.database.value(where_facts_are(log.database, "select as_of from fact.span"))
    return candidates(log, [(known, moment or now)], told_leave=moment is None)[0]


def candidates(
    log: EventLog, asked: Sequence[tuple[Request, datetime]], told_leave: bool = False
) -> list[list[Candidate]]:
    """For each request and moment those who had time for a part of it, the best first."""
    if not asked:
        return []
    condition, values = narrowed(log.viewer, (), {"entity", "practice"}, "described")
    statement = where_facts_are(log.database, load("models.staffing", "candidates.sql"))
    ids, moments = [each.id for each, _ in asked], [at for _, at in asked]
    rows = log.database.rows(
        statement.replace("{narrowed}", condition), requests=ids, moments=moments, told_leave=told_leave, **values
    )
    found = {key: [Candidate(*row[2:]) for row in group] for key, group in groupby(rows, key=lambda row: row[:2])}
    return [_best(found.get((each.id, at), [])) for each, at in asked]


def as_json(candidate: Candidate) -> dict[str, Any]:
    """One of them as the API tells it: by what they are weighed, and not what they cost."""
    return {
        "id": candidate.id, "name": candidate.name, "role": candidate.role, "grade": candidate.grade,
        "entity": candidate.entity, "score": round(candidate.score, 4),
        "parts": {name: round(part, 4) for name, part in candidate.parts.items()}, "why": why(candidate),
    }  # fmt: skip


def why(candidate: Candidate) -> str:
    """What speaks for and against somebody, without their name; what they cost is told roughly only."""
    return ", ".join(_words(candidate))


def _is_seen(request: Request, viewer: Viewer) -> bool:
    places = {
        "entity": request.cell.entity, "practice": request.practice, "client": request.client,
        "project": request.project,
    }  # fmt: skip
    return all(places[name] in allowed for name, allowed in viewer.scopes.items())


def _words(each: Candidate) -> Iterator[str]:
    grade = {0: "the grade asked for", 1: "one grade away"}.get(each.rungs or 0, f"{each.rungs} grades away")
    kind = "subcontractor, " if each.is_subcontractor else ""
    yield f"{kind}{each.grade or 'no grade'} {each.role} in {each.entity.replace('_', ' ').title()}"
    yield "has the skill" if each.has_skill else "has the role, not the skill" if each.same_role else "of the practice"
    yield grade if each.rungs is not None else "grade not known"
    yield f"free for {min(each.can / each.need, 1):.0%} of {each.need / HOUR:,.0f} h" if each.need else "no weeks left"
    yield f"{min(each.booked / each.able, 9.99):.0%} booked already" if each.able else "away in these weeks"
    if each.rate and each.cost is not None:
        yield f"about {round(1 - each.cost / each.rate, 1):.0%} of an hour's price is margin"


def _best(them: list[Candidate]) -> list[Candidate]:
    fit = [each for each in them if each.parts["time"] >= LEAST_TIME]
    return sorted(fit, key=lambda each: (-round(each.score, 9), each.id))
