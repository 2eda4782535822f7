"""The small parts pages are made of: icons, statuses, cards, tables, and the words for empty and broken."""

from collections.abc import Sequence
from typing import Any

from dash import html

Part = Any  # a Dash component, a text, a list of both, or None


def icon(name: str) -> Part:
    """A drawn sign that takes its text's colour; the words beside it say what it means."""
    return html.Span(
        className="icon", style={"--icon": f"url(/figures/vendor/icons/{name}.svg)"}, **{"aria-hidden": "true"}
    )


def drawing(svg: str, style: str = "") -> Part:
    """A drawing made as SVG text, such as those of `figures`; it takes the page's colours."""
    return html.Span(className=f"drawing {style}".strip(), **{"data-svg": svg})


def key_cap(words: str) -> Part:
    return html.Kbd(words, className="key")


def status(kind: str, words: str) -> Part:
    """A shape and a word: good, watch, bad, open, running or none."""
    return html.Span(words, className=f"status {kind}")


def sentence(answer: str, rest: str = "") -> Part:
    """What a page opens with: the answer first, then what explains it."""
    return html.P([html.B(answer), f" {rest}" if rest else ""], className="sentence")


def caution(words: str) -> Part:
    """What a figure rests on that is missing; nothing where nothing is."""
    if not words:
        return None
    return html.P([status("watch", words), " ", html.A("See the data", href="/health")], className="small caution")


def card(title: str, body: Sequence[Part] | Part, note: Part = None, style: str = "") -> Part:
    head = html.Div([html.H2(title), html.Span(note, className="push ink-3") if note else None], className="card-head")
    return html.Section(
        [head, *(body if isinstance(body, list | tuple) else [body])], className=f"card {style}".strip()
    )


def table(columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Part]], caption: str) -> Part:
    """Columns as (title, is a number); the caption is read aloud and not shown."""
    numeric = ["number" if number else None for _, number in columns]
    head = html.Tr(
        [html.Th(words, className=style, scope="col") for (words, _), style in zip(columns, numeric, strict=True)]
    )
    body = [
        html.Tr(
            [
                html.Td(cell, className=style, **{"data-label": words})
                for cell, style, (words, _) in zip(row, numeric, columns, strict=True)
            ]
        )
        for row in rows
    ]
    return html.Div(
        html.Table(
            [html.Caption(caption, className="unseen"), html.Thead(head), html.Tbody(body)],
            className="table",
        ),
        className="scroll-x",
    )


def empty(words: str, step: Part = None) -> Part:
    """What would be here, why it is not, one step."""
    return html.Div([html.P(words, className="sentence"), step], className="empty")


def problem(words: str) -> Part:
    """What happened, what is still right, what to do."""
    return html.P(words, className="problem", role="alert")


def link_button(words: str, href: str, style: str = "button") -> Part:
    return html.A(words, href=href, className=style)
