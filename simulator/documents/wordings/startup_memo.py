"""A memo of terms of a young firm: sums in thousands, abbreviations, slashes, a few lines a point."""

from __future__ import annotations

import random

from simulator.documents.blocks import Block, Heading, Listing, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
DEAL = {
    "time_and_materials": "T&M, hours as logged in the tracker. Ballpark {amount}.",
    "fixed_price": "Fixed: {amount} all in. No surprises, even if it drags on.",
    "milestone": "{amount} total. Half when the beta is accepted, half when v1 is accepted.",
    "retainer": "{monthly}/month for 10 months = {amount}. You keep a squad warm for us; unused time is gone.",
}
CAPS = ("Hard cap {cap}.", "Budget tops out at {cap}.", "Anything north of {cap}: ask first, otherwise it's on you.")


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: float) -> str:
        return f"{terms.currency} {amount / 1000:,.2f}".rstrip("0").rstrip(".") + "k"

    points = [f"Deal: {DEAL[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount / 10))}"]
    if terms.cap:
        points.append(chance.choice(CAPS).format(cap=said(terms.cap)))
    if terms.rates:
        rates = " / ".join(f"{grade} {terms.currency} {rate}" for grade, rate in terms.rates)
        label = "Rates p.h." if terms.billing_type == "time_and_materials" else "Add-on work, rates p.h."
        points.append(f"{label}: {rates}")
    points.append(f"Invoicing: monthly, net {terms.payment_days}, VAT on top.")
    points.append(f"PO: {terms.po_number}" if terms.po_number else "PO: none needed")
    points.append(f"Travel: ask first, max {said(3_000)} overall.")
    return [
        Paragraph(f"Memo of terms, {terms.signed_on:%d %B %Y}. {terms.client} + {terms.supplier}: {terms.title}"),
        Heading("Commercials"),
        Listing(tuple(points)),
        Heading("Legal bits"),
        Listing(
            (
                f"Liability: {said(300_000)} each way, fraud aside.",
                f"Insurance: PI {said(1_000_000)}.",
                "Exit: 30 days either way. Comments on deliverables within 7 days.",
                f"This replaces the memo of last year ({said(52_000)}).",
            )
        ),
    ]
