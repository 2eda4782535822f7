"""An agreement as Irish firms make it: definitions in a list, euro sums, prompt payment, a schedule of grades."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_first, in_words, sign_first, sum_in_words
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
FEES = {
    "time_and_materials": (
        "Fees accrue by reference to time engaged on the Assignment by each grade and are billed monthly on the "
        "strength of time returns. The Fee Estimate is for guidance and is neither a quotation nor a ceiling."
    ),
    "fixed_price": (
        "The Agreed Fee is payable in two moieties, at commencement and at conclusion. It covers the Assignment in its "
        "entirety; the Adviser may not seek any increase by reason of time engaged."
    ),
    "milestone": (
        "The Agreed Fee falls to be paid as the Assignment advances: one fifth when the Client signifies its approval "
        "of the inception report, two fifths when it approves the pilot and two fifths when it approves the roll-out."
    ),
    "retainer": (
        "In consideration of the Adviser holding itself available to the Client, the Agreed Fee is paid by equal "
        "instalments on the first day of each month of the year, irrespective of the calls made on the Adviser."
    ),
}
CAPS = (
    "Save with the Client's leave in writing, fees shall not in the aggregate be greater than the Fee Cap.",
    "The Adviser shall bring the Assignment to completion without charging beyond the Fee Cap.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, code_first))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    estimated = terms.billing_type == "time_and_materials"
    name = "Fee Estimate" if estimated else "Agreed Fee"
    items = [
        f"“{name}” means {said(terms.amount)} ({sum_in_words(terms.amount)}), VAT at 23% to be added;",
        f"“Liability Cap” means {said(950_000)};",
        f"“Prior Engagement” means that of May 2024, for which {said(61_500)} was charged;",
    ]
    if terms.cap:
        items.insert(1, f"“Fee Cap” means {said(terms.cap)};")
    order = f" The Client's order number, {terms.po_number}, is to appear on each." if terms.po_number else ""
    blocks: list[Block] = [
        Paragraph(
            f"THIS AGREEMENT is made on {terms.signed_on.day} {terms.signed_on:%B %Y} BETWEEN {terms.client} (the "
            f"Client) and {terms.supplier} (the Adviser), CRO number 512 884, in relation to {terms.title} (the "
            "Assignment)."
        ),
        Heading("1. In this Agreement"),
        Listing(tuple(items)),
        Heading("2. Fees"),
        Paragraph("2.1 " + FEES[terms.billing_type]),
        Paragraph("2.2 " + (chance.choice(CAPS) if terms.cap else "Intentionally omitted.")),
        Paragraph(
            f"2.3 The Client shall pay each fee note {in_words(terms.payment_days)} ({terms.payment_days}) days after "
            f"it is furnished, failing which interest runs under the 2012 Regulations.{order}"
        ),
        Paragraph(
            f"2.4 Outlays are recouped at cost and may not pass {said(4_500)}. Fee notes are queried in 12 days."
        ),
        Heading("3. Responsibility"),
        Paragraph(
            f"3.1 The Adviser's liability is confined to the Liability Cap. 3.2 It holds cover of {said(2_600_000)}. "
            "3.3 Either party may determine this Agreement on 28 days' notice."
        ),
    ]
    if terms.rates:
        use = "Scale of fees" if estimated else "Scale of fees for matters beyond the Assignment"
        rows = [(f"{grade}", said(rate)) for grade, rate in terms.rates]
        blocks += [Heading(f"Schedule. {use}"), Table((("Grade", "Hourly"), *rows))]
    return blocks
