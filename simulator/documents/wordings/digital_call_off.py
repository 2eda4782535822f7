"""An order under a British framework for digital services: a form of labels, charges by the day."""

from __future__ import annotations

import random

from simulator.documents.amounts import sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 8
METHOD = {
    "time_and_materials": ("Capped time and materials (SFIA)", "Time and materials (SFIA)"),
    "fixed_price": ("Fixed price", "Fixed price"),
    "milestone": ("Milestones (price by deliverable)", "Milestones (price by deliverable)"),
    "retainer": ("Subscription to a standing team", "Subscription to a standing team"),
}
INVOICING = {
    "time_and_materials": "The Supplier invoices in arrears the days on approved timesheets.",
    "fixed_price": "The Supplier invoices one half at the start and one half at the end; days are not counted.",
    "milestone": "The Supplier invoices when the Buyer has signed the acceptance form of a milestone.",
    "retainer": "The Supplier invoices one tenth on the first working day of every month.",
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    method = METHOD[terms.billing_type][0 if terms.cap else 1]
    order = terms.po_number or "Issued separately"
    blocks: list[Block] = [
        Heading("Order form"),
        Table(
            (
                ("Platform service ID", f"9032 8817 {chance.randrange(1000, 9999)} 105"),
                ("Buyer", terms.client), ("Supplier", terms.supplier),
                ("Service", terms.title), ("Start date", f"{terms.signed_on:%d/%m/%Y}"),
                ("Expected call-off value (ex VAT)", said(terms.amount)),
                ("Previous call-off value", said(terms.amount * 3 // 4 // 100 * 100)),
                ("Charging method", method), ("Purchase order", order),
                ("Ending without cause", "at least 30 days from the date of written notice"),
            )
        ),
        Heading("Call-off charges and payment"),
        Table(
            (
                ("Invoice details", INVOICING[terms.billing_type]),
                ("Limit of charges", said(terms.cap) if terms.cap else "None"),
                ("Payment", f"The Buyer pays within {terms.payment_days} days of a valid and undisputed invoice."),
                ("Invoice information", "All invoices must include the order number and a breakdown."),
            )
        ),
    ]  # fmt: skip
    if terms.rates:
        use = "" if terms.billing_type == "time_and_materials" else "Additional work only: "
        rows = [(grade, said(rate * HOURS_A_DAY)) for grade, rate in terms.rates]
        blocks += [
            Paragraph(f"{use}day rates exclusive of VAT, a day being eight working hours."),
            Table((("Level", "Rate per day"), *rows)),
        ]
    return [
        *blocks,
        Heading("Liability and insurance"),
        Table(
            (
                ("Liability for property", f"limited to {said(1_000_000)} per year"),
                ("Liability for other defaults", f"the greater of {said(100_000)} or 125% of the charges"),
                ("Professional indemnity", f"minimum cover of {said(2_000_000)} for each claim"),
                ("Buyer's data protection fines", "not insured; reported within 2 days"),
            )
        ),
    ]
