"""A services agreement of a foundation: recitals, a payment clause in letters, personnel costs in an appendix."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_last, in_words, sign_first, sum_in_words
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
PAYMENT = {
    "time_and_materials": (
        "(a) The Institute compensates the Contractor for working time shown in monthly activity reports, valued at "
        "the personnel costs of Appendix 2. The Institute's planning figure is {amount}, value added tax not included."
    ),
    "fixed_price": (
        "(a) The Contractor receives {amount}, value added tax not included, for the whole of its performance. The sum "
        "is definitive and independent of the working time needed."
    ),
    "milestone": (
        "(a) The Contractor receives {amount}, value added tax not included, of which thirty per cent on acceptance of "
        "deliverable D1 and seventy per cent on acceptance of deliverable D2."
    ),
    "retainer": (
        "(a) The Contractor secures a permanent help desk of two persons and receives {monthly} per month over ten "
        "months, thus {amount}, value added tax not included, however often it is contacted."
    ),
}
LIMIT = (
    "(b) Reimbursement of working time ends at {cap} even where the work is not completed.",
    "(b) The Institute's obligation to pay never goes past {cap}.",
    "(b) An absolute maximum of {cap} applies to all compensation.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, code_last))
    spelt = chance.random() < 0.4

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    total = said(terms.amount)
    if spelt:
        total += f" (in words: {sum_in_words(terms.amount)})"
    blocks: list[Block] = [
        Paragraph(
            f"Services agreement no. SA-{chance.randrange(1000, 9999)}-25 between {terms.client}, hereinafter the "
            f"Institute, and {terms.supplier}, hereinafter the Contractor, of {terms.signed_on.day} "
            f"{terms.signed_on:%B %Y}."
        ),
        Paragraph(
            f"Whereas the Institute runs a programme with a volume of {said(14_000_000)} and wants to be supported in "
            f"{terms.title}; whereas a feasibility study for {said(32_000)} was delivered in 2024; it is agreed:"
        ),
        Heading("Article 5 Payment"),
        Paragraph(PAYMENT[terms.billing_type].format(amount=total, monthly=said(terms.amount // 10))),
        Paragraph(chance.choice(LIMIT).format(cap=said(terms.cap)) if terms.cap else "(b) Left blank."),
        Paragraph(
            f"(c) The Institute transfers amounts due {in_words(terms.payment_days)} days from the date on which a "
            "correct invoice is registered. Incorrect ones are sent back in 6 days."
        ),
        Paragraph(
            f"(d) Invoices bear the Institute's purchase order number ({terms.po_number})."
            if terms.po_number
            else "(d) Invoices bear the number of this agreement."
        ),
        Heading("Article 9 Guarantees"),
        Paragraph(
            f"The Contractor answers for loss up to {said(600_000)}, keeps a policy of {said(3_000_000)} and pays "
            f"{said(800)} for each day of delay. Missions are paid on receipts to {said(7_200)}. The agreement may be "
            "ended with 90 days' warning."
        ),
    ]
    if terms.rates:
        use = "" if terms.billing_type == "time_and_materials" else " (work ordered in addition)"
        rows = [(f"Category {n}", grade, said(rate)) for n, (grade, rate) in enumerate(terms.rates, 1)]
        blocks += [
            Heading(f"Appendix 2 Personnel costs{use}"),
            Table((("Category", "Profile", "Cost per working hour"), *rows)),
        ]
    return blocks
