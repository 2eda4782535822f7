"""A statement of work as American firms write it: numbered sections, a fee table, net days."""

from __future__ import annotations

import random

from simulator.documents.amounts import sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
FEES = {
    "time_and_materials": (
        "Services under this SOW are performed on a time and materials basis at the hourly rates set out below. "
        "Consultant estimates total professional fees of {amount}."
    ),
    "fixed_price": (
        "Consultant will perform the Services for a fixed fee of {amount}. The fee is not adjusted for hours worked."
    ),
    "milestone": (
        "The total fee for the Services is {amount}, invoiced upon Client's acceptance of each milestone in Section 5."
    ),
    "retainer": (
        "Client engages Consultant on retainer. The total retainer for the term is {amount}, billed in equal "
        "monthly installments in advance."
    ),
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))
    total = money(terms.amount, terms.currency)
    blocks: list[Block] = [
        Paragraph(
            f"This Statement of Work (“SOW”) is entered into as of {terms.signed_on:%B %d, %Y} by {terms.supplier} "
            f"(“Consultant”) and {terms.client} (“Client”) under the Master Services Agreement between them."
        ),
        Heading("1. Scope"),
        Listing(
            (
                "Current-state assessment within 10 business days of kickoff",
                "Design and delivery",
                "Weekly status report",
            )
        ),
        Heading("2. Fees and Invoicing"),
        Paragraph(FEES[terms.billing_type].format(amount=total)),
    ]
    if terms.cap:
        blocks.append(
            Paragraph(f"Fees shall not exceed {money(terms.cap, terms.currency)} without a signed change order.")
        )
    if terms.rates:
        rows = tuple((grade, f"{money(rate, terms.currency)} per hour") for grade, rate in terms.rates)
        blocks.append(Table((("Role", "Rate"), *rows)))
    blocks += [
        Paragraph(
            f"Invoices are due net {terms.payment_days} days from the invoice date. Late amounts bear interest at "
            "1% a month."
        ),
        Paragraph(
            f"Reasonable travel is reimbursed at cost, capped at {money(5000, terms.currency)} unless approved in "
            "writing."
        ),
    ]
    if terms.po_number:
        blocks.append(Paragraph(f"Purchase Order Number: {terms.po_number}"))
    blocks += [
        Heading("3. Term and Termination"),
        Paragraph(
            "Either party may terminate this SOW on thirty (30) days written notice. Client has 15 days to "
            "dispute an invoice."
        ),
        Heading("4. Liability"),
        Paragraph(f"Consultant's liability shall not exceed {money(1_000_000, terms.currency)} in the aggregate."),
    ]
    if terms.billing_type == "milestone":
        half = terms.amount // 2
        rows = (
            ("Design accepted", money(half, terms.currency)),
            ("Go-live", money(terms.amount - half, terms.currency)),
        )
        blocks += [Heading("5. Milestones"), Table((("Milestone", "Payment"), *rows))]
    return blocks
