"""Pieces that speak for something being wrong, each with its own chance, and what they come to together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

from models.detector import Reason

LEAST = 0.3
"""Below this chance nobody is shown it."""

SURE = 0.98


@dataclass(frozen=True)
class Piece:
    """Something that speaks for it: in words, and how likely it is wrong if nothing else is known."""

    text: str
    chance: float
    evidence: tuple[str, ...] = ()


def damped(chance: float, share: float, often: float) -> float:
    """The chance of a rule that a share of all things break: one that more than `often` do counts for less, in
    proportion, because it is how the firm works."""
    odds = chance / (1 - chance) * min(1.0, often / share if share > 0 else 1.0)
    return odds / (1 + odds)


def together(pieces: Sequence[Piece], usual: float) -> float:
    """The chance that at least one of them is right; never below what is usual."""
    none = 1.0
    for piece in pieces:
        none *= 1 - min(piece.chance, SURE)
    return min(max(1 - none, usual), SURE)


def weight(pieces: Sequence[Piece]) -> float:
    """How much they are together, without end: what orders things whose chances are alike."""
    return sum(-log(1 - min(piece.chance, SURE)) for piece in pieces)


def rare_only(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that speak by being rare alone, which no record contradicts: a harmless cause is as likely as a wrong one,
    so that they never come to more than one half. They may be one thing told several times, such as a long day of a
    long week: together they count as the weightiest of them."""
    if not pieces:
        return []
    most = max(min(piece.chance, SURE) for piece in pieces)
    part = log(1 + most) / weight(pieces)
    return [replace(piece, chance=1 - (1 - min(piece.chance, SURE)) ** part) for piece in pieces]


def reasons(pieces: Sequence[Piece], usual: float, chance: float) -> tuple[Reason, ...]:
    """The pieces as reasons, the weightiest first, whose points lead from the usual chance to the one they come to."""
    ordered = sorted(pieces, key=lambda piece: (-piece.chance, piece.text))
    weights = [weight([piece]) for piece in ordered]
    gained, whole = chance - usual, sum(weights) or 1.0
    return tuple(
        Reason(piece.text, gained * own / whole, piece.evidence) for piece, own in zip(ordered, weights, strict=True)
    )
