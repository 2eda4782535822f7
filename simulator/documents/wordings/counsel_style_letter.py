"""An engagement letter in the manner of counsel: one page of prose, rates in a sentence between dashes, a deposit."""

from __future__ import annotations

import random

from simulator.documents.amounts import sign_first
from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
FEES = {
    "time_and_materials": (
        "We bill in six-minute increments for the time our professionals devote to the engagement. While it is "
        "difficult "
        "to predict, we believe total fees are likely to be around {amount}."
    ),
    "fixed_price": (
        "You and we have agreed that our fee for this engagement will be a flat {amount}, regardless of the number of "
        "hours we devote to it."
    ),
    "milestone": (
        "Our fee for the engagement is {amount}. One-third will be billed when you accept our findings, one-third "
        "when you "
        "accept our recommendations and the balance when you accept the completed implementation."
    ),
    "retainer": (
        "For our ongoing availability you will pay a monthly retainer of {monthly}, which over the ten months of the "
        "engagement totals {amount}. The retainer is earned on the first of each month and is not refundable."
    ),
}
CAPS = (
    "We agree, however, that in no event will our fees exceed {cap}.",
    "Our fees will be capped at {cap}.",
    "You have asked us to hold fees to no more than {cap}, and we agree to do so.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return sign_first(amount, terms.currency)

    fees = FEES[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    if terms.cap:
        fees += " " + chance.choice(CAPS).format(cap=said(terms.cap))
    blocks: list[Block] = [
        Paragraph(f"{terms.signed_on:%B %d, %Y}"),
        Paragraph(f"{terms.client}. Re: Engagement of {terms.supplier}, {terms.title}"),
        Paragraph("Dear General Counsel: This letter sets out the terms on which we will assist you."),
        Heading("Our Fees"),
        Paragraph(fees),
    ]
    if terms.rates:
        rates = [f"{grade}s ({said(rate)})" for grade, rate in terms.rates]
        opening = (
            "The hourly rates that currently apply are"
            if terms.billing_type == "time_and_materials"
            else "Matters outside the engagement will be billed at our hourly rates, which currently are"
        )
        blocks.append(
            Paragraph(
                f"{opening} as follows: {', '.join(rates[:-1])} and {rates[-1]}. We adjust our rates each January, "
                f"usually "
                "by not more than 4%."
            )
        )
    order = (
        f" Please tell your accounts team that we will cite {terms.po_number} as your purchase order."
        if terms.po_number
        else ""
    )
    return [
        *blocks,
        Heading("Costs"),
        Paragraph(
            f"We charge for mileage at $0.67 per mile, for color copies at $0.25 a page and for airfare at cost, "
            f"and will "
            f"ask before incurring more than {said(3_000)}."
        ),
        Heading("Statements"),
        Paragraph(
            f"We send statements monthly, and payment is expected within {terms.payment_days} days of the statement "
            f"date."
            f"{order} If you question a statement please do so within 20 days."
        ),
        Heading("Other Matters"),
        Paragraph(
            f"A security deposit of {said(15_000)} is held in trust. Our responsibility for damages is limited to "
            f"{said(400_000)}. You may end the engagement at any time; we may do so on 30 days' notice. Files are "
            f"destroyed "
            "after seven years."
        ),
    ]
