"""The rates that are agreed on: for each role, the price of an hour or a day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from models.contract_terms.cues import Term
from models.contract_terms.document import Document, Segment
from models.contract_terms.money import Money, bare_amounts, money_in

Unit = Literal["hour", "day"]
UNITS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    (
        "hour",
        re.compile(
            r"\bhours?\b(?! days)|hourly|/\s?h(?:r|our)?\b|stunden?\b|stundens[aä]tz|stündlich|"
            r"stundenverrechnung|/\s?std|\bstd\b",
            re.IGNORECASE,
        ),
    ),
    (
        "day",
        re.compile(
            r"\bdays?\b|daily|/\s?d\b|tagess[aä]tz|\btag(?:e|es)?\b|täglich|personentag|manntag|/\s?PT\b|"
            r"\bPT\b",
            re.IGNORECASE,
        ),
    ),
)
DAY_OF_HOURS = re.compile(
    r"(?:day|tag)[^.;]{0,25}(?:hours|stunden)|(?:hours|stunden)[^.;]{0,20}(?:a|per|je|pro) (?:\w+ )?(?:day|"
    r"tag)",
    re.IGNORECASE,
)
NOT_A_RATE = re.compile(
    r"list|until now|former|previous|bisher|\bold\b|\balt\b|total|gesamt|extended|amount|betrag|\bsum|est\b|"
    r"\best\.|hours$|days$|stunden$|tage$|quantity|menge|anzahl|number of",
    re.IGNORECASE,
)
RATE = re.compile(
    r"rate|price|preis|s[aä]tz|ansatz|charge|fee|honorar|cost|from now on|\bnew\b|\bneu\b|your|net", re.IGNORECASE
)
ROLE = re.compile(
    r"\b(?:(?:[A-ZÄÖÜ][\w/&-]*\s+){0,3}?)(?:Analyst|Consultant|Manager|Partner|Director|Associate|Principal|"
    r"Engineer|Developer|Architect|Specialist|Lead|Leader|Expert|Advis[eo]r|Officer|Technician|Designer|"
    r"Tester|Coach|Scientist|Administrator|Coordinator|Assistant|Berater(?:in)?|\w*[Ll]eiter(?:in)?|"
    r"Entwickler(?:in)?|Ingenieur(?:in)?|Expert[ei]n?|Architekt(?:in)?)\b(?!-)"
)
NOT_A_ROLE = re.compile(
    r"total|fee|price|value|amount|exceed|cap|invoice|payment|milestone|order|liab|travel|expense|insur|vat|"
    r"summe|gesamt|deposit|notice|date|customer|provider|client|project|basis|accept|go-live|phase|month|"
    r"haftung|reise|item|effective|kosten|\bcost|number|nummer|\bref|\bcode|\bno\b|\bnr\b|limit|indemnity|"
    r"liability",
    re.IGNORECASE,
)
LEAST, MOST = {"hour": 15, "day": 150}, {"hour": 1_500, "day": 9_000}
LONGEST_ROLE = 5
CENT = 0.01
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
    place = next((n for n, cell in enumerate(segment.cells) if _names_role(cell)), None)
    if place is None:
        yield from _of_sentence(segment, above)
        return
    cells = [(n, cell, money_in(cell) or bare_amounts(cell)[:1]) for n, cell in enumerate(segment.cells) if n > place]
    amounts = [money.amount for _, _, said in cells for money in said]
    found: list[tuple[float, Money, str]] = []
    for number, cell, said in cells:
        head = segment.heads[number] if number < len(segment.heads) else ""
        for money in said:
            points = 1.5 * (money.currency is not None) + 0.1 * len(found) - 3 * _is_product(money.amount, amounts)
            unit = _unit(f"{head} {cell}")
            points += (unit is not None) + 0.5 * (unit == "hour") + bool(RATE.search(head))
            points -= 3 * bool(NOT_A_RATE.search(head))
            found.append((points, money, head))
    if found:
        _, money, head = max(found, key=lambda each: each[0])
        rate = _rate(
            segment.cells[place], money, (segment.text, head, *segment.heads, segment.lead, segment.heading, *above)
        )
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
    leading = bool(ROLE.search(opening)) or (_is_row(segment) and _names_role(opening.strip(" :–-")))
    edges = [0, *(money.end for money in amounts), len(segment.text)]
    role: str | None = None
    for number, money in enumerate(amounts):
        between = segment.text[edges[number] : money.start] if leading else segment.text[money.end : edges[number + 2]]
        if not leading and number + 1 < len(amounts):
            between = segment.text[money.end : amounts[number + 1].start]
        named = _role_in(between, first=not leading)
        # a second amount of the same row is what holds from now on
        role = named or (role if leading and not re.search(r"\w", between) else None)
        rate = _rate(role, money, said) if role else None
        if rate:
            yield rate


def _rate(role: str, money: Money, said: tuple[str, ...]) -> Rate | None:
    unit = next((unit for text in said if (unit := _unit(text))), None)
    if unit is None or not LEAST[unit] <= money.amount <= MOST[unit]:
        return None
    return Rate(" ".join(role.split()), money.amount, unit)


def _unit(text: str) -> Unit | None:
    """A text that tells how many hours a day has speaks of days."""
    if DAY_OF_HOURS.search(text):
        return "day"
    return next((unit for unit, pattern in UNITS if pattern.search(text)), None)


def _names_role(cell: str) -> bool:
    words = cell.split()
    if not 1 <= len(words) <= LONGEST_ROLE or re.search(r"\d", cell) or not cell[0].isupper():
        return False
    return bool(ROLE.search(cell)) or not NOT_A_ROLE.search(cell)


def _role_in(text: str, *, first: bool) -> str | None:
    """The role that is named nearest to the amount."""
    named = [match[0] for match in ROLE.finditer(text)]
    if named:
        return named[0] if first else named[-1]
    plain = re.split(r"[,;|]", text)[-1].strip(" •:–-—.…")
    return plain if not first and plain and _names_role(plain) else None


def _is_row(segment: Segment) -> bool:
    return len(segment.text.split()) <= LONGEST_ROLE + 6 and not segment.text.endswith(".")
