"""An assignment in the English of the Netherlands: decimal commas, rates in a sentence with an index clause."""

from __future__ import annotations

import random

from simulator.documents.blocks import Block, Heading, Listing, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
FEE = {
    "time_and_materials": (
        "Invoicing takes place per month afterwards on the basis of the hours made. The budget for the Assignment is "
        "estimated on {amount} ex. VAT."
    ),
    "fixed_price": (
        "The Assignment is executed for a total fixed amount of {amount} ex. VAT, independent of the hours made."
    ),
    "milestone": (
        "The total price amounts to {amount} ex. VAT and is invoiced in terms: 30% after approval of the plan of "
        "approach, 40% after approval of the test report, 30% after approval of the final delivery."
    ),
    "retainer": (
        "Contractor reserves a team for Principal during ten months. Principal pays for this a fixed amount per "
        "month of "
        "{monthly} ex. VAT, in total {amount}. Hours not taken up lapse at the end of the month."
    ),
}
MAXIMUM = (
    "Contractor will not invoice more than {cap} without written approval of Principal.",
    "The hours are invoiced to a maximum of {cap}.",
    "Exceeding of the amount of {cap} is only possible after written agreement.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return f"{terms.currency} {amount:,}".replace(",", ".") + ",-"

    fee = FEE[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    blocks: list[Block] = [
        Paragraph(f"Assignment agreement, Utrecht, {terms.signed_on:%d-%m-%Y}"),
        Listing((f"Principal: {terms.client}", f"Contractor: {terms.supplier}", f"Subject: {terms.title}")),
        Heading("Article 3. Price and invoicing"),
        Paragraph(f"3.1 {fee}"),
    ]
    if terms.cap:
        blocks.append(Paragraph(f"3.2 {chance.choice(MAXIMUM).format(cap=said(terms.cap))}"))
    if terms.rates:
        rates = "; ".join(f"{grade}: {terms.currency} {rate},00 per hour" for grade, rate in terms.rates)
        use = "The rates amount to" if terms.billing_type == "time_and_materials" else "For extra work the rates are"
        blocks.append(
            Paragraph(
                f"3.3 {use}: {rates}. Contractor may index the rates yearly per 1 January with the CBS figure of "
                f"services, "
                f"with a maximum of 3,5%. Kilometres are charged at {terms.currency} 0,42 per km."
            )
        )
    order = f"mentioning of order number {terms.po_number}" if terms.po_number else "mentioning of the cost centre 4410"
    return [
        *blocks,
        Paragraph(
            f"3.4 The term of payment is {terms.payment_days} days after date of invoice. Invoices are sent "
            f"digitally under "
            f"{order}. Travel and stay abroad: at most {said(4_250)}."
        ),
        Heading("Article 4. Liability"),
        Paragraph(
            f"4.1 The liability of Contractor is per event limited to {said(700_000)}. 4.2 Principal gives notice with "
            f"observance of a term of 30 days. 4.3 For the quick scan of 2024 {said(24_000)} was invoiced."
        ),
    ]
