"""Suspicions and looks made by hand, for tests of findings."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.state import State
from models.detector import Declaration, Peers, Place, Reason, Suggestion, Suspicion
from models.findings.raising import Look, Raised, raise_findings
from models.findings.seen import Seen

MONDAY = datetime(2026, 4, 13, 6)
DAY = timedelta(days=1)
DECLARATION = Declaration(
    name="tester", kind="unusual_time", title="Tester", question="?", owner_role="controller", version=3,
    method="none", limits="none",
)  # fmt: skip


def suspicion(
    subject: str = "psa:1",
    chance: float = 0.5,
    *reasons: str,
    entity: str | None = "london",
    money: float | None = 100.0,
) -> Suspicion:
    told = reasons or ("38 h on 1 day, usually 8 h",)
    parts = [Reason(text, (chance - 0.1) / len(told), (subject,)) for text in told]
    return Suspicion(
        subject_type="timesheet", subject_id=subject, score=chance, chance=chance, usual=0.1,
        title=f"{subject} is odd", summary="Anna Ames wrote 38 h.", since=MONDAY - 3 * DAY, reasons=tuple(parts),
        suggestion=Suggestion("ask_for_correction", "Ask Anna Ames"),
        place=Place(entity=entity, practice="Data", client="Acme", project="P-1"), money=money, currency="GBP",
        peers=Peers("others", "h", (8.0, 7.5), 38.0),
    )  # fmt: skip


def look(
    moment: datetime = MONDAY, generation: int = 1, declaration: Declaration = DECLARATION, **more: object
) -> Look:
    return Look(declaration, generation, moment, **{"audit_share": 0.0, **more})


def raised(state: State, *suspicions: Suspicion, at: Look | None = None) -> Raised:
    """Look once; a pound is worth a dollar and a quarter."""
    seen = [Seen(one, None if one.money is None else one.money * 1.25, {"Anna Ames": "Person 1"}) for one in suspicions]
    return raise_findings(state, at or look(), seen)
