"""A line by period: how an indicator moves, against its target, the period before and the same period a year before.

A period that is not over is dashed to a hollow point; what is still open in a period is hatched below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

import plotly.graph_objects as go

from core.counted import many
from figures.amounts import Unit, day
from figures.chart_frame import LABEL, LIGHT_AND_WIDE, Look, framed, note, nothing, plain, round_steps, value_axis
from figures.text_width import cut, text_width
from metrics.period import MONTHS

Grain = Literal["day", "week", "month", "quarter", "year"]
EMPTY = "No line to draw: no period has a figure. Choose a longer range, or remove a filter."
HEIGHT, OPEN_PART, LINE_PART = 280, (0.0, 0.1), (0.2, 1.0)
MOST_POINTS_MARKED = 40
WIDEST, LEAST_RIGHT = 190, 80


@dataclass(frozen=True)
class Period:
    """One period by its first day. `value`, `ninth` (9 in 10 within) and `year_before` are in the unit of the chart,
    None where there is none; `n` counts the cases, `still_open` those of them not done; `so_far` where it is not over.
    """

    start: date
    value: float | None
    n: int
    still_open: int = 0
    year_before: float | None = None
    ninth: float | None = None
    so_far: bool = False


@dataclass(frozen=True)
class Shown:
    """How the line is told: its unit, what it is called, its grain, a target, and changes to mark as (day, words)."""

    unit: Unit
    called: str = "Median"
    grain: Grain = "month"
    target: float | None = None
    marks: tuple[tuple[date, str], ...] = ()


def trend(periods: Sequence[Period], shown: Shown, look: Look = LIGHT_AND_WIDE) -> go.Figure:
    """The line of these periods, in their order of time."""
    known = sorted(periods, key=lambda period: period.start)
    if not any(period.value is not None for period in known):
        return nothing(look, EMPTY)
    ends = _ends(known, shown, look)
    right = int(max(text_width(words, LABEL - 1, 600) for _, words, _, _ in ends)) + 16
    figure = framed(look, HEIGHT, summary(known, shown), (48, 22, max(right, LEAST_RIGHT), 36))
    figure.update_layout(hovermode="closest")
    _axes(figure, known, shown, look)
    _comparisons(figure, known, shown, look)
    _line(figure, known, shown, look)
    _open_share(figure, known, look)
    _end_labels(figure, ends, look)
    return figure


def summary(periods: Sequence[Period], shown: Shown) -> str:
    """The last period in words: its figure, against target, the period before and a year before."""
    known = [period for period in periods if period.value is not None]
    if not known:
        return EMPTY
    last = known[-1]
    told = [f"{shown.called} {shown.unit.words(last.value)} in {_name(last.start, shown.grain)}"]
    told[0] += " so far" if last.so_far else ""
    if shown.target is not None and last.value is not None:
        told.append(
            f"{shown.unit.signed(last.value - shown.target)} against the target of {shown.unit.words(shown.target)}"
        )
    told += [f"{change} {against}" for change, against in compared(known, shown)]
    if last.still_open:
        told.append(f"{last.still_open:,} of {many(last.n, 'case')} still open")
    return "; ".join(told) + "."


def compared(periods: Sequence[Period], shown: Shown) -> list[tuple[str, str]]:
    """The changes of the last period: on the one before it, and on the same one a year before."""
    known = [period for period in periods if period.value is not None]
    last, found = known[-1], []
    if len(known) > 1 and last.value is not None and known[-2].value is not None:
        found.append((shown.unit.signed(last.value - known[-2].value), f"on {_name(known[-2].start, shown.grain)}"))
    if last.value is not None and last.year_before is not None:
        found.append((shown.unit.signed(last.value - last.year_before), "on the year before"))
    return found


def _axes(figure: go.Figure, periods: Sequence[Period], shown: Shown, look: Look) -> None:
    values = [
        value for period in periods for value in (period.value, period.ninth, period.year_before) if value is not None
    ]
    values += [] if shown.target is None else [shown.target]
    top, low = max([*values, 0.0]) * 1.08 or 1.0, min([*values, 0.0])
    figure.layout.yaxis.update(range=[low * 1.08, top], domain=LINE_PART)
    steps = round_steps(max(top, -low))
    ticks = [-step for step in steps[:0:-1] if low < 0 and -step >= low * 1.08] + [
        step for step in steps if step <= top
    ]
    value_axis(figure, "yaxis", [(value, shown.unit.at_axis(value)) for value in ticks], look.colour)
    starts = [period.start for period in periods]
    every = max(1, -(-len(starts) // (5 if look.narrow else 14)))
    named = [start for place, start in enumerate(starts) if (len(starts) - 1 - place) % every == 0]
    words = [_tick(start, shown.grain, place == 0) for place, start in enumerate(named)]
    figure.layout.xaxis.update(type="date", tickmode="array", tickvals=named, ticktext=words, anchor="y2")
    figure.layout.yaxis2 = {
        **figure.layout.yaxis.to_plotly_json(), "range": [0, 1], "domain": OPEN_PART, "tickvals": [], "showgrid": False
    }  # fmt: skip


def _comparisons(figure: go.Figure, periods: Sequence[Period], shown: Shown, look: Look) -> None:
    """What the line is held against: 9 in 10, the year before, the target, and changes on their day."""
    colour = look.colour
    _band(figure, periods, look)
    if any(period.year_before is not None for period in periods):
        figure.add_scatter(
            x=[period.start for period in periods], y=[period.year_before for period in periods], mode="lines+markers",
            line={"width": 1.5, "color": colour["comparison"], "dash": "dot"}, connectgaps=False,
            marker={"size": [4 * each for each in alone([period.year_before for period in periods])],
                    "color": colour["comparison"]},
            hoverinfo="skip", name="year before",
        )  # fmt: skip
    if shown.target is not None:
        beside = timedelta(days=15 if len(periods) == 1 else 0)
        figure.add_scatter(
            x=[periods[0].start - beside, periods[-1].start + beside], y=[shown.target, shown.target], mode="lines",
            line={"width": 1.3, "color": colour["ink"], "dash": "6px,4px"}, hoverinfo="skip", name="target",
        )  # fmt: skip
    for at, words in shown.marks:
        figure.add_shape(
            type="line",
            x0=at,
            x1=at,
            y0=LINE_PART[0],
            y1=1,
            yref="paper",
            line={"width": 1, "color": colour["line"], "dash": "3px,3px"},
        )
        note(
            figure,
            plain(words),
            at,
            1,
            yref="paper",
            yanchor="bottom",
            font={"size": LABEL - 1, "color": colour["ink-3"]},
        )


def _band(figure: go.Figure, periods: Sequence[Period], look: Look) -> None:
    """From half to 9 in 10, in a piece of its own between any two gaps; a period alone between gaps is a short line."""
    known = [period.value is not None and period.ninth is not None for period in periods]
    pieces = [
        [period for period, _ in piece]
        for there, piece in groupby(zip(periods, known, strict=True), key=lambda each: each[1])
        if there
    ]
    line = {"width": 1, "color": look.colour["accent"]}
    for piece in pieces:
        starts = [period.start for period in piece]
        if len(piece) == 1:
            ends = [piece[0].value, piece[0].ninth]
            figure.add_scatter(x=starts * 2, y=ends, mode="lines", line=line, hoverinfo="skip", name="9 in 10")
            continue
        floor = [period.value for period in piece]
        figure.add_scatter(x=starts, y=floor, mode="lines", line={"width": 0}, hoverinfo="skip", name="floor")
        figure.add_scatter(
            x=starts, y=[period.ninth for period in piece], mode="lines", line=line,
            fill="tonexty", fillcolor=look.colour["accent-soft"], hoverinfo="skip", name="9 in 10",
        )  # fmt: skip


def alone(values: Sequence[float | None]) -> list[bool]:
    """Of each value whether it stands between two gaps, where a line has nothing to draw."""
    beside = [None, *values, None]
    return [
        value is not None and beside[place] is None and beside[place + 2] is None for place, value in enumerate(values)
    ]


def _line(figure: go.Figure, periods: Sequence[Period], shown: Shown, look: Look) -> None:
    colour = look.colour
    hover = _hovers(periods, shown)
    done = [period for period in periods if not period.so_far]
    few = len(done) <= MOST_POINTS_MARKED
    sizes = [5 if few or lone else 0 for lone in alone([period.value for period in done])]
    mode = "markers" if len(done) == 1 else "lines+markers" if any(sizes) else "lines"
    figure.add_scatter(
        x=[period.start for period in done], y=[period.value for period in done], name="value", connectgaps=False,
        mode=mode, line={"width": 2.2, "color": colour["accent"]},
        marker={"size": sizes, "color": colour["accent"]}, customdata=[hover[period.start] for period in done],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    running = [period for period in periods if period.so_far]
    if running:
        before = [period for period in done[-1:] if period.value is not None]
        way = [*before, *running]
        figure.add_scatter(
            x=[period.start for period in way], y=[period.value for period in way], mode="lines+markers",
            line={"width": 2.2, "color": colour["accent"], "dash": "2px,4px"},
            marker={
                "size": [0] * len(before) + [9] * len(running), "color": colour["surface"],
                "line": {"width": 2, "color": colour["accent"]},
            },
            customdata=[hover[period.start] for period in way], hovertemplate="%{customdata}<extra></extra>",
            name="so far",
        )  # fmt: skip


def _open_share(figure: go.Figure, periods: Sequence[Period], look: Look) -> None:
    """A hatched bar below each period: the share of its cases that is still open."""
    if not any(period.still_open for period in periods):
        figure.layout.yaxis.update(domain=(0.04, 1.0))
        return
    colour = look.colour
    figure.add_bar(
        x=[period.start for period in periods], yaxis="y2",
        y=[period.still_open / period.n if period.n else 0 for period in periods], marker={
            "color": colour["surface"], "line": {"width": 1, "color": colour["comparison"]},
            "pattern": {"shape": "/", "size": 5, "fgcolor": colour["ink-2"], "bgcolor": colour["surface"]},
        },
        customdata=[f"{period.still_open:,} of {period.n:,} still open" for period in periods],
        hovertemplate="%{customdata}<extra></extra>", name="still open",
    )  # fmt: skip
    figure.add_shape(
        type="line", x0=0, x1=1, xref="paper", y0=0, y1=0, yref="paper", line={"width": 1, "color": colour["hairline"]}
    )
    last = periods[-1]
    part = f"{last.still_open:,} of {last.n:,} open"
    note(
        figure,
        part,
        1,
        OPEN_PART[1] / 2,
        xref="paper",
        yref="paper",
        xanchor="left",
        xshift=8,
        font={"size": LABEL - 1, "color": colour["ink-2"]},
    )


def _ends(periods: Sequence[Period], shown: Shown, look: Look) -> list[tuple[float, str, str, bool]]:
    """What stands at the lines' ends: the value, its words, the name of their colour, and whether they are bold."""
    unit, last = shown.unit, [period for period in periods if period.value is not None][-1]
    figure = f"{unit.words(last.value)}{' so far' if last.so_far else ''}"
    called = "" if look.narrow else cut(shown.called, WIDEST - text_width(figure, LABEL, 600), LABEL, 600) + " "
    told = [(last.value or 0.0, called + figure, "accent", True)]
    ninths = [period.ninth for period in periods if period.ninth is not None]
    if ninths:
        told.append(
            (ninths[-1], f"{'9/10' if look.narrow else '9 in 10 within'} {unit.words(ninths[-1])}", "ink-2", False)
        )
    years = [period.year_before for period in periods if period.year_before is not None]
    if years:
        told.append(
            (years[-1], f"{'Year ago' if look.narrow else 'Year before'} {unit.words(years[-1])}", "ink-3", False)
        )
    if shown.target is not None:
        told.append((shown.target, f"Target {unit.words(shown.target)}", "ink", True))
    return told


def _end_labels(figure: go.Figure, ends: Sequence[tuple[float, str, str, bool]], look: Look) -> None:
    """Each line's name and last figure at its end, moved apart where they would touch."""
    low, top = figure.layout.yaxis.range
    first, end = figure.layout.yaxis.domain
    pixels = (HEIGHT - 58) * (end - first)
    places = apart([(value - low) / (top - low) * pixels for value, *_ in ends], 15)
    for (_, words, ink, bold), place in zip(ends, places, strict=True):
        at = first + (end - first) * place / pixels
        text = f"<b>{plain(words)}</b>" if bold else plain(words)
        style = {"xref": "paper", "yref": "paper", "xanchor": "left", "xshift": 8}
        note(figure, text, 1, at, font={"size": LABEL - 1, "color": look.colour[ink]}, **style)


def apart(places: Sequence[float], least: float) -> list[float]:
    """The places in their order, moved so that neighbours are at least `least` apart, as little as that takes."""
    order = sorted(range(len(places)), key=lambda which: places[which])
    blocks: list[tuple[float, int]] = []
    for step, which in enumerate(order):
        mean, count = places[which] - step * least, 1
        while blocks and blocks[-1][0] > mean:
            other, many_of = blocks.pop()
            mean, count = (mean * count + other * many_of) / (count + many_of), count + many_of
        blocks.append((mean, count))
    level = [mean for mean, count in blocks for _ in range(count)]
    moved = {which: level[step] + step * least for step, which in enumerate(order)}
    return [moved[which] for which in range(len(places))]


def _hovers(periods: Sequence[Period], shown: Shown) -> dict[date, str]:
    """The words on hover of each period, with its change on the one before."""
    before = [None, *periods[:-1]]
    return {period.start: _hover(period, earlier, shown) for period, earlier in zip(periods, before, strict=True)}


def _hover(period: Period, before: Period | None, shown: Shown) -> str:
    name = _name(period.start, shown.grain) + (" so far" if period.so_far else "")
    lines = [f"<b>{name}: {shown.unit.words(period.value)}</b>"]
    if before is not None and period.value is not None and before.value is not None:
        lines.append(f"{shown.unit.signed(period.value - before.value)} on {_name(before.start, shown.grain)}")
    if period.ninth is not None:
        lines.append(f"9 in 10 within {shown.unit.words(period.ninth)}")
    if period.year_before is not None:
        lines.append(f"a year before {shown.unit.words(period.year_before)}")
    lines.append(f"{many(period.n, 'case')}, {period.still_open:,} still open")
    return "<br>".join(lines)


def _name(start: date, grain: Grain) -> str:
    month = MONTHS[start.month - 1]
    return {
        "day": day(start, year=True),
        "week": f"the week of {day(start, year=True)}",
        "month": f"{month} {start.year}",
        "quarter": f"Q{(start.month + 2) // 3} {start.year}",
        "year": str(start.year),
    }[grain]


def _tick(start: date, grain: Grain, first: bool) -> str:
    """The name below the axis; the year stands below the first one and below each January."""
    short = {
        "day": day(start),
        "week": day(start),
        "month": MONTHS[start.month - 1],
        "quarter": f"Q{(start.month + 2) // 3}",
        "year": str(start.year),
    }[grain]
    new_year = start.month == 1 and (grain in ("month", "quarter") or start.day <= 7)
    return f"{short}<br>{start.year}" if grain != "year" and (first or new_year) else short
