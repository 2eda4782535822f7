"""A statement of work with exhibits: list and discounted rates by classification and place, a not-to-exceed clause."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_first, sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
PRICING = {
    "time_and_materials": (
        "Supplier's personnel record time daily and Customer is invoiced monthly in arrears for time recorded, at the "
        "Discounted Rate in Exhibit B. For planning purposes the parties assume a spend of {amount}, plus HST."
    ),
    "fixed_price": (
        "Supplier shall complete the Services for an all-inclusive price of {amount}, plus HST. Supplier assumes "
        "the risk "
        "of its own estimates."
    ),
    "milestone": (
        "The price of {amount}, plus HST, is earned by milestone: M1 design sign-off, {first}; M2 build sign-off, "
        "{second}; M3 production release, {third}. An invoice may be issued once Customer has signed the milestone off."
    ),
    "retainer": (
        "Customer subscribes to a managed team for a monthly charge of {monthly}, for a total commitment of "
        "{amount} over "
        "the ten-month term, plus HST. The charge is owed whether the team is busy or idle."
    ),
}
CAPS = (
    "Not to exceed: {cap}, unless a Change Request is executed by both parties.",
    (
        "Supplier acknowledges that Customer has approved funding of {cap} and that it will perform no work for which "
        "invoices would go past that amount."
    ),
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents, code_first))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    price = PRICING[terms.billing_type].format(
        amount=said(terms.amount), monthly=said(terms.amount // 10), first=said(terms.amount * 3 // 10),
        second=said(terms.amount * 4 // 10), third=said(terms.amount * 3 // 10),
    )  # fmt: skip
    blocks: list[Block] = [
        Paragraph(
            f"SOW #{chance.randrange(2, 40)} to the Master Agreement of March 3, 2023 between {terms.client} "
            f"(“Customer”) "
            f"and {terms.supplier} (“Supplier”), effective {terms.signed_on:%B %d, %Y}: {terms.title}."
        ),
        Heading("3. PRICING"),
        Paragraph(f"3.1 {price}"),
    ]
    if terms.cap:
        blocks.append(Paragraph(f"3.2 {chance.choice(CAPS).format(cap=said(terms.cap))}"))
    order = f" and show P.O. {terms.po_number}" if terms.po_number else ""
    blocks += [
        Paragraph(
            f"3.3 Invoices go to ap@customer.example{order}. Undisputed invoices are paid {terms.payment_days} days "
            f"from "
            "receipt. Disputes are raised within 15 days of receipt. Overdue balances carry 12% per annum."
        ),
        Paragraph(
            f"3.4 Travel requires prior approval: economy air, meals at {said(75)} per day, kilometres at $0.68, and "
            f"not more than {said(9_500)} for the term."
        ),
        Heading("4. OTHER"),
        Paragraph(
            f"4.1 Each party's aggregate liability is limited to {said(750_000)}. 4.2 Supplier maintains E&O insurance "
            f"of {said(4_000_000)}. 4.3 Customer may cancel on 20 days' notice."
        ),
    ]
    if terms.rates:
        places = ("Toronto", "Halifax", "Remote")
        rows = [(grade, chance.choice(places), said(rate + 25), "15%", said(rate)) for grade, rate in terms.rates]
        used = "" if terms.billing_type == "time_and_materials" else " (Change Requests only)"
        blocks += [
            Heading(f"EXHIBIT B: RATE SCHEDULE{used}"),
            Paragraph("Rates are hourly and exclude HST. They rise by 3% on each anniversary."),
            Table((("Classification", "Location", "List Rate", "Discount", "Discounted Rate"), *rows)),
        ]
    return blocks
