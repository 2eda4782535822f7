"""A walk from one total to another: baseline margin, what moved it, forecast.

Totals are marks, because the picture does not begin at zero; what the causes leave unexplained is a step of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from figures.amounts import Unit
from figures.chart_frame import AXIS, LABEL, LIGHT_AND_WIDE, Look, framed, note, nothing, plain
from figures.text_width import cut, wrapped

EMPTY = "No walk to draw: there is no baseline, or no forecast. Load the project's baseline and forecast first."
UNEXPLAINED = "Not explained"
HEIGHT, ROW = 220, 40
STEP_WIDTH = 92
NAMES_NARROW, VALUES_NARROW = 124, 66


@dataclass(frozen=True)
class Total:
    """Where the walk begins or ends, in the chart's unit."""

    name: str
    value: float


@dataclass(frozen=True)
class Cause:
    """What moved the total, by how much (signed), in the chart's unit."""

    name: str
    change: float


def waterfall(
    start: Total | None, causes: Sequence[Cause], end: Total | None, unit: Unit, look: Look = LIGHT_AND_WIDE
) -> go.Figure:
    """The causes in their order between the two totals; down the page where it is narrow."""
    if start is None or end is None:
        return nothing(look, EMPTY)
    steps = explained(start, causes, end, unit)
    rows = len(steps) + 2
    if look.narrow:
        figure = framed(look, 12 + ROW * rows, summary(start, steps, end, unit), (NAMES_NARROW, 6, VALUES_NARROW, 6))
    else:
        figure = framed(look, HEIGHT, summary(start, steps, end, unit), (12, 24, 12, 44))
    _draw(figure, start, steps, end, unit, look)
    return figure


def explained(start: Total, causes: Sequence[Cause], end: Total, unit: Unit) -> list[Cause]:
    """The causes, and what is left between them and the end where that would be printed as more than nothing."""
    rest = end.value - start.value - sum(cause.change for cause in causes)
    told = unit.signed(rest)
    nothing_left = not told.strip("+−0.%pts bdhkMB" + unit.symbol)
    return list(causes) if nothing_left else [*causes, Cause(UNEXPLAINED, rest)]


def summary(start: Total, causes: Sequence[Cause], end: Total, unit: Unit) -> str:
    moved = ", ".join(f"{cause.name} {unit.signed(cause.change)}" for cause in causes)
    change = unit.signed(end.value - start.value)
    return (
        f"{start.name} {unit.words(start.value)}, {end.name} {unit.words(end.value)}: {change}"
        + (f", of it {moved}" if moved else "") + "."
    )  # fmt: skip


def _draw(figure: go.Figure, start: Total, causes: Sequence[Cause], end: Total, unit: Unit, look: Look) -> None:
    colour, levels = look.colour, _levels(start, causes)
    low, high = min([*levels, end.value]), max([*levels, end.value])
    spare = (high - low) * 0.16 or abs(high) * 0.1 or 1.0
    _axes(figure, len(causes) + 2, (low - spare, high + spare), look)
    tops = [max(before, before + cause.change) for before, cause in zip(levels, causes, strict=False)]
    figure.add_bar(
        **_placed(look, range(1, len(causes) + 1), [cause.change for cause in causes]), base=levels[: len(causes)],
        orientation="h" if look.narrow else "v", width=0.62,
        marker={
            "color": [colour["ramp-4"] if cause.change < 0 else colour["surface"] for cause in causes],
            "line": {"width": [0 if cause.change < 0 else 1.5 for cause in causes], "color": colour["good"]},
            "cornerradius": 2,
        },
        customdata=[f"<b>{plain(cause.name)}: {unit.signed(cause.change)}</b>" for cause in causes],
        hovertemplate="%{customdata}<extra></extra>", name="causes",
    )  # fmt: skip
    for place, total, ink in ((0, start, "comparison"), (len(causes) + 1, end, "accent")):
        _line(
            figure, look, (place - 0.36, place + 0.36), (total.value, total.value), {"width": 5, "color": colour[ink]}
        )
    for place, level in enumerate(levels):
        dots = {"width": 1, "color": colour["comparison"], "dash": "2px,2px"}
        _line(figure, look, (place + 0.36, place + 0.64), (level, level), dots)
    names = [start.name, *(cause.name for cause in causes), end.name]
    values = [unit.words(start.value), *(unit.signed(cause.change) for cause in causes), unit.words(end.value)]
    heights = [start.value, *tops, end.value]
    _words(figure, names, values, heights, look)


def _levels(start: Total, causes: Sequence[Cause]) -> list[float]:
    levels = [start.value]
    for cause in causes:
        levels.append(levels[-1] + cause.change)
    return levels


def _axes(figure: go.Figure, steps: int, values: tuple[float, float], look: Look) -> None:
    along, up = (
        (figure.layout.yaxis, figure.layout.xaxis) if look.narrow else (figure.layout.xaxis, figure.layout.yaxis)
    )
    along.update(range=[steps - 0.5, -0.5] if look.narrow else [-0.5, steps - 0.5], showticklabels=False)
    up.update(range=list(values), showticklabels=False)


def _placed(look: Look, along: Any, up: Any) -> dict[str, Any]:
    """Values along the walk and across it, as x and y of this orientation."""
    return {"x": list(up), "y": list(along)} if look.narrow else {"x": list(along), "y": list(up)}


def _line(
    figure: go.Figure, look: Look, along: tuple[float, float], up: tuple[float, float], line: dict[str, Any]
) -> None:
    figure.add_scatter(**_placed(look, along, up), mode="lines", line=line, hoverinfo="skip", name="walk")


def _words(
    figure: go.Figure, names: Sequence[str], values: Sequence[str], heights: Sequence[float], look: Look
) -> None:
    """Names beside the walk, signed values at its steps; the totals in bold."""
    colour = look.colour
    for place, (name, value, height) in enumerate(zip(names, values, heights, strict=True)):
        total = place in (0, len(names) - 1)
        told = f"<b>{value}</b>" if total else value
        style = {"size": LABEL, "color": colour["ink"]}
        if look.narrow:
            words = plain(cut(name, NAMES_NARROW - 12, LABEL))
            note(
                figure,
                words,
                0,
                place,
                xref="paper",
                xanchor="left",
                xshift=-NAMES_NARROW,
                font=style,
                hovertext=plain(name),
            )
            note(figure, told, 1, place, xref="paper", xanchor="right", xshift=VALUES_NARROW, font=style)
        else:
            note(figure, told, place, height, yanchor="bottom", yshift=4, font=style)
            width = max(56.0, min(STEP_WIDTH, 760 / len(names)) - 4)
            lines = [plain(line) for line in wrapped(name, width, AXIS, 2)]
            ink = {"size": AXIS, "color": colour["ink-2"]}
            note(
                figure,
                "<br>".join(lines),
                place,
                0,
                yref="paper",
                yanchor="top",
                yshift=-4,
                font=ink,
                hovertext=plain(name),
            )
