"""How much the words around a candidate speak for it: cues before, after, in the same segment, or in the heading."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

from models.contract_terms.document import Place, Segment

NEAR_BEFORE, NEAR_AFTER = 80, 50
CHANGED = re.compile(r"replac|ersetz|from now on|künftig|[|\s]\+\s|→|->", re.IGNORECASE)
HOLDS = 1.0
Value = TypeVar("Value")
Where = Literal["before", "after", "segment", "heading"]


@dataclass(frozen=True)
class Cue:
    """Words, and what they add to a candidate's score where they are found; a negative weight speaks against it."""

    pattern: re.Pattern[str]
    weight: float
    where: Where


def cue(words: str, weight: float, where: Where = "segment") -> Cue:
    """Words as a regular expression, whatever their capitals."""
    return Cue(re.compile(words, re.IGNORECASE), weight, where)


@dataclass(frozen=True)
class Candidate(Generic[Value]):
    """A value that a field may have, and where it stands."""

    value: Value
    segment: Segment
    start: int
    end: int
    score: float = 0.0


@dataclass(frozen=True)
class Term(Generic[Value]):
    """What was read: the value, where it stands, in which sentence, and how sure that is (0 to 1)."""

    value: Value
    place: Place
    sentence: str
    confidence: float


def score(segment: Segment, start: int, end: int, cues: Sequence[Cue]) -> float:
    """The sum of the cues that are found where they are looked for."""
    texts = {
        "before": segment.text[max(0, start - NEAR_BEFORE) : start],
        "after": segment.text[end : end + NEAR_AFTER],
        "segment": segment.text,
        "heading": segment.heading,
    }
    return sum(each.weight for each in cues if each.pattern.search(texts[each.where]))


def best(candidates: Sequence[Candidate[Value]], least: float) -> Term[Value] | None:
    """The candidate with the highest score, if it has at least so much. It is the surer the further it is above that,
    and above the best one that says something else."""
    ordered = sorted(candidates, key=lambda each: -each.score)
    if not ordered or ordered[0].score < least:
        return None
    first = ordered[0]
    other = next((each.score for each in ordered if each.value != first.value), least - 1)
    margin = min(first.score - least, first.score - max(other, least - 1))
    confidence = 1 / (1 + math.exp(-(0.6 + 1.1 * margin)))
    return Term(first.value, first.segment.place, first.segment.text, round(confidence, 3))


def last_holds(candidates: Sequence[Candidate[Value]]) -> list[Candidate[Value]]:
    """In a row or sentence that tells what was and what is, the last value holds: the others lose to it."""
    if len(candidates) < 2 or not CHANGED.search(candidates[0].segment.text):
        return list(candidates)
    return [replace(each, score=each.score + (HOLDS if each is candidates[-1] else -HOLDS)) for each in candidates]


def last_of_change(segment: Segment, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The last span of a row or sentence that tells what was and what is: it is the one that holds."""
    if len(spans) < 2:
        return None
    text = f"{' '.join(segment.heads)} {segment.text}"
    return spans[-1] if CHANGED.search(text) else None
