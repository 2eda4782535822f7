"""Figures in words, as the charts print them: short with their unit, signed, and dates without a doubt."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from metrics.figures import MINUS, SIGNS
from metrics.period import MONTHS

Kind = Literal["business_days", "days", "business_hours", "hours", "share", "points", "money", "count"]
NOT_KNOWN = "–"
SUFFIXES: dict[str, str] = {
    "business_days": " bd", "days": " d", "business_hours": " bh", "hours": " h", "share": "%", "points": " pts",
    "money": "", "count": "",
}  # fmt: skip
SCALED = {"share": 100, "points": 100}


@dataclass(frozen=True)
class Unit:
    """What a value is in. Shares and points are given as parts of one (0.62 is 62%); money is in `currency`;
    `digits` is how many stand behind the point, None for as many as it takes."""

    kind: Kind
    currency: str = ""
    digits: int | None = None

    def words(self, value: float | None) -> str:
        """4.6 bd, 62%, $4.86M, 1,204, −2.3 pts"""
        if value is None:
            return NOT_KNOWN
        size = self._size(value)
        if not size.strip("0.,"):
            return f"{self.symbol}0{SUFFIXES[self.kind]}"
        return f"{MINUS if value < 0 else ''}{self.symbol}{size}{SUFFIXES[self.kind]}"

    def at_axis(self, value: float) -> str:
        """The same beside an axis: no digits that say nothing, and zero is 0."""
        return re.sub(r"\.0(?!\d)", "", self.words(value)) if value else "0"

    def signed(self, value: float | None) -> str:
        """+1.2 bd, −2.3 pts, and 0 without a sign; a difference of shares is in points."""
        if value is None:
            return NOT_KNOWN
        unit = Unit("points", digits=self.digits) if self.kind == "share" else self
        told = unit.words(value)
        return told if told.startswith(MINUS) or not unit._size(value).strip("0.,kMB") else f"+{told}"

    @property
    def symbol(self) -> str:
        """What stands before the figure: the sign of a currency, or its code."""
        return SIGNS.get(self.currency, f"{self.currency} " if self.currency else "")

    def _size(self, value: float) -> str:
        size = abs(value) * SCALED.get(self.kind, 1)
        if self.digits is not None:
            return f"{size:,.{self.digits}f}"
        if self.kind == "money":
            return _three_figures(size)
        if self.kind == "count":
            return f"{size:,.0f}"
        if self.kind == "share":
            return f"{size:.1f}".removesuffix(".0") if size < 10 or 90 < size < 100 else f"{size:.0f}"
        return f"{size:,.0f}" if size >= 100 else f"{size:,.1f}"


def day(at: date, year: bool = False) -> str:
    """16 Apr, 16 Apr 2026"""
    return f"{at.day} {MONTHS[at.month - 1]}{f' {at.year}' if year else ''}"


def _three_figures(size: float) -> str:
    for limit, unit in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size >= limit * 0.9995:
            part = size / limit
            digits = 2 if part < 9.995 else 1 if part < 99.95 else 0
            text = f"{part:,.{digits}f}"
            return (text.rstrip("0").rstrip(".") if digits else text) + unit
    return f"{size:,.0f}"
