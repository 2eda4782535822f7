"""The overview of a log without a business in it: for each process how much there is and where the most waiting is."""

from typing import Any

from dash import html

from core.errors import TraceworkError
from dashboards import questions
from dashboards.ask import Asker, TooLong
from dashboards.parts import Part, problem, sentence
from dashboards.process_page.bottlenecks import waits_bars
from dashboards.view import View
from figures.words import count, duration, many, share
from mining.bottlenecks import Waiting

MOST_PROCESSES = 12
WAITS_SHOWN = 5


async def processes(asker: Asker, titles: dict[str, str]) -> list[Part]:
    """The answer, a card for each process, and the names of those that have none."""
    found = [await _known(asker, name) for name in list(titles)[:MOST_PROCESSES]]
    cards = html.Div([_card(each) for each in found], className="overview-cards")
    return [_answer(found), cards, _others(list(titles.items())[MOST_PROCESSES:])]


async def _known(asker: Asker, name: str) -> dict[str, Any]:
    """What a card says of a process; a process that cannot be read says so on its own card."""
    try:
        facts = await asker.ask(questions.facts, name)
        business = bool(facts["business"])
        return {
            "facts": facts,
            "business": business,
            "summary": await asker.ask(questions.summary, name, ""),
            "waits": await asker.ask(questions.bottlenecks, name, "", "move", business, WAITS_SHOWN),
        }
    except (TraceworkError, TooLong) as error:
        return {"name": name, "error": str(error)}


def _answer(found: list[dict[str, Any]]) -> Part:
    """The one move that holds the most waiting, over all processes."""
    worst = [(each, each["waits"][0]) for each in found if each.get("waits") and each["waits"][0].share]
    if not worst:
        return sentence("No waiting was measured.", "The log may hold dates without times, or each case has one step.")
    each, wait = max(worst, key=lambda pair: pair[1].elapsed.total_us)
    answer = f"Work waits most in {each['facts']['title']}: from “{wait.after}” to “{wait.before}”."
    times = wait.business if each["business"] and wait.business else wait.elapsed
    half, total = times.median_us / questions.SECOND, times.total_us / questions.SECOND
    return sentence(
        answer,
        f"That step holds {share(wait.share)} of all waiting there. Half of its {many(wait.count, 'move')} take up to "
        f"{duration(half, each['business'])}, all together {duration(total, each['business'])}.",
    )


def _card(each: dict[str, Any]) -> Part:
    if "error" in each:
        return html.Section([html.H2(each["name"]), problem(each["error"])], className="card")
    facts, found, business = each["facts"], each["summary"], each["business"]
    view = View(process=facts["name"])
    waits: list[Waiting] = [wait for wait in each["waits"] if wait.share]
    median = found.business_median_s if business else found.median_s
    figures = html.Dl(
        [
            _figure(duration(median, business), "half of the cases end within"),
            _figure(count(found.cases), "cases"),
            _figure(count(found.events), "events"),
        ],
        className="figures",
    )
    words = "Where the most waiting is, " + ("in business days (bd)" if business else "in elapsed time")
    scale = html.P([html.Span(words), html.Span("share of all waiting, half within")], className="bars-head")
    body = (
        [scale, waits_bars(view, waits, business)]
        if waits
        else [html.P("No waiting between the steps was measured.", className="ink-3")]
    )
    foot = html.Div(
        [
            html.Span(_total(waits, business), className="figure"),
            html.Span("of waiting in these steps", className="ink-3 small") if waits else None,
            html.A("Process map →", href=view.link(), className="push"),
        ],
        className="card-foot",
    )
    return html.Section(
        [html.H2(html.A(facts["title"], href=view.link())), figures, *body, foot], className="card process-card"
    )


def _figure(figure: str, words: str) -> Part:
    return html.Div([html.Dt(words), html.Dd(figure)])


def _total(waits: list[Waiting], business: bool) -> str:
    times = [wait.business if business and wait.business else wait.elapsed for wait in waits]
    return duration(sum(each.total_us for each in times) / questions.SECOND, business, short=True) if times else ""


def _others(rest: list[tuple[str, str]]) -> Part:
    if not rest:
        return None
    links = [html.Li(html.A(title, href=View(process=name).link())) for name, title in rest]
    return html.Section([html.H2("Other processes"), html.Ul(links)], className="card")
