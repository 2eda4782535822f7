"""A side letter between partners of a venture: rates as a list with units behind a slash, terms in bullets."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_first, code_last
from simulator.documents.blocks import Block, Heading, Listing, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
MONEY = {
    "time_and_materials": (
        "Northlight charges the hours its people book to the venture. We pencilled in {amount} net for the whole "
        "effort; "
        "please treat that as a working assumption."
    ),
    "fixed_price": "Northlight does the job for {amount} net, full stop. Extra hours are on Northlight.",
    "milestone": (
        "Northlight is paid {amount} net in three slices. Each slice falls due when the joint board has ticked off the "
        "result behind it."
    ),
    "retainer": (
        "Northlight parks a crew with us. In exchange we send {monthly} net at the start of every month, ten times, "
        "{amount} in the end, no matter how much the crew has to do."
    ),
}
CAPS = (
    "Please do not let the bill climb over {cap}.",
    "The purse is closed at {cap}.",
    "Whatever happens we are not prepared to spend over {cap} on this.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((code_first, code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    points = [MONEY[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))]
    if terms.cap:
        points.append(chance.choice(CAPS).format(cap=said(terms.cap)))
    points.append(f"Bills are cleared {terms.payment_days} days after we get them.")
    if terms.po_number:
        points.append(f"Put {terms.po_number} on them, that is our purchase order.")
    points.append(f"Trips are shared half and half, our half being {said(7_000)} at the outside.")
    blocks: list[Block] = [
        Paragraph(
            f"{terms.signed_on:%d %b %Y}. Side letter to the venture agreement between {terms.client} and "
            f"{terms.supplier} "
            f"on {terms.title}."
        ),
        Heading("How the money works"),
        Listing(tuple(points)),
    ]
    if terms.rates:
        blocks.append(
            Paragraph(
                "What an hour costs:"
                if terms.billing_type == "time_and_materials"
                else "Should we want more, an hour costs:"
            )
        )
        blocks.append(Listing(tuple(f"{grade} {rate} {terms.currency}/h" for grade, rate in terms.rates)))
    return [
        *blocks,
        Heading("What we promise each other"),
        Listing(
            (
                f"Neither will sue the other for over {said(350_000)}.",
                f"Both carry cover, {said(1_500_000)} each.",
                "Leaving takes 60 days' warning, sorting out the papers another 20 days.",
                f"Money already put in ({said(45_000)} in spring) stays where it is.",
            )
        ),
    ]
