"""The currency in which the contract is paid: that of its fees, else the one that is named most."""

from collections import Counter

from models.contract_terms.cues import Candidate, Term, best, cue, score
from models.contract_terms.document import Document
from models.contract_terms.money import CODES, money_in

CUES = (
    cue(
        r"fee|price|value|charge|total|vergütung|honorar|wert|preis|rate|satz|amount|order|retainer|compensation|budget|pauschale",
        1.0,
    ),
    cue(r"liab|haft|insur|versicher|indemn|expens|travel|reise|hotel|framework|rahmenv", -2.5),
    cue(r"liab|haft|insur|risk|versicher", -1.5, "heading"),
)
NAMED = cue(
    r"(?:all (?:amounts|sums|prices|fees)|currency|währung|beträge)[^.]{0,40}\b(USD|GBP|EUR|euros?|pounds|dollars)\b",
    0.0,
)
LEAST = 0.2


def read(document: Document) -> Term[str] | None:
    """The best scored mention, with half a point for every other of the same."""
    found = []
    for segment in document.segments:
        named = NAMED.pattern.search(segment.text)
        if named:
            code = named[1].upper()
            found.append(Candidate(CODES.get(code, code), segment, named.start(), named.end(), 3.0))
        for money in money_in(segment.text):
            if money.currency:
                points = score(segment, money.start, money.end, CUES)
                found.append(Candidate(money.currency, segment, money.start, money.end, points))
    often = Counter(each.value for each in found if each.score > 0)
    return best(
        [
            Candidate(each.value, each.segment, each.start, each.end, each.score + 0.5 * min(often[each.value], 6))
            for each in found
        ],
        LEAST,
    )
