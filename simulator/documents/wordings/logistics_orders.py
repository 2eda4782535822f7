"""An order of a logistics group: numbered short clauses, a price list with grade codes, invoices by self-billing."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_first, code_last
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
PRICES = {
    "time_and_materials": (
        "Hours are confirmed weekly by the site lead and self-billed at the listed prices. We have budgeted "
        "{amount} ex VAT."
    ),
    "fixed_price": "The order is placed at {amount} ex VAT, firm. Over-runs of hours are the Vendor's affair.",
    "milestone": (
        "The order is placed at {amount} ex VAT. Self-billing takes place at three points: design passed (30%), "
        "site one "
        "running (40%), all sites running (30%)."
    ),
    "retainer": (
        "The Vendor mans a desk for us for ten months at {monthly} ex VAT a month ({amount} for the ten), however "
        "quiet it is."
    ),
}
LIMITS = (
    "Self-billing ceases once the total has come to {cap}.",
    "The order is good for {cap} at most.",
    "Budget holder's approval reaches to {cap}; beyond it, nothing is owed.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((code_first, code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    blocks: list[Block] = [
        Paragraph(f"Order of {terms.client} to {terms.supplier}, {terms.signed_on:%d-%m-%Y}. For: {terms.title}."),
        Heading("Prices"),
        Paragraph(
            "a) " + PRICES[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
        ),
    ]
    if terms.cap:
        blocks.append(Paragraph("b) " + chance.choice(LIMITS).format(cap=said(terms.cap))))
    if terms.rates:
        title = "Price list" if terms.billing_type == "time_and_materials" else "Price list for call-out work"
        rows = [(f"C{n}{n}", grade, said(rate), "hour") for n, (grade, rate) in enumerate(terms.rates, start=1)]
        blocks += [Heading(title), Table((("Code", "Profile", "Price", "Per"), *rows))]
    order = f"Our reference on all papers: PO {terms.po_number}." if terms.po_number else "Reference on all papers: "
    "site name."
    return [
        *blocks,
        Heading("Paying"),
        Paragraph(
            f"c) {order} d) We transfer the money {terms.payment_days} days after the self-bill is issued. e) "
            f"Diesel is paid at "
            f"0.38 a kilometre and overnight stays at cost, together no more than {said(2_950)}."
        ),
        Heading("Standing rules"),
        Paragraph(
            f"f) The Vendor is liable up to {said(780_000)} and insured for {said(1_560_000)}. g) Complaints are "
            f"made within 6 "
            f"days. h) The order can be withdrawn 35 days ahead. i) Orders of 2024 came to {said(71_000)}."
        ),
    ]
