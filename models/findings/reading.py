"""Reading findings: those that a viewer may see, with names of people only where they may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from core.access import Viewer
from core.errors import NotFound, WrongUse
from core.state import State
from models.findings.finding import Finding, FindingState
from models.findings.tables import finding_table, sighting_table, verdict_table
from models.findings.words import known_kind
from models.findings.written import finding_of

TO_REVIEW = (FindingState.OPEN,)
JUDGED = ("confirm", "dismiss", "snooze")
DECIDED = (FindingState.CONFIRMED, FindingState.DISMISSED, FindingState.SETTLED)


@dataclass(frozen=True)
class Wanted:
    """Which findings; what is empty limits nothing."""

    states: Sequence[FindingState] = ()
    kinds: Sequence[str] = ()
    detectors: Sequence[str] = ()
    entities: Sequence[str] = ()
    owner_roles: Sequence[str] = ()


ANY = "any"


def wanted(state: State, name: str = ANY, kind: str | None = None) -> Wanted:
    """What a person asks for by names: a state or any, and a kind of which findings can be, or are from a rule that is
    no more."""
    chosen = wanted_state(name)
    if kind is None:
        return chosen
    with state.reading() as connection:
        seen = connection.scalars(select(finding_table.c.kind).distinct()).all()
    return replace(chosen, kinds=(known_kind(kind, state.workspace, seen),))


def wanted_state(name: str) -> Wanted:
    """A state by its name, or any."""
    known = [each.value for each in FindingState]
    if name not in (*known, ANY):
        raise WrongUse(f'No finding is "{name}". Choose {", ".join(known)}, or {ANY}.')
    return Wanted(() if name == ANY else (FindingState(name),))


@dataclass(frozen=True)
class Sighting:
    """A change that a detector saw in a finding: raised, seen (another chance or money), reopened, awake, gone."""

    at: datetime
    generation: int
    act: str
    chance: float
    base_money: float | None


@dataclass(frozen=True)
class Told:
    """A verdict as it was given."""

    id: int
    finding: int
    at: datetime
    who: str
    verdict: str
    reason: str | None
    until: datetime | None
    assignee: str | None
    undone: bool
    kind: str
    detector: str
    chance: float
    base_money: float | None
    audited: bool
    by_lot: bool


def findings(state: State, viewer: Viewer, wanted: Wanted | None = None) -> list[Finding]:
    """The findings that meet a question, those with most expected money first."""
    with state.reading() as connection:
        return findings_in(connection, viewer, wanted)


def findings_in(connection: Connection, viewer: Viewer, wanted: Wanted | None = None) -> list[Finding]:
    """The same, in a transaction that the caller holds."""
    asked = wanted or Wanted()
    table = finding_table.c
    limits = {
        table.state: asked.states,
        table.kind: asked.kinds,
        table.detector: asked.detectors,
        table.entity: asked.entities,
        table.owner_role: asked.owner_roles,
    }
    narrowed = [column.in_(list(values)) for column, values in limits.items() if values]
    order = (table.expected.is_(None), table.expected.desc(), table.chance.desc(), table.number)
    query = select(finding_table).where(visible_to(viewer), *narrowed).order_by(*order)
    return [finding_of(row, viewer.may_see_names) for row in connection.execute(query).mappings()]


def how_many(state: State, viewer: Viewer, state_of: FindingState) -> int:
    """How many findings of a state a viewer may see."""
    counted = select(func.count()).select_from(finding_table)
    with state.reading() as connection:
        return connection.scalar(counted.where(finding_table.c.state == state_of, visible_to(viewer))) or 0


def finding(state: State, viewer: Viewer, number: int) -> Finding:
    """One of them. NotFound, in the same words, where there is none and where the viewer may not see it."""
    with state.reading() as connection:
        return finding_in(connection, viewer, number)


def finding_in(connection: Connection, viewer: Viewer, number: int) -> Finding:
    """The same, in a transaction that the caller holds."""
    query = select(finding_table).where(finding_table.c.number == number, visible_to(viewer))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no finding F-{number} that you may see. `tracework findings` lists those there are.")
    return finding_of(row, viewer.may_see_names)


def titles(state: State, viewer: Viewer, numbers: Collection[int]) -> dict[int, str]:
    """What those of these findings that a viewer may see say, by number."""
    query = select(finding_table).where(finding_table.c.number.in_(sorted(set(numbers))), visible_to(viewer))
    with state.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return {row["number"]: finding_of(row, viewer.may_see_names).suspicion.title for row in rows}


def sightings(state: State, number: int) -> list[Sighting]:
    """What was seen of a finding over time, the first first."""
    table = sighting_table.c
    query = select(table.at, table.generation, table.act, table.chance, table.base_money)
    with state.reading() as connection:
        rows = connection.execute(query.where(table.finding == number).order_by(table.at, table.id))
        return [Sighting(*row) for row in rows]


def verdicts_on(state: State, numbers: Sequence[int] = ()) -> list[Told]:
    """The verdicts on these findings, or on all, the first first."""
    table = verdict_table.c
    columns = [table[name] for name in Told.__dataclass_fields__]
    query = select(*columns).order_by(table.at, table.id)
    if numbers:
        query = query.where(table.finding.in_(list(numbers)))
    with state.reading() as connection:
        return [Told(*row) for row in connection.execute(query)]


def judgements(state: State) -> list[Told]:
    """Each finding's last verdict that says whether it was right, the first judged first."""
    last: dict[int, Told] = {}
    for told in verdicts_on(state):
        if told.verdict in ("confirm", "dismiss") and not told.undone:
            last.pop(told.finding, None)
            last[told.finding] = told
    return list(last.values())


def judged_today(state: State, who: str, now: datetime) -> int:
    """On how many findings somebody has given a verdict since midnight, by universal time: so much of a reviewer's day
    is used up. Assigning one and taking a verdict back are none."""
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    table = verdict_table.c
    theirs = (table.who == who) & (table.at >= since) & table.undone.is_(False) & table.verdict.in_(JUDGED)
    with state.reading() as connection:
        return connection.scalar(select(func.count(table.finding.distinct())).where(theirs)) or 0


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The rows of `finding` that a viewer may see. What is nobody's known place is for who sees all."""
    return and_(True, *(finding_table.c[slice].in_(sorted(names)) for slice, names in viewer.scopes.items()))
