"""The rates that are agreed on: for each role, the price of an hour or a day."""

import re
from dataclasses import dataclass
from typing import Literal

from models.contract_terms.cues import Term, cue
from models.contract_terms.document import Document, Segment
from models.contract_terms.money import bare_amounts, money_in

Unit = Literal["hour", "day"]
HOUR = cue(r"per hour|hourly|/\s?h(?:r|our)?\b|an hour|stundens[aä]tz|je stunde|pro stunde|\bhour\b|/\s?std", 1.0)
DAY = cue(r"per day|daily rate|day rates?|/\s?day|a day|tagess[aä]tz|je tag|pro tag|\bday\b|/\s?PT\b|personentag", 1.0)
RATES = cue(r"\brates?\b|s[aä]tze?\b|rate card|price list|preisliste|\bprice\b|honorars", 1.0)
NOT_A_ROLE = re.compile(
    r"total|fee|price|value|amount|exceed|cap|invoice|payment|milestone|order|liab|travel|expense|insur|vat|summe|gesamt"
    r"|deposit|notice|date|customer|provider|client|project|basis|accept|go-live|phase|month|haftung|reise|item|effective"
    r"|kosten|\bcost|number|nummer|\bref|\bcode|\bno\b|\bnr\b",
    re.IGNORECASE,
)
LEAST, MOST = {"hour": 15, "day": 150}, {"hour": 1_500, "day": 9_000}
BETWEEN = re.compile(r"[\s|:.\-–—…]*(?:at|zu|à|is charged at|will be charged at)?[\s|:.\-–—…]*$", re.IGNORECASE)
AFTER = re.compile(
    r"^\s*(?i:for (?:every|each|an) hour (?:of|worked by)|(?:per|an|/)\s?hour for|(?:je|pro) stunde für)"
    r"\s+(?:an?\s+|eine[nrs]?\s+)?((?:[A-ZÄÖÜ][\w-]*\s?){1,4})"
)
LONGEST_ROLE = 5


@dataclass(frozen=True)
class Rate:
    """What one hour or day of a role costs."""

    role: str
    amount: float
    unit: Unit


def read(document: Document) -> Term[tuple[Rate, ...]] | None:
    """All rates of the document: rows and phrases of a role and an amount, where the words tell that it is a rate."""
    found: dict[str, tuple[Rate, Segment]] = {}
    unit: Unit | None = None
    heading = ""
    for segment in document.segments:
        if segment.heading != heading:
            unit, heading = _unit(segment.heading), segment.heading
        unit = _unit(segment.text) or (unit if _is_row(segment) else _unit(segment.heading))
        for rate in _rates(segment, unit):
            found.setdefault(rate.role.casefold(), (rate, segment))
    if not found:
        return None
    rates, segments = zip(*found.values(), strict=True)
    first = segments[0]
    return Term(tuple(rates), first.place, first.text, 0.9 if len(rates) > 1 else 0.6)


def _unit(text: str) -> Unit | None:
    if HOUR.pattern.search(text):
        return "hour"
    return "day" if DAY.pattern.search(text) else None


def _is_row(segment: Segment) -> bool:
    return len(segment.text.split()) <= LONGEST_ROLE + 6 and not segment.text.endswith(".")


def _rates(segment: Segment, unit: Unit | None) -> list[Rate]:
    if unit is None:
        return []
    amounts = money_in(segment.text) or (bare_amounts(segment.text)[-1:] if _is_row(segment) else [])
    found: list[Rate] = []
    start = 0
    for money in amounts:
        between = segment.text[start : money.start]
        role = _role_after(segment.text[money.end :]) or _role(between)
        # a second amount of the same row is what holds from now on
        if role is None and found and start and not BETWEEN.sub("", between).strip(" +"):
            role = found.pop().role
        if role and LEAST[unit] <= money.amount <= MOST[unit]:
            found.append(Rate(role, money.amount, unit))
        start = money.end
    return found


def _role_after(after: str) -> str | None:
    """The role that is named behind an amount: "€104 for every hour of Analyst time"."""
    match = AFTER.match(after)
    return _role(match[1]) if match else None


def _role(before: str) -> str | None:
    """The words before an amount that name a role, without what joins them to it."""
    text = BETWEEN.sub("", before)
    text = re.split(r"[,;:|]|\band\b|\bund\b|\bfor (?:an?|each)\b|\bof (?:an?)\b|\bper hour\b|\bje stunde\b", text)[
        -1
    ].strip(" •-–")
    words = text.split()
    if (
        not 1 <= len(words) <= LONGEST_ROLE
        or NOT_A_ROLE.search(text)
        or not text[0].isupper()
        or re.search(r"\d", text)
    ):
        return None
    return text
