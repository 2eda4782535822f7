"""Sentences that cite their numbers: a figure is said in words, and what it is and where it comes from stands by it."""

from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["money", "share", "count", "hours"]


@dataclass(frozen=True)
class Figure:
    """A number of a sentence: what it is, as it is said, its value, and the page of Tracework that shows it."""

    label: str
    words: str
    value: float
    unit: Unit
    source: str


@dataclass(frozen=True)
class Sentence:
    """`text` has each figure in its words, followed by its place in the list of figures: 26.8% [1]."""

    text: str
    figures: tuple[Figure, ...]


@dataclass
class Teller:
    """Puts sentences together, numbering their figures through the whole text."""

    source: str
    currency: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    _waiting: list[Figure] = field(default_factory=list)
    _count: int = 0

    def money(self, label: str, cents: float) -> str:
        """EUR 192,400 [3]"""
        amount = round(cents / 100)
        sign = "−" if amount < 0 else ""
        return self._cited(label, f"{sign}{self.currency} {abs(amount):,}".strip(), cents / 100, "money")

    def share(self, label: str, part: float) -> str:
        """26.8% [1]"""
        return self._cited(label, f"{100 * part:.1f}%".replace("-", "−"), part, "share")

    def count(self, label: str, number: int) -> str:
        """12 [5]"""
        return self._cited(label, f"{number:,}", number, "count")

    def hours(self, label: str, minutes: float) -> str:
        """38 h [2]"""
        return self._cited(label, f"{minutes / 60:,.0f} h", minutes / 60, "hours")

    def tell(self, text: str) -> None:
        """End a sentence: the figures since the last one are its own."""
        self.sentences.append(Sentence(text, tuple(self._waiting)))
        self._waiting.clear()

    def _cited(self, label: str, words: str, value: float, unit: Unit) -> str:
        self._count += 1
        self._waiting.append(Figure(label, words, value, unit, self.source))
        return f"{words} [{self._count}]"
