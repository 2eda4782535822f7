"""What every Plotly chart stands in: one theme, quiet axes, words for screen readers, and a chart with nothing in it.

A figure's `layout.meta` holds `summary`, the chart in words. Colours are the theme's: a page that changes its theme
asks for the figure again. Sizes are in pixels; the width is that of the place the figure is put into.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import plotly.graph_objects as go

from figures.colours import DARK, LIGHT
from figures.svg import held

Theme = Literal["light", "dark"]
FONT = "Inter, system-ui, sans-serif"
AXIS, LABEL = 11, 12
NARROW = 390
MOST_GRIDLINES = 4
EMPTY_HEIGHT = 120


@dataclass(frozen=True)
class Look:
    """Where a chart is drawn: in which theme, and whether the place is as narrow as a phone."""

    theme: Theme = "light"
    narrow: bool = False

    @property
    def colour(self) -> Mapping[str, str]:
        return DARK if self.theme == "dark" else LIGHT


LIGHT_AND_WIDE = Look()


def framed(look: Look, height: int, summary: str, margin: tuple[int, int, int, int]) -> go.Figure:
    """An empty figure in the theme; `margin` is left, top, right, bottom."""
    colour = look.colour
    left, top, right, bottom = margin
    return go.Figure(
        layout=go.Layout(
            height=height,
            margin={"l": left, "t": top, "r": right, "b": bottom, "pad": 0},
            paper_bgcolor="rgba(0,0,0,0)",
            plot_bgcolor="rgba(0,0,0,0)",
            font={"family": FONT, "size": AXIS, "color": colour["ink-3"]},
            hoverlabel={
                "bgcolor": colour["surface"],
                "bordercolor": colour["line"],
                "font": {"family": FONT, "size": LABEL, "color": colour["ink"]},
                "align": "left",
            },
            showlegend=False,
            dragmode=False,
            bargap=0.3,
            meta={"summary": summary},
            xaxis=_quiet(colour),
            yaxis=_quiet(colour),
        )
    )


def nothing(look: Look, words: str) -> go.Figure:
    """A figure that says what is missing."""
    figure = framed(look, EMPTY_HEIGHT, words, (0, 0, 0, 0))
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    lines = "<br>".join(_lines(words, 44 if look.narrow else 90))
    figure.add_annotation(
        text=lines, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False,
        font={"size": LABEL + 1, "color": look.colour["ink-2"]},
    )  # fmt: skip
    return figure


def value_axis(figure: go.Figure, axis: str, ticks: Sequence[tuple[float, str]], colour: Mapping[str, str]) -> None:
    """Let an axis show these values, each with its words and a hairline."""
    values, words = [value for value, _ in ticks], [word for _, word in ticks]
    figure.layout[axis].update(
        tickmode="array", tickvals=values, ticktext=words, showgrid=True, gridcolor=colour["hairline"], gridwidth=1
    )


def note(figure: go.Figure, words: str, x: Any, y: Any, **style: Any) -> None:
    """Words at a place of the chart, without an arrow."""
    side = style.get("xanchor", "center")
    figure.add_annotation(text=words, x=x, y=y, **{"showarrow": False, "align": side, **style})


def plain(words: str) -> str:
    """Text of a source as Plotly shows it: its labels read a little HTML, which no name may write."""
    return escape(held(words), quote=False)


def round_steps(most: float, steps: int = MOST_GRIDLINES) -> list[float]:
    """At most `steps` round values from zero, the last of them at or below `most`, no less than half of it."""
    if most <= 0:
        return [0.0]
    size = 10.0 ** _exponent(most)
    for factor in (0.01, 0.02, 0.025, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5):
        step = size * factor
        if most / step < steps:
            return [round(step * place, 10) for place in range(int(most / step + 1e-9) + 1)]
    return [0.0, most]


def _exponent(most: float) -> int:
    return int(f"{most:e}".partition("e")[2])


def _quiet(colour: Mapping[str, str]) -> dict[str, Any]:
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": False,
        "tickfont": {"family": FONT, "size": AXIS, "color": colour["ink-3"]},
    }


def _lines(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
