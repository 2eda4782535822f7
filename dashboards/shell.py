"""The frame around every page: navigation by question, the header, the footer, the dialogs that any key may open."""

from collections.abc import Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, html, page_container

from dashboards.parts import Part, icon, key_cap

HOME = ("/", "Overview", "home")
PROCESS = ("/process", "Process", "route")
HEALTH = ("/health", "Data health", "heartbeat")
DATA = ("/data", "Data", "database")
QUESTIONS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("", (HOME,)),
    ("Where does work wait?", (PROCESS,)),
    ("Can I trust it?", (HEALTH, DATA)),
)
KEYS = (
    (("/",), "Search or jump to"),
    (("g", "o"), "Overview"),
    (("g", "p"), "Process"),
    (("g", "d"), "Data health"),
    (("g", "i"), "Data: import a file"),
    (("f",), "Add a filter, on a process"),
    (("t",), "Business time or elapsed, on a process"),
    (("+",), "Zoom the map in"),
    (("−",), "Zoom the map out"),
    (("0",), "Fit the map"),
    (("y",), "Same, on a pair that may be one thing"),
    (("n",), "Different"),
    (("l",), "Later"),
    (("Esc",), "Close or clear"),
    (("?",), "These keys"),
)


def frame(firm: str) -> Part:
    """What is there on every page; the page itself comes into its middle."""
    return html.Div(
        [
            html.A("Skip to the page", href="#page", className="skip"),
            _side(firm),
            html.Main(page_container, id="page", className="page", tabIndex=-1),
            html.Footer(html.Div(id="foot-figures"), className="foot", **{"aria-label": "State of the data"}),
            _bottom_tabs(),
            html.Div(id="process-links", hidden=True),
            html.Dialog(id="palette", **{"aria-label": "Search or jump to"}),
            _keys(),
            dcc.Store(id="placed"),
            dcc.Store(id="published"),
            html.Div(id="trouble", className="trouble", hidden=True, role="alert"),
        ],
        className="frame",
    )


def header(title: Part, subtitle: Part = None, chips: Part = None, tabs: Part = None) -> Part:
    """A page's head: what it is about, the tools every page has, then its chips and tabs."""
    tools = html.Div(
        [
            html.Button(
                [icon("search"), html.Span("Search or jump to", className="words"), key_cap("/")],
                className="button search",
                **{"data-open": "palette", "aria-label": "Search or jump to"},
            ),
            html.Button(
                icon("help-circle"),
                className="button quiet only-icon",
                title="Keys",
                **{"data-open": "keys", "aria-label": "Show the keys"},
            ),
        ],
        className="head-tools",
    )
    line = html.Div([html.H1(title), html.Span(subtitle, className="sub") if subtitle else None, tools])
    line.className = "head-line"
    return html.Header([line, chips, tabs], className="head")


def page(head: Part, body: Sequence[Part] | Part) -> Part:
    """A whole page."""
    return html.Div([head, html.Div(body, className="body")], className="page-inner")


def register(app: Dash) -> None:
    """The frame's own callback: it marks the place in the navigation, in the browser."""
    app.clientside_callback(
        ClientsideFunction("shell", "place"), Output("placed", "data"), Input("_pages_location", "pathname")
    )


def _side(firm: str) -> Part:
    parts: list[Part] = [
        html.A(
            [
                html.Img(src="/assets/mark.svg", alt=""),
                html.Span(
                    [html.Span("Tracework", className="brand-name"), html.Span(firm, className="brand-firm")],
                ),
            ],
            href="/",
            className="brand",
        )
    ]
    for question, entries in QUESTIONS:
        if question:
            parts.append(html.P(question, className="question"))
        parts += [_place(*entry) for entry in entries]
    parts.append(html.Div(_theme_switch("place"), className="side-end"))
    return html.Nav(parts, className="side", **{"aria-label": "Pages"})


def _bottom_tabs() -> Part:
    tabs = [_place(path, words, drawn, style="") for _, entries in QUESTIONS for path, words, drawn in entries]
    return html.Nav([*tabs, _theme_switch("")], className="bottom-tabs", **{"aria-label": "Pages"})


def _place(path: str, words: str, drawn: str, style: str = "place") -> Part:
    return html.A([icon(drawn), html.Span(words)], href=path, className=style, **{"data-place": path})


def _theme_switch(style: str) -> Part:
    return html.Button(
        [icon("moon"), html.Span("Dark", className="words")],
        className=f"{style} switch".strip(),
        **{"data-theme-switch": "", "aria-label": "Change to dark colours"},
    )


def _keys() -> Part:
    rows: list[Any] = []
    for caps, words in KEYS:
        rows += [html.Dt([key_cap(cap) for cap in caps]), html.Dd(words)]
    close = html.Button(
        icon("x"), className="button quiet only-icon", **{"data-close": "", "aria-label": "Close the list of keys"}
    )
    head = html.Div([html.H2("Keys"), close], className="dialog-head")
    body = html.Div(html.Dl(rows, className="keys"), className="dialog-body")
    return html.Dialog([head, body], id="keys", **{"aria-label": "Keys"})
