"""One among its peers: a dot for each of its like, stacked where they lie close, and a diamond for the one itself."""

from collections.abc import Sequence
from math import ceil, floor, isfinite, log10

from core.counted import many
from figures.svg import SMALL, SvgTheme, drawing, element, line, mark, palette, says_nothing, text, titled
from figures.text_width import text_width
from metrics.figures import SIGNS

EMPTY = "Nothing like it to compare with."
DOT, GAP, HEIGHT, BASE, SIDE = 3.0, 7.0, 128.0, 96.0, 10.0
MOST_IN_STACK = 10
TICKS = 3
MOST_ARE_USUAL, FAR, NOTE = 0.98, 5, 15


def peers(values: Sequence[float], own: float, unit: str, width: float = 260, theme: SvgTheme = "page") -> str:
    """The peers' values and its own on one axis in `unit`; `share` prints per cent."""
    known = [value for value in values if isfinite(value)]
    if not known or not isfinite(own):
        return says_nothing(EMPTY, width, theme, HEIGHT)
    colour, told = palette(theme), near(known, own)
    low, high = axis([*told, own])
    across = width - 2 * SIDE
    columns = max(1, int(across / GAP))

    def at(value: float) -> float:
        return SIDE + (value - low) / (high - low) * across

    stacks = stacked([min(columns - 1, int((value - low) / (high - low) * columns)) for value in told], columns)
    each = max(1, ceil(max(stacks) / MOST_IN_STACK))
    parts = [line((SIDE, BASE), (width - SIDE, BASE), colour["line"])]
    for column, number in enumerate(stacks):
        x = SIDE + (column + 0.5) * across / columns
        dots = [
            element("circle", {"cx": x, "cy": BASE - 5 - GAP * row, "r": DOT, "fill": colour["comparison"]})
            for row in range(ceil(number / each))
        ]
        if dots:
            value = low + (column + 0.5) * (high - low) / columns
            parts.append(titled(f"{many(number, 'peer')} about {in_unit(value, unit)}", *dots))
    here = f"{in_unit(own, unit)} here"
    half = text_width(here, SMALL, 600) / 2
    middle = min(max(at(own), half), width - half)
    under = [
        number for column, number in enumerate(stacks) if abs(SIDE + column * across / columns - middle) < half + GAP
    ]
    top = BASE - 18 - GAP * max(0, ceil(max(under, default=0) / each) - 1)
    parts.append(mark("bad", (at(own), BASE - 6), colour))
    parts.append(text(here, (middle, top), colour["bad"], SMALL, weight=600, anchor="middle"))
    parts += _ticks((low, high), unit, width, colour["ink-3"])
    if each > 1:
        parts.append(text(f"A dot stands for {each}.", (SIDE, HEIGHT - 2), colour["ink-3"], SMALL))
    if far := len(known) - len(told):
        words = f"{many(far, 'peer')} far beyond, up to {in_unit(max(known), 'share' if unit == 'share' else '')}."
        parts.append(text(words, (SIDE, HEIGHT + NOTE - 2), colour["ink-3"], SMALL))
    return drawing((width, HEIGHT + (NOTE if far else 0)), summary(known, own, unit), parts)


def near(values: Sequence[float], own: float) -> list[float]:
    """The values without the few that lie so far beyond all others that nothing could be told apart beside them."""
    usual = max(own, sorted(values)[int((len(values) - 1) * MOST_ARE_USUAL)])
    return [value for value in values if usual <= 0 or value <= FAR * usual]


def summary(values: Sequence[float], own: float, unit: str) -> str:
    """34 peers from 3 h to 19 h; 31 h here, more than 34 of them."""
    below = sum(value < own for value in values)
    span = f"from {in_unit(min(values), unit)} to {in_unit(max(values), unit)}"
    return f"{many(len(values), 'peer')} {span}; {in_unit(own, unit)} here, more than {below:,} of them."


def axis(values: Sequence[float]) -> tuple[float, float]:
    """From where to where the axis goes: from zero, unless there is less or all lie far from it."""
    low, high = min(values), max(values)
    if low == high:
        return (min(low, 0.0), high) if high > 0 else (low, low + 1.0)
    start = low if low < 0 or low > (high - low) else 0.0
    step = 10 ** floor(log10(high - start)) / 2
    return floor(start / step) * step, ceil(high / step) * step


def stacked(columns: Sequence[int], number: int) -> list[int]:
    return [columns.count(column) for column in range(number)]


def in_unit(value: float, unit: str) -> str:
    """31%, 38 h, 1,204 days open, £930"""
    if unit == "share":
        return f"{value * 100:.0f}%".replace("-", "−")
    size = f"{abs(value):,.0f}" if abs(value) >= 100 or value == int(value) else f"{abs(value):,.1f}"
    told = f"{SIGNS[unit]}{size}" if unit in SIGNS else f"{size} {unit}".strip()
    return f"−{told}" if value < 0 else told


def _ticks(span: tuple[float, float], unit: str, width: float, ink: str) -> list[str]:
    low, high = span
    told = []
    for step in range(TICKS):
        part = step / (TICKS - 1)
        anchor = "start" if step == 0 else "end" if step == TICKS - 1 else "middle"
        words = in_unit(low + (high - low) * part, "share" if unit == "share" else "")
        x = SIDE + part * (width - 2 * SIDE)
        told.append(text(words, (x, BASE + 15), ink, SMALL, anchor=anchor))
    if unit != "share":
        told.append(text(unit, (width - SIDE, BASE + 30), ink, SMALL, anchor="end"))
    return told
