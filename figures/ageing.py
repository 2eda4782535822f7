"""Money by age: one bar for each entity, client or practice, in parts from fresh to old, the largest first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from figures.amounts import Unit
from figures.chart_frame import AXIS, LABEL, LIGHT_AND_WIDE, Look, framed, note, nothing, plain
from figures.heat_map import STEPS, text_on_ramp
from figures.text_width import cut, text_width

EMPTY = "No money to draw: nothing is open in this selection. Remove a filter to see more."
ROW, ROW_NARROW, ABOVE, BELOW = 30, 46, 30, 8
NAMES, TOTAL = 180, 62
PLOT, PLOT_NARROW = 560, 300


@dataclass(frozen=True)
class Part:
    """The money of one group in one age class, in one currency, and how many things it is of."""

    group: str
    age: str
    amount: float
    n: int


@dataclass(frozen=True)
class Ages:
    """The age classes from the freshest to the oldest (up to five), the currency, and how many bars are drawn."""

    classes: tuple[str, ...]
    currency: str
    most: int = 20

    @property
    def unit(self) -> Unit:
        return Unit("money", self.currency)

    def steps(self) -> list[str]:
        """The step of the ramp for each class: the oldest is always the strongest."""
        return list(STEPS[len(STEPS) - len(self.classes) :]) if len(self.classes) < len(STEPS) else list(STEPS)


def ageing(parts: Sequence[Part], ages: Ages, look: Look = LIGHT_AND_WIDE) -> go.Figure:
    """The bars, each with its parts' amounts where they fit, and its total behind it."""
    unknown = sorted({part.age for part in parts} - set(ages.classes))
    if unknown or len(ages.classes) > len(STEPS):
        raise ValueError(
            f"Age classes are {', '.join(ages.classes)} (five at most); found {', '.join(unknown) or 'more'}."
        )
    totals = by_group(parts)
    if not totals:
        return nothing(look, EMPTY)
    groups, left = list(totals)[: ages.most], len(totals) - ages.most
    row = ROW_NARROW if look.narrow else ROW
    widest = math.ceil(max(text_width(name, LABEL, 500) for name in groups)) + 14
    names = 6 if look.narrow else min(NAMES, widest)
    legend = ABOVE + (18 if look.narrow else 0)
    height = legend + row * len(groups) + BELOW + (18 if left > 0 else 0)
    figure = framed(look, height, summary(parts, ages), (names, legend, TOTAL, height - legend - row * len(groups)))
    figure.update_layout(barmode="stack", bargap=0.6 if look.narrow else 0.4)
    figure.layout.yaxis.update(range=[len(groups) - 0.5, -0.5], showticklabels=False)
    figure.layout.xaxis.update(range=[0, max(totals.values()) or 1], showticklabels=False)
    _bars(figure, parts, ages, groups, look)
    _words(figure, totals, groups, ages, look, names)
    _classes(figure, ages, look)
    if left > 0:
        place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "yshift": -2}
        note(
            figure,
            f"{left:,} more in the table",
            0,
            0,
            font={"size": AXIS, "color": look.colour["ink-3"]},
            **place,
        )
    return figure


def by_group(parts: Sequence[Part]) -> dict[str, float]:
    """Each group's total, the largest first; groups without money are left out."""
    totals: dict[str, float] = {}
    for part in parts:
        totals[part.group] = totals.get(part.group, 0.0) + part.amount
    return dict(
        sorted(((name, total) for name, total in totals.items() if total > 0), key=lambda each: (-each[1], each[0]))
    )


def summary(parts: Sequence[Part], ages: Ages) -> str:
    total = sum(part.amount for part in parts)
    if not by_group(parts):
        return EMPTY
    oldest = sum(part.amount for part in parts if part.age == ages.classes[-1])
    return f"{ages.unit.words(total)} in all, {ages.unit.words(oldest)} of it {ages.classes[-1]}."


def _bars(figure: go.Figure, parts: Sequence[Part], ages: Ages, groups: Sequence[str], look: Look) -> None:
    colour, (pale, strong) = look.colour, text_on_ramp(look)
    amounts: dict[tuple[str, str], float] = {}
    counts: dict[tuple[str, str], int] = {}
    for part in parts:
        key = (part.group, part.age)
        amounts[key], counts[key] = amounts.get(key, 0.0) + part.amount, counts.get(key, 0) + part.n
    longest = max(by_group(parts).values())
    pixels = (PLOT_NARROW if look.narrow else PLOT) / longest
    for step, age in zip(ages.steps(), ages.classes, strict=True):
        found = [amounts.get((group, age), 0.0) for group in groups]
        words = [ages.unit.words(amount) for amount in found]
        fits = [text_width(word, AXIS) + 8 < amount * pixels for word, amount in zip(words, found, strict=True)]
        figure.add_bar(
            x=found, y=list(range(len(groups))), orientation="h", name=age,
            marker={
                "color": colour[step],
                "line": {"width": 1, "color": [colour["surface" if fit else "comparison"] for fit in fits]},
            },
            text=[word if fit else "" for word, fit in zip(words, fits, strict=True)], textposition="inside",
            insidetextanchor="middle", textangle=0, constraintext="none",
            textfont={"size": AXIS, "color": pale if STEPS.index(step) < 3 else strong},
            customdata=[
                f"<b>{plain(group)}: {word}</b><br>{plain(age)}, {counts.get((group, age), 0):,}"
                for group, word in zip(groups, words, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip


def _words(
    figure: go.Figure, totals: dict[str, float], groups: Sequence[str], ages: Ages, look: Look, names: int
) -> None:
    style = {"size": LABEL, "color": look.colour["ink"], "weight": 500}
    for place, group in enumerate(groups):
        if look.narrow:
            name = plain(cut(group, PLOT_NARROW, LABEL, 500))
            note(figure, name, 0, place, xref="paper", xanchor="left", yshift=18, hovertext=plain(group), font=style)
        else:
            name = plain(cut(group, names - 12, LABEL, 500))
            side = {"xref": "paper", "xanchor": "left", "xshift": -names}
            note(figure, name, 0, place, hovertext=plain(group), font=style, **side)
        total = f"<b>{ages.unit.words(totals[group])}</b>"
        note(figure, total, totals[group], place, xanchor="left", xshift=6, font={**style, "weight": 600})


def _classes(figure: go.Figure, ages: Ages, look: Look) -> None:
    """The classes in words above the bars, each beside a square of its colour."""
    at, line, most = 0.0, 0, PLOT_NARROW if look.narrow else PLOT
    for step, age in zip(ages.steps(), ages.classes, strict=True):
        words = f"<span style='color:{look.colour[step]}'>■</span> {plain(age)}"
        width = text_width(f"■ {age}", AXIS) + 14
        if at + width > most:
            at, line = 0.0, line + 1
        place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        shift = {"xshift": at, "yshift": 8 + 16 * ((1 if look.narrow else 0) - line)}
        note(figure, words, 0, 1, font={"size": AXIS, "color": look.colour["ink-2"]}, **place, **shift)
        at += width
