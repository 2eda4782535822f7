"""Chips: the choices in a page's head. Each opens to links, so a view is an address and the keyboard reaches all."""

from collections.abc import Sequence
from typing import NamedTuple

from dash import html

from dashboards.parts import Part, icon


class Option(NamedTuple):
    """One of a chip's choices."""

    words: str
    href: str
    chosen: bool = False


def choice(label: str, options: Sequence[Option], otherwise: str = "all") -> Part:
    """A chip that shows what is chosen, in accent where that narrows; `otherwise` is said where nothing is."""
    chosen = [option.words for option in options if option.chosen]
    words = ", ".join(chosen) or otherwise
    style = "chip opens narrowed" if chosen and chosen[0] != otherwise else "chip opens"
    links = [
        html.Li(html.A(option.words, href=option.href, **({"aria-current": "true"} if option.chosen else {})))
        for option in options
    ]
    summary = html.Summary(
        [html.Span(label, className="ink-3"), html.Span(words, className="chosen"), icon("chevron-down")]
    )
    return html.Details([summary, html.Ul(links)], className=style)


def bar(choices: Sequence[Part], tools: Sequence[Part] = ()) -> Part:
    """The line of chips under a page's title; its tools stand at the right."""
    right = html.Div(list(tools), className="push chip-tools") if tools else None
    return html.Div([*choices, right], className="chips")
