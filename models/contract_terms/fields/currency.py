"""The currency in which the contract is paid: that of its fees, else the one that is named most."""

import re
from collections import defaultdict

from models.contract_terms.concepts import named_in
from models.contract_terms.cues import Term
from models.contract_terms.document import Document, Segment
from models.contract_terms.money import CODES, money_in
from models.contract_terms.roles import terms_of_sums

NAMED = re.compile(
    r"(?:all (?:amounts|sums|prices|fees)|currency|währung|beträge)[^.]{0,40}\b(USD|GBP|EUR|euros?|pounds|dollars)\b",
    re.IGNORECASE,
)
CODE_ALONE = re.compile(r"\b(USD|GBP|EUR)\b")
BESIDE = {"liability", "insurance", "expense", "framework", "former", "other"}
AMOUNT, DECLARED, MENTION, ASIDE = 4.0, 3.0, 1.0, 0.2
DOUBT = 1.0


def read(document: Document) -> Term[str] | None:
    """Every mention counts: most the amount's own, least those beside the matter."""
    terms = terms_of_sums(document)
    values = {terms[role].value for role in ("amount", "cap") if role in terms}
    weights: dict[str, float] = defaultdict(float)
    places: dict[str, tuple[float, Segment]] = {}
    for segment in document.segments:
        for code, weight in _mentions(segment, values):
            weights[code] += weight
            if weight > places.get(code, (0.0, segment))[0]:
                places[code] = (weight, segment)
    if not weights:
        return None
    best = max(weights, key=lambda code: weights[code])
    segment = places[best][1]
    return Term(best, segment.place, segment.text, round(weights[best] / (sum(weights.values()) + DOUBT), 3))


def _mentions(segment: Segment, values: set[float]) -> list[tuple[str, float]]:
    usual = ASIDE if named_in(f"{segment.heading} {segment.text}") & BESIDE else MENTION
    found = [
        (money.currency, AMOUNT if money.amount in values else usual)
        for money in money_in(segment.text)
        if money.currency
    ]
    if named := NAMED.search(segment.text):
        found.append((CODES.get(named[1].upper(), named[1].upper()), DECLARED))
    elif not found:
        found = [(match[1], MENTION) for match in CODE_ALONE.finditer(f"{' '.join(segment.heads)} {segment.text}")][:1]
    return found
