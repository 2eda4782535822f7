"""A letter that awards a tender: an offer is accepted, at prices after negotiation, on conditions."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_first, code_last, in_words, sign_first_cents
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
MODELS = {
    "time_and_materials": (
        "Work is instructed in work packages and settled against effort booked and countersigned each week. The "
        "Authority has set aside {amount}, excluding VAT, for the packages foreseen at present."
    ),
    "fixed_price": (
        "The Authority accepts the tendered sum of {amount}, excluding VAT, as the entire price. Effort in excess of "
        "your pricing assumptions is not recoverable."
    ),
    "milestone": (
        "The Authority accepts the tendered sum of {amount}, excluding VAT. It is drawn down in the tranches below, "
        "each upon a completion notice countersigned by the Authority."
    ),
    "retainer": (
        "The Authority accepts a standing charge of {monthly} for every month from the first to the tenth, {amount} in "
        "sum and excluding VAT, for which your team is on hand whatever the volume of requests."
    ),
}
CEILINGS = (
    "Your invoices taken together must keep within {cap}.",
    "Financial limit of the award: {cap}, which only the Head of Procurement can raise.",
    "The Authority's expenditure under this award will not go above {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((code_first, code_last, sign_first_cents))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    blocks: list[Block] = [
        Paragraph(f"To {terms.supplier}. Our tender {chance.randrange(100, 999)}/T/26, {terms.title}."),
        Paragraph(
            f"{terms.client} (the Authority) has evaluated five tenders, the highest of them at {said(2_900_000)}, and "
            f"is pleased to award the contract to you as of {terms.signed_on.day} {terms.signed_on:%B %Y}. Your first "
            f"offer of {said(terms.amount * 5 // 4 // 100 * 100)} was reduced in negotiation."
        ),
        Heading("1. Price"),
        Paragraph(MODELS[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(CEILINGS).format(cap=said(terms.cap))))
    if terms.billing_type == "milestone":
        first = terms.amount // 5 * 2
        rows = (("T1", "Design frozen", said(first)), ("T2", "Service accepted", said(terms.amount - first)))
        blocks.append(Table((("Tranche", "Completion", "Sum"), *rows)))
    if terms.rates:
        use = "" if terms.billing_type == "time_and_materials" else " for instructions outside the tendered scope"
        rates = [(grade, f"{rate}.00", f"{rate * 8}.00") for grade, rate in terms.rates]
        blocks.append(Paragraph(f"Tendered personnel rates{use}, in {terms.currency}:"))
        blocks.append(Table((("Personnel", "Hour", "Day (8 h)"), *rates)))
    order = (
        f"Order {terms.po_number} has been raised in our purchasing system; quote it."
        if terms.po_number
        else "An order will be raised in our purchasing system in due course."
    )
    return [
        *blocks,
        Heading("2. Conditions"),
        Listing(
            (
                f"{order}",
                f"Undisputed invoices are discharged {in_words(terms.payment_days)} days after they reach us.",
                "The standstill period of 10 days has ended. You mobilise in 15 days.",
                f"You lodge a performance bond of {said(30_000)} and show cover of {said(5_000_000)}.",
                f"Damages are recoverable up to {said(1_250_000)}; travel up to {said(9_000)}.",
            )
        ),
    ]
