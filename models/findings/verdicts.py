"""Verdicts: what people decide on findings. Each is kept with what it changed: to be undone, and to be learnt from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from core.access import Viewer
from core.audit.writing import Audited, audited
from core.errors import NotFound, WrongUse
from core.roles import Act, refuse_unless_allowed
from core.settings import firm_settings
from core.state import State
from models.findings.finding import Finding, FindingState
from models.findings.queue import queue
from models.findings.reading import TO_REVIEW, Wanted, finding_in, findings, visible_to
from models.findings.tables import finding_table, verdict_table
from models.findings.teaching import reranker
from models.findings.written import of_json, shapes


class Verdict(StrEnum):
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    SNOOZE = "snooze"
    ASSIGN = "assign"


DONE = {
    Verdict.CONFIRM: "finding confirmed",
    Verdict.DISMISS: "finding dismissed",
    Verdict.SNOOZE: "finding snoozed",
    Verdict.ASSIGN: "finding assigned",
}
"""How the audit names each."""
JUDGING = (Verdict.CONFIRM, Verdict.DISMISS)
"""Those that say whether a finding was right."""
CHANGED = ("state", "assigned_to", "snoozed_until", "settled_at", "dismissed_for")
"""What a verdict may change, and undoing it brings back."""


@dataclass(frozen=True)
class Decision:
    """A verdict with what it needs: a reason to dismiss, a day to snooze until, somebody to assign to."""

    verdict: Verdict
    reason: str | None = None
    until: datetime | None = None
    assignee: str | None = None

    def __post_init__(self) -> None:
        if self.verdict is Verdict.DISMISS and not (self.reason or "").strip():
            raise WrongUse("A finding is dismissed with a reason: it teaches what to show. Say why.")
        if self.verdict is Verdict.SNOOZE and self.until is None:
            raise WrongUse("A finding is snoozed until a day. Say which, such as 2026-04-20.")
        if self.verdict is Verdict.ASSIGN and not (self.assignee or "").strip():
            raise WrongUse("A finding is assigned to somebody. Say to whom.")

    @property
    def change(self) -> dict[str, Any]:
        if self.verdict is Verdict.ASSIGN:
            return {"assigned_to": self.assignee}
        if self.verdict is Verdict.SNOOZE:
            return {"state": FindingState.SNOOZED, "snoozed_until": self.until, "settled_at": None}
        ended = FindingState.CONFIRMED if self.verdict is Verdict.CONFIRM else FindingState.DISMISSED
        return {"state": ended, "snoozed_until": None, "settled_at": None}


def decide(state: State, viewer: Viewer, who: str, number: int, decision: Decision) -> Finding:
    """Give a verdict on a finding that the viewer may see; `who` is how the audit names them."""
    refuse_unless_allowed(viewer, Act.REVIEW)
    by_lot = decision.verdict in JUDGING and _only_by_lot(state, viewer, number)
    with audited(state, who) as work:
        row = _row(work, viewer, number)
        change = dict(decision.change)
        if decision.verdict is Verdict.DISMISS:
            change["dismissed_for"] = shapes(of_json(row["suspicion"]))
        given = {"reason": decision.reason, "until": decision.until, "assignee": decision.assignee}
        _keep(work, row, decision.verdict, given, by_lot)
        _set(work, number, change)
        told = {name: value for name, value in given.items() if value is not None}
        work.tell(DONE[decision.verdict], ("finding", f"F-{number}"), _told(row), {**_told({**row, **change}), **told})
        return finding_in(work.connection, viewer, number)


def undo(state: State, viewer: Viewer, who: str, number: int) -> Finding:
    """Take back the last verdict on a finding: it is as it was before."""
    refuse_unless_allowed(viewer, Act.REVIEW)
    with audited(state, who) as work:
        row = _row(work, viewer, number)
        table = verdict_table.c
        of_people = (table.finding == number) & table.undone.is_(False) & (table.verdict != "settle")
        last = work.connection.execute(
            select(verdict_table).where(of_people).order_by(table.id.desc()).limit(1)
        ).mappings()
        verdict = last.one_or_none()
        if verdict is None:
            raise NotFound(f"There is no verdict on F-{number} that could be taken back.")
        _refuse_moved_on(row, verdict)
        before = _restored(verdict["before"])
        work.connection.execute(update(verdict_table).where(table.id == verdict["id"]).values(undone=True))
        _set(work, number, before)
        work.tell("verdict undone", ("finding", f"F-{number}"), _told(row), _told({**row, **before}))
        return finding_in(work.connection, viewer, number)


def settle(work: Audited, number: int, words: str) -> None:
    """End a finding because an action's outcome did, in the transaction that takes the outcome in."""
    query = select(finding_table).where(finding_table.c.number == number).with_for_update()
    row = work.connection.execute(query).mappings().one()
    change = {"state": FindingState.SETTLED, "settled_at": datetime.now(UTC), "snoozed_until": None}
    _keep(work, row, "settle", {"reason": words, "until": None, "assignee": None})
    _set(work, number, change)
    work.tell("finding settled", ("finding", f"F-{number}"), _told(row), {"state": "settled", "outcome": words})


def _row(work: Audited, viewer: Viewer, number: int) -> RowMapping:
    query = select(finding_table).where(finding_table.c.number == number, visible_to(viewer))
    # nobody else decides on it meanwhile
    row = work.connection.execute(query.with_for_update()).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no finding F-{number} that you may see. `tracework findings` lists those there are.")
    return row


def _only_by_lot(state: State, viewer: Viewer, number: int) -> bool:
    """Whether the lot alone puts an open finding into this reviewer's day. A day that is partly used up counts as a
    whole one: what stood at its top in the morning did not come by lot in the evening."""
    there = findings(state, viewer, Wanted(TO_REVIEW))
    if not any(each.number == number and each.audited for each in there):
        return False
    return number in queue(there, firm_settings(state.workspace).review, reranker(state)).by_lot


def _keep(work: Audited, row: RowMapping, verdict: str, given: Mapping[str, Any], by_lot: bool = False) -> None:
    same = {name: row[name] for name in ("detector", "version", "kind", "chance", "base_money", "audited")}
    before = {name: _plain(row[name]) for name in CHANGED}
    values = {"finding": row["number"], "at": datetime.now(UTC), "who": work.who, "verdict": verdict, "undone": False,
              "by_lot": by_lot}  # fmt: skip
    work.connection.execute(insert(verdict_table).values(**values, **given, **same, before=before))


def _set(work: Audited, number: int, change: Mapping[str, Any]) -> None:
    work.connection.execute(update(finding_table).where(finding_table.c.number == number).values(**change))


def _refuse_moved_on(row: RowMapping, verdict: RowMapping) -> None:
    """A finding that a detector has changed since stays as it is now."""
    became = {
        "confirm": FindingState.CONFIRMED, "dismiss": FindingState.DISMISSED, "snooze": FindingState.SNOOZED
    }.get(verdict["verdict"], row["state"])  # fmt: skip
    if row["state"] != became:
        raise WrongUse(
            f"F-{row['number']} is {row['state']} by now, so the verdict ({verdict['verdict']}) cannot be taken back. "
            "Give another one."
        )


def _restored(before: Mapping[str, Any]) -> dict[str, Any]:
    moments = ("snoozed_until", "settled_at")
    return {
        name: datetime.fromisoformat(value) if name in moments and value else value for name, value in before.items()
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _told(row: RowMapping | Mapping[str, Any]) -> dict[str, Any]:
    names = ("state", "assigned_to", "snoozed_until")
    return {name: _plain(row[name]) for name in names if row[name] is not None}
