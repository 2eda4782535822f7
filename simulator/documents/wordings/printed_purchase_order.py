"""A purchase order as a ledger prints it: lines with quantities in hours, unit prices, conditions overleaf."""

from __future__ import annotations

import random

from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
TEXTS = {
    "time_and_materials": "Services to be called off by the hour against approved timesheets. Quantities are "
    "estimates.",
    "fixed_price": "Lump sum. Price is firm for the complete scope and includes all labour.",
    "milestone": "Payable by milestone on goods receipt: 40% blueprint accepted, 60% go-live accepted.",
    "retainer": "Standing monthly service charge, 10 months, payable irrespective of hours used.",
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    currency = terms.currency

    def said(amount: float) -> str:
        return f"{amount:,.2f}"

    head: list[tuple[str, str]] = [
        ("Buyer", terms.client), ("Supplier", f"{terms.supplier} (vendor 104417)"),
        ("Order date", f"{terms.signed_on:%d-%b-%Y}"), ("Payment terms", (f"ZN{terms.payment_days:02d} net "
        f"{terms.payment_days} days")),
        ("Currency", currency), ("Incoterms", "n/a"),
    ]  # fmt: skip
    if terms.po_number:
        head.insert(0, ("Purchase order", terms.po_number))
    blocks: list[Block] = [Heading("PURCHASE ORDER"), Table(tuple(head)), Heading("Lines")]
    if terms.billing_type == "time_and_materials":
        rows = [(f"{n}0", f"{grade}", "HUR", "1", said(rate)) for n, (grade, rate) in enumerate(terms.rates, start=1)]
        blocks.append(Table((("Line", "Description", "UoM", "Per", f"Unit price {currency}"), *rows)))
        blocks.append(Table((("Order total (estimated)", f"{currency} {said(terms.amount)}"),
                             ("VAT", "as applicable"))))  # fmt: skip
    else:
        many = 10 if terms.billing_type == "retainer" else 1
        unit = "MON" if many > 1 else "LS"
        lines = [("10", terms.title, f"{many}", unit, said(terms.amount / many), said(terms.amount))]
        blocks.append(Table((("Line", "Description", "Qty", "UoM", "Unit price", f"Net {currency}"), *lines)))
        blocks.append(Table((("Order total excl. tax", f"{currency} {said(terms.amount)}"), ("Tax code", "V1"))))
    blocks += [Heading("Line text"), Paragraph(TEXTS[terms.billing_type])]
    if terms.cap:
        blocks.append(Table((("Overall limit", f"{currency} {said(terms.cap)}"), ("Tolerance", "0%"))))
    if terms.rates and terms.billing_type != "time_and_materials":
        rates = "; ".join(f"{grade} {currency} {said(rate)}/HUR" for grade, rate in terms.rates)
        blocks.append(Paragraph(f"Variations priced at: {rates}."))
    return [
        *blocks,
        Heading("Conditions"),
        Paragraph(
            f"Deliver within {chance.choice((10, 15, 25))} days of order. Supplier's liability is limited to "
            f"{currency} "
            f"{said(900_000)}. Late delivery: 0.5% per week. Cancellation: 15 days' notice. Travel is pre-approved "
            f"by the "
            f"requester and limited to {currency} {said(6_000)}."
        ),
    ]
