"""A letter of appointment as Scottish advisers write it: grades across the head of a table, bare figures, days."""

from __future__ import annotations

import random

from simulator.documents.amounts import SIGNS, sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 8
REMUNERATION = {
    "time_and_materials": (
        "You will be charged for the days our people work on the Appointment, at the tariff in Part 2. We would not "
        "expect this to come out at more or less than {amount}, leaving VAT aside, though we give no undertaking."
    ),
    "fixed_price": (
        "We have quoted {amount}, leaving VAT aside, for everything described in Part 1. The quotation is firm and we "
        "carry the consequences if more of our time is needed."
    ),
    "milestone": (
        "Our remuneration, leaving VAT aside, is {amount}. Three invoices will be rendered: 25% following your "
        "sign-off "
        "of the diagnosis, 50% following your sign-off of the design and 25% following handover."
    ),
    "retainer": (
        "You will pay {monthly} a month for ten months, {amount} over the Appointment, and in return a named team will "
        "be there to be called on. Days you do not call on are not carried forward."
    ),
}
LIMITS = (
    "Should charges be heading past {cap} we will down tools until you tell us in writing to carry on.",
    "Charges for the Appointment are subject to a ceiling of {cap}.",
    "You need not pay any part of our charges in excess of {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    order = f"They will bear your order reference {terms.po_number}." if terms.po_number else ""
    text = REMUNERATION[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    blocks: list[Block] = [
        Paragraph(f"{terms.signed_on.day} {terms.signed_on:%B %Y}. To: {terms.client}. {terms.title}."),
        Paragraph(
            f"Thank you for asking {terms.supplier} to act. This letter and its Parts are the whole of the Appointment "
            "and are governed by the law of Scotland. We ask for a countersigned copy within 14 days."
        ),
        Heading("Remuneration"),
        Paragraph(text),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(LIMITS).format(cap=said(terms.cap))))
    blocks += [
        Paragraph(
            f"Invoices are to be settled {terms.payment_days} days following their date. {order} Hotels and rail are "
            f"passed on without uplift, car use at 45p a mile, in all up to {said(2_750)}."
        ),
        Heading("Our liability"),
        Paragraph(
            f"Any claim against us is limited to {said(1_500_000)}. Professional indemnity cover stands at "
            f"{said(3_000_000)}. Either of us may bring the Appointment to an end on two months' notice."
        ),
    ]
    if terms.rates:
        usage = "Tariff" if terms.billing_type == "time_and_materials" else "Tariff for anything outwith Part 1"
        sign = SIGNS[terms.currency]
        blocks += [
            Heading(f"Part 2: {usage}"),
            Table(
                (
                    (f"{sign}, leaving VAT aside", *(grade for grade, _ in terms.rates)),
                    ("Per day of 8 hours", *(f"{rate * HOURS_A_DAY:,}" for _, rate in terms.rates)),
                )
            ),
        ]
    return blocks
