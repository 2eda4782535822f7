"""An order form: nearly everything stands in a table of labels and values."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_last, sign_first
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
BASIS = {
    "time_and_materials": "T&M",
    "fixed_price": "Fixed price",
    "milestone": "Milestone billing",
    "retainer": "Monthly retainer",
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, code_last))
    rows = [
        ("Customer", terms.client), ("Provider", terms.supplier), ("Project", terms.title),
        ("Commercial basis", BASIS[terms.billing_type]), ("Order value", money(terms.amount, terms.currency)),
        ("Not to exceed", money(terms.cap, terms.currency) if terms.cap else "n/a"),
        ("Payment terms", f"Net {terms.payment_days}"), ("Customer PO", terms.po_number or "to be provided"),
        ("Effective date", f"{terms.signed_on:%Y-%m-%d}"), ("Notice period", "30 days"),
    ]  # fmt: skip
    if chance.random() < 0.5:
        rows[3:] = chance.sample(rows[3:], len(rows) - 3)
    blocks: list[Block] = [Heading("Order details"), Table((("Item", "Detail"), *rows))]
    if terms.rates:
        card = tuple((grade, money(rate, terms.currency), "hour") for grade, rate in terms.rates)
        blocks += [Heading("Rate card"), Table((("Role", "Price", "Unit"), *card))]
    blocks.append(
        Paragraph("Provider's standard terms apply. Insurance cover: 5,000,000 per event. Signed electronically.")
    )
    return blocks
