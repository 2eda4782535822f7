"""Charts on a page: what is drawn is kept with the page, and drawn again where colours or room change.

A page says what a chart shows; the browser says in which theme and how much room there is (`look` in the frame); one
callback draws all of them with the functions of `figures`.
"""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

import plotly.graph_objects as go
from dash import MATCH, Dash, Input, Output, State, dcc, html
from pydantic import TypeAdapter

from dashboards.parts import Part
from figures.ageing import Ages, ageing
from figures.ageing import Part as Aged
from figures.amounts import Unit
from figures.chart_frame import Look
from figures.distribution import Durations, distribution
from figures.heat_map import Cell, heat_map
from figures.slices import Slice, Sliced, slices
from figures.trend import Period, Shown, trend
from figures.waterfall import Cause, waterfall
from figures.waterfall import Total as Told

CONFIG = {"displayModeBar": False, "responsive": True}
HEIGHT = 240


class Kind(NamedTuple):
    """A figure and what it is made from, in the order of its arguments."""

    draw: Callable[..., go.Figure]
    made_from: tuple[Any, ...]


KINDS = {
    "ageing": Kind(ageing, (list[Aged], Ages)),
    "heat_map": Kind(heat_map, (list[Cell],)),
    "trend": Kind(trend, (list[Period], Shown)),
    "slices": Kind(slices, (list[Slice], Sliced)),
    "waterfall": Kind(waterfall, (Told | None, list[Cause], Told | None, Unit)),
    "distribution": Kind(distribution, (Durations, Unit, float | None)),
}


def chart(name: str, kind: str, *made_from: Any) -> Part:
    """A place in which a figure of `KINDS` is drawn; `name` tells it from the other charts of the page."""
    types = KINDS[kind].made_from
    data = [TypeAdapter(each).dump_python(value, mode="json") for each, value in zip(types, made_from, strict=True)]
    summary = KINDS[kind].draw(*made_from).layout.meta["summary"]
    return html.Figure(
        [
            dcc.Store(id={"part": "chart-data", "chart": name}, data={"kind": kind, "made_from": data}),
            dcc.Graph(id={"part": "chart", "chart": name}, config=CONFIG, style={"minHeight": HEIGHT}),
            html.Figcaption(summary, className="unseen"),
        ],
        className="chart",
    )


def register(app: Dash) -> None:
    @app.callback(
        Output({"part": "chart", "chart": MATCH}, "figure"),
        Input("look", "data"),
        State({"part": "chart-data", "chart": MATCH}, "data"),
    )
    async def draw(look: dict[str, Any] | None, data: dict[str, Any]) -> go.Figure:
        """The figure in this theme, for this room."""
        return await asyncio.to_thread(drawn, data, Look(**(look or {})))


def drawn(data: dict[str, Any], look: Look) -> go.Figure:
    """What `chart` kept, drawn."""
    kind = KINDS[data["kind"]]
    arguments = [
        TypeAdapter(each).validate_python(value) for each, value in zip(kind.made_from, data["made_from"], strict=True)
    ]
    return kind.draw(*arguments, look=look)
