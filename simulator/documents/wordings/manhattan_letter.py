"""A consulting letter of a New York firm: billing rates behind slashes in a paragraph."""

from __future__ import annotations

import random

from simulator.documents.amounts import sign_first
from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
FEES = {
    "time_and_materials": (
        "Fees will accrue as our team members put in time on your behalf. Based on what we know now, fees through "
        "completion "
        "should run in the neighborhood of {amount}."
    ),
    "fixed_price": "Our fee is {amount}. It will not change, no matter what time and resources we put in.",
    "milestone": (
        "Our fee is {amount}. We will invoice 35% of it when you approve the assessment report, 35% when you "
        "approve the target "
        "model and 30% when you approve the transition."
    ),
    "retainer": (
        "We will hold a team in reserve for you. You will pay {monthly} on the first business day of each of the "
        "next ten "
        "months, {amount} altogether, without regard to how much of the team's time you call for."
    ),
}
CAPS = (
    "You will not be asked to pay more than {cap} in fees.",
    "We will not let fees pass {cap} without hearing from you.",
    "Please consider {cap} our not-to-exceed number.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return sign_first(amount, terms.currency)

    fees = FEES[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    if terms.cap:
        fees += " " + chance.choice(CAPS).format(cap=said(terms.cap))
    if terms.rates:
        rates = ", ".join(f"{said(rate)}/hr. for each {grade}" for grade, rate in terms.rates)
        opening = "We bill" if terms.billing_type == "time_and_materials" else "Should you add to the scope, we bill"
        fees += f" {opening} {rates}. These figures are reviewed every July."
    number = f"Your PO # is {terms.po_number}; our invoices will carry it. " if terms.po_number else ""
    return [
        Paragraph(f"{terms.signed_on:%B %d, %Y}. {terms.client}. Re: {terms.title}"),
        Heading("Scope"),
        Paragraph(
            f"{terms.supplier} will assist you as described in our proposal, for which the initial estimate of "
            f"{said(39_000)} no longer applies. We start within 10 days."
        ),
        Heading("Fees and Expenses"),
        Paragraph(fees),
        Paragraph(
            f"An administrative charge of 3% covers telephone and copying. Car service runs $90 an hour. We will "
            f"get your OK "
            f"before expenses top {said(4_400)}."
        ),
        Heading("Invoices"),
        Paragraph(
            f"{number}We ask for payment {terms.payment_days} days out from the invoice date. Questions on an "
            f"invoice should "
            "reach us in 15 days."
        ),
        Heading("Limits"),
        Paragraph(
            f"Neither of us will be liable to the other for more than {said(850_000)}. We carry errors and "
            f"omissions coverage "
            f"of {said(5_000_000)}. Either of us may walk away on 45 days' notice."
        ),
    ]
