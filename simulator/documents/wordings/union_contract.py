"""A service contract as offices of the European Union write it: special conditions, spaces in numbers."""

from __future__ import annotations

import random

from simulator.documents.amounts import spaced, swiss
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
PRICE = {
    "time_and_materials": (
        "The tasks are remunerated on the basis of the hours performed, multiplied by the unit prices of Annex III. "
        "The indicative total of the contract is {amount}, which creates no entitlement."
    ),
    "fixed_price": "The price of the contract is {amount}. It is all-inclusive, firm and not subject to revision.",
    "milestone": (
        "The price of the contract is {amount}. It is paid as one interim payment of {part} after approval of the "
        "progress report and one payment of the balance after approval of the final report."
    ),
    "retainer": (
        "For permanent availability the contractor receives a lump sum of {monthly} for each month of the "
        "implementation period, ten months giving {amount}."
    ),
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((spaced, swiss))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    price = PRICE[terms.billing_type].format(
        amount=said(terms.amount), part=said(terms.amount * 3 // 10), monthly=said(terms.amount // 10)
    )
    if terms.cap:
        price += f" The maximum amount payable under this contract, all tasks included, is {said(terms.cap)}."
    rates = [(grade, said(rate)) for grade, rate in terms.rates]
    blocks: list[Block] = [
        Paragraph(
            f"SERVICE CONTRACT NUMBER {chance.randrange(100, 999)}/PP/2025 between {terms.client} (“the contracting "
            f"authority”) and {terms.supplier} (“the contractor”), signed {terms.signed_on:%d/%m/%Y}."
        ),
        Heading("ARTICLE I.1 SUBJECT MATTER"),
        Paragraph(f"The subject matter of the contract is {terms.title}. Work starts within 15 days of signature."),
        Heading("ARTICLE I.3 PRICE"),
        Paragraph(price),
        Heading("ARTICLE I.4 PAYMENT ARRANGEMENTS"),
        Paragraph(
            f"I.4.1 The contracting authority has {terms.payment_days} days from receipt of an invoice to make the "
            "payment. It may suspend that period by a request for further information, to be answered within 10 days. "
            "I.4.2 Pre-financing is not provided."
        ),
        Paragraph(
            f"I.4.3 Invoices indicate the order reference {terms.po_number}."
            if terms.po_number
            else "I.4.3 Invoices indicate the contract number."
        ),
        Heading("ARTICLE I.6 GUARANTEES AND DAMAGES"),
        Paragraph(
            f"A performance guarantee of {said(20_000)} is lodged. Liquidated damages are {said(1_200)} for each "
            f"calendar day of delay. The contractor is liable for up to {said(1_800_000)}. The ceiling of the "
            f"framework contract, from which this one is independent, is {said(12_000_000)}."
        ),
    ]
    if rates:
        use = "" if terms.billing_type == "time_and_materials" else ", applicable to additional services alone"
        blocks += [
            Heading(f"ANNEX III - UNIT PRICES{use.upper()}"),
            Table((("Profile", "Price of one person-hour"), *rates)),
        ]
    return blocks
