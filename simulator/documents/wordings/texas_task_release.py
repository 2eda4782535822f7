"""A task release of a Texan energy company: capital letters, labels and colons, billing classes, hours as MH."""

from __future__ import annotations

import random

from simulator.documents.amounts import sign_first_cents
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
COMPENSATION = {
    "time_and_materials": "Reimbursable. Company pays for manhours worked, by class. Target: {amount}.",
    "fixed_price": "Turnkey. Company pays {amount}, neither more nor less, for the finished Work.",
    "milestone": (
        "Company pays {amount} against progress: 10% at mobilization accepted, 45% at first system accepted, 45% at "
        "final "
        "system accepted."
    ),
    "retainer": "Evergreen coverage. Company pays {monthly} per month over 10 months, {amount} in all, used or not.",
}
LIMITS = (
    "AUTHORIZED EXPENDITURE: {cap}. Contractor stops Work when it is reached.",
    "GUARANTEED NOT TO GO OVER: {cap}.",
    "Company is not bound to pay for anything over {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return sign_first_cents(amount, terms.currency)

    lines = [
        f"COMPANY: {terms.client}",
        f"CONTRACTOR: {terms.supplier}",
        f"WORK: {terms.title}",
        f"DATE: {terms.signed_on:%B %d, %Y}",
        "MASTER CONTRACT: MC-2019-4471",
        f"PO NO.: {terms.po_number}" if terms.po_number else "PO NO.: PENDING",
        f"TERMS: NET {terms.payment_days}",
    ]
    blocks: list[Block] = [
        Heading("TASK RELEASE"),
        Listing(tuple(lines)),
        Heading("COMPENSATION"),
        Paragraph(COMPENSATION[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(LIMITS).format(cap=said(terms.cap))))
    if terms.rates:
        title = "BILLING CLASSES" if terms.billing_type == "time_and_materials" else "BILLING CLASSES FOR EXTRA WORK"
        rows = [(grade, said(rate), said(rate + rate // 2)) for grade, rate in terms.rates]
        blocks += [Heading(title), Table((("CLASS", "ST RATE/HR", "OT RATE/HR"), *rows))]
    return [
        *blocks,
        Heading("REIMBURSABLES"),
        Paragraph(
            f"Lodging at {said(150)} a night, mileage at the IRS figure, up to {said(11_000)}. Markup of 5% on "
            f"subcontractors."
        ),
        Heading("INDEMNITY AND INSURANCE"),
        Paragraph(
            f"Contractor's indemnity is supported by insurance of {said(10_000_000)}. Consequential loss is waived. "
            f"Company may "
            "suspend on 3 days' notice and end this release on 30 days' notice. Invoices not disputed in 60 days "
            "are final."
        ),
    ]
