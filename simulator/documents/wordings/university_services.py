"""A services agreement of a university: billing rates by labor category and unit, a funding limit."""

from __future__ import annotations

import random

from simulator.documents.amounts import sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
ROLES = {
    "Analyst": "Data Analyst II", "Consultant": "Implementation Consultant", "Senior Consultant": "Solution Architect",
    "Manager": "Engagement Manager", "Senior Manager": "Program Director", "Partner": "Executive Sponsor",
}  # fmt: skip
PAY = {
    "time_and_materials": (
        "University will compensate Contractor for hours actually and necessarily worked, at the rates in "
        "Attachment C. "
        "Contractor's good-faith projection of the total is {amount}."
    ),
    "fixed_price": (
        "University will compensate Contractor in the firm fixed amount of {amount}. No additional compensation is "
        "due on "
        "account of Contractor's hours or costs."
    ),
    "milestone": (
        "University will compensate Contractor in the total amount of {amount}, released in installments of 20%, "
        "30% and "
        "50% upon University's written acceptance of Deliverables 1, 2 and 3."
    ),
    "retainer": (
        "University will pay Contractor a recurring fee of {monthly} each month during the ten-month term (aggregate: "
        "{amount}) to keep the named personnel available, whether or not University requests services."
    ),
}
LIMITS = (
    "Funding for this Agreement is limited to {cap}; Contractor proceeds at its own risk beyond that.",
    "University's total payment obligation shall not be greater than {cap}.",
    "Spending authority: {cap}. An amendment is needed to increase it.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    blocks: list[Block] = [
        Paragraph(
            f"Professional Services Agreement between {terms.client} (“University”) and {terms.supplier} "
            f"(“Contractor”) for "
            f"{terms.title}, effective {terms.signed_on:%B %d, %Y}."
        ),
        Heading("ARTICLE 3. COMPENSATION"),
        Paragraph(PAY[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(LIMITS).format(cap=said(terms.cap))))
    items = [
        f"Payment terms: Net {terms.payment_days} from receipt of a proper invoice.",
        f"Travel: per University policy, GSA per diem of {said(79)}, not over {said(8_800)} in all.",
        "Audit: records are kept for 5 years and opened on 10 days' notice.",
    ]
    if terms.po_number:
        items.insert(0, f"PO reference: {terms.po_number} (must be on every invoice).")
    blocks += [
        Listing(tuple(items)),
        Heading("ARTICLE 9. RISK ALLOCATION"),
        Paragraph(
            f"Commercial general liability of {said(1_000_000)} per occurrence and {said(3_000_000)} in the "
            f"aggregate is "
            f"required. Contractor posts a performance bond of {said(50_000)}. Either party may terminate on 30 "
            f"days' notice."
        ),
    ]
    if terms.rates:
        rows = [(ROLES[grade], "Hourly", said(rate)) for grade, rate in terms.rates]
        scope = "" if terms.billing_type == "time_and_materials" else ", for services outside the scope"
        blocks += [
            Heading(f"ATTACHMENT C. RATES{scope}"),
            Table((("Labor Category", "Unit", "Billing Rate"), *rows)),
            Paragraph("Rates are fully burdened and fixed for the term."),
        ]
    return blocks
