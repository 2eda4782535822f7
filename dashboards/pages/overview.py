"""The overview: where projects wait, which approvals delay revenue, where people clash, how margin moves."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from dash import html

from core.access import acting
from core.audit.who import asking
from core.errors import NotFound, TraceworkError
from dashboards import questions, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import lens_chips
from dashboards.lens import Lens
from dashboards.overview_page import asked, cards
from dashboards.overview_page.asked import Overview
from dashboards.overview_page.decisions import decisions, decisions_card
from dashboards.overview_page.processes import processes
from dashboards.parts import Part, empty, link_button, problem, sentence
from dashboards.places import Place
from figures.words import many, money
from metrics.catalogue import indicator
from metrics.needs import said_of

PATH, TITLE = "/", "Overview"
PLACE = Place("", 0, "home", key="o", tab="Overview")
CENTS = 100


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The four questions; of a log without a business in it, its processes."""
        lens = Lens.read(query)
        try:
            titles = await asker.ask_log(questions.process_titles)
            found = await _overview(asker, lens)
            if found is None and lens.narrowed:
                return shell.page(shell.header(TITLE), _nothing_there())
            if found is None:
                head = shell.header(TITLE, many(len(titles), "process", "processes"))
                return shell.page(head, await processes(asker, titles))
            choices = await asker.ask_log(lens_chips.choices)
            waiting = await asyncio.to_thread(decisions, asker.workspace, acting(), asking(), lens.narrowed)
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        chips = lens_chips.bar(PATH, lens, choices, with_period=False)
        head = shell.header(TITLE, f"{choices.last:%A %-d %B %Y}", chips)
        questions_of = (cards.waiting_card, cards.approvals_card, cards.people_card, cards.margin_card)
        grid = html.Div([card(found, lens) for card in questions_of], className="four-questions")
        beside = decisions_card(waiting, found.currency, lens)
        middle = html.Div([grid, beside], className="with-decisions") if beside else grid
        return shell.page(head, [answer(found), middle, cards.strip(found.strip, lens)])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The overview is all in its layout: its choices are links."""


async def _overview(asker: Asker, lens: Lens) -> Overview | None:
    try:
        return await asker.ask_log(asked.overview, lens_chips.only(lens))
    except NothingYet:
        raise
    except NotFound:
        # a generation of before there were indicators still has its processes
        return None


def answer(found: Overview) -> Part:
    """What is not ready, for how much and why; then how many indicators miss their target."""
    ready = found.readiness
    if ready is None:
        answer, cost, cause = "What is billable is not known.", said_of(indicator(asked.LAG).needs), ""
    elif not ready.waiting:
        answer, cost, cause = "Nothing that is billable waits to become ready to invoice.", "", ""
    else:
        answer = f"{money(ready.base_money / CENTS, found.currency)} is billable and not ready to invoice."
        cost = f"Waiting for it costs about {money(ready.cost_a_week / CENTS, found.currency)} a week."
        cause = f"{ready.blockers[0].title} is the largest cause." if ready.blockers else ""
    missed = [each for each in found.strip if each.now.standing and each.now.standing.is_missed]
    verb = "misses its" if len(missed) == 1 else "miss their"
    off = f"{many(len(missed), 'indicator')} of {len(found.strip)} below {verb} target." if missed else ""
    return sentence(answer, " ".join(filter(None, (cost, cause, off))))


def _nothing_there() -> Part:
    """In its place the whole firm's processes would look as if they were those of the part."""
    words = "Nothing in this view was staffed, billed or forecast in the last month. Take a filter away to see more."
    return empty(words, link_button("See the whole firm", PATH))


def _invitation() -> Part:
    return empty(
        "Here you would see where work waits. Nothing has been imported yet: "
        "give it an event log, as CSV, XES, OCEL or Parquet.",
        link_button("Import a file", "/data", "button main"),
    )
