"""Opportunities: where a stated improvement would return the most money, with the assumption shown and adjustable."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from dash import html

from core.errors import NotFound, TraceworkError
from core.settings import firm_settings
from dashboards import chips, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import lens_chips
from dashboards.lens import Lens
from dashboards.parts import Part, card, caution, empty, link_button, problem, sentence, status, table
from dashboards.places import Place
from dashboards.questions import process_titles
from dashboards.view import View
from eventlog.filters.tokens import quoted_name
from eventlog.reading import EventLog
from figures.words import duration, many, money, share
from metrics.comparison import missing_of
from metrics.cut import Only
from metrics.opportunities import IMPROVEMENTS, PRICED, Opportunity, opportunities
from metrics.stored import base_currency

PATH, TITLE = "/opportunities", "Opportunities"
SUBTITLE = "What waiting, idle hours and leaks cost, and what would come back"
PLACE = Place("Where does work wait?", 11, "coins", key="w")
USUAL = "the usual quarter, tenth and half"
BETTER = ("0.1", "0.25", "0.5", "1")
SHOWN = 25
CENTS, MICROSECONDS = 100, 1_000_000
KINDS = {"wait": "Waiting", "bench": "Idle hours", "leakage": "Leaking"}
COUNTED = {"wait": ("time", "times"), "bench": ("person", "people"), "leakage": ("item", "items")}
ITEMS = {
    "time": "Time not billed in time or above a cap",
    "expense": "Expenses not billed in time",
    "milestone": "Milestones not billed in time",
}


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; the assumption is in the address."""
        lens = Lens.read(query)
        assumed = lens.show if lens.show in BETTER else ""
        head = shell.header(TITLE, SUBTITLE, chips.bar([_assumed(lens, assumed)]))
        try:
            choices = await asker.ask_log(lens_chips.choices)
            bar = lens_chips.bar(PATH, lens, choices, [_assumed(lens, assumed)], with_period=False)
            head = shell.header(TITLE, SUBTITLE, bar)
            found = await asker.ask_log(ranked, assumed, lens_chips.only(lens))
            titles = await asker.ask_log(process_titles)
            currency = await asker.ask_log(_currency)
            missing = await asker.ask_log(_missing)
        except NothingYet:
            return shell.page(head, _invitation())
        except NotFound as error:
            return shell.page(head, empty(str(error)))
        except (TraceworkError, TooLong) as error:
            return shell.page(head, problem(str(error)))
        rate = firm_settings(asker.workspace).metrics.cost_of_capital
        answer = _answer(found, currency, lens)
        return shell.page(head, [answer, caution(missing), _list(found, titles, (rate, currency), lens)])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout: its choices are links."""


def ranked(log: EventLog, assumed: str, only: tuple[Only, ...] = ()) -> list[Opportunity]:
    """What is found under one assumption for all kinds, or the usual ones, in what the view is narrowed to."""
    improvements = dict.fromkeys(IMPROVEMENTS, float(assumed)) if assumed else IMPROVEMENTS
    return opportunities(log, firm_settings(log.workspace).metrics, improvements, only)


def _missing(log: EventLog) -> str:
    """What the page is made of and no system tells."""
    return missing_of(log, "utilization", "unbilled_wip", processes=PRICED)


def _currency(log: EventLog) -> str:
    return base_currency(log.database) or ""


def _assumed(lens: Lens, assumed: str) -> Part:
    usual = chips.Option(USUAL, lens.link(PATH, show=""), not assumed)
    others = [
        chips.Option(f"{float(part):.0%} better everywhere", lens.link(PATH, show=part), part == assumed)
        for part in BETTER
    ]
    return chips.choice("Assumed", [usual, *others], USUAL)


def _answer(found: list[Opportunity], currency: str, lens: Lens) -> Part:
    if not found and lens.narrowed:
        return sentence("Nothing in this view waits at a price, is idle or leaks.", "Take a filter away to see more.")
    if not found:
        return sentence(
            "Nothing that waits has a price yet.", "Prices need contracts, time or billing events with money."
        )
    first = found[0]
    lost = money(sum(one.price for one in found) / CENTS, currency)
    back = money(sum(one.returns for one in found) / CENTS, currency)
    largest = money(first.returns / CENTS, currency)
    return sentence(
        f"Waiting, idle hours and leaks cost {lost} in a year; {back} could come back.",
        f"The largest part of it: {_place(first)[0]}, {largest}, {first.assumption[:1].lower()}{first.assumption[1:]}",
    )


def _list(found: list[Opportunity], titles: dict[str, str], of_money: tuple[float, str], lens: Lens) -> Part:
    rate, currency = of_money
    columns = (
        ("Where", False), ("What", False), ("Half within", True), ("9 in 10 within", True), ("How many", True),
        ("Money in it", True), ("Cost a year", True), ("Would return", True), ("", True),
    )  # fmt: skip
    note = f"cost of capital {share(rate)} a year; working time of each entity"
    rows = [_row(one, titles, currency, lens) for one in found[:SHOWN]]
    rest = (
        html.P(f"{many(len(found) - SHOWN, 'smaller place')} not shown.", className="ink-3 small")
        if len(found) > SHOWN
        else None
    )
    if not rows:
        return None
    return card(
        "Ranked by what would come back", [table(columns, rows, "Opportunities by what they would return"), rest], note
    )


def _row(one: Opportunity, titles: dict[str, str], currency: str, lens: Lens) -> list[Part]:
    name, second = _place(one)
    return [
        [name, html.Span(titles.get(one.process, second), className="second")],
        status({"leakage": "bad", "bench": "watch"}.get(one.kind, "open"), KINDS[one.kind]),
        duration(one.half_us / MICROSECONDS, True, True) if one.half_us is not None else "–",
        duration(one.most_us / MICROSECONDS, True, True) if one.most_us is not None else "–",
        many(one.count, *COUNTED[one.kind]),
        money(one.money / CENTS, currency) if one.kind == "wait" else "–",
        money(one.price / CENTS, currency),
        html.Span(money(one.returns / CENTS, currency), title=one.assumption, className="strong"),
        _opened(one, name, lens),
    ]


def _place(one: Opportunity) -> tuple[str, str]:
    """What an opportunity is called, and where it is."""
    if one.kind == "wait":
        return f"{one.after} to {one.before}", one.process
    if one.kind == "bench":
        return f"{one.after}, hours not worked on projects", "Capacity less billable hours, at what the hours cost"
    return ITEMS.get(one.after, one.after), "At the end of the last month"


def _opened(one: Opportunity, name: str, lens: Lens) -> Part:
    """The cases that waited so, or the indicator, narrowed as the page is."""
    if one.kind == "wait":
        condition = f"directly ({quoted_name(one.after)}, {quoted_name(one.before)})"
        narrowing = [f"case.{name} = {quoted_name(value)}" for name, value in lens.narrowed.items()]
        href = View(process=one.process).link(tab="cases", cases=" and ".join([condition, *narrowing]))
    else:
        indicator = "utilization" if one.kind == "bench" else "unbilled_wip"
        href = replace(lens, name=indicator, show="").link("/indicator")
    return html.A("Open", href=href, **{"aria-label": f"Open {name}"})


def _invitation() -> Part:
    return empty(
        "Here you would see what waiting costs. Nothing has been loaded yet: connect a system in firm.toml and run "
        "tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
