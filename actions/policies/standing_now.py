"""How the policies stand: how many subjects are in which phase, what waits and why, and conflicts."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from actions.policies.tables import conflict_table, standing_table
from core.access import Viewer
from models.findings.reading import visible_to
from models.findings.tables import finding_table


@dataclass(frozen=True)
class Held:
    """A finding that is due and has not gone yet, with the reason."""

    policy: str
    finding: int
    subject_id: str
    why: str
    until: datetime | None


@dataclass(frozen=True)
class ConflictSeen:
    """Two policies that would have acted on one subject: the winner did."""

    winner: str
    loser: str
    finding: int
    subject_id: str
    why: str
    first_at: datetime
    last_at: datetime


def phases(connection: Connection) -> dict[str, Counter[str]]:
    """By policy, how many subjects are pending, active, recovering."""
    found: dict[str, Counter[str]] = {}
    for policy, phase in connection.execute(select(standing_table.c.policy, standing_table.c.phase)):
        found.setdefault(policy, Counter())[phase] += 1
    return found


def held(connection: Connection, viewer: Viewer, most: int = 200) -> list[Held]:
    """What waits at the last look, of what the viewer may see."""
    table = standing_table.c
    query = (
        select(table.policy, table.finding, table.subject_id, table.waits_for, table.waits_until)
        .join(finding_table, finding_table.c.number == table.finding)
        .where(table.waits_for.is_not(None), visible_to(viewer))
        .order_by(table.policy, table.finding)
        .limit(most)
    )
    return [Held(*row) for row in connection.execute(query)]


def conflicts(connection: Connection, viewer: Viewer, most: int = 100) -> list[ConflictSeen]:
    """The latest conflicts about what the viewer may see."""
    columns = [conflict_table.c[name] for name in ConflictSeen.__dataclass_fields__]
    query = (
        select(*columns)
        .join(finding_table, finding_table.c.number == conflict_table.c.finding)
        .where(visible_to(viewer))
        .order_by(conflict_table.c.last_at.desc(), conflict_table.c.number.desc())
        .limit(most)
    )
    return [ConflictSeen(**row) for row in connection.execute(query).mappings()]
