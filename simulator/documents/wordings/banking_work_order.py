"""A work order of a bank: defined words in capitals, a matrix of rates by grade and country, discounts, no travel."""

from __future__ import annotations

import random

from simulator.documents.amounts import SIGNS, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 8
CHARGES = {
    "time_and_materials": (
        "The Charges are calculated by multiplying the Daily Rates by the number of days (or parts of days) actually "
        "worked by Supplier Personnel, as evidenced by Timesheets. The Estimated Charges are {amount}."
    ),
    "fixed_price": (
        "The Charges are a fixed sum of {amount}, which shall not be subject to any adjustment by reason of the "
        "resources "
        "deployed by Supplier."
    ),
    "milestone": (
        "The Charges of {amount} are apportioned among the Milestones as follows: Milestone 1, {first}; Milestone 2, "
        "{second}; Milestone 3, {third}. A Milestone Charge may be invoiced on issue of a Milestone Certificate."
    ),
    "retainer": (
        "The Charges consist of a Recurring Charge of {monthly} for each of twenty months ({amount} in total), "
        "payable for "
        "the reserved capacity regardless of utilisation."
    ),
}
CAPS = (
    "The aggregate Charges shall in no circumstances surpass the Charges Cap. The Charges Cap is {cap}.",
    "Institution shall have no obligation to pay Charges in so far as they exceed {cap} in aggregate.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    def said(amount: int) -> str:
        return sign_first_cents(amount, terms.currency)

    charges = CHARGES[terms.billing_type].format(
        amount=said(terms.amount), monthly=said(terms.amount // 20), first=said(terms.amount // 5),
        second=said(terms.amount * 2 // 5), third=said(terms.amount * 2 // 5),
    )  # fmt: skip
    blocks: list[Block] = [
        Paragraph(
            f"WORK ORDER WO-{chance.randrange(1000, 9999)} dated {terms.signed_on:%d %B %Y} made under the Global "
            f"Services "
            f"Agreement (ref. GSA/2022/118) between {terms.client} (INSTITUTION) and {terms.supplier} (SUPPLIER) for "
            f"{terms.title}."
        ),
        Heading("4. CHARGES"),
        Paragraph(f"4.1 {charges} All Charges are exclusive of VAT."),
    ]
    if terms.cap:
        blocks.append(Paragraph(f"4.2 {chance.choice(CAPS).format(cap=said(terms.cap))}"))
    order = f" quoting purchase order {terms.po_number}" if terms.po_number else ""
    blocks += [
        Paragraph(
            f"4.3 Supplier shall invoice through the e-procurement portal{order}. Institution shall pay each properly "
            f"submitted invoice by electronic transfer within {terms.payment_days} days after the date of its "
            f"receipt. 4.4 "
            f"Supplier bears travel within London; other travel is reimbursed up to {said(10_000)}."
        ),
        Heading("5. RISK"),
        Paragraph(
            f"5.1 Each party's total liability is limited to {said(2_200_000)}. 5.2 Late delivery attracts service "
            f"credits "
            f"of {said(1_500)} per day. 5.3 Termination for convenience: 60 days."
        ),
    ]
    if terms.rates:
        sign = SIGNS[terms.currency]
        rows = [
            (
                grade, f"{rate * HOURS_A_DAY * 1.25:,.2f}", f"{rate * HOURS_A_DAY:,.2f}"
            )
            for grade, rate in terms.rates
        ]  # fmt: skip
        scope = "Daily Rates" if terms.billing_type == "time_and_materials" else "Daily Rates (Change Control only)"
        blocks += [
            Heading(f"SCHEDULE 2: {scope}"),
            Paragraph("The Daily Rates reflect a volume discount of 20% and are for a Working Day of eight hours."),
            Table((("Grade", f"List price ({sign})", f"Daily Rate ({sign})"), *rows)),
        ]
    return blocks
