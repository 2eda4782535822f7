"""Terms of an advisory boutique: long prose, sums in words and figures, a fee for the day."""

from __future__ import annotations

import random
from collections.abc import Callable

from simulator.documents.amounts import code_first, in_words, sign_first, sum_in_words
from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
HOURS_A_DAY = 8
UNITS = {"USD": "US dollars", "GBP": "pounds sterling", "EUR": "euro"}
REWARD = {
    "time_and_materials": (
        "We are paid for the days on which we work for you and for no others. Going by the scope we discussed, you "
        "should plan for some {amount}, although the outcome may lie on either side of that."
    ),
    "fixed_price": (
        "For everything described above you pay {amount}, once, and that price stands however long we need."
    ),
    "milestone": (
        "You pay {amount} for the assignment as a whole: {part} of it when you have accepted our findings, and what "
        "remains when you have accepted the handed-over solution. Nothing falls due before a stage is accepted."
    ),
    "retainer": (
        "In return for keeping two of our people free for you, you pay us the same sum in every calendar month, used "
        "or unused; for the agreed twelve months that makes {amount}."
    ),
}
LIMITS = (
    "Without a fresh agreement we will under no circumstances charge you beyond {cap}.",
    "You need not pay more than {cap} for our time, whatever the number of days.",
    "We accept {cap} as the upper bound of what we may charge.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((code_first, sign_first))
    in_full = chance.random() < 0.5

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    def spelt(amount: int) -> str:
        words = f"{sum_in_words(amount)} {UNITS[terms.currency]}"
        return f"{words} ({said(amount)})" if in_full else words

    reward = REWARD[terms.billing_type].format(amount=spelt(terms.amount), part=spelt(terms.amount // 4))
    if terms.cap:
        reward += " " + chance.choice(LIMITS).format(cap=spelt(terms.cap))
    days = in_words(terms.payment_days)
    order = (
        f"Your people gave us {terms.po_number} as the purchase order to be named on all bills"
        if terms.po_number
        else "You will let us have a purchase order before our first bill"
    )
    return [
        Paragraph(f"{terms.client}, attention of the board. {terms.signed_on:%B} {terms.signed_on.day}."),
        Heading("What we will do"),
        Paragraph(
            f"{terms.supplier} advises you on {terms.title}. Last year's study, for which you paid us "
            f"{said(48_500)}, is the ground we build on. The first findings reach you within twenty days."
        ),
        Heading("What it costs"),
        Paragraph(reward),
        *_daily(terms, said),
        Paragraph(
            f"{order}; they are sent at the end of a month and are to be settled no later than {days} days after they "
            "are dated. Whoever pays late owes two percent above the base rate."
        ),
        Heading("What else you should know"),
        Paragraph(
            f"Should we cause you damage, we answer for it up to {spelt(400_000)}. Our cover with Hartwell Mutual "
            f"stands at {said(3_000_000)}. Each side may leave with {in_words(42)} days' warning."
        ),
        Paragraph(f"Tickets and rooms come on top and will stay below {said(6_000)} in all."),
    ]


def _daily(terms: Terms, said: Callable[[int], str]) -> list[Block]:
    if not terms.rates:
        return []
    opening = "Our people come" if terms.billing_type == "time_and_materials" else "If you ask for more, people come"
    parts = [f"the {grade} at a daily fee of {said(rate * HOURS_A_DAY)}" for grade, rate in terms.rates]
    return [Paragraph(f"{opening} at these prices: {'; '.join(parts)}.")]
