"""A task order as American public buyers write it: line items, labor categories with hours, a ceiling price."""

from __future__ import annotations

import random
from collections.abc import Callable

from simulator.documents.amounts import sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
PRICING = {
    "time_and_materials": (
        "This is a Labor-Hour order. The Contractor is paid for direct labor hours delivered, at the loaded rates of "
        "Attachment B. The Government's independent estimate is {amount}."
    ),
    "fixed_price": (
        "This is a Firm-Fixed-Price order. The Contractor bears the risk of effort; CLIN 0001 is priced at {amount} "
        "and no adjustment is made for labor hours."
    ),
    "milestone": (
        "CLIN 0001 is priced at {amount}, liquidated by performance-based payments on completion of the events below."
    ),
    "retainer": (
        "The Contractor stands ready throughout the period of performance against a recurring monthly charge of "
        "{monthly}, ten months, extended price {amount}."
    ),
}
CEILINGS = (
    "Ceiling price: {cap}. The Contractor exceeds it at its own risk.",
    (
        "The order carries a not-to-exceed value of {cap}; the Contractor shall notify the Contracting Officer when "
        "75% of it has been expended."
    ),
)
FUNDS = "Only {part} is obligated at award; further funds follow by modification."


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    pricing = PRICING[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    blocks: list[Block] = [
        Table(
            (
                ("1. Order No.", f"47QFCA-26-F-{chance.randrange(1000, 9999)}"),
                ("2. Requisition / purchase order", terms.po_number or "see block 19"),
                ("3. Issued to", terms.supplier), ("4. Ship to", terms.client),
                ("5. Award date", f"{terms.signed_on:%m/%d/%Y}"), ("6. Subject", terms.title),
            )
        ),
        Heading("SECTION B - SUPPLIES OR SERVICES AND PRICES"),
        Paragraph(pricing),
    ]  # fmt: skip
    if terms.cap:
        words = chance.choice(CEILINGS)
        blocks.append(Paragraph(words.format(cap=said(terms.cap))))
    if terms.billing_type == "milestone":
        first = terms.amount * 2 // 5
        rows = (("1", "Test readiness review", said(first)), ("2", "Authority to operate", said(terms.amount - first)))
        blocks.append(Table((("Event", "Completion criteria", "Payment amount"), *rows)))
    blocks += [
        Paragraph(FUNDS.format(part=said(terms.amount // 4))),
        Heading("SECTION G - CONTRACT ADMINISTRATION"),
        Paragraph(
            f"Payment is made under the Prompt Payment Act {terms.payment_days} days after receipt of a proper "
            "invoice. An improper invoice is returned within 7 days. The Contractor submits a status report by the "
            "10th of each month."
        ),
        Paragraph(f"Other direct costs, travel included, are reimbursed up to {said(12_000)} without fee."),
        Heading("SECTION H - SPECIAL REQUIREMENTS"),
        Paragraph(
            f"The Contractor maintains general liability coverage of {said(500_000)} per occurrence. The base contract "
            f"has a minimum guarantee of {said(2_500)} and a maximum of {said(90_000_000)} over all orders. "
            "Termination for convenience requires 15 days' notice."
        ),
    ]
    return blocks + _attachment(terms, said)


def _attachment(terms: Terms, said: Callable[[int], str]) -> list[Block]:
    if not terms.rates:
        return []
    use = "" if terms.billing_type == "time_and_materials" else " (for optional tasks, if exercised)"
    rows = [
        (grade, str(number * 40), said(rate), said(number * 40 * rate))
        for number, (grade, rate) in enumerate(terms.rates, 2)
    ]
    return [
        Heading(f"ATTACHMENT B - LABOR CATEGORIES{use}"),
        Table((("Labor category", "Est. hours", "Loaded hourly rate", "Extended"), *rows)),
    ]
