"""What a sum is in its contract: the fee for all of it, the most that may be billed, or something else."""

import math
from collections.abc import Mapping
from functools import lru_cache

from models.contract_terms.billing_words import EXTRA, TIME, WORDS, said_of
from models.contract_terms.cues import Term
from models.contract_terms.document import Document
from models.contract_terms.fields.rates import read as rates_of
from models.contract_terms.sums import Sum, sums_of

PLACES = {"before": 1.0, "after": 0.5, "sentence": 0.35, "above": 0.4, "uses": 0.6}
"""How much a concept's weight counts by where it is spoken of, unless a weight is given for the place itself."""

BIAS = {"amount": -1.0, "cap": -2.0}
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "amount": {
        "fee": 1.0, "value": 1.8, "total": 1.0, "estimate": 1.0, "net": 1.0, "gross": -3.0,
        "gross@sentence": 0.0, "tax": -4.0, "tax@after": 0.3, "tax@sentence": 0.0, "tax@uses": 0.0,
        "cap@uses": -0.5, "bound@uses": -0.2,
        "cap": -2.0, "cap@after": -0.3, "cap@sentence": -0.2, "bound": -0.8, "bound@after": -0.3,
        "liability@uses": -4.5, "expense@uses": -4.5,
        "liability": -4.0, "insurance": -4.0, "expense": -4.0, "security": -4.0, "penalty": -3.0,
        "former": -3.0, "former@after": -1.0, "framework": -3.0, "framework@above": -0.5,
        "month": -0.8, "month@after": -1.5, "month@sentence": 0.0, "unit": -1.5,
        "part": -1.0, "part@after": 0.2, "part@sentence": 0.0, "part@above": -0.3, "funded": -2.5, "other": -3.0,
        "change": -0.5, "now": 0.5, "holds": 1.0, "held": -2.0,
        "adds_up": 2.5, "is_part": -2.5, "months": 2.5, "is_month": -2.5, "repeated": 0.5,
    },
    "cap": {
        "fee": 0.5, "value": -0.3, "total": -0.2, "estimate": -1.0, "net": 0.2, "gross": -5.0,
        "tax": -3.0, "tax@after": 0.0, "tax@sentence": 0.0,
        "cap": 2.8, "cap@after": 1.0, "cap@sentence": 0.4, "bound": 1.5, "bound@after": 1.5,
        "liability@uses": -5.5, "expense@uses": -5.5,
        "liability": -6.0, "insurance": -6.0, "expense": -4.5, "security": -4.0, "penalty": -3.5,
        "former": -2.0, "framework": -3.0, "month": -0.8, "unit": -1.5,
        "part": -0.6, "part@after": 0.0, "part@sentence": 0.0, "funded": -2.0, "other": -3.0,
        "holds": 1.0, "held": -2.0,
        "adds_up": -1.5, "is_part": -1.5, "months": -1.5, "is_month": -2.0,
    },
}  # fmt: skip
"""For each role what a concept speaks for or against it; also how a sum relates to others (models.contract_terms.sums).
They are declared: weights learnt on some wordings did not do better on others."""

ABOVE, FURTHEST = (1.0, 1.6), (0.7, 3.0)
BY_SIZE = {"above": 2.2, "near": 0.0, "far": -5.0}
"""A cap is set somewhat above the amount that is expected: what speaks for a sum of that size, and against others."""

BY_KIND, MOST_BY_KIND, ESTIMATED, RATED = 0.6, 3.0, 2.0, 1.5
"""How much it counts for a cap that the words speak for time and materials, or against: they alone are capped."""

LEAST = {"amount": 0.15, "cap": 0.4}
"""With less a role is left open."""

RIVAL, CERTAIN = 0.7, 0.998
"""How much of the next best sum's chance is doubt about the best one."""


@lru_cache(maxsize=8)
def terms_of_sums(document: Document) -> Mapping[str, Term[float]]:
    """The sums of a document by role. One sum has one role: the cap is another sum than the amount."""
    rates = rates_of(document)
    rated = {rate.amount for rate in rates.value} if rates else set()
    sums = [each for each in sums_of(document) if each.money.amount not in rated]
    found: dict[str, Term[float]] = {}
    for role in WEIGHTS:
        taken = {term.value for term in found.values()}
        amount = found["amount"].value if "amount" in found else None
        timed = _timed(document, amount)
        chances = [role_chances(each, amount, timed) for each in sums]
        by_value: dict[float, float] = {}
        for each, chance in zip(sums, chances, strict=True):
            if each.money.amount not in taken:
                none_before = 1 - by_value.get(each.money.amount, 0.0)
                by_value[each.money.amount] = 1 - none_before * (1 - chance[role])
        ordered = sorted(by_value, key=lambda value: -by_value[value])
        if not ordered or by_value[ordered[0]] < LEAST[role]:
            continue
        rival = by_value[ordered[1]] if len(ordered) > 1 else 0.0
        _, place = max(
            (chance[role], -number)
            for number, (each, chance) in enumerate(zip(sums, chances, strict=True))
            if each.money.amount == ordered[0]
        )
        segment = sums[-place].segment
        sure = CERTAIN * math.sqrt(by_value[ordered[0]]) * (1 - RIVAL * rival)
        found[role] = Term(ordered[0], segment.place, segment.text, round(sure, 3))
    return found


def role_chances(each: Sum, amount: float | None = None, timed: float = 0.0) -> Mapping[str, float]:
    """How likely a sum has each role, by its own features; where the amount is known, also by its size beside it, and
    by how much the document speaks for work that is billed by time."""
    points = {role: BIAS[role] + sum(_weight(role, name) for name in each.features) for role in WEIGHTS}
    if amount:
        points["cap"] += BY_SIZE[_size(each.money.amount / amount)] + BY_KIND * timed
    odds = {role: math.exp(value) for role, value in points.items()}
    return {role: odds[role] / (1 + sum(odds.values())) for role in WEIGHTS}


def has_rates_of_the_work(document: Document) -> bool:
    """Whether rates are agreed on for the work itself, not for what may come on top."""
    rates = rates_of(document)
    if rates is None:
        return False
    at = next(number for number, each in enumerate(document.segments) if each.place == rates.place)
    near = document.segments[max(0, at - 2) : at + 1]
    return not any(EXTRA.search(f"{each.heading} {each.lead} {each.text}") for each in near)


def _timed(document: Document, amount: float | None) -> float:
    said = {kind: said_of(document, kind)[0] for kind in WORDS}
    estimated = any(
        each.money.amount == amount and each.features & {"estimate@before", "estimate@after"}
        for each in sums_of(document)
    )
    lead = said.pop(TIME) + ESTIMATED * estimated + RATED * has_rates_of_the_work(document) - max(said.values())
    return max(-MOST_BY_KIND, min(MOST_BY_KIND, lead))


def _size(share: float) -> str:
    if ABOVE[0] < share <= ABOVE[1]:
        return "above"
    return "near" if FURTHEST[0] <= share <= FURTHEST[1] else "far"


def _weight(role: str, feature: str) -> float:
    weights = WEIGHTS[role]
    if feature in weights:
        return weights[feature]
    concept, _, place = feature.partition("@")
    return weights.get(concept, 0.0) * PLACES[place] if place else 0.0
