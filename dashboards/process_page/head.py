"""The head of the process page: which process, which filters, how many cases are left, the answer."""

from typing import Any

from dash import html

from dashboards import shell
from dashboards.parts import Part, icon, key_cap, sentence
from dashboards.questions import Summary, Wait
from dashboards.view import View
from eventlog.filters import parse, to_text
from figures.words import count, duration, many, share

TABS = (("map", "Map"), ("variants", "Variants"), ("bottlenecks", "Bottlenecks"), ("cases", "Cases"))


def header(view: View, facts: dict[str, Any], titles: dict[str, str], chosen: Summary | None) -> Part:
    told = [f"version {facts['version']}", f"owner {facts['owner']}"] if facts["owner"] else []
    return shell.header(facts["title"], " · ".join(told) or None, _chips(view, facts, titles, chosen), _tabs(view))


def answer(view: View, facts: dict[str, Any], chosen: Summary, worst: Wait | None) -> Part:
    """The sentence the page opens with."""
    if not chosen.cases:
        return _none_left(view, facts)
    business = view.clock == "business"
    median = chosen.business_median_s if business else chosen.median_s
    most = chosen.business_p90_s if business else chosen.p90_s
    if median is None:
        return sentence(f"{many(chosen.cases, 'case')} with {many(chosen.events, 'event')}.")
    first = f"Half of the cases end within {duration(median, business)}"
    if worst is not None and worst.share:
        first += f"; the step from “{worst.first}” to “{worst.second}” holds {share(worst.share)} of all waiting."
    else:
        first += "."
    return sentence(first, f"9 in 10 end within {duration(most, business)}. {_how_many(facts, chosen)}")


def _how_many(facts: dict[str, Any], chosen: Summary) -> str:
    if chosen.cases == facts["cases"]:
        return f"All {many(chosen.cases, 'case')} with {many(chosen.events, 'event')} are counted."
    return f"{count(chosen.cases)} of {many(facts['cases'], 'case')} meet the filters, {many(chosen.events, 'event')}."


def _none_left(view: View, facts: dict[str, Any]) -> Part:
    conditions = parse(view.where)
    number = len(conditions)
    words = "this filter" if number == 1 else f"these {number} filters"
    last = conditions[-1].in_words() if conditions else ""
    step = html.A(
        f"Remove “{last}”", href=view.link(where=to_text(conditions[:-1])), className="button", **{"data-view": ""}
    )
    return html.Div(
        [sentence(f"None of the {many(facts['cases'], 'case')} meet {words}."), step if conditions else None],
        className="empty",
    )


def _chips(view: View, facts: dict[str, Any], titles: dict[str, str], chosen: Summary | None) -> Part:
    parts: list[Part] = []
    if len(titles) > 1:
        parts.append(_which(view, titles))
    try:
        conditions = parse(view.where)
    except Exception as error:  # noqa: BLE001  whatever is wrong with the text, the chip must let one drop it
        parts.append(_chip(str(error)[:60], view.link(where="")))
        conditions = ()
    for at, condition in enumerate(conditions):
        others = conditions[:at] + conditions[at + 1 :]
        parts.append(_chip(condition.in_words(), view.link(where=to_text(others))))
    parts.append(html.Button([icon("plus"), "Add filter", key_cap("f")], className="chip add", **{"data-filter": ""}))
    end: list[Part] = []
    if chosen is not None:
        end.append(
            html.Span(
                [html.B(count(chosen.cases), className="strong"), f" of {many(facts['cases'], 'case')}"],
                id="cases-left",
            )
        )
    end.append(
        html.Button([icon("copy"), "Copy link to this view"], className="button quiet", **{"data-copy-link": ""})
    )
    return html.Div([*parts, html.Span(end, className="chips-end")], className="chips")


def _which(view: View, titles: dict[str, str]) -> Part:
    links = [
        html.Li(
            html.A(
                title,
                href=View(process=name).link(),
                **{"data-view": "", **({"aria-current": "true"} if name == view.process else {})},
            )
        )
        for name, title in titles.items()
    ]
    shown = html.Summary(
        [html.Span("Process", className="what"), html.Span(titles[view.process]), icon("chevron-down")],
        className="chip",
    )
    return html.Details([shown, html.Ul(links, className="menu")], className="which")


def _chip(words: str, without: str) -> Part:
    drop = html.A(
        icon("x"), href=without, className="drop", **{"data-view": "", "aria-label": f"Remove the filter: {words}"}
    )
    return html.Span([html.Span(words, className="words", title=words), drop], className="chip narrows")


def _tabs(view: View) -> Part:
    return html.Nav(
        [
            html.A(
                words,
                href=view.link(tab=name, cases="", case=""),
                className="view-tab",
                **{"data-view": "", **({"aria-current": "page"} if name == view.tab else {})},
            )
            for name, words in TABS
        ],
        className="tab-row",
        **{"aria-label": "Views of the process"},
    )
