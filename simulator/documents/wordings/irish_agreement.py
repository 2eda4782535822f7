"""An Irish agreement: definitions before everything, sums in words and then in figures, schedules at the end."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_first, in_words, sum_in_words
from simulator.documents.blocks import Block, Heading, Listing, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = False
NAMES = {"USD": "US dollars", "GBP": "pounds sterling", "EUR": "euro"}
REMUNERATION = {
    "time_and_materials": (
        "The Contractor shall be remunerated by reference to the hours worked. The Contract Sum is an estimate of that "
        "remuneration made in good faith."
    ),
    "fixed_price": (
        "The Contract Sum is a fixed and firm price for the whole of the Services. The Contractor bears the risk "
        "that they take longer than foreseen."
    ),
    "milestone": (
        "The Contract Sum is divided over the Milestones in the Schedule of Milestones. A part becomes invoiceable "
        "when the certificate for its Milestone is signed, and not earlier."
    ),
    "retainer": (
        "The Contract Sum is a retainer. It is invoiced in ten equal monthly parts of {monthly} and is due "
        "regardless of the use made of the Contractor's staff in a given month."
    ),
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    order = (
        f"order number {terms.po_number}" if terms.po_number else "the order number that the Client will supply in time"
    )
    days = f"{in_words(terms.payment_days)} days" if chance.random() < 0.5 else f"{terms.payment_days} (calendar) days"
    monthly = code_first(terms.amount // 10, terms.currency)
    return [
        Paragraph(
            f"AGREEMENT dated {terms.signed_on.day} {terms.signed_on:%B %Y} between (1) {terms.client} (the Client) "
            f"and (2) {terms.supplier} (the Contractor), tax number IE 6388047V."
        ),
        Heading("1 Definitions"),
        Listing(_definitions(terms, days)),
        Heading("2 Services"),
        Paragraph(
            "The Contractor shall supply the Services with the skill to be expected of a competent firm. The Client "
            "shall object to a defective result within eight (8) working days of delivery."
        ),
        Heading("3 Remuneration"),
        Paragraph(f"3.1 {REMUNERATION[terms.billing_type].format(monthly=monthly)}"),
        *_ceiling(terms),
        Paragraph(
            f"3.3 Invoices shall state {order} and cost centre 88-204, and shall be sent by e-mail only. The Client "
            "shall pay an invoice before the Payment Period runs out. Interest under the European Communities (Late "
            "Payment) Regulations 2012 runs thereafter."
        ),
        Paragraph("3.4 Expenses: only those agreed beforehand, and 4% of the Contract Sum at the very most."),
        Heading("4 Liability and termination"),
        Paragraph(
            f"Save for death, injury and fraud, neither party is liable beyond {_sum(850_000, terms.currency)}. The "
            f"Contractor shall keep insurance of {_sum(6_500_000, terms.currency)} in force. Notice of termination is "
            "two months, or ten (10) days where a breach has not been made good."
        ),
        *_schedules(terms),
    ]


def _sum(amount: int, currency: str) -> str:
    return f"{sum_in_words(amount)} {NAMES[currency]} ({currency} {amount:,})"


def _definitions(terms: Terms, days: str) -> tuple[str, ...]:
    return (
        f"“Contract Sum” means {_sum(terms.amount, terms.currency)}, exclusive of value-added tax;",
        "“Confidential Information” has the meaning given in the non-disclosure agreement NDA-2024-31;",
        f"“Payment Period” means {days} beginning with the day on which an invoice reaches the Client;",
        f"“Services” means the Contractor's services in connection with {terms.title};",
        "“Working day” means a day on which banks in Dublin are open.",
    )


def _ceiling(terms: Terms) -> list[Block]:
    if terms.cap:
        upper = _sum(terms.cap, terms.currency)
        return [Paragraph(f"3.2 The remuneration shall under no circumstances rise above {upper}, the upper limit.")]
    if terms.billing_type == "time_and_materials":
        return [Paragraph("3.2 The Contract Sum may be passed; the Client shall be told when 80% is used.")]
    return [Paragraph("3.2 Nothing is payable for the Services beyond what this agreement states.")]


def _schedules(terms: Terms) -> list[Block]:
    blocks: list[Block] = []
    if terms.billing_type == "milestone":
        first = terms.amount // 4
        parts = (("Requirements agreed", first), ("Acceptance test passed", terms.amount - first))
        rows = tuple((name, code_first(part, terms.currency)) for name, part in parts)
        blocks += [
            Heading("Schedule of Milestones"),
            Table((("Certificate for", "Part of the Contract Sum"), *rows)),
        ]
    if terms.rates:
        use = "Hours worked" if terms.billing_type == "time_and_materials" else "Additional work instructed in writing"
        charges = tuple((grade, sum_in_words(rate), f"{rate}") for grade, rate in terms.rates)
        blocks += [
            Heading("Schedule of Hourly Charges"),
            Paragraph(f"{use} shall be charged as follows, in {NAMES[terms.currency]} for every hour:"),
            Table((("Category of staff", "In words", "In figures"), *charges)),
        ]
    return blocks
