"""A consultancy contract of a charity: a key-terms table, day rates of 7.5 hours in pence, a grant's budget line."""

from __future__ import annotations

import random

from simulator.documents.amounts import SIGNS, sign_first
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 7.5
BASIS = {
    "time_and_materials": "Days worked, on submission of a signed record of days",
    "fixed_price": "Inclusive fee, not dependent on number of days",
    "milestone": "On outputs: 20% on acceptance of Output 1, 40% of Output 2, 40% of Output 3",
    "retainer": "Equal monthly payments for keeping consultants available",
}
VALUE = {
    "time_and_materials": "Up to about {amount} (estimate)",
    "fixed_price": "{amount}",
    "milestone": "{amount}",
    "retainer": "{amount} ({monthly} per month, 20 months)",
}
CEILINGS = (
    "No more than {cap} can be claimed under this contract.",
    "The budget line will not stretch beyond {cap}, and claims above it will be returned unpaid.",
    "Total claims must stay within {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return sign_first(amount, terms.currency)

    rows = [
        ("Charity", terms.client),
        ("Consultant", terms.supplier),
        ("Assignment", terms.title),
        ("Start", f"{terms.signed_on:%d/%m/%Y}"),
        ("Contract value excl. VAT", VALUE[terms.billing_type].format(
            amount=said(terms.amount), monthly=said(terms.amount // 20))),
        ("Basis of payment", BASIS[terms.billing_type]),
        ("Our PO", terms.po_number or "n/a"),
        ("Payment", f"BACS, {terms.payment_days} days after a correct invoice arrives"),
        ("Expenses", f"Standard class, by agreement; max {said(1_250)}"),
        ("Insurance", f"PI {said(1_000_000)}, public liability {said(5_000_000)}"),
    ]  # fmt: skip
    blocks: list[Block] = [
        Paragraph(f"Consultancy contract CC/{chance.randrange(100, 999)}"),
        Heading("Key terms"),
        Table((("Term", "Agreed"), *rows)),
        Heading("Notes"),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(CEILINGS).format(cap=said(terms.cap))))
    blocks.append(
        Paragraph(
            f"This work is part of a grant of {said(2_400_000)} from the Programme Fund. The consultant is "
            f"self-employed "
            "and responsible for tax. Papers are kept for 84 months. Either side may withdraw with 21 days' notice."
        )
    )
    if terms.rates:
        sign = SIGNS[terms.currency]
        use = "Fee rates" if terms.billing_type == "time_and_materials" else "Fee rates for any additional days"
        blocks += [
            Heading(use),
            Listing(
                tuple(f"{grade} – {sign}{rate * HOURS_A_DAY:,.2f} per 7.5-hour day" for grade, rate in terms.rates)
            ),
            Paragraph("Half days are claimed pro rata. Rates hold until the end of the contract."),
        ]
    return blocks
