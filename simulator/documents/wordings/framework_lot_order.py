"""An order under a public framework: a form of boxes, levels and day rates by grade in an annex."""

from __future__ import annotations

import random

from simulator.documents.amounts import in_words, sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 7.5
CHARGING = {
    "time_and_materials": "Capped time and materials / time and materials at the Day Rates",
    "fixed_price": "Firm price for the Deliverables",
    "milestone": "Staged: 1/4 on approval of Stage 1, 1/2 on approval of Stage 2, 1/4 on approval of Stage 3",
    "retainer": "Monthly service charge of {monthly} for ten months, level of use notwithstanding",
}
LIMITS = (
    "The Buyer's spend under this Order is not to go higher than {cap}.",
    "The Charges under this Order have a limit of {cap}, which only a Variation can lift.",
    "Once {cap} has been charged, the Supplier completes the work without further charge.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    value = f"{said(terms.amount)} excluding VAT"
    if terms.billing_type == "time_and_materials":
        value = f"Estimated: {value}"
    rows = [
        ("1. Buyer", terms.client),
        ("2. Supplier", terms.supplier),
        ("3. Order start date", f"{terms.signed_on.day} {terms.signed_on:%B %Y}"),
        ("4. Order description", terms.title),
        ("5. Charging method", CHARGING[terms.billing_type].format(monthly=said(terms.amount // 10))),
        ("6. Order value", value),
        ("7. Purchase order", terms.po_number or "To be raised"),
        ("8. Payment profile", f"Monthly in arrears; valid invoices settled in {terms.payment_days} calendar days"),
        ("9. Notice period", "The Buyer may end the Order on 30 days' notice"),
        ("10. Buyer's liability", f"Up to {said(1_000_000)} in each contract year"),
    ]
    blocks: list[Block] = [
        Heading("Part A: Order Form"),
        Table((("Item", "Agreed position"), *rows)),
        Heading("Part B: Additional clauses"),
    ]
    if terms.cap:
        blocks.append(Paragraph(f"B1. {chance.choice(LIMITS).format(cap=said(terms.cap))}"))
    blocks.append(
        Paragraph(
            f"B2. Expenses follow the Buyer's policy: 45p per mile, {said(140)} per night in London, and "
            f"{said(5_500)} over "
            f"the Order. B3. The Supplier holds professional indemnity insurance of {said(5_000_000)}. B4. "
            f"Acceptance tests "
            f"are run within {in_words(15)} (15) Working Days of delivery."
        )
    )
    if terms.rates:
        levels = ("SFIA 2", "SFIA 3", "SFIA 4", "SFIA 5", "SFIA 6", "SFIA 7")
        rate_rows = [
            (level, grade, f"{said(0)[0]}{rate * HOURS_A_DAY:,.2f}")
            for level, (grade, rate) in zip(levels, terms.rates, strict=False)
        ]
        scope = "" if terms.billing_type == "time_and_materials" else " for Variations"
        blocks += [
            Heading(f"Annex 1: Day Rates{scope}"),
            Table((("SFIA level", "Grade", "Maximum day rate"), *rate_rows)),
            Paragraph("A day is 7.5 hours of work, without travel and lunch."),
        ]
    return blocks
