"""A quotation that the client signed: priced lines, subtotal, tax and total, small print below."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_last, sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
TAX = 23
PAID = {
    "time_and_materials": "Prices are estimates. You are invoiced for actual hours at the card below, month by month.",
    "fixed_price": "The net total is a fixed quote. 50% is invoiced on order and 50% on delivery, hours aside.",
    "milestone": "Each line is a milestone and is invoiced when you have signed it off.",
    "retainer": "The net total is billed in equal monthly amounts as a retainer for the reserved team.",
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents, code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    parts = [terms.amount // 4, terms.amount * 9 // 20]
    parts.append(terms.amount - sum(parts))
    tax = terms.amount * TAX // 100
    lines = [(name, said(part)) for name, part in zip(("Discover", "Build", "Embed"), parts, strict=True)]
    details = [f"Billing: {PAID[terms.billing_type]}", f"Payment: {_days(terms, chance)}"]
    if terms.po_number:
        details.append(f"Your PO: {terms.po_number}")
    if terms.cap:
        details.append(f"Budget ceiling, net: {said(terms.cap)}. We stop work when it is reached.")
    details += ["This quote is valid for 30 days.", "Cancellation: 14 days before the start, free of charge."]
    if chance.random() < 0.5:
        chance.shuffle(details)
    blocks: list[Block] = [
        Paragraph(f"Quote Q-{chance.randrange(1000, 9999)} of {terms.signed_on:%d %b %Y} for {terms.client}"),
        Paragraph(f"{terms.title}, delivered by {terms.supplier}. VAT no. IE 6388047V."),
        Table(
            (
                ("Description", "Amount"), *lines, ("Net total", said(terms.amount)),
                (f"VAT {TAX}%", said(tax)), ("Total incl. VAT", said(terms.amount + tax)),
            )
        ),
        Heading("Details"),
        Listing(tuple(details)),
    ]  # fmt: skip
    if terms.rates:
        use = "Hourly rate card" if terms.billing_type == "time_and_materials" else "Hourly rate card for extras"
        rows = [(grade, said(rate + 20), said(rate)) for grade, rate in terms.rates]
        blocks += [Heading(use), Table((("Grade", "List", "Your rate"), *rows))]
    return [
        *blocks,
        Heading("Small print"),
        Paragraph(
            f"Our liability ends at {said(250_000)}. We are insured for {said(1_000_000)}. A deposit of {said(5_000)} "
            f"is held for equipment and returned. Mileage is billed up to {said(1_500)}."
        ),
    ]


def _days(terms: Terms, chance: random.Random) -> str:
    words = ("{} days from invoice", "net {} days", "invoices are payable in {} days; 2% off within 5 days")
    return chance.choice(words).format(terms.payment_days)
