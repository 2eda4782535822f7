"""Taking in what a detector suspects: one finding for a subject and a kind, however often it is seen again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, insert, or_, select, update

from core.audit.writing import Audited, audited
from core.state import State
from models.detector import Declaration, Suspicion
from models.findings.finding import ENDED, FindingState
from models.findings.joining import joined
from models.findings.lot import lot
from models.findings.seen import Key, Seen
from models.findings.tables import finding_table, sighting_table
from models.findings.written import as_json, shapes


@dataclass(frozen=True)
class Look:
    """One look of a detector at a generation: at which moment of the data, and what it takes to be raised.

    `least` is the chance by kind below which people dismissed nearly all; `audit_share` of all subjects are put before
    a person whatever their chance, chosen by `seed`.
    """

    declaration: Declaration
    generation: int
    moment: datetime
    least: Mapping[str, float] = field(default_factory=dict)
    audit_share: float = 0.05
    seed: int = 1

    @property
    def who(self) -> str:
        """How the audit names the model."""
        return f"model {self.declaration.name}, version {self.declaration.version}"

    @property
    def at(self) -> datetime:
        return self.moment.replace(tzinfo=UTC) if self.moment.tzinfo is None else self.moment


@dataclass(frozen=True)
class Raised:
    """How many findings a look raised, saw again, found gone, and opened again."""

    new: int = 0
    again: int = 0
    gone: int = 0
    reopened: int = 0


def raise_findings(state: State, look: Look, seen: Sequence[Seen]) -> Raised:
    """Take in all that a detector suspects now, in one transaction. What it no longer suspects is gone; what a rule
    tells already joins the rule's finding."""
    suspected = {_key(look, one.suspicion): one for one in sorted(seen, key=lambda one: one.suspicion.score)}
    acts: list[str] = []
    with audited(state, look.who) as work:
        known = _known(work, look, suspected)
        for key in joined(work, (look.declaration.name, look.at), suspected, known):
            del suspected[key]
        for key, one in suspected.items():
            row = known.get(key)
            if row is None:
                acts += _raise(work, look, key, one)
            elif row["detector"] == look.declaration.name or row["state"] == FindingState.GONE:
                acts.append(_see_again(work, look, row, one))
        for key, row in known.items():
            if key not in suspected and row["detector"] == look.declaration.name and row["state"] not in ENDED:
                _lose(work, look, row)
                acts.append("gone")
    return Raised(*(acts.count(act) for act in ("raised", "seen", "gone", "reopened")))


def is_audited(look: Look, key: Key) -> bool:
    """Whether a subject is among those put before a person at random: told by its name alone, so not by any score."""
    return lot(look.seed, key) < look.audit_share


def _key(look: Look, suspicion: Suspicion) -> Key:
    return (suspicion.kind or look.declaration.kind, suspicion.subject_type, suspicion.subject_id)


def _known(work: Audited, look: Look, suspected: Mapping[Key, Seen]) -> dict[Key, RowMapping]:
    kinds = sorted({kind for kind, _, _ in suspected})
    table = finding_table.c
    wanted = select(finding_table).where(or_(table.detector == look.declaration.name, table.kind.in_(kinds)))
    rows = work.connection.execute(wanted.order_by(table.number)).mappings()
    return {(row["kind"], row["subject_type"], row["subject_id"]): row for row in rows}


def _raise(work: Audited, look: Look, key: Key, one: Seen) -> list[str]:
    at_random = is_audited(look, key)
    if one.suspicion.chance < look.least.get(key[0], 0.0) and not at_random:
        return []
    values = {
        **_told(look, one),
        **dict(zip(("kind", "subject_type", "subject_id"), key, strict=True)),
        "state": FindingState.OPEN,
        "first_seen": look.at,
        "audited": at_random,
    }
    number = work.connection.execute(
        insert(finding_table).values(**values).returning(finding_table.c.number)
    ).scalar_one()
    _note(work, look, number, "raised", one)
    work.tell("finding raised", ("finding", f"F-{number}"), None, _audit(values, one))
    return ["raised"]


def _see_again(work: Audited, look: Look, row: RowMapping, one: Seen) -> str:
    values: dict[str, Any] = _told(look, one)
    act = "seen"
    if _comes_back(row, look, one):
        act = "reopened"
        values |= {"state": FindingState.OPEN, "dismissed_for": None, "settled_at": None, "snoozed_until": None}
    elif row["state"] == FindingState.SNOOZED and row["snoozed_until"] <= look.at:
        act = "awake"
        values |= {"state": FindingState.OPEN, "snoozed_until": None}
    work.connection.execute(update(finding_table).where(finding_table.c.number == row["number"]).values(**values))
    if act != "seen" or (row["chance"], row["base_money"]) != (one.suspicion.chance, one.base_money):
        _note(work, look, row["number"], act, one)
    if act != "seen":
        told = {"reopened": "finding reopened", "awake": "snooze ended"}[act]
        work.tell(told, ("finding", f"F-{row['number']}"), {"state": row["state"]}, _audit(values, one))
    return act


def _comes_back(row: RowMapping, look: Look, one: Seen) -> bool:
    """Whether one that had ended is a finding again: gone and seen anew, settled and still so in later data, or
    dismissed and now suspected for a reason that was not there."""
    if row["state"] == FindingState.GONE:
        return True
    if row["state"] == FindingState.SETTLED:
        return bool(look.at > row["settled_at"])
    if row["state"] == FindingState.DISMISSED:
        return bool(set(shapes(one.suspicion)) - set(row["dismissed_for"] or ()))
    return False


def _lose(work: Audited, look: Look, row: RowMapping) -> None:
    values = {"state": FindingState.GONE, "generation": look.generation, "snoozed_until": None}
    work.connection.execute(update(finding_table).where(finding_table.c.number == row["number"]).values(**values))
    sighting = {"chance": row["chance"], "base_money": row["base_money"], "act": "gone"}
    work.connection.execute(
        insert(sighting_table).values(finding=row["number"], at=look.at, generation=look.generation, **sighting)
    )
    work.tell("finding gone", ("finding", f"F-{row['number']}"), {"state": row["state"]}, {"state": "gone"})


def _told(look: Look, one: Seen) -> dict[str, Any]:
    """What each look says anew of a finding."""
    suspicion, place = one.suspicion, one.suspicion.place
    return {
        "detector": look.declaration.name,
        "version": look.declaration.version,
        "owner_role": suspicion.owner_role or look.declaration.owner_role,
        "entity": place.entity,
        "practice": place.practice,
        "client": place.client,
        "project": place.project,
        "suspicion": as_json(suspicion),
        "named": dict(one.named),
        "chance": suspicion.chance,
        "base_money": one.base_money,
        "expected": None if one.base_money is None else one.base_money * suspicion.chance,
        "last_seen": look.at,
        "generation": look.generation,
    }


def _note(work: Audited, look: Look, number: int, act: str, one: Seen) -> None:
    told = {"chance": one.suspicion.chance, "base_money": one.base_money, "act": act}
    work.connection.execute(
        insert(sighting_table).values(finding=number, at=look.at, generation=look.generation, **told)
    )


def _audit(values: Mapping[str, Any], one: Seen) -> dict[str, Any]:
    subject = [one.suspicion.subject_type, one.suspicion.subject_id]
    chance, money = round(one.suspicion.chance, 4), one.base_money
    return {"subject": subject, "chance": chance, "base_money": money, "generation": values["generation"]}
