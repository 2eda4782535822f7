"""The process page: the map with its controls, variants beside it, bottlenecks, cases and each case's timeline."""

from collections.abc import Awaitable, Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from core.errors import TraceworkError
from dashboards import questions, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.parts import Part, caution, empty, link_button, problem
from dashboards.places import Place
from dashboards.process_page import bottlenecks, cases, head, timeline, variants
from dashboards.view import View

PATH, TITLE = "/process", "Process"
PLACE = Place("Where does work wait?", 10, "route", key="p", tab="Waiting")
Layout = Callable[..., Awaitable[Part]]


def layout(asker: Asker) -> Layout:
    async def show(**query: str) -> Part:
        """The page without its figures; they come with the callbacks."""
        return html.Div(
            [
                html.Div(shell.header(TITLE), id="process-head"),
                html.Div(
                    [
                        html.Div(
                            html.P(className="shape", style={"height": "46px"}),
                            id="process-answer",
                            **{"aria-live": "polite"},
                        ),
                        html.Div(id="map-problem"),
                        _map_tab(),
                        html.Div(id="process-tab"),
                    ],
                    className="body",
                ),
                html.Div(id="drawer", hidden=True),
                html.Dialog(id="filter-dialog", **{"aria-label": "Add a filter"}),
                dcc.Store(id="view", data=query),
                dcc.Store(id="graph"),
                dcc.Store(id="vocabulary"),
                *(dcc.Store(id=name) for name in ("drawn", "learned", "map-shown", "tab-shown", "drawer-shown")),
            ],
            className="page-inner process",
        )

    return show


def register(app: Dash, asker: Asker) -> None:
    """The callbacks of the page. All figures come through `asker`."""
    app.clientside_callback(
        ClientsideFunction("process", "draw"),
        Output("drawn", "data"),
        Input("graph", "data"),
        Input("view", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("process", "learn"), Output("learned", "data"), Input("vocabulary", "data")
    )
    _register_head(app, asker)
    _register_map(app, asker)
    _register_tab(app, asker)
    _register_drawer(app, asker)


def _register_head(app: Dash, asker: Asker) -> None:
    @app.callback(
        Output("process-head", "children"),
        Output("process-answer", "children"),
        Output("vocabulary", "data"),
        Input("view", "data"),
    )
    async def show_head(query: dict[str, Any] | None) -> tuple[Part, Part, Any]:
        """Title, chips, tabs and the sentence."""
        try:
            view = await settled(asker, query)
            facts = await asker.ask(questions.facts, view.process)
            names = await asker.ask_log(questions.process_titles)
        except NothingYet:
            return shell.header(TITLE), _nothing_yet(), None
        except (TraceworkError, TooLong) as error:
            return shell.header(TITLE), problem(str(error)), None
        chosen, answer = None, None
        try:
            chosen = await asker.ask(questions.summary, view.process, view.where)
            missing = await asker.ask_log(questions.missing, view.process)
            # the other tabs open with a sentence of their own
            if view.tab == "map" or not chosen.cases:
                worst = await asker.ask(questions.worst_wait, view.process, view.where, view.clock == "business")
                answer = head.answer(view, facts, chosen, worst)
            answer = [answer, caution(missing)]
        except (TraceworkError, TooLong) as error:
            answer = problem(str(error))
        return head.header(view, facts, names, chosen), answer, facts["vocabulary"]


def _register_map(app: Dash, asker: Asker) -> None:
    @app.callback(
        Output("graph", "data"),
        Output("map-problem", "children"),
        Output("map-variants", "children"),
        Output("map-shown", "data"),
        Input("view", "data"),
        State("map-shown", "data"),
    )
    async def show_map(query: dict[str, Any] | None, shown: str | None) -> tuple[Any, Part, Part, Any]:
        """The graph the browser draws, and the variants beside it; nothing where they stay as they are."""
        key = None
        try:
            view = await settled(asker, query)
            if view.tab != "map":
                return None, None, None, None
            key = await shown_as(asker, view, "activities")
            if key == shown:
                return no_update, no_update, no_update, no_update
            graph = await asker.ask(questions.graph, view.process, view.where, view.activities)
            found = await asker.ask(questions.variants, view.process, view.where, variants.SHOWN_BESIDE)
            return graph, None, variants.beside(view, found), key
        except TooLong as error:
            return None, problem(str(error)), None, None
        except TraceworkError:
            return None, None, None, None  # the sentence above says what is wrong


def _register_tab(app: Dash, asker: Asker) -> None:
    tabs = {"variants": variants.tab, "bottlenecks": bottlenecks.tab, "cases": cases.tab}

    @app.callback(
        Output("process-tab", "children"),
        Output("tab-shown", "data"),
        Input("view", "data"),
        State("tab-shown", "data"),
    )
    async def show_tab(query: dict[str, Any] | None, shown: str | None) -> tuple[Part, Any]:
        """The tab that is open, unless it is the map or no case is left."""
        try:
            view = await settled(asker, query)
            if view.tab not in tabs or not (await asker.ask(questions.summary, view.process, view.where)).cases:
                return None, None
            key = await shown_as(asker, view, "tab")
            return (no_update, no_update) if key == shown else (await tabs[view.tab](asker, view), key)
        except TooLong as error:
            return problem(str(error)), None
        except TraceworkError:
            return None, None  # the sentence above says what is wrong


def _register_drawer(app: Dash, asker: Asker) -> None:
    @app.callback(
        Output("drawer", "children"),
        Output("drawer-shown", "data"),
        Input("view", "data"),
        State("drawer-shown", "data"),
    )
    async def show_drawer(query: dict[str, Any] | None, shown: str | None) -> tuple[Part, Any]:
        """The cases behind a figure, or one case's timeline."""
        try:
            view = await settled(asker, query)
            if not view.case and not view.cases:
                return no_update, no_update  # the browser hides it
            key = await shown_as(asker, view, "tab", "cases", "case")
            if key == shown:
                return no_update, no_update
            return await (timeline if view.case else cases).drawer(asker, view), key
        except NothingYet:
            return None, None
        except (TraceworkError, TooLong) as error:
            return cases.framed("Cases", View.read(query), problem(str(error))), None


async def shown_as(asker: Asker, view: View, *parts: str) -> str:
    """What a part of the page depends on; while it stays the same, the part is left alone."""
    kept = {name: getattr(view, name) for name in ("process", "where", "clock", *parts)}
    return f"{(await asker.log()).generation} {View(**kept).link()}"


async def settled(asker: Asker, query: dict[str, Any] | None) -> View:
    """The view of an address with its process and clock filled in."""
    view = View.read(query)
    log = await asker.log()
    if not view.process:
        view = View.read({**(query or {}), "process": (log.processes() or [""])[0]})
    clock = await asker.ask(questions.usual_clock, view.process)
    wanted = view.clock if view.clock and (view.clock != "business" or clock == "business") else clock
    return View(**{**view.__dict__, "clock": wanted})


def _map_tab() -> Part:
    return html.Div(
        [
            html.Section(id="detail", className="card detail", **{"aria-label": "Detail shown"}),
            html.Section(
                [
                    html.Div(id="map-bar", className="map-bar"),
                    html.Div(
                        [html.Div(id="map", className="map"), html.Div(id="popover", className="popover", hidden=True)],
                        className="map-room",
                    ),
                    html.Div(id="map-foot", className="map-foot"),
                ],
                className="card map-card",
                **{"aria-label": "Process map"},
            ),
            html.Section(id="map-variants", className="card variants-card", **{"aria-label": "Variants"}),
        ],
        id="map-tab",
        className="map-tab",
        hidden=True,
    )


def _nothing_yet() -> Part:
    return empty(
        "Here the map of a process would be. Nothing has been imported yet.",
        link_button("Import a file", "/data", "button main"),
    )
