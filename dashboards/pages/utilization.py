"""Utilization: how much of people's time is billable against plan, who is over or idle, and which roles are short."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from dash import html

from core.errors import NotFound, TraceworkError
from dashboards import chips, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import lens_chips
from dashboards.lens import Lens
from dashboards.parts import Part, caution, empty, link_button, problem, sentence
from dashboards.people_page.asked import OURS, Staff, staff
from dashboards.people_page.cards import (
    PATH,
    formulas_card,
    loads_card,
    practices_card,
    roles_card,
    weeks_card,
    which_of,
)
from dashboards.people_page.words import answer
from dashboards.places import Place
from dashboards.revenue_page.asked import told_of

TITLE = "Utilization"
PLACE = Place("Where do people clash?", 31, "users", key="l")


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; the formula, the weeks and who comes first are in the address."""
        lens = replace(Lens.read(query), client="", project="")
        try:
            if not await asker.ask_log(told_of, "person_day", "utilization"):
                return shell.page(shell.header(TITLE), _nobody())
            choices = replace(await asker.ask_log(lens_chips.choices), clients=())
            found = await asker.ask_log(staff, lens_chips.only(lens), lens.period, lens.measure, which_of(lens))
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except NotFound as error:
            return shell.page(shell.header(TITLE), empty(str(error), link_button("See all people", PATH)))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        head = shell.header(
            TITLE, found.chosen.of.formula, lens_chips.bar(PATH, lens, choices, [_formula(found, lens)])
        )
        if not found.loads.people:
            words = "Nobody who keeps time is in this view. Take a filter away."
            return shell.page(head, empty(words, link_button("See all people", PATH)))
        loads = loads_card(found.loads, which_of(lens))
        top = (
            html.Div([weeks_card(found, lens), loads], className="indicator-bottom")
            if loads
            else weeks_card(found, lens)
        )
        low = html.Div([roles_card(found), formulas_card(found, lens)], className="indicator-bottom")
        return shell.page(
            head, [sentence(*answer(found)), caution(found.caution), top, practices_card(found, lens), low]
        )

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout: its choices are links."""


def _formula(found: Staff, lens: Lens) -> Part:
    usual = next(each.of.title for each in found.by_formula if each.measure == OURS)
    options = [
        chips.Option(
            each.of.title, lens.link(PATH, measure="" if each.measure == OURS else each.measure),
            each.measure == found.formula,
        )
        for each in found.by_formula
    ]  # fmt: skip
    return chips.choice("Formula", options, usual)


def _nobody() -> Part:
    return empty(
        "No system that is connected tells of people who keep time, so nobody can say how much of it is billable. "
        "Connect the PSA and the HR system in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )


def _invitation() -> Part:
    return empty(
        "Here you would see how much of people's time is billable, and who is over or idle. Nothing has been loaded "
        "yet: connect the PSA and the HR system in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
