"""A histogram of durations: done ones against the target, open ones hatched on top, median and 9 in 10 marked."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.counted import many
from figures.amounts import Unit
from figures.chart_frame import AXIS, LIGHT_AND_WIDE, Look, framed, note, nothing, round_steps, value_axis
from figures.text_width import text_width

EMPTY = "No spread to draw: there is no duration, done or open. Choose a longer range, or remove a filter."
HEIGHT, TOP, BOTTOM, LINE = 236, 62, 42, 16
MOST_BARS, MOST_BARS_NARROW = 24, 14
WIDE_PLOT, NARROW_PLOT = 480, 330
WHOLE_SIZES = (0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000, 10000)


@dataclass(frozen=True)
class Durations:
    """Durations in the chart's unit: of `done` cases, and the ages of `still_open` ones, which last at least as long.

    `median` and `ninth` (9 in 10 within) are the indicator's, which counts the open ones too; None where it has none.
    """

    done: Sequence[float]
    still_open: Sequence[float] = ()
    median: float | None = None
    ninth: float | None = None


@dataclass(frozen=True)
class Bin:
    """From `low` up to `high`; the last bin also holds all above."""

    low: float
    high: float
    done: int
    still_open: int


def distribution(
    durations: Durations, unit: Unit, target: float | None = None, look: Look = LIGHT_AND_WIDE
) -> go.Figure:
    """The bars of equal width from zero, the rare long ones together in the last."""
    bins = binned(durations, MOST_BARS_NARROW if look.narrow else MOST_BARS)
    if not bins:
        return nothing(look, EMPTY)
    figure = framed(look, HEIGHT, summary(durations, unit, target), (40, TOP, 14, BOTTOM))
    figure.update_layout(barmode="stack", bargap=0.08)
    _bars(figure, bins, unit, target, look)
    _axes(figure, bins, durations, unit, look)
    _marks(figure, bins, durations, unit, target, look)
    _key(figure, durations, target, look)
    return figure


def binned(durations: Durations, most: int) -> list[Bin]:
    """At most `most` bins of a round width; a tail of one in fifty is gathered in the last."""
    everything = sorted([*durations.done, *durations.still_open])
    if not everything:
        return []
    far = everything[min(len(everything) - 1, int(len(everything) * 0.98))]
    width = next((size for size in WHOLE_SIZES if far / size < most), far / most)
    count = int(far / width) + 1
    return [
        Bin(width * place, width * (place + 1), *(
            sum(min(int(value / width), count - 1) == place for value in values)
            for values in (durations.done, durations.still_open)
        ))
        for place in range(count)
    ]  # fmt: skip


def summary(durations: Durations, unit: Unit, target: float | None) -> str:
    if not durations.done and not durations.still_open:
        return EMPTY
    told = [f"{many(len(durations.done), 'case')} done, {len(durations.still_open):,} still open"]
    if durations.median is not None:
        told.append(f"half within {unit.words(durations.median)}")
    if durations.ninth is not None:
        told.append(f"9 in 10 within {unit.words(durations.ninth)}")
    if target is not None:
        over = sum(value > target for value in durations.done)
        told.append(f"{over:,} of those done took longer than the target of {unit.words(target)}")
    return "; ".join(told) + "."


def _bars(figure: go.Figure, bins: Sequence[Bin], unit: Unit, target: float | None, look: Look) -> None:
    colour = look.colour
    middles, width = [(each.low + each.high) / 2 for each in bins], bins[0].high - bins[0].low
    over = [target is not None and each.low >= target for each in bins]
    hover = [_hover(each, unit, each is bins[-1]) for each in bins]
    figure.add_bar(
        x=middles, y=[each.done for each in bins], width=width * 0.92, name="done",
        marker={"color": [colour["ramp-3"] if late else colour["comparison"] for late in over]},
        customdata=hover, hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        x=middles, y=[each.still_open for each in bins], width=width * 0.92, name="still open",
        marker={
            "color": colour["surface"], "line": {"width": 1, "color": colour["ink-3"]},
            "pattern": {"shape": "/", "size": 5, "fgcolor": colour["ink-2"], "bgcolor": colour["surface"]},
        },
        customdata=hover, hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _axes(figure: go.Figure, bins: Sequence[Bin], durations: Durations, unit: Unit, look: Look) -> None:
    tallest, end = max(each.done + each.still_open for each in bins), bins[-1].high
    ticks = [(value, f"{value:,.0f}") for value in round_steps(tallest) if value == int(value)]
    value_axis(figure, "yaxis", ticks, look.colour)
    figure.layout.yaxis.update(range=[0, tallest * 1.05])
    beyond = max([*durations.done, *durations.still_open]) > end
    places = round_steps(bins[-1].low, 7) if bins[-1].low else [0.0]
    words = [(value, unit.at_axis(value)) for value in places]
    if beyond:
        words = [each for each in words if each[0] < bins[-1].low - (end / 8)]
        words.append((bins[-1].low, f"{unit.at_axis(bins[-1].low)} and more"))
    value_axis(figure, "xaxis", words, look.colour)
    figure.layout.xaxis.update(range=[0, end], showgrid=False)
    figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=0, y1=0, line={"width": 1, "color": look.colour["line"]})


def _marks(
    figure: go.Figure, bins: Sequence[Bin], durations: Durations, unit: Unit, target: float | None, look: Look
) -> None:
    """Target, median and 9 in 10 as lines, their words above, each in a line of its own where they would touch."""
    colour, end = look.colour, bins[-1].high
    found = [(target, "target", "ink", "6px,4px"), (durations.median, "half within", "accent", "solid"),
             (durations.ninth, "9 in 10 within", "accent", "solid")]  # fmt: skip
    plot = NARROW_PLOT if look.narrow else WIDE_PLOT
    for row, (value, called, ink, dash) in enumerate(each for each in found if each[0] is not None):
        at = min(value, end) if value is not None else end
        words = f"{called} {unit.words(value)}"
        left = at / end * plot + text_width(words, AXIS, 600) + 8 > plot
        line = {"width": 1.5, "color": colour[ink], "dash": dash}
        figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line)
        style = {"size": AXIS, "color": colour[ink]}
        side = {"xanchor": "right", "xshift": -3} if left else {"xanchor": "left", "xshift": 3}
        note(
            figure,
            f"<b>{words}</b>",
            at,
            1,
            yref="paper",
            yanchor="bottom",
            yshift=2 + LINE * (2 - row),
            font=style,
            **side,
        )


def _key(figure: go.Figure, durations: Durations, target: float | None, look: Look) -> None:
    """What rust and hatching mean, below the axis."""
    told = (
        [f"<span style='color:{look.colour['ramp-3']}'>■</span> longer than the target"] if target is not None else []
    )
    told += ["▨ still open, at least this long"] if durations.still_open else []
    place = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top", "yshift": -24}
    note(figure, "   ".join(told), 1, 0, font={"size": AXIS, "color": look.colour["ink-2"]}, **place)


def _hover(each: Bin, unit: Unit, last: bool) -> str:
    upto = "and more" if last else f"to {unit.words(each.high)}"
    return f"<b>{unit.words(each.low)} {upto}</b><br>{many(each.done, 'case')} done, {each.still_open:,} still open"
