"""Invoices that their client will probably dispute, drafts and those just sent; and clients that dispute far more than
others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from eventlog.reading import EventLog
from models.detector import Declaration, Learned, Measured, Peers, Place, Reason, Suggestion, Suspicion
from models.invoices.chance import Outcome, Taught, as_known, design, learn, taught
from models.invoices.clients import beside_others, shares
from models.invoices.logistic import sigmoid
from models.invoices.measuring import measured_later
from models.invoices.reading import CENTS, FirmInvoice, invoices_known
from models.invoices.reasons import reasons
from models.invoices.standing_out import Standing, standing_out

SOON = timedelta(days=30)
"""Who has not contested an invoice for so long does not any more."""
TIMES = 2.0
"""An invoice is told when its chance is so many times the usual,"""
LEAST = 0.1
"""and at least this."""
LATELY = timedelta(days=365)


def _contested(invoice: FirmInvoice) -> bool:
    return bool(invoice.opened_at and invoice.sent_at and invoice.opened_at <= invoice.sent_at + SOON)


def _known_at(invoice: FirmInvoice) -> datetime | None:
    if invoice.sent_at is None:
        return None
    return invoice.opened_at if _contested(invoice) else invoice.sent_at + SOON


DISPUTED = Outcome("disputed", _known_at, _contested)


class LikelyDispute:
    """Learns from what clients contested; tells of drafts and what was just sent."""

    declaration = Declaration(
        name="likely_dispute",
        kind="likely_dispute",
        title="Invoices likely disputed",
        question="Which drafts, and which invoices just sent, will their client contest within 30 days?",
        owner_role="controller",
        version=2,
        method=(
            "The client's own share of disputed invoices, drawn to that of all by empirical Bayes, moved by logistic "
            "regression on what is on the invoice: expenses and purchases against the client's usual, missing "
            "receipts, rates off the card, order number, cap, review, amount, delay; of all this as much as did best "
            "on later invoices, and only the usual share where nothing did. A client is told of its own where it "
            "disputes more than twice as often as the others, by a beta distribution."
        ),
        limits=(
            "Of a client without history only the invoice itself tells, and that is weak. What is said on the phone "
            "is in no system."
        ),
        needs=("invoice_sent", "dispute_opened"),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        """The usual share, how far a client is drawn to it, and the weights; None where too few were disputed."""
        found = learn(invoices_known(log, until), DISPUTED, until)
        return {"taught": found.as_json() if found else None}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """Drafts and invoices sent in the last 30 days whose chance is twice the usual; then clients that stand out."""
        known, lessons = invoices_known(log, moment), taught(learned)
        if lessons is None:
            return []
        made = design(known, DISPUTED, lessons, moment)
        chance, points = lessons.model.chance(made.rows), lessons.model.points(made.rows)
        usual = float(sigmoid(np.array([lessons.model.usual]))[0])
        of_clients = shares(known, DISPUTED, lessons, moment)
        found = [
            _of_invoice(
                each,
                reasons(each, (made, row), lessons, points[row], "disputed"),
                (usual, float(chance[row])),
                beside_others(each.client, of_clients, "share of invoices disputed"),
                moment,
            )
            for row, each in enumerate(known)
            if is_open(each, moment) and chance[row] >= max(TIMES * usual, LEAST)
        ]
        found += _of_clients(known, lessons, moment)
        return sorted(found, key=lambda each: (-each.score, each.subject_type, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """Of invoices sent since then, as they stood when they were sent: the Brier score."""
        known, lessons = invoices_known(log, until), taught(learned)
        if lessons is None:
            return None
        return measured_later(known, DISPUTED, lessons, (since, until), "disputed within 30 days")


def is_open(invoice: FirmInvoice, moment: datetime) -> bool:
    """Whether it is still to be contested: a draft, or sent in the last 30 days, and neither contested nor settled."""
    if invoice.opened_at or invoice.settled_at:
        return False
    return invoice.sent_at is None or invoice.sent_at > moment - SOON


def _of_invoice(
    invoice: FirmInvoice, why: tuple[Reason, ...], chances: tuple[float, float], peers: Peers | None, moment: datetime
) -> Suspicion:
    usual, chance = chances
    draft = invoice.sent_at is None
    what = f"Draft invoice {invoice.number}" if draft else f"Invoice {invoice.number}"
    will = "will probably be disputed" if chance >= 0.5 else "may be disputed"
    when = "It has not been sent yet." if draft else f"It was sent on {invoice.sent_at or moment:%-d %b %Y}."
    return Suspicion(
        subject_type="invoice",
        subject_id=invoice.object_id,
        score=chance,
        chance=chance,
        usual=usual,
        title=f"{what} {will} by {invoice.client}",
        summary=f"{why[0].text}. {when}",
        since=invoice.sent_at or invoice.drafted_at,
        reasons=why,
        suggestion=_suggestion(invoice, draft=draft),
        place=Place(invoice.entity, invoice.practice, invoice.client, invoice.project),
        money=invoice.money,
        currency=invoice.currency,
        peers=peers,
    )


def _suggestion(invoice: FirmInvoice, *, draft: bool) -> Suggestion:
    if invoice.receipts_missing:
        hold = "Hold the draft and ask for the missing receipts" if draft else "Ask for the missing receipts"
        return Suggestion("ask_for_receipts", hold)
    if draft:
        return Suggestion("hold_invoice", "Hold the draft and ask the project manager to agree it with the client")
    return Suggestion("remind_client", "Ask the client now whether it agrees, before the invoice is due")


def _of_clients(known: Sequence[FirmInvoice], lessons: Taught, moment: datetime) -> list[Suspicion]:
    since = moment - LATELY
    sent = [each for each in as_known(known, DISPUTED, moment) if each.sent_at and each.sent_at >= since]
    groups, came = [each.client_id or "" for each in sent], [_contested(each) for each in sent]
    return [
        _of_client(client_id, [each for each in known if each.client_id == client_id], standing)
        for client_id, standing in standing_out(groups, came, lessons.strength).items()
        if client_id
    ]


def _of_client(client_id: str, invoices: Sequence[FirmInvoice], standing: Standing) -> Suspicion:
    client, contested = invoices[0].client, [each for each in invoices if _contested(each)]
    currency = contested[-1].currency
    unpaid = sum(not each.settled_at and each.sent_at is not None for each in invoices)
    entities = {each.entity for each in invoices}
    return Suspicion(
        subject_type="client",
        subject_id=client_id,
        score=standing.sure,
        chance=standing.sure,
        usual=standing.usual,
        title=f"{client} disputes {standing.came} of {standing.of} invoices",
        summary=f"All other clients together dispute {standing.others_share:.0%}. {_unpaid(unpaid)}",
        since=min(each.opened_at for each in contested if each.opened_at),
        reasons=(
            Reason(
                f"{standing.came} of {standing.of} invoices of the last year, of others "
                f"{standing.others_came} of {standing.others_of}",
                standing.sure - standing.usual,
                tuple(each.object_id for each in contested),
            ),
        ),
        suggestion=Suggestion("route_exception", "Talk to the client about what it contests before the next invoice"),
        place=Place(entities.pop() if len(entities) == 1 else None, None, client, None),
        money=sum(each.amount for each in contested if each.currency == currency) / CENTS,
        currency=currency,
    )


def _unpaid(count: int) -> str:
    return {0: "None of its invoices is unpaid.", 1: "One invoice is unpaid."}.get(count, f"{count} are unpaid.")


DETECTOR = LikelyDispute()
