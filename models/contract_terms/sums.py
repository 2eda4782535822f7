"""Sums that a contract names: each amount of money, scored by the words around it."""

from collections.abc import Sequence

from models.contract_terms.cues import Candidate, Cue, Term, best, last_holds, score
from models.contract_terms.document import Document, Segment
from models.contract_terms.money import money_in

SMALLEST = 1_000
"""Less is no sum that a contract is about."""


def best_sum(document: Document, cues: Sequence[Cue], least: float) -> Term[float] | None:
    """The sum for which most speaks, if that is at least so much."""
    return best([each for segment in document.segments for each in last_holds(_sums(segment, cues))], least)


def _sums(segment: Segment, cues: Sequence[Cue]) -> list[Candidate[float]]:
    return [
        Candidate(money.amount, segment, money.start, money.end, score(segment, money.start, money.end, cues))
        for money in money_in(segment.text)
        if money.amount >= SMALLEST
    ]
