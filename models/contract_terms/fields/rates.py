"""The rates that are agreed on: for each role, the price of an hour or a day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.contract_terms.concepts import named_in
from models.contract_terms.cues import Term
from models.contract_terms.document import Document, Segment
from models.contract_terms.money import Money, bare_amounts, money_in
from models.contract_terms.rate_words import (
    LONGEST_ROLE,
    NOT_A_RATE,
    RATE,
    ROLE,
    Unit,
    are_roles,
    is_quantity,
    names_role,
    role_in,
    unit_in,
)

LEAST, MOST = {"hour": 15, "day": 150}, {"hour": 1_500, "day": 9_000}
CENT = 0.01
DAYS = (7.0, 7.25, 7.4, 7.5, 7.6, 7.7, 7.8, 8.0, 8.5, 9.0, 10.0)
MORE = (1.25, 1.5, 1.75, 2.0)
"""What a day is to an hour, and what an hour at night or at a weekend is to a usual one."""

BESIDE = {"expense", "liability", "insurance", "security", "penalty"}
NEAR = 8
"""So many sentences and rows above may tell the unit, under the same heading."""

SURE, ALONE, UNNAMED = 0.93, 0.75, 0.6
"""How sure rates are that are several, one alone, and of roles that go by no usual name."""


@dataclass(frozen=True)
class Rate:
    """What one hour or day of a role costs."""

    role: str
    amount: float
    unit: Unit


def read(document: Document) -> Term[tuple[Rate, ...]] | None:
    """All rates of the document: rows and phrases of a role and an amount, where the words tell that it is a rate."""
    found: dict[str, tuple[Rate, Segment]] = {}
    above: list[str] = []
    heading = ""
    for segment in document.segments:
        if segment.heading != heading:
            above, heading = above[-2:], segment.heading
        nearest = tuple(reversed(above[-NEAR:]))
        for rate in _of_row(segment, nearest) if segment.cells else _of_sentence(segment, nearest):
            found.setdefault(rate.role.casefold(), (rate, segment))
        above.append(segment.text)
    if not found:
        return None
    rates, segments = zip(*found.values(), strict=True)
    first = segments[0]
    usual = all(ROLE.search(rate.role) for rate in rates)
    return Term(tuple(rates), first.place, first.text, UNNAMED if not usual else SURE if len(rates) > 1 else ALONE)


def _of_row(segment: Segment, above: tuple[str, ...]) -> Iterator[Rate]:
    """The role is named in a cell, and the amount stands in the column whose head speaks most for it."""
    place = next((n for n, cell in enumerate(segment.cells) if names_role(cell)), None)
    if are_roles(segment.heads[1:]) and len(segment.cells) == len(segment.heads):
        yield from _of_columns(segment, above)
        return
    if place is None or _is_beside(segment, segment.cells[place]):
        yield from _of_sentence(segment, above)
        return
    plain = _of_plain_columns(segment, place)
    if plain:
        yield plain
        return
    cells = [(n, cell, money_in(cell) or bare_amounts(cell)[:1]) for n, cell in enumerate(segment.cells) if n > place]
    amounts = [money.amount for _, _, said in cells for money in said]
    found: list[tuple[float, Money, str]] = []
    for number, cell, said in cells:
        head = segment.heads[number] if number < len(segment.heads) else ""
        for money in [each for each in said if each.amount >= LEAST["hour"]]:
            points = 1.5 * (money.currency is not None) + 0.1 * len(found) - 3 * _is_product(money.amount, amounts)
            unit = unit_in(f"{head} {cell}")
            points += (unit is not None) + 0.5 * (unit == "hour") + bool(RATE.search(head))
            points -= 3 * bool(NOT_A_RATE.search(head))
            points -= any(abs(money.amount / other - more) < CENT for other in amounts if other for more in MORE)
            found.append((points, money, head))
    if found:
        _, money, head = max(found, key=lambda each: each[0])
        rate = _rate(
            segment.cells[place], money, (segment.text, head, *segment.heads, segment.lead, segment.heading, *above)
        )
        if rate:
            yield rate


def _of_plain_columns(segment: Segment, place: int) -> Rate | None:
    """Of two amounts those of an hour and a day, or one and its half more, tell by their ratio which is the rate of the
    usual hour, whatever stands above them."""
    said = [money_in(cell) or bare_amounts(cell)[:1] for cell in segment.cells[place + 1 :]]
    amounts = [money.amount for each in said for money in each if money.amount >= LEAST["hour"]]
    if len(amounts) != 2 or not LEAST["hour"] <= amounts[0] <= MOST["hour"]:
        return None
    ratio = amounts[1] / amounts[0]
    if any(abs(ratio - hours) < CENT for hours in DAYS):
        return Rate(" ".join(segment.cells[place].split()), amounts[0], "hour")
    return None


def _of_columns(segment: Segment, above: tuple[str, ...]) -> Iterator[Rate]:
    """A row of amounts below a head of roles."""
    label, *cells = segment.cells
    if is_quantity(label):
        return
    for role, cell in zip(segment.heads[1:], cells, strict=True):
        for money in (money_in(cell) or bare_amounts(cell))[:1]:
            rate = _rate(role, money, (label, segment.heads[0], segment.lead, segment.heading, *above))
            if rate:
                yield rate


def _is_product(amount: float, others: list[float]) -> bool:
    """Whether it is what some hours come to at a rate of the same row."""
    return any(
        abs(one * two - amount) < CENT for n, one in enumerate(others) for two in others[n + 1 :] if min(one, two) > 1
    )


def _of_sentence(segment: Segment, above: tuple[str, ...]) -> Iterator[Rate]:
    """Roles and amounts in turn: the role before its amount, or behind it where the first amount comes first."""
    amounts = money_in(segment.text) or (bare_amounts(segment.text)[-1:] if _is_row(segment) else [])
    if not amounts:
        return
    said = (segment.text, segment.lead, *above[:1], segment.heading, *above[1:])
    opening = segment.text[: amounts[0].start]
    leading = bool(ROLE.search(opening)) or (_is_row(segment) and names_role(opening.strip(" :–-")))
    edges = [0, *(money.end for money in amounts), len(segment.text)]
    role: str | None = None
    for number, money in enumerate(amounts):
        between = segment.text[edges[number] : money.start] if leading else segment.text[money.end : edges[number + 2]]
        if not leading and number + 1 < len(amounts):
            between = segment.text[money.end : amounts[number + 1].start]
        named = role_in(between, first=not leading)
        if named and _is_beside(segment, named):
            continue
        # a second amount of the same row is what holds from now on
        role = named or (role if leading and not re.search(r"\w", between) else None)
        rate = _rate(role, money, said) if role else None
        if rate:
            yield rate


def _rate(role: str, money: Money, said: tuple[str, ...]) -> Rate | None:
    unit = next((unit for text in said if (unit := unit_in(text))), None)
    if unit is None or not LEAST[unit] <= money.amount <= MOST[unit]:
        return None
    return Rate(" ".join(role.split()), money.amount, unit)


def _is_beside(segment: Segment, named: str) -> bool:
    """Whether what seems to be a role is named where other matters are spoken of."""
    return not ROLE.search(named) and bool(named_in(segment.text) & BESIDE)


def _is_row(segment: Segment) -> bool:
    return len(segment.text.split()) <= LONGEST_ROLE + 6 and not segment.text.endswith(".")
