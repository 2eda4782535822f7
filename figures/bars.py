"""Plain bars from left to right, each with its name and its number: what reports draw where no browser is."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures.svg import LABEL, SvgTheme, drawing, line, palette, rect, says_nothing, text
from figures.text_width import cut, text_width

EMPTY = "Nothing to draw."
WIDTH, ROW, THICK, NAMES, GAP = 680.0, 24.0, 12.0, 190.0, 10.0


@dataclass(frozen=True)
class Bar:
    """A name, its size, and the number as it is printed."""

    name: str
    size: float
    words: str


def bars(rows: Sequence[Bar], summary: str, theme: SvgTheme = "light") -> str:
    """The bars in their order, from zero; of sizes below zero to the left of it."""
    if not rows:
        return says_nothing(EMPTY, WIDTH, theme)
    colour = palette(theme)
    numbers = max(text_width(row.words, LABEL, 500) for row in rows) + GAP
    low, high = min(0.0, *(row.size for row in rows)), max(0.0, *(row.size for row in rows))
    left = NAMES + (numbers if low < 0 else 0)
    scale = (WIDTH - left - numbers) / ((high - low) or 1)
    zero = left - low * scale
    parts = [line((zero, 2), (zero, ROW * len(rows) + 2), colour["line"])]
    for place, row in enumerate(rows):
        middle = ROW * place + ROW / 2 + 2
        length, base = abs(row.size) * scale, middle + LABEL * 0.35
        start = zero if row.size >= 0 else zero - length
        parts.append(text(cut(row.name, NAMES - GAP, LABEL), (0, base), colour["ink"]))
        parts.append(rect((start, middle - THICK / 2), (length, THICK), colour["ramp-4"], radius=2))
        at = (start + length + GAP / 2, base) if row.size >= 0 else (start - GAP / 2, base)
        parts.append(text(row.words, at, colour["ink-2"], weight=500, anchor=None if row.size >= 0 else "end"))
    told = "; ".join(f"{row.name} {row.words}" for row in rows)
    return drawing((WIDTH, ROW * len(rows) + 4), f"{summary}: {told}", parts)
