"""A letter of engagement as British firms write it: prose, VAT, days in words and figures."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_first, in_words, sign_first
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
FEES = {
    "time_and_materials": (
        "Our charges are based on the time actually spent by our staff at the rates in the schedule. Our present "
        "estimate is {amount} plus VAT."
    ),
    "fixed_price": "We shall carry out the engagement for a lump sum of {amount} plus VAT, whatever time it takes us.",
    "milestone": (
        "The price of {amount} plus VAT falls due in stages: each stage payment becomes payable when the "
        "milestone is signed off."
    ),
    "retainer": "You will pay us a monthly retainer. Over the term of the engagement this comes to {amount} plus VAT.",
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, code_first))
    opening = f"Dear Sirs, thank you for asking {terms.supplier} to assist {terms.client} with {terms.title}."
    blocks: list[Block] = [
        Paragraph(f"{terms.signed_on.day} {terms.signed_on:%B %Y}"),
        Paragraph(f"{opening} This letter, with our terms of business dated 1 January 2024, is our agreement."),
        Heading("Our fees"),
        Paragraph(FEES[terms.billing_type].format(amount=money(terms.amount, terms.currency))),
    ]
    if terms.cap:
        blocks.append(
            Paragraph(
                f"We will not go beyond a ceiling of {money(terms.cap, terms.currency)} without your prior agreement."
            )
        )
    days = f"{in_words(terms.payment_days)} ({terms.payment_days}) days"
    blocks.append(Paragraph(f"We invoice monthly and ask you to pay within {days} of the date of our invoice."))
    if terms.po_number:
        blocks.append(
            Paragraph(f"Please note that we will quote your order reference {terms.po_number} on every invoice.")
        )
    blocks += [
        Heading("Our responsibility"),
        Paragraph(
            f"Our total liability to you is limited to {money(2_000_000, terms.currency)}, as agreed with our insurers."
        ),
        Heading("Ending the engagement"),
        Paragraph(
            "Either of us may end this engagement by giving the other one month's notice, or 14 days' notice "
            "after a breach."
        ),
    ]
    if terms.rates:
        rows = tuple((grade, f"{rate:,}.00") for grade, rate in terms.rates)
        blocks += [Heading("Schedule: hourly rates"), Table((("Grade", f"Rate per hour ({terms.currency})"), *rows))]
    return blocks
