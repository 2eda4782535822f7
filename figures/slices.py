"""Bars by slice: the same indicator for each entity, practice or client, the largest first, small groups told as small.

A bar that misses the target is rust and says so in words; without a target all are of this period's colour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from core.counted import many
from figures.amounts import Unit
from figures.chart_frame import AXIS, LABEL, LIGHT_AND_WIDE, Look, framed, note, nothing, plain, round_steps, value_axis
from figures.text_width import cut, text_width

EMPTY = "No bar to draw: no slice has a figure. Choose a longer range, or remove a filter."
HIDDEN = "too few people, not shown"
ROW, ROW_NARROW, ABOVE, ABOVE_NARROW, BELOW = 28, 44, 22, 36, 26
NAMES_WIDE = 190
FEW = 10


@dataclass(frozen=True)
class Slice:
    """One value of a slice. `value` is in the chart's unit, None where it is not known or `hidden` (fewer people than
    the firm lets be shown); `n` counts the cases, `still_open` those of them that are not done."""

    name: str
    value: float | None
    n: int
    still_open: int = 0
    hidden: bool = False


@dataclass(frozen=True)
class Sliced:
    """How the bars are told: their unit, a target and its good side, how many cases are few, how many bars at most."""

    unit: Unit
    target: float | None = None
    better: Literal["lower", "higher"] = "lower"
    few: int = FEW
    most: int = 20

    def misses(self, value: float) -> bool:
        if self.target is None:
            return False
        return value > self.target if self.better == "lower" else value < self.target


def slices(found: Sequence[Slice], sliced: Sliced, look: Look = LIGHT_AND_WIDE) -> go.Figure:
    """The bars, sorted; slices without a figure come last and say why."""
    if not any(each.value is not None or each.hidden for each in found):
        return nothing(look, EMPTY)
    rows = in_order(found)
    shown, left = rows[: sliced.most], len(rows) - sliced.most
    row = ROW_NARROW if look.narrow else ROW
    names = (
        0 if look.narrow else min(NAMES_WIDE, math.ceil(max(text_width(each.name, LABEL, 500) for each in shown))) + 14
    )
    above = ABOVE_NARROW if look.narrow else ABOVE
    height = above + row * len(shown) + BELOW + (20 if left > 0 else 0)
    widest = int(max(text_width(_told(each, sliced), LABEL, 500) for each in shown)) + 14
    figure = framed(look, height, summary(found, sliced), (names or 6, above, 8, height - above - row * len(shown)))
    figure.update_layout(bargap=0.62 if look.narrow else 0.5)
    figure.layout.yaxis.update(range=[len(shown) - 0.5, -0.5], showticklabels=False)
    _bars(figure, shown, sliced, look)
    _value_range(figure, shown, sliced, look, widest / ((NARROW_PLOT if look.narrow else WIDE_PLOT) - names))
    _names(figure, shown, look, names)
    _values(figure, shown, sliced, look)
    if left > 0:
        words = f"{many(left, 'more slice')} in the table"
        place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "yshift": -22}
        note(figure, words, 0, 0, font={"size": AXIS, "color": look.colour["ink-3"]}, **place)
    return figure


NARROW_PLOT, WIDE_PLOT = 330, 620


def in_order(found: Sequence[Slice]) -> list[Slice]:
    """The largest first; those without a figure last, by name."""
    return sorted(found, key=lambda each: (each.value is None, -(each.value or 0.0), each.name))


def summary(found: Sequence[Slice], sliced: Sliced) -> str:
    """The ends of the order in words, and how many miss the target."""
    known = [each for each in in_order(found) if each.value is not None]
    if not known:
        return EMPTY
    told = f"{many(len(found), 'slice')}; the largest is {known[0].name} with {sliced.unit.words(known[0].value)}"
    if len(known) > 1:
        told += f", the smallest {known[-1].name} with {sliced.unit.words(known[-1].value)}"
    if sliced.target is not None:
        missing = sum(sliced.misses(each.value) for each in known if each.value is not None)
        told += f"; {missing:,} of {len(known):,} miss the target of {sliced.unit.words(sliced.target)}"
    return told + "."


def _bars(figure: go.Figure, shown: Sequence[Slice], sliced: Sliced, look: Look) -> None:
    colour = look.colour
    plain_bar = colour["accent"] if sliced.target is None else colour["comparison"]
    figure.add_bar(
        x=[each.value or 0 for each in shown],
        y=list(range(len(shown))),
        orientation="h",
        marker={
            "color": [
                colour["ramp-4"] if each.value is not None and sliced.misses(each.value) else plain_bar
                for each in shown
            ],
            "cornerradius": 2,
        },
        customdata=[_hover(each, sliced) for each in shown],
        hovertemplate="%{customdata}<extra></extra>",
        name="value",
    )
    if sliced.target is not None:
        line = {"width": 1.3, "color": colour["ink"], "dash": "6px,4px"}
        figure.add_shape(type="line", x0=sliced.target, x1=sliced.target, y0=0, y1=1, yref="paper", line=line)
        words = f"<b>target {sliced.unit.words(sliced.target)}</b>"
        style = {"size": AXIS, "color": colour["ink"]}
        lift = 14 if look.narrow else 0
        note(figure, words, sliced.target, 1, yref="paper", yanchor="bottom", yshift=lift, font=style)


def _value_range(figure: go.Figure, shown: Sequence[Slice], sliced: Sliced, look: Look, label_part: float) -> None:
    """From zero, with room for the words behind the longest bar."""
    values = [each.value for each in shown if each.value is not None]
    most = max([*values, sliced.target or 0.0, 0.0]) or 1.0
    least = min([*values, 0.0])
    room = 1 - min(label_part, 0.6)
    figure.layout.xaxis.update(range=[least / room, most / room])
    ticks = [(value, sliced.unit.at_axis(value)) for value in round_steps(most)]
    value_axis(figure, "xaxis", ticks, look.colour)
    figure.layout.xaxis.update(showgrid=False)


def _names(figure: go.Figure, shown: Sequence[Slice], look: Look, width: int) -> None:
    """The names left of the bars, or above them where it is narrow; cut ones are whole in the words on hover."""
    style = {"size": LABEL, "color": look.colour["ink"], "weight": 500}
    for place, each in enumerate(shown):
        if look.narrow:
            name = plain(cut(each.name, NARROW_PLOT, LABEL, 500))
            note(
                figure, name, 0, place, xref="paper", xanchor="left", yshift=16, hovertext=plain(each.name), font=style
            )
        else:
            name = plain(cut(each.name, width - 12, LABEL, 500))
            position = {"xref": "paper", "xanchor": "left", "xshift": -width}
            note(figure, name, 0, place, hovertext=plain(each.name), font=style, **position)


def _values(figure: go.Figure, shown: Sequence[Slice], sliced: Sliced, look: Look) -> None:
    """The figures behind the bars, on the card's ground, so that no target line runs through them."""
    colour = look.colour
    for place, each in enumerate(shown):
        missed = each.value is not None and sliced.misses(each.value)
        style = {"size": LABEL, "color": colour["bad"] if missed else colour["ink-2"]}
        ground = {"bgcolor": colour["surface"], "borderpad": 1}
        end = max(each.value or 0.0, 0.0)
        note(figure, plain(_told(each, sliced)), end, place, xanchor="left", xshift=5, font=style, **ground)


def _told(each: Slice, sliced: Sliced) -> str:
    """6.1 bd ◆ over · 148, 17 open"""
    if each.value is None:
        return f"○ {HIDDEN}" if each.hidden else f"○ no figure · {each.n:,}"
    side = "over" if sliced.better == "lower" else "below"
    words = sliced.unit.words(each.value) + (f" ◆ {side}" if sliced.misses(each.value) else "")
    words += f" · {each.n:,}" + (f", {each.still_open:,} open" if each.still_open else "")
    return words + (" ▲ few" if each.n < sliced.few else "")


def _hover(each: Slice, sliced: Sliced) -> str:
    figure = HIDDEN if each.hidden else sliced.unit.words(each.value)
    few = ", too few to rely on" if not each.hidden and each.n < sliced.few else ""
    counts = "" if each.hidden else f"<br>{many(each.n, 'case')}, {each.still_open:,} still open{few}"
    return f"<b>{plain(each.name)}: {figure}</b>{counts}"
