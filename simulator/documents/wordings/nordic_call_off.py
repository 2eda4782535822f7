"""A call-off in the English of Sweden: appendices, consultants by level, prices that follow an index."""

from __future__ import annotations

import random

from simulator.documents.amounts import spaced
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
PRICE = {
    "time_and_materials": (
        "The assignment is carried out on current account. Time is reported in the Customer's system and approved "
        "weekly. The "
        "parties' forecast is {amount} excluding VAT."
    ),
    "fixed_price": (
        "The assignment is carried out at a fixed price, {amount} excluding VAT. The Supplier is not entitled to "
        "compensation "
        "for additional time."
    ),
    "milestone": (
        "The price, {amount} excluding VAT, is invoiced in parts: 20% after approved start-up phase, 50% after "
        "approved "
        "delivery test and 30% after approved final delivery."
    ),
    "retainer": (
        "The Supplier keeps a team in readiness. The Customer pays {monthly} excluding VAT monthly during ten "
        "months, in sum "
        "{amount}, also when the team is not utilised."
    ),
}
CEILINGS = (
    "A price ceiling of {cap} applies.",
    "The compensation may not amount to more than {cap} without the Customer's written consent.",
    "Time worked after {cap} has been invoiced is not compensated.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return spaced(amount, terms.currency)

    blocks: list[Block] = [
        Paragraph(
            f"Call-off agreement, Gothenburg {terms.signed_on:%Y-%m-%d}: {terms.client} (Customer), "
            f"{terms.supplier} (Supplier)"
        ),
        Heading("1 Assignment"),
        Paragraph(f"{terms.title}. Key persons may be replaced with 20 days' notice."),
        Heading("2 Price and payment"),
        Paragraph(
            "2.1 " + PRICE[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
        ),
    ]
    if terms.cap:
        blocks.append(Paragraph("2.2 " + chance.choice(CEILINGS).format(cap=said(terms.cap))))
    marked = (
        f"marked with the Customer's order number {terms.po_number}"
        if terms.po_number
        else "marked with the cost bearer"
    )
    blocks.append(
        Paragraph(
            f"2.3 Invoices are {marked} and fall due {terms.payment_days} days from the invoice date. Interest on "
            f"overdue payment "
            f"is 8 percentage points. 2.4 Allowances and travel are compensated up to {said(3_300)}."
        )
    )
    blocks += [
        Heading("3 Miscellaneous"),
        Paragraph(
            f"3.1 The liability for damages is limited to {said(920_000)} per calendar year. 3.2 The liability "
            f"insurance covers "
            f"{said(1_840_000)}. 3.3 Complaints shall be made within 30 days. 3.4 The parties' agreement of 2022, "
            f"{said(58_000)}, "
            "is ended."
        ),
    ]
    if terms.rates:
        scope = "" if terms.billing_type == "time_and_materials" else ", additional assignments"
        rows = [(f"Level {n}", grade, f"{rate}") for n, (grade, rate) in enumerate(terms.rates, start=1)]
        blocks += [
            Heading(f"Appendix B Prices{scope}"),
            Table((("Competence level", "Consultant role", f"Price per hour, {terms.currency}"), *rows)),
            Paragraph("The prices are adjusted on 1 January by the labour cost index, at most by 2.5%."),
        ]
    return blocks
