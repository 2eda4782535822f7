"""A services contract in the manner of Australia: item numbers, headings and details in columns, rates before GST."""

from __future__ import annotations

import random

from simulator.documents.amounts import sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
FEES = {
    "time_and_materials": "Time based. The Supplier charges the hours its Personnel work at the rates in Item 9. "
    "Fee estimate: {amount}",
    "fixed_price": "Fixed Fee of {amount}, payable regardless of hours worked",
    "milestone": "{amount} in total: 25% on acceptance of Milestone 1, 25% on acceptance of Milestone 2, 50% on "
    "acceptance of Milestone 3",
    "retainer": "Retainer of {monthly} per month for 10 months ({amount}) for standing availability of the Personnel",
}
CAPS = (
    "Not-to-be-exceeded amount: {cap}",
    "The total Fees will not exceed {cap} without a Contract variation",
    "Expenditure limit {cap}",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    rows = [
        ("1", "Customer", terms.client),
        ("2", "Supplier", terms.supplier),
        ("3", "Services", terms.title),
        ("4", "Commencement", f"{terms.signed_on.day} {terms.signed_on:%B %Y}"),
        (
            "5",
            "Fees (ex GST)",
            FEES[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10)),
        ),
        ("6", "Fee limit", chance.choice(CAPS).format(cap=said(terms.cap)) if terms.cap else "Not applicable"),
        (
            "7",
            "Invoicing",
            f"Monthly. Payable {terms.payment_days} days after receipt of a correctly rendered tax invoice",
        ),
        ("8", "Purchase order", terms.po_number or "Not applicable"),
        ("10", "Expenses", f"Pre-approved, economy class, no more than {said(6_200)}"),
        ("11", "Liability cap", said(1_250_000)),
        ("12", "Insurance", f"PI {said(5_000_000)}, public liability {said(20_000_000)}"),
        ("13", "Termination", "30 days' written notice"),
    ]
    blocks: list[Block] = [Heading("Contract Details"), Table((("Item", "Heading", "Details"), *rows))]
    if terms.rates:
        use = "" if terms.billing_type == "time_and_materials" else " for variations"
        rates = ", ".join(f"{grade} {said(rate)}" for grade, rate in terms.rates)
        blocks += [
            Heading(f"Item 9: Rates{use}"),
            Paragraph(f"Hourly, ex GST: {rates}. Travel time is charged at half the rate."),
        ]
    return [
        *blocks,
        Heading("Special Conditions"),
        Paragraph(
            "Moral rights consents are given. Acceptance is deemed 10 days after delivery. Records are kept for 7 "
            "years. "
            f"The Customer has paid {said(19_000)} under the discovery contract."
        ),
    ]
