"""One subject, one open finding: where a rule and a model tell the same of a subject, the rule's finding stands and the
model's reasons join it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import RowMapping, select, update

from core.audit.writing import Audited
from models.detector import Reason
from models.findings.finding import ENDED, FindingState
from models.findings.seen import Key, Seen
from models.findings.tables import finding_table
from models.findings.written import as_json, of_json, shapes

TOLD_BY_RULES: Mapping[str, tuple[str, ...]] = {
    "unusual_time": ("time_on_closed_project", "time_outside_assignment"),
    "invoice_exception": ("invoice_disputed",),
}
"""By kind of finding the rules that tell the same of the same subject."""


def joined(
    work: Audited, look: tuple[str, datetime], suspected: Mapping[Key, Seen], known: Mapping[Key, RowMapping]
) -> set[Key]:
    """Have what a look (the detector's name and the moment) suspects join the findings of rules that tell it already;
    returns what joined, which is no finding of its own. A finding of its own that a person has decided on is left."""
    detector, moment = look
    rules = {rule for kind, _, _ in suspected for rule in TOLD_BY_RULES.get(kind, ())}
    if not rules:
        return set()
    table = finding_table.c
    query = select(finding_table).where(table.kind.in_(sorted(rules)), table.detector != detector)
    rows = work.connection.execute(query.order_by(table.number)).mappings()
    of_rules = {(row["kind"], row["subject_type"], row["subject_id"]): row for row in rows}
    found = set()
    for key, one in suspected.items():
        own = known.get(key)
        if own is not None and own["state"] not in (FindingState.OPEN, FindingState.GONE):
            continue
        there = [of_rules[other] for rule in TOLD_BY_RULES.get(key[0], ()) if (other := (rule, *key[1:])) in of_rules]
        if stands := next((row for row in there if row["state"] not in ENDED), None):
            _join(work, stands, one)
            found.add(key)
        elif any(_is_over(row, one, moment) for row in there):
            found.add(key)
    return found


def _join(work: Audited, row: RowMapping, one: Seen) -> None:
    """The model's reasons stand after the rule's; they add nothing to its chance, which is about how long it stands."""
    told = of_json(row["suspicion"])
    texts = {each.text for each in told.reasons}
    more = tuple(Reason(each.text, None, each.evidence) for each in one.suspicion.reasons if each.text not in texts)
    if more:
        values = {
            "suspicion": as_json(replace(told, reasons=told.reasons + more)),
            "named": {**row["named"], **one.named},
        }
        work.connection.execute(update(finding_table).where(finding_table.c.number == row["number"]).values(**values))


def _is_over(row: RowMapping, one: Seen, moment: datetime) -> bool:
    """Whether an action settled the rule's finding and no later data are known, or a person dismissed it with all of
    these reasons before them."""
    if row["state"] == FindingState.SETTLED:
        return bool(moment <= row["settled_at"])
    dismissed = row["state"] == FindingState.DISMISSED
    return dismissed and set(shapes(one.suspicion)) <= set(row["dismissed_for"] or ())
