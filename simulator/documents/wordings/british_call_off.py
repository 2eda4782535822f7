"""A call-off under a framework as British buyers write it: numbered clauses, references, a charging method."""

from __future__ import annotations

import random
from collections.abc import Callable

from simulator.documents.amounts import code_last, in_words, sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
CHARGES = {
    "time_and_materials": (
        "Charging method: time charge. The Buyer pays only for hours recorded on approved timesheets. The value of "
        "this Call-Off is forecast at {amount} excluding VAT."
    ),
    "fixed_price": (
        "Charging method: firm price. The Buyer pays a single all-in price of {amount} excluding VAT for the "
        "Deliverables and the price is not adjusted for the effort spent."
    ),
    "milestone": (
        "Charging method: milestone payments. The Charges come to {amount} excluding VAT and are released in three "
        "parts, each upon issue of a Milestone Achievement Certificate."
    ),
    "retainer": (
        "Charging method: retained service. The Buyer pays a level charge of {monthly} a month for ten months, in all "
        "{amount} excluding VAT, for access to the Supplier's team."
    ),
}
PAYMENT = (
    "The Buyer settles undisputed invoices by BACS {days} days after receipt.",
    "Payment period: {words} days, counted from receipt of a valid invoice.",
    "Invoices: by e-mail to accounts.payable@buyer.example, on {days}-day terms.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents, code_last))
    blocks: list[Block] = [
        Heading("1. Parties and references"),
        Listing(
            (
                f"Buyer: {terms.client}",
                f"Supplier: {terms.supplier} (company number 04417725, VAT registration GB 284 6619 07)",
                "Framework agreement: RM6187, Lot 3, awarded 14 November 2022",
                f"Call-Off reference: CO-{chance.randrange(10, 99)}-0092",
                f"Buyer's purchase order: {terms.po_number or 'to follow before the first invoice'}",
            )
        ),
        Heading("2. What is called off"),
        Paragraph(
            f"2.1 The Supplier shall provide the services for {terms.title} from {terms.signed_on.day} "
            f"{terms.signed_on:%b %Y} (the date of this Call-Off) for nine months. The Buyer may extend once, by up to "
            "three months. Key staff are not replaced without 20 working days' warning."
        ),
        Paragraph("2.2 The Buyer approves or rejects each Deliverable within 10 working days."),
        Heading("3. Limits on liability and insurance"),
        Paragraph(
            f"3.1 Each party's liability in a contract year is limited to {money(1_500_000, terms.currency)} or 125% "
            "of the Charges, whichever is the higher. 3.2 The Supplier holds professional indemnity cover of "
            "£5,000,000 a claim. 3.3 The framework agreement as a whole, across all buyers, is limited to "
            "£40,000,000."
        ),
        Heading("4. Charges and payment"),
        *_charges(terms, money),
        Paragraph(
            "4.4 "
            + chance.choice(PAYMENT).format(days=terms.payment_days, words=in_words(terms.payment_days))
            + " Late "
            "sums carry interest at 8% above base rate under the Late Payment of Commercial Debts (Interest) Act 1998."
        ),
        Paragraph(
            "4.5 Rail travel is standard class; hotels are refunded to £140 a night outside London and £180 inside."
        ),
        Heading("5. Exit"),
        Paragraph(
            "The Buyer may end this Call-Off without cause on 28 days' notice. Records are kept for seven years. "
            "Call-Off CO-08-0041 of 2023 has expired and forms no part of this one."
        ),
    ]
    return blocks


def _charges(terms: Terms, money: Callable[[int, str], str]) -> list[Block]:
    parts = [terms.amount * 3 // 10, terms.amount // 2]
    parts.append(terms.amount - sum(parts))
    say = {"amount": money(terms.amount, terms.currency), "monthly": money(terms.amount // 10, terms.currency)}
    blocks: list[Block] = [Paragraph("4.1 " + CHARGES[terms.billing_type].format(**say))]
    if terms.cap:
        blocks.append(
            Paragraph(
                f"4.2 Maximum Charges: {money(terms.cap, terms.currency)} excluding VAT. The Buyer is not liable for "
                "Charges above this figure unless a Variation is signed first."
            )
        )
    else:
        blocks.append(Paragraph("4.2 Not used."))
    if terms.billing_type == "milestone":
        names = ("Blueprint", "Service live", "Handover")
        rows = [(f"M{n}", names[n - 1], money(part, terms.currency)) for n, part in enumerate(parts, 1)]
        blocks.append(Table((("Ref", "Milestone", "Released"), *rows)))
    if terms.rates:
        use = "apply to all work" if terms.billing_type == "time_and_materials" else "are used only to price Variations"
        blocks.append(Paragraph(f"4.3 The following prices for an hour, excluding VAT, {use}:"))
        blocks.append(Listing(tuple(f"{grade} – {money(rate, terms.currency)}/hour" for grade, rate in terms.rates)))
    else:
        blocks.append(Paragraph("4.3 Not used."))
    return blocks
