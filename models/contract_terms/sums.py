"""Sums that a contract names: each amount of money, with what its surroundings and the other amounts say of it."""

from dataclasses import dataclass
from functools import lru_cache

from models.contract_terms.concepts import named_in
from models.contract_terms.cues import last_of_change
from models.contract_terms.document import Document, Segment
from models.contract_terms.money import Money, money_in
from models.contract_terms.surroundings import around

SMALLEST = 1_000
"""Less is no sum that a contract is about."""

CENT = 0.01
MOST_PARTS, MOST_MONTHS = 8, 36
NO_PART = ("liability", "insurance", "expense", "security", "penalty", "former", "framework", "tax", "gross", "other")


@dataclass(frozen=True)
class Sum:
    """An amount, where it stands, and its features: `concept@place`, or how it relates to other amounts."""

    money: Money
    segment: Segment
    features: frozenset[str]


@lru_cache(maxsize=8)
def sums_of(document: Document) -> tuple[Sum, ...]:
    """All of at least SMALLEST, in the order of the document."""
    found = [each for segment in document.segments for each in _in_segment(document, segment)]
    shares = _shares(found)
    return tuple(Sum(each.money, each.segment, each.features | shares[number]) for number, each in enumerate(found))


def _in_segment(document: Document, segment: Segment) -> list[Sum]:
    amounts = money_in(segment.text)
    spans = tuple((money.start, money.end) for money in amounts)
    holds = last_of_change(segment, spans)
    found = []
    for money in amounts:
        if money.amount < SMALLEST:
            continue
        texts = around(document, segment, (money.start, money.end), spans)
        features = {f"{concept}@{place}" for place, text in texts.items() for concept in named_in(text)}
        if holds is not None:
            features.add("holds" if (money.start, money.end) == holds else "held")
        if segment.cells:
            features.add("row")
        found.append(Sum(money, segment, frozenset(features)))
    return found


def _shares(sums: list[Sum]) -> list[set[str]]:
    """How each amount relates to the others: what some add up to, a part, a multiple of a monthly amount."""
    found: list[set[str]] = [set() for _ in sums]
    open_to_sum = [number for number, each in enumerate(sums) if not _named(each, NO_PART)]
    amounts = [sums[number].money.amount for number in open_to_sum]
    for at, whole in enumerate(amounts):
        for start in range(len(amounts)):
            parts = _run_to(whole, amounts, start, at)
            if parts:
                found[open_to_sum[at]].add("adds_up")
                for part in parts:
                    found[open_to_sum[part]].add("is_part")
    for number in open_to_sum:
        for month in open_to_sum:
            times = sums[number].money.amount / sums[month].money.amount
            monthly = "month@before" in sums[month].features or "month@after" in sums[month].features
            if monthly and 2 <= round(times) <= MOST_MONTHS and abs(times - round(times)) < CENT:
                found[number].add("months")
                found[month].add("is_month")
    values = [each.money.amount for each in sums]
    for number, value in enumerate(values):
        if values.count(value) > 1:
            found[number].add("repeated")
    return found


def _run_to(whole: float, amounts: list[float], start: int, at: int) -> list[int]:
    """The places of amounts that follow each other from `start` and add up to a whole; none where they do not."""
    added, parts = 0.0, []
    for place in range(start, min(start + MOST_PARTS, len(amounts))):
        if place == at:
            break
        added += amounts[place]
        parts.append(place)
        if abs(added - whole) < CENT:
            return parts if len(parts) > 1 else []
        if added > whole:
            break
    return []


def _named(each: Sum, concepts: tuple[str, ...]) -> bool:
    return any(f"{concept}@before" in each.features for concept in concepts)
