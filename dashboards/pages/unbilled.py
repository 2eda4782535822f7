"""Unbilled work: what is worked or reached and on no sent invoice, how old it is, what of it leaks, where it stands."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from dash import html

from core.errors import NotFound, TraceworkError
from dashboards import shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import lens_chips
from dashboards.indicator_page.words import slice_words
from dashboards.lens import Lens
from dashboards.parts import Part, caution, empty, link_button, problem, sentence
from dashboards.places import Place
from dashboards.revenue_page.asked import currency_of, told_of
from dashboards.revenue_page.project_chip import project_chip
from dashboards.revenue_page.unbilled_cards import PATH, ages_card, grouped_by, groups_card, kinds_card, states_card
from dashboards.revenue_page.unbilled_groups import groups
from dashboards.revenue_page.words import CENTS
from eventlog.reading import EventLog
from figures.words import count, many, money, share
from metrics.comparison import missing_of
from metrics.cut import Only
from metrics.period import period_of, read_period
from metrics.stored import place_of
from metrics.unbilled import Unbilled, unbilled

TITLE = "Unbilled work"
PLACE = Place("What delays revenue?", 21, "receipt", key="u")


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; the month's end and how it is grouped are in the address."""
        lens = Lens.read(query)
        try:
            if not await asker.ask_log(told_of, "billable_item", "unbilled_wip"):
                return shell.page(shell.header(TITLE), _no_work())
            choices = await asker.ask_log(lens_chips.choices)
            bar = lens_chips.bar(PATH, lens, choices, [project_chip(PATH, lens)])
            head = shell.header(TITLE, "Worked or reached, and on no sent invoice at the end of the month", bar)
            found = await asker.ask_log(at_months_end, lens_chips.only(lens), lens.period)
            currency, cutoff = await asker.ask_log(currency_of), await asker.ask_log(cutoff_days)
            missing = await asker.ask_log(missing_of, "unbilled_wip")
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except NotFound as error:
            return shell.page(shell.header(TITLE), empty(str(error), link_button("See the last month", PATH)))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        body = [answer(found, currency, cutoff), caution(missing)]
        if found.money.items:
            own = groups(found.projects, grouped_by(lens), slice_words)
            beside = html.Div([states_card(found, lens, currency), kinds_card(found, currency)], className="column")
            top = html.Div([ages_card(found, own, lens, currency), beside], className="indicator-bottom")
            body += [top, groups_card(own, lens, currency)]
        return shell.page(head, body)

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout: its choices are links."""


def at_months_end(log: EventLog, only: tuple[Only, ...], period: str) -> Unbilled:
    """The unbilled work at the last month's end, or the last of a period."""
    return unbilled(log, only, read_period(period) if period else None)


def cutoff_days(log: EventLog) -> int:
    """After how many days unbilled work leaks, as the generation was built with it."""
    statement = f"select value from {place_of(log.database)}fact.setting where name = 'billing_cutoff_days'"
    return int(log.database.value(statement))


def answer(found: Unbilled, currency: str, cutoff: int) -> Part:
    """How much, how old, and what of it leaks; then where most of it stands."""
    when = month_title(found.month)
    if not found.money.items:
        return sentence(f"Nothing was unbilled at the end of {when}.", "All work and milestones are on sent invoices.")
    worth, leaks = found.money.worth, found.money.leakage
    lost = f"; {money(leaks / CENTS, currency)} of it leaks" if leaks else "; none of it leaks"
    first = f"{money(worth / CENTS, currency)} of work was unbilled at the end of {when}{lost}."
    ready = found.states.get("not_ready")
    blocked = f"{share(ready.worth / worth)} of it is billable and not ready to invoice. " if ready and worth else ""
    age = f"It is {count(round(found.money.age_days))} days old on average" if found.money.age_days is not None else ""
    oldest = f"{age}, the oldest {many(found.money.oldest_days, 'day')}. " if age else ""
    meant = f"Work leaks when it is older than {many(cutoff, 'day')} or above the cap of its contract."
    return sentence(first, f"{oldest}{blocked}{meant}")


def month_title(month: date) -> str:
    return period_of(month, "month").title


def _no_work() -> Part:
    return empty(
        "Unbilled is what people worked and no invoice has. Connected systems do not tell of both, so nobody can say "
        "what it is. Connect the PSA and the ERP in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )


def _invitation() -> Part:
    return empty(
        "Here you would see what is worked and not billed, and how old it is. Nothing has been loaded yet: connect a "
        "system in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
