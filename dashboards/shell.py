"""The frame around every page: navigation by question, the header, the footer, the dialogs that any key may open."""

from collections.abc import Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, html, page_container

from core.presence import Presence, who_is_present
from core.roles import may
from dashboards.parts import Part, icon, key_cap
from dashboards.places import QUESTIONS, Placed

KEYS = (
    (("/",), "Search or jump to"),
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


def frame(firm: str, pages: Sequence[Placed]) -> Part:
    """What is there on every page; the page itself comes into its middle. `pages` are those of the navigation; of them
    whoever is here finds those that they may open."""
    pages = _open_to(who_is_present(), pages)
    return html.Div(
        [
            html.A("Skip to the page", href="#page", className="skip"),
            _side(firm, pages),
            html.Main(page_container, id="page", className="page", tabIndex=-1),
            html.Footer(html.Div(id="foot-figures"), className="foot", **{"aria-label": "State of the data"}),
            _bottom_tabs(pages),
            html.Div(id="process-links", hidden=True),
            html.Dialog(id="palette", **{"aria-label": "Search or jump to"}),
            _keys(pages),
            _more(pages),
            dcc.Store(id="placed"),
            dcc.Store(id="waits"),
            dcc.Store(id="waits-said"),
            dcc.Store(id="look"),
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
            _who(who_is_present()),
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


def _open_to(presence: Presence | None, pages: Sequence[Placed]) -> Sequence[Placed]:
    return [page for page in pages if page.act is None or (presence and may(presence.viewer, page.act))]


def _who(presence: Presence | None) -> Part:
    """Who looks, by which role; what else they may look as, and the way out."""
    if presence is None:
        return None
    inside = [html.P(html.B(presence.name)), html.P(presence.role, className="ink-2 small")]
    if not presence.viewer.may_see_names:
        inside.append(html.P("Names are hidden for your role.", className="ink-3 small"))
    if presence.choices:
        inside.append(_choices(presence))
    if presence.signed_in:
        way_out = html.Button([icon("logout"), "Sign out"], className="choice")
        inside.append(html.Form(way_out, action="/sign-out", method="post"))
    shown = html.Summary([icon("user"), html.Span(presence.role, className="words")], className="button quiet")
    return html.Details([shown, html.Div(inside, className="who-card")], className="who")


def _choices(presence: Presence) -> Part:
    """A form of the browser's own: the whole page comes anew for whom one looks as."""
    choices = [
        html.Button(
            each.words, name="key", value=each.key, className="choice", **{"aria-current": str(each.chosen).lower()}
        )
        for each in presence.choices
    ]
    words = html.P("Look as", className="ink-3 small")
    return html.Form([words, *choices], action=presence.switch, method="post")


def _side(firm: str, pages: Sequence[Placed]) -> Part:
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
    parts += _by_question(pages)
    parts.append(html.Div(_theme_switch("place"), className="side-end"))
    return html.Nav(parts, className="side", **{"aria-label": "Pages"})


def _by_question(pages: Sequence[Placed]) -> list[Part]:
    """The pages under their questions; a question without pages is not asked."""
    parts: list[Part] = []
    for question in QUESTIONS:
        under = sorted((page for page in pages if page.place.question == question), key=lambda page: page.place.rank)
        if question and under:
            parts.append(html.P(question, className="question"))
        parts += [_place(page, page.title) for page in under]
    return parts


def _bottom_tabs(pages: Sequence[Placed]) -> Part:
    tabs = [_place(page, page.place.tab, style="") for page in pages if page.place.tab]
    more = html.Button(
        [icon("menu-2"), html.Span("More")], **{"data-open": "more", "aria-label": "More: all pages, and the colours"}
    )
    return html.Nav([*tabs, more], className="bottom-tabs", **{"aria-label": "Pages"})


def _more(pages: Sequence[Placed]) -> Part:
    """All pages, for a phone, where the navigation has no room at the side."""
    close = html.Button(
        icon("x"), className="button quiet only-icon", **{"data-close": "", "aria-label": "Close the list of pages"}
    )
    head = html.Div([html.H2("Pages"), close], className="dialog-head")
    body = html.Div([*_by_question(pages), _theme_switch("place")], className="dialog-body more-pages")
    return html.Dialog([head, body], id="more", **{"aria-label": "Pages"})


def _place(page: Placed, words: str, style: str = "place") -> Part:
    return html.A(
        [icon(page.place.icon), html.Span(words, className="words"), html.Span(className="waits")],
        href=page.path,
        className=style,
        **{"data-place": page.path, "data-key": page.place.key, "data-question": page.place.question},
    )


def _theme_switch(style: str) -> Part:
    return html.Button(
        [icon("moon"), html.Span("Dark", className="words")],
        className=f"{style} switch".strip(),
        **{"data-theme-switch": "", "aria-label": "Change to dark colours"},
    )


def _keys(pages: Sequence[Placed]) -> Part:
    rows: list[Any] = []
    jumps = [(("g", page.place.key), page.title) for page in pages if page.place.key]
    for caps, words in (*KEYS[:1], *jumps, *KEYS[1:]):
        rows += [html.Dt([key_cap(cap) for cap in caps]), html.Dd(words)]
    close = html.Button(
        icon("x"), className="button quiet only-icon", **{"data-close": "", "aria-label": "Close the list of keys"}
    )
    head = html.Div([html.H2("Keys"), close], className="dialog-head")
    body = html.Div(html.Dl(rows, className="keys"), className="dialog-body")
    return html.Dialog([head, body], id="keys", **{"aria-label": "Keys"})
