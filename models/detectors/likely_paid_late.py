"""Invoices that their client will probably pay late: drafts, and those sent that are not late yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import Any

import numpy as np

from core.counted import many
from eventlog.reading import EventLog
from models.detector import Declaration, Learned, Measured, Peers, Place, Reason, Suggestion, Suspicion
from models.invoices.chance import Design, Taught, design, learn, taught
from models.invoices.clients import beside_others, shares
from models.invoices.logistic import Floats, shared, sigmoid
from models.invoices.measuring import measured_later
from models.invoices.reading import FirmInvoice, invoices_known
from models.invoices.reasons import reasons
from models.invoices.waiting import DAY, GRACE, PAID_LATE, limit, paid_before_limit, still_unpaid

PROBABLE, MORE = 0.5, 0.05
"""An invoice is told when it is probable and so much more than usual,"""
TIMES, LEAST = 2.0, 0.2
"""or when the chance is so many times the usual and at least this."""
DID = "paid more than a week late"


@dataclass(frozen=True)
class Told:
    """Invoices as columns, the chance of each, and what each column and at last the waiting add to the usual one."""

    made: Design
    usual: float
    chance: Floats
    points: Floats


class LikelyPaidLate:
    """Learns what clients paid late; tells of drafts and of what is unpaid."""

    declaration = Declaration(
        name="likely_paid_late",
        kind="likely_paid_late",
        title="Invoices likely paid late",
        question="Which drafts, and which unpaid invoices, will their client pay more than a week after the due date?",
        owner_role="controller",
        version=2,
        method=(
            "The client's own share of invoices paid late, drawn to that of all by empirical Bayes, moved by logistic "
            "regression on what is on the invoice, so far as that did better on later ones than the usual share; and "
            "by how many of those paid in time had been paid by now (Bayes)."
        ),
        limits=(
            "Contested invoices are not told here, nor is what is late already: these are exceptions. A client's means "
            "are in no system. Of a client without history only the invoice itself and the waiting tell."
        ),
        needs=("invoice_sent",),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        """What is learnt of the invoices, None where too few were late; and when those paid in time were paid."""
        invoices = invoices_known(log, until)
        found = learn(invoices, PAID_LATE, until)
        return {"taught": found.as_json() if found else None, "paid": paid_before_limit(invoices, until)}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """Drafts and unpaid invoices whose chance is high, the highest first."""
        known, lessons = invoices_known(log, moment), taught(learned)
        if lessons is None:
            return []
        told = chances(known, learned, moment)
        of_clients = shares(known, PAID_LATE, lessons, moment)
        found = [
            _suspicion(
                each, (told, row), _reasons(each, (told, row), lessons, moment),
                beside_others(each.client, of_clients, f"share of invoices {DID}"),
            )
            for row, each in enumerate(known)
            if is_open(each, moment) and _is_high(float(told.chance[row]), told.usual)
        ]  # fmt: skip
        return sorted(found, key=lambda each: (-each.score, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """Of invoices sent since then, as they stood when they were sent: the Brier score."""
        known, lessons = invoices_known(log, until), taught(learned)
        if lessons is None:
            return None
        return measured_later(known, PAID_LATE, lessons, (since, until), DID)


def is_open(invoice: FirmInvoice, moment: datetime) -> bool:
    """Whether it is a draft, or sent with a due date, and neither paid, contested nor late."""
    if invoice.settled_at or invoice.opened_at:
        return False
    until = limit(invoice)
    return invoice.sent_at is None or (until is not None and until > moment)


def chances(known: Sequence[FirmInvoice], learned: Learned, moment: datetime) -> Told:
    """Of all these invoices, as they stand at the moment."""
    lessons = taught(learned)
    assert lessons is not None
    model, made = lessons.model, design(known, PAID_LATE, lessons, moment)
    waiting = [-log(_unpaid(each, learned, moment)) for each in known]
    parts = np.column_stack([(made.rows - model.middle) * model.weight, waiting])
    usual = float(sigmoid(np.array([model.usual]))[0])
    return Told(made, usual, sigmoid(model.usual + parts.sum(axis=1)), shared(parts, model.usual))


def _unpaid(invoice: FirmInvoice, learned: Learned, moment: datetime) -> float:
    """The share of invoices paid in time that had waited as long; all, of a draft."""
    paid: Any = learned["paid"]
    until = limit(invoice)
    return still_unpaid(paid, (until - moment) / DAY) if until else 1.0


def _is_high(chance: float, usual: float) -> bool:
    return (chance >= PROBABLE and chance >= usual + MORE) or (chance >= LEAST and chance >= TIMES * usual)


def _reasons(invoice: FirmInvoice, of: tuple[Told, int], lessons: Taught, moment: datetime) -> tuple[Reason, ...]:
    """The largest first; together they lead from the usual chance to its own."""
    told, row = of
    points = told.points[row]
    found = reasons(invoice, (told.made, row), lessons, points[:-1], DID)
    until = limit(invoice)
    if until is None or not points[-1]:
        return found
    waiting = Reason(_waiting(until - GRACE - DAY, moment), float(points[-1]), (invoice.object_id,))
    return tuple(sorted((*found, waiting), key=lambda each: -abs(each.points or 0.0)))


def _waiting(due: datetime, moment: datetime) -> str:
    days = (moment.date() - due.date()).days
    if days > 0:
        return f"It is unpaid {many(days, 'day')} after it was due"
    return f"It is unpaid, and due in {many(-days, 'day')}" if days else "It is unpaid on the day it is due"


def _suspicion(invoice: FirmInvoice, of: tuple[Told, int], why: tuple[Reason, ...], peers: Peers | None) -> Suspicion:
    told, row = of
    chance, draft = float(told.chance[row]), invoice.sent_at is None
    what = f"Draft invoice {invoice.number}" if draft else f"Invoice {invoice.number}"
    will = "will probably be paid late" if chance >= PROBABLE else "may be paid late"
    return Suspicion(
        subject_type="invoice",
        subject_id=invoice.object_id,
        score=chance,
        chance=chance,
        usual=told.usual,
        title=f"{what} {will} by {invoice.client}",
        summary=f"{why[0].text}. {_due(invoice)}",
        since=invoice.sent_at or invoice.drafted_at,
        reasons=why,
        suggestion=_suggestion(draft=draft),
        place=Place(invoice.entity, invoice.practice, invoice.client, invoice.project),
        money=invoice.money,
        currency=invoice.currency,
        peers=peers,
    )


def _suggestion(*, draft: bool) -> Suggestion:
    if draft:
        return Suggestion("remind_client", "Send it soon, and tell the client now when it will be due")
    return Suggestion("remind_client", "Remind the client, and ask when it will be paid")


def _due(invoice: FirmInvoice) -> str:
    if invoice.sent_at is None or invoice.due_on is None:
        return "It has not been sent yet."
    due = invoice.due_on
    return f"Due on {due:%-d %b %Y}."


DETECTOR = LikelyPaidLate()
