"""A change order: what held until now beside what holds from now on, mostly in a table."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from simulator.documents.amounts import code_first, code_last, sign_first
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
CHARGING = {
    "time_and_materials": (
        "Still time and materials: hours worked are charged as they fall and the contract price above is what both "
        "sides expect them to come to."
    ),
    "fixed_price": "Still fixed: the contract price above is owed for the result and hours are not counted.",
    "milestone": (
        "Still by milestone: one third of the contract price above is billed at prototype, one third at roll-out and "
        "one third at closure, each after sign-off."
    ),
    "retainer": (
        "Still a retainer: the contract price above is billed in ten level monthly portions of {monthly}, called "
        "upon or not."
    ),
}


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, code_first, code_last))
    before = chance.choice((10, 28, 40, 75))
    in_table = chance.random() < 0.5
    monthly = money(terms.amount // 10, terms.currency)
    blocks: list[Block] = [
        Paragraph(
            f"Change order no. {chance.randrange(2, 7)}, agreed on {_day(terms.signed_on)} "
            f"between {terms.client} (the customer) and {terms.supplier} (the contractor). It amends their contract "
            f"C-2291 of {_day(terms.signed_on - timedelta(days=150))} on {terms.title}."
        ),
        Heading("Why"),
        Paragraph(
            "The first release moves by six weeks and two more sites come in (request CR-0117, impact estimate 340 "
            "hours). The customer has 5 working days to test each site."
        ),
        Heading("What changes"),
        _changes(terms, chance, money, before if in_table else None),
    ]
    if not in_table:
        blocks.append(
            Paragraph(f"The customer now pays {terms.payment_days} days after the invoice date, formerly {before}.")
        )
    blocks += [
        Heading("How it is charged"),
        Paragraph(CHARGING[terms.billing_type].format(monthly=monthly)),
        *_rates(terms, money),
        Heading("What stays"),
        Paragraph(
            f"All else in the contract stands, among it the liability limit of {money(900_000, terms.currency)}, the "
            f"travel allowance of {money(350, terms.currency)} a week, the 3% discount for payment within 2 days, "
            "interest at 6% a year and notice of 35 days."
        ),
    ]
    return blocks


def _changes(terms: Terms, chance: random.Random, money: Callable[[int, str], str], days_before: int | None) -> Table:
    ends = terms.signed_on + timedelta(days=200)
    added = terms.amount // 5 // 500 * 500
    rows = [
        (
            "Contract price",
            money(terms.amount - added, terms.currency),
            f"+ {money(added, terms.currency)}",
            money(terms.amount, terms.currency),
        ),
        ("Last day of work", _day(ends), "+ 6 weeks", _day(ends + timedelta(weeks=6))),
        (
            "Customer's purchase order",
            f"48{chance.randrange(10_000_000, 99_999_999)} (closed)",
            "replaced" if terms.po_number else "to be replaced",
            terms.po_number or "will be provided later",
        ),
    ]
    if terms.cap:
        former = terms.cap - added
        rows.insert(
            1,
            (
                "Charges may not pass",
                money(former, terms.currency),
                f"+ {money(added, terms.currency)}",
                money(terms.cap, terms.currency),
            ),
        )
    if days_before:
        rows.append(("Invoices payable", f"{days_before} days", "replaced", f"{terms.payment_days} days"))
    return Table((("", "Until now", "Change", "From now on"), *rows))


def _day(day: date) -> str:
    return f"{day.day}-{day:%b-%Y}"


def _rates(terms: Terms, money: Callable[[int, str], str]) -> list[Block]:
    if not terms.rates:
        return []
    use = "Hours" if terms.billing_type == "time_and_materials" else "Hours on later change requests, and only those,"
    rows = tuple((grade, money(rate - 4, terms.currency), money(rate, terms.currency)) for grade, rate in terms.rates)
    return [
        Paragraph(f"{use} are charged by the new column from the date above:"),
        Table((("Staff", "An hour, until now", "An hour, from now on"), *rows)),
    ]
