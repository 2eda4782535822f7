"""An order of a public body: numbered boxes to tick, thousands parted by spaces, a price table that runs sideways."""

from __future__ import annotations

import random

from simulator.documents.amounts import in_words, spaced
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = False
PRICING = {
    "fixed_price": "global price for the result, fixed",
    "time_and_materials": "times and means (hours performed, at the prices of the profiles)",
    "retainer": "retainer, the same sum each month",
    "milestone": "payment per milestone, after acceptance of its deliverable",
}
PAYMENT = (
    "The authority pays within {days} calendar days of registering the request for payment.",
    "Time limit for payment: D + {days} days, D being the day on which the invoice is received.",
    "Payments are executed at {words} days from receipt of the invoice.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    ticked = chance.choice((("[X]", "[ ]"), ("☒", "☐"), ("(x)", "( )")))
    boxes = tuple(f"{ticked[kind != terms.billing_type]} {text}" for kind, text in PRICING.items())
    commitment = terms.po_number or "the number will be notified once the commitment is approved"
    payment = chance.choice(PAYMENT).format(days=terms.payment_days, words=in_words(terms.payment_days))
    return [
        Heading("Box 1. Who orders"),
        Paragraph(f"{terms.client}, Procurement Unit B.4, contact: +32 2 555 01 47"),
        Heading("Box 2. From whom"),
        Paragraph(f"{terms.supplier}, supplier file 6000417, VAT BE 0456.789.123"),
        Heading("Box 3. Numbers"),
        Listing(
            (
                "Tender: 2023/S 118-372004",
                "Framework contract: DI/07930-02",
                f"Purchase order: {commitment}",
                "Budget line: 26 02 01 00",
            )
        ),
        Heading("Box 4. Subject and date"),
        Paragraph(f"{terms.title}. Ordered on {terms.signed_on:%d/%m/%Y}; tasks end 14 months later."),
        Heading("Box 5. Type of pricing (tick one)"),
        Listing(boxes),
        Heading("Box 6. Price of this order, without VAT"),
        *_price(terms),
        Heading("Box 7. Payment"),
        Paragraph(
            f"{payment} The time limit may be suspended once, for 20 days, if documents are missing. Default "
            "interest: rate of the central bank + 8 points. No pre-financing. Reports are approved or refused within "
            "25 days."
        ),
        Heading("Box 8. Other conditions"),
        Paragraph(
            "Missions: daily allowance 98, hotel ceiling 160 a night, total for missions "
            f"{spaced(9_000, terms.currency)}. Damages are owed up to {spaced(1_250_000, terms.currency)}. Liquidated "
            "damages 0.3% a day, 15 days at most. Either side may withdraw on 50 days' registered notice. Documents "
            "are kept for 5 years."
        ),
        *_profiles(terms),
    ]


def _price(terms: Terms) -> list[Block]:
    total = spaced(terms.amount, terms.currency)
    lines = {
        "time_and_materials": f"Estimated total: {total}",
        "fixed_price": f"Total: {total}",
        "milestone": f"Total: {total}, of which half for deliverable D1 and half for deliverable D2",
        "retainer": f"Total: {total}, that is 10 × {spaced(terms.amount // 10, terms.currency)}",
    }
    items = [lines[terms.billing_type]]
    if terms.cap:
        items.append(f"Maximum that may be invoiced: {spaced(terms.cap, terms.currency)}")
    return [Listing(tuple(items))]


def _profiles(terms: Terms) -> list[Block]:
    if not terms.rates:
        return []
    grades, prices = zip(*terms.rates, strict=True)
    use = (
        "Prices of profiles" if terms.billing_type == "time_and_materials" else "Prices of profiles for optional tasks"
    )
    return [
        Heading(f"Box 9. {use}"),
        Table((("Profile", *grades), (f"{terms.currency} per hour", *(str(price) for price in prices)))),
    ]
