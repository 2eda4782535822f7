"""A short agreement in plain words: each section a question, each term in its answer."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_first, in_words, sign_first
from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 8
COST = {
    "time_and_materials": (
        "That depends on how long it takes. We keep a log and you pay for what is in it. Our best guess today is "
        "{amount} before tax."
    ),
    "fixed_price": "{amount} before tax. If it takes us longer than we think, that is our problem and not yours.",
    "milestone": (
        "{amount} before tax. You pay a quarter when you are happy with the plan, half when you are happy with the "
        "trial run and the rest when you are happy with the whole thing."
    ),
    "retainer": (
        "You pay us {monthly} on the first of every month, for ten months, and our people are there when you need "
        "them. Altogether that is {amount} before tax."
    ),
}
MORE = (
    "No. We promised you that it stays under {cap} and if it does not, you do not pay the difference.",
    "Only if you say so in writing. Until then {cap} is the most you can be asked for.",
    "Not above {cap}, which is where we stop.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((code_first, sign_first))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    cost = COST[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))
    blocks: list[Block] = [
        Heading("Who is this between?"),
        Paragraph(f"{terms.client} (you) and {terms.supplier} (we), on {terms.signed_on.day} {terms.signed_on:%B %Y}."),
        Heading("What do we do?"),
        Paragraph(f"{terms.title}. The first version is with you in 40 days."),
        Heading("What does it cost?"),
        Paragraph(cost),
    ]
    if terms.cap:
        blocks += [Heading("Can it cost more?"), Paragraph(chance.choice(MORE).format(cap=said(terms.cap)))]
    if terms.rates:
        rates = [f"{said(rate * HOURS_A_DAY)} for a {grade}" for grade, rate in terms.rates]
        asked = "What is a day?" if terms.billing_type == "time_and_materials" else "And if we want something extra?"
        blocks += [Heading(asked), Paragraph(f"A day costs {', '.join(rates[:-1])} and {rates[-1]}.")]
    order = f"Your order number is {terms.po_number} and we put it on every bill." if terms.po_number else ""
    return [
        *blocks,
        Heading("When do you pay?"),
        Paragraph(f"You have {in_words(terms.payment_days)} days from the day you get a bill. {order}"),
        Heading("What if something goes wrong?"),
        Paragraph(
            f"We put it right. If we cannot, you get back at most {said(200_000)}. We carry insurance for "
            f"{said(2_500_000)}. Trains and hotels are on you, up to {said(3_500)}."
        ),
        Heading("How do we part?"),
        Paragraph("Either of us can stop with a month's notice. You then have 10 days to collect your papers."),
    ]
