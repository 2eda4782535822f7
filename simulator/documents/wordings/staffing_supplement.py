"""A supplement to a staffing contract: people by grade, bill rates in a list, a spending limit."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_last, in_words, sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Listing, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
ARRANGED = {
    "time_and_materials": (
        "Personnel are billed by the hour from approved timecards. Anticipated spend over the assignment: {amount}."
    ),
    "fixed_price": (
        "The parties have settled on one price of {amount} for the assignment, to which timecards make no difference."
    ),
    "milestone": (
        "The assignment is priced at {amount}. Vendor bills thirty percent at kick-off gate, forty percent at pilot "
        "gate and thirty percent at closing gate, in each case once Client has passed the gate in writing."
    ),
    "retainer": (
        "Client reserves a bench of three people and pays for it by the month in even amounts of {monthly}, drawn on "
        "or not. Over ten months Client's commitment is {amount}."
    ),
}
LIMITS = (
    "Spending limit: {cap}. Vendor takes its people off the assignment before the limit is passed.",
    "Billings stop at {cap}; anything over that is for Vendor's account.",
    "Client has budgeted no more than {cap} and will not pay in excess of that figure.",
)
PAYMENT = (
    "Client remits within {days} days from the date on the invoice.",
    "Terms: {days} days net.",
    "Invoices mature {words} days after posting.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents, code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    order = f"Reference PO {terms.po_number} on timecards." if terms.po_number else "No PO is required."
    blocks: list[Block] = [
        Paragraph(
            f"Supplement {chance.randrange(3, 30)} to Staffing Contract SC-7714, {terms.signed_on:%d %B %Y}. Vendor: "
            f"{terms.supplier}. Client: {terms.client}. Assignment: {terms.title}."
        ),
        Heading("A. People"),
        Paragraph("Vendor replaces a person within 10 days. Client may release a person on 5 days' warning."),
        Heading("B. Money"),
        Paragraph(ARRANGED[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(LIMITS).format(cap=said(terms.cap))))
    if terms.rates:
        kind = "Bill rates" if terms.billing_type == "time_and_materials" else "Overtime and extras only, bill rates"
        blocks.append(Paragraph(f"{kind} (straight time, per hour):"))
        blocks.append(Listing(tuple(f"{grade}: {said(rate)}" for grade, rate in terms.rates)))
    payment = chance.choice(PAYMENT).format(days=terms.payment_days, words=in_words(terms.payment_days))
    return [
        *blocks,
        Paragraph(f"{order} {payment} Objections to a timecard are made within 3 days."),
        Paragraph(f"Per diems are billed through, {said(8_000)} at most. Placement fee on hire: {said(18_000)}."),
        Heading("C. Cover"),
        Paragraph(
            f"Vendor keeps workers' compensation of {said(1_000_000)} and umbrella of {said(6_000_000)}. Neither side "
            f"owes the other over {said(450_000)}. Spend under Supplement 2 came to {said(137_000)}."
        ),
    ]
