"""A subcontract under a European framework: prices of a man-day by profile, figures with spaces, payment in days."""

from __future__ import annotations

import random

from simulator.documents.amounts import spaced
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 8
PRICE = {
    "time_and_materials": (
        "This is a times-and-means order: the man-days delivered and accepted in the monthly attendance sheets are "
        "paid. The "
        "volume is estimated to be worth {amount}."
    ),
    "fixed_price": "This is a fixed-price order. The price for all tasks is {amount} and may not be revised.",
    "milestone": (
        "The price of the order is {amount}. It is paid in three interim payments, each following the formal "
        "acceptance by "
        "the Contractor of deliverables D1 (30 %), D2 (30 %) and D3 (40 %)."
    ),
    "retainer": (
        "For the permanent availability of the profiles a monthly amount of {monthly} is paid, over the ten months "
        "of the "
        "order a total of {amount}, also for months in which no request is made."
    ),
}
CEILINGS = (
    "The financial ceiling of this order is {cap}.",
    "The Subcontractor shall not perform man-days whose price would make the total exceed {cap}.",
    "The amount committed, {cap}, constitutes the maximum that can be paid.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return spaced(amount, terms.currency)

    blocks: list[Block] = [
        Paragraph(
            f"SPECIFIC SUBCONTRACT No {chance.randrange(10, 90)} signed on {terms.signed_on:%d/%m/%Y} between "
            f"{terms.client} "
            f"(“the Contractor”) and {terms.supplier} (“the Subcontractor”). Subject: {terms.title}."
        ),
        Heading("ARTICLE I.3. PRICE"),
        Paragraph(PRICE[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(CEILINGS).format(cap=said(terms.cap))))
    order = f" and shall indicate purchase order {terms.po_number}" if terms.po_number else ""
    blocks += [
        Heading("ARTICLE I.4. PAYMENT"),
        Paragraph(
            f"Invoices shall be addressed to the Contractor's registered office{order}. Payments are executed within "
            f"{terms.payment_days} calendar days of the date on which the invoice is registered; the time limit may be "
            f"suspended for 20 days. Missions are reimbursed within an envelope of {said(6_500)}."
        ),
        Heading("ARTICLE I.7. LIABILITY"),
        Paragraph(
            f"Damages payable by the Subcontractor are limited to {said(1_100_000)}. A guarantee of {said(30_000)} "
            f"is lodged. "
            f"Liquidated damages are {said(400)} per day of delay. The framework contract is worth {said(9_000_000)}."
        ),
    ]
    if terms.rates:
        rows = [
            (f"{n}", grade, "senior" if n > 2 else "junior", said(rate * HOURS_A_DAY))
            for n, (grade, rate) in enumerate(terms.rates, start=1)
        ]
        scope = "" if terms.billing_type == "time_and_materials" else " (additional tasks)"
        blocks += [
            Heading(f"ANNEX II. PRICE LIST{scope}"),
            Table((("No", "Profile", "Level", "Price per man-day"), *rows)),
        ]
    return blocks
