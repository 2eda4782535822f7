"""Panel terms of an insurer's instruction: rates by level within running sentences, pounds in words, fee ceilings."""

from __future__ import annotations

import random

from simulator.documents.amounts import code_last, sign_first, sum_in_words
from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
NAMES = {"USD": "US dollars", "GBP": "pounds sterling", "EUR": "euro"}
BASIS = {
    "time_and_materials": (
        "You may charge for time reasonably spent on the instruction. Your costs estimate, which we have noted, "
        "stands at "
        "{amount} excluding VAT."
    ),
    "fixed_price": (
        "The instruction is on a fixed fee basis. The fee is {amount} excluding VAT and you shall have no claim to "
        "more by "
        "reference to time spent."
    ),
    "milestone": (
        "The fee is {amount} excluding VAT. You may render an account for 40% once we have approved the scoping "
        "note, for 40% "
        "once we have approved the draft report and for the balance once we have approved the final report."
    ),
    "retainer": (
        "You are retained for ten months at {monthly} excluding VAT for each month, making {amount}, and shall make "
        "your people "
        "available as we ask. No account is taken of the time that is in fact spent."
    ),
}
CAPS = (
    "Costs above {cap} are irrecoverable unless we have sanctioned them beforehand.",
    "We have set a reserve of {cap} for your costs and you must not incur costs in excess of it.",
    "No costs beyond {cap} will be met.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, code_last))

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    in_words = f"{said(terms.amount)} ({sum_in_words(terms.amount)} {NAMES[terms.currency]})"
    blocks: list[Block] = [
        Paragraph(
            f"Instruction of {terms.signed_on.day} {terms.signed_on:%B %Y} by {terms.client} to {terms.supplier}."
        ),
        Paragraph(f"1. You are instructed in the matter of {terms.title} on our panel terms, as varied below."),
        Heading("Costs"),
        Paragraph("2. " + BASIS[terms.billing_type].format(amount=in_words, monthly=said(terms.amount // 10))),
    ]
    if terms.cap:
        blocks.append(Paragraph("3. " + chance.choice(CAPS).format(cap=said(terms.cap))))
    if terms.rates:
        opening = (
            "The panel rates are for each hour"
            if terms.billing_type == "time_and_materials"
            else "For work outside the instruction the panel rates are for each hour"
        )
        rates = [f"{said(rate)} ({grade})" for grade, rate in terms.rates]
        blocks.append(Paragraph(f"4. {opening} {', '.join(rates[:-1])} and {rates[-1]}. They are held for two years."))
    order = f" They must carry order number {terms.po_number}." if terms.po_number else ""
    return [
        *blocks,
        Heading("Accounts"),
        Paragraph(
            f"5. Accounts are payable {terms.payment_days} days after delivery to our billing mailbox.{order} 6. "
            f"Travel is "
            f"allowed in standard class, at 40p a mile by car, and in any event below {said(1_600)}."
        ),
        Heading("Other terms"),
        Paragraph(
            f"7. You shall maintain professional indemnity cover of {said(3_000_000)} for any one claim. 8. Your "
            f"liability to us "
            f"shall not be limited below {said(2_000_000)}. 9. We may withdraw the instruction on 7 days' notice. "
            f"10. Advice under "
            f"the earlier instruction was charged at {said(27_500)}."
        ),
    ]
