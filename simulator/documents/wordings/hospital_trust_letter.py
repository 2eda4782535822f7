"""A letter of intent of a hospital trust that became the contract: an hour of each grade in a table."""

from __future__ import annotations

import random

from simulator.documents.amounts import sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
COST = {
    "time_and_materials": (
        "You will be reimbursed for the hours your staff spend on our behalf and enter in the shared log. Our "
        "finance team has "
        "allowed for {amount} net of VAT."
    ),
    "fixed_price": (
        "You offered to do all of this for {amount} net of VAT and we accept. We shall not entertain claims for "
        "extra hours."
    ),
    "milestone": (
        "We shall pay {amount} net of VAT altogether: {first} when our board has approved the case, {second} when "
        "the pilot ward "
        "is live and {third} when all wards are live."
    ),
    "retainer": (
        "Your advisers will be ours to call upon for ten months. For that we shall pay {monthly} net of VAT each "
        "month whether we "
        "call or not, which comes to {amount}."
    ),
}
CAPS = (
    "Until you hear otherwise from our finance director, do not run up more than {cap}.",
    "The trust's authority to spend stops at {cap}.",
    "You should not expect to be paid beyond {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    cost = COST[terms.billing_type].format(
        amount=said(terms.amount), monthly=said(terms.amount // 10), first=said(terms.amount // 5),
        second=said(terms.amount // 5), third=said(terms.amount - 2 * (terms.amount // 5)),
    )  # fmt: skip
    blocks: list[Block] = [
        Paragraph(f"{terms.signed_on.day} {terms.signed_on:%B %Y}. Dear colleagues at {terms.supplier},"),
        Paragraph(f"{terms.client} wishes you to carry out {terms.title}. Please begin within 15 days."),
        Heading("What we will pay"),
        Paragraph(cost),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(CAPS).format(cap=said(terms.cap))))
    if terms.rates:
        opening = (
            "An hour of your people costs us:"
            if terms.billing_type == "time_and_materials"
            else "If we ask for something else, an hour of your people costs us:"
        )
        rows = [
            (f"{grade}", "NHS band 8" if n else "NHS band 7", said(rate)) for n, (grade, rate) in enumerate(terms.rates)
        ]
        blocks += [
            Paragraph(opening),
            Table((("Who", "Comparable to", "£ net" if terms.currency == "GBP" else "net"), *rows)),
        ]
    order = (
        f"Requisition {terms.po_number} has been approved; without that number an invoice cannot be matched. "
        if terms.po_number
        else ""
    )
    return [
        *blocks,
        Heading("How we will pay"),
        Paragraph(
            f"{order}Our terms are {terms.payment_days} days from receipt. Trains and rooms are repaid as spent, "
            f"not above "
            f"{said(2_300)}. You have 10 days to answer a query."
        ),
        Heading("And if things go wrong"),
        Paragraph(
            f"You will have insurance of {said(5_000_000)} for negligence and will make good losses up to "
            f"{said(1_000_000)}. We "
            f"may end this on 4 weeks' notice. The {said(33_000)} paid for last winter's review is not part of this."
        ),
    ]
