"""Findings over time, for measuring: when each was first seen, and when it was solved and came back."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, select

from actions.approvals.action import SENT, ActionState
from actions.approvals.tables import action_finding_table, action_table
from core.access import Viewer
from models.findings.finding import FindingState
from models.findings.reading import visible_to
from models.findings.tables import finding_table, sighting_table, verdict_table

SOLVED = {"gone": True, "raised": False, "reopened": False}


@dataclass(frozen=True)
class Life:
    """A finding over time; `turns` are the moments at which it became solved (or came back), in order."""

    number: int
    kind: str
    entity: str | None
    base_money: float | None
    first_seen: datetime
    dismissed: bool
    turns: tuple[tuple[datetime, bool], ...]

    def solved_by(self, moment: datetime) -> bool:
        """Whether it was solved then."""
        place = bisect_right(self.turns, moment, key=lambda turn: turn[0])
        return place > 0 and self.turns[place - 1][1]

    @property
    def solved_now(self) -> bool:
        """Whether it is solved by all that is known, also where that came after the data."""
        return bool(self.turns) and self.turns[-1][1]

    def solved_after(self, start: datetime) -> datetime | None:
        """When it was next solved after a moment."""
        return next((at for at, solved in self.turns if solved and at >= start), None)


@dataclass(frozen=True)
class Taken:
    """That a policy took a finding at a moment: it proposed to act on it, or held it out by lot."""

    policy: str
    finding: int
    start: datetime
    posted: datetime | None
    state: ActionState


@dataclass(frozen=True)
class Records:
    """All that is measured on. `until` is the moment of the last look of the detectors."""

    lives: dict[int, Life]
    taken: tuple[Taken, ...]
    until: datetime


def records(connection: Connection, viewer: Viewer, last_look: datetime | None) -> Records | None:
    """What there is to measure on, of what the viewer may see; None before the first finding.

    Moments are those of the data: where the data end before a decision, as in a demonstration, a decision counts from
    the moment of the data that was seen when it was proposed.
    """
    sightings = list(connection.execute(select(sighting_table).order_by(sighting_table.c.at, sighting_table.c.id)))
    if not sightings:
        return None
    until = max([row.at for row in sightings] + ([last_look] if last_look else []))
    taken = _taken(connection, until)
    lives = _lives(connection, viewer, sightings, taken)
    return Records(lives, tuple(each for each in taken if each.finding in lives), until)


def _taken(connection: Connection, until: datetime) -> tuple[Taken, ...]:
    action, part = action_table.c, action_finding_table.c
    query = (
        select(action.policy, action.state, action.proposed_at, action.decided_at, part.finding, part.seen_at)
        .join_from(action_table, action_finding_table)
        .order_by(action.number)
    )
    found: dict[tuple[str, int], Taken] = {}
    for row in connection.execute(query):
        state = ActionState(row.state)
        start = row.proposed_at if row.proposed_at <= until else row.seen_at
        posted = start + (row.decided_at - row.proposed_at) if state in SENT else None
        # a finding counts once for a policy, from the first time
        found.setdefault((row.policy, row.finding), Taken(row.policy, row.finding, start, posted, state))
    return tuple(found.values())


def _lives(
    connection: Connection, viewer: Viewer, sightings: list[Row[tuple[object, ...]]], taken: tuple[Taken, ...]
) -> dict[int, Life]:
    until = max(row.at for row in sightings)
    turns: dict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    for row in sightings:
        if row.act in SOLVED:
            turns[row.finding].append((row.at, SOLVED[row.act]))
    started = {each.finding: each.posted or each.start for each in taken}
    verdict = verdict_table.c
    settled = select(verdict.finding, verdict.at).where(verdict.verdict == "settle", verdict.undone.is_(False))
    for number, at in connection.execute(settled):
        # a moment after what caused it, where the clock is ahead of the data
        turns[number].append((at if at <= until else started.get(number, until) + timedelta(seconds=1), True))
    finding = finding_table.c
    rows = connection.execute(
        select(
            finding.number, finding.kind, finding.entity, finding.base_money, finding.first_seen, finding.state
        ).where(visible_to(viewer))
    )
    return {
        row.number: Life(
            row.number, row.kind, row.entity, row.base_money, row.first_seen, row.state == FindingState.DISMISSED,
            tuple(sorted(turns[row.number])),
        )
        for row in rows
    }  # fmt: skip
