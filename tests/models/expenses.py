"""Expense reports of a tiny log, written by hand."""

from __future__ import annotations

from tests.metrics.people import PERSON
from tests.metrics.tiny_log import TinyLog

PLAIN = {"category": "Meals", "merchant": "The Anchor", "currency": "GBP", "receipt": True}


def add_report(log: TinyLog, name: str, submitted_at: str, *lines: dict[str, object], person: str = PERSON) -> str:
    """A report that was handed in then, with these lines; what a line does not say is as in `PLAIN`."""
    report = log.thing("expense_report", f"concur:{name}", submitted_at, entity="london", currency="GBP")
    log.link(report, "of", person)
    log.event("expense_report_created", submitted_at, report)
    log.event("expense_submitted", submitted_at, report)
    for number, said in enumerate(lines):
        line = log.thing("expense_line", f"{report}/{number}", **(PLAIN | {"spent_on": submitted_at[:10]} | said))
        log.link(line, "of", report)
    return report
