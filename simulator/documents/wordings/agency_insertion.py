"""An estimate of an agency that a client signed: sections of a form, rates as grade @ amount, a contingency aside."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_first, sign_first
from simulator.documents.blocks import Block, Heading, Listing, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
BUDGET = {
    "time_and_materials": "Estimate: {amount}. You are billed for hours on the timesheet, up or down.",
    "fixed_price": "Project fee: {amount}. Fixed once signed. Timesheets are for our eyes only.",
    "milestone": "Project fee: {amount}. Billing: 40% creative sign-off, 40% build sign-off, 20% launch.",
    "retainer": "Retained team: {monthly} a month, 10 months, {amount}. Hours do not roll over.",
}
CAPS = (
    "Stop-work figure: {cap}.",
    "We won't bill above {cap} unless you've OK'd a new estimate.",
    "Approved up to and including {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, code_first))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    items = [BUDGET[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))]
    if terms.cap:
        items.append(chance.choice(CAPS).format(cap=said(terms.cap)))
    if terms.rates:
        rates = "; ".join(f"{grade} @ {said(rate)}" for grade, rate in terms.rates)
        label = "Hourly" if terms.billing_type == "time_and_materials" else "Out-of-scope requests, hourly"
        items.append(f"{label}: {rates}")
    items.append("Taxes: not included")
    return [
        Paragraph(f"Signed estimate, {terms.signed_on:%m/%d/%Y}"),
        Heading("Job"),
        Listing((f"Client: {terms.client}", f"Agency: {terms.supplier}", f"Job: {terms.title}", "Job number: 24-0816")),
        Heading("Budget"),
        Listing(tuple(items)),
        Heading("Out-of-pockets"),
        Listing((f"Stock, print, travel: {said(12_000)} maximum", "Markup: none")),
        Heading("Billing"),
        Listing(
            (
                f"Client PO: {terms.po_number}" if terms.po_number else "Client PO: not required",
                f"Due: {terms.payment_days} days after invoice",
                "Late fee: 1.5% per month after 15 days",
                f"Media deposit held: {said(20_000)}",
            )
        ),
        Heading("Fine print"),
        Paragraph(
            f"Work not approved in 5 days is taken as approved. Either side may cancel with 60 days' notice. "
            f"Liability tops out "
            f"at {said(250_000)}; E&O insurance {said(2_000_000)}."
        ),
    ]
