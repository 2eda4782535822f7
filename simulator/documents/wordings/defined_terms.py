"""An agreement that hides its terms behind definitions, copied line by line as a scan leaves it."""

from __future__ import annotations

import random
from textwrap import wrap

from simulator.documents.amounts import code_first, in_words, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
WIDTH = 64
BASIS = {
    "time_and_materials": (
        "The Client shall pay for time properly spent by the Personnel, computed by applying the Scale to the hours "
        "entered in the time ledger. The Projected Cost serves planning only."
    ),
    "fixed_price": (
        "The Client shall pay the Fee, neither more nor less, in three equal instalments on 1 March, 1 June and "
        "1 September. The Fee does not vary with the hours entered in the time ledger."
    ),
    "milestone": (
        "The Client shall pay the Fee by stages. A stage becomes payable when the Client has certified the stage "
        "complete, in the proportions of the Second Schedule."
    ),
    "retainer": (
        "The Client shall pay the Fee in twelve even monthly amounts in advance as consideration for the Personnel "
        "being held available, whether called upon or not."
    ),
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first_cents, code_first))
    name = "Projected Cost" if terms.billing_type == "time_and_materials" else "Fee"
    days = f"{in_words(terms.payment_days)} ({terms.payment_days}) days"

    def said(amount: int) -> str:
        return money(amount, terms.currency)

    definitions = [f"“{name}” means {said(terms.amount)} exclusive of VAT;"]
    basis = BASIS[terms.billing_type]
    if terms.cap:
        definitions.append(f"“Cost Limit” means {said(terms.cap)};")
        basis += " The aggregate of all amounts so computed shall at no time pass the Cost Limit."
    definitions += [
        f"“Liability Limit” means {said(850_000)};", f"“Retention” means {said(10_000)};",
        f"“Payment Period” means {days};", "“Notice Period” means twenty-eight (28) days;",
    ]  # fmt: skip
    if terms.po_number:
        definitions.append(f"“Order” means the Client's purchase order numbered {terms.po_number};")
    chance.shuffle(definitions)
    paying = (
        "The Client shall pay every invoice before the Payment Period, counted from its receipt, has run out. "
        "Queries are raised within five (5) days."
    )
    risk = (
        "The Provider's total responsibility shall not exceed the Liability Limit. The Provider maintains cover of "
        f"{said(4_000_000)} in the annual aggregate. Subsistence is refunded to {said(2_800)} for the term."
    )
    blocks: list[Block] = [
        *_lines(
            f"AGREEMENT dated {terms.signed_on.day} {terms.signed_on:%B %Y} between {terms.client} (the Client) and "
            f"{terms.supplier} (the Provider) for {terms.title}."
        ),
        Heading("1 Interpretation"),
        *(Paragraph(each) for each in definitions),
        Heading("2 Remuneration"),
        *_lines(basis),
        *_lines(paying),
        Heading("3 Risk"),
        *_lines(risk),
    ]
    if terms.billing_type == "milestone":
        parts = (("Stage", "Proportion"), ("Appraisal", "35%"), ("Build", "40%"), ("Close", "25%"))
        blocks += [Heading("Second Schedule"), Table(parts)]
    if terms.rates:
        use = "The Scale" if terms.billing_type == "time_and_materials" else "Scale for extra work ordered in writing"
        rows = [(grade, f"{rate:,}.00") for grade, rate in terms.rates]
        blocks += [Heading("First Schedule"), Paragraph(f"{use} ({terms.currency}, for one hour of each grade)")]
        blocks.append(Table((("Grade of Personnel", "Charge"), *rows)))
    return blocks


def _lines(text: str) -> list[Block]:
    return [Paragraph(line) for line in wrap(text, WIDTH)]
