"""Invoice readiness: what can be billed and is not ready, what is in its way, who holds that, what waiting costs."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from core.errors import NotFound, TraceworkError
from core.settings import firm_settings
from dashboards import shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import lens_chips
from dashboards.parts import Part, caution, empty, link_button, problem, sentence
from dashboards.places import Place
from dashboards.revenue_page.asked import currency_of, told_of
from dashboards.revenue_page.blocker_tiles import tiles_card
from dashboards.revenue_page.opened_event import opened_card
from dashboards.revenue_page.project_chip import project_chip
from dashboards.revenue_page.to_invoice_card import to_invoice_card
from dashboards.revenue_page.words import CENTS, WAITS_FOR, role_words, spelled
from dashboards.revenue_page.work_list import list_card
from dashboards.revenue_page.work_view import PATH, WorkView
from eventlog.reading import EventLog
from figures.words import count, many, money
from metrics.comparison import missing_of
from metrics.cut import Only
from metrics.event_needs import event_needs
from metrics.readiness import Readiness, ToInvoice, Waiting, readiness, to_invoice

TITLE = "Invoice readiness"
PLACE = Place("What delays revenue?", 20, "file-invoice", key="r", tab="Revenue")
RESTS_ON = ("invoice_readiness_lag", "unbilled_wip")
"""The indicators that are made of what the page is made of."""


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; which blocker, grouping and event it shows is in the address."""
        view = WorkView.read(query)
        try:
            if not await asker.ask_log(told_of, "billing_event", "invoice_readiness_lag"):
                return shell.page(shell.header(TITLE), _no_events())
            found, ready = await asker.ask_log(waiting_and_ready, lens_chips.only(view))
            choices = await asker.ask_log(lens_chips.choices)
            currency = await asker.ask_log(currency_of)
            missing = await asker.ask_log(missing_of, *RESTS_ON)
            opened = await _opened(asker, view, found)
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except NotFound as error:
            return shell.page(shell.header(TITLE), empty(str(error)))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        bar = lens_chips.bar(PATH, view, choices, [project_chip(PATH, view)], with_period=False)
        head = shell.header(TITLE, "What is billable, and what stands in its way", bar)
        rate = firm_settings(asker.workspace).metrics.cost_of_capital
        listed = [each for each in found.waiting if view.blocker in ("", each.blocker)]
        body = [
            answer(found, ready, currency),
            caution(missing),
            opened,
            tiles_card(found, view, (rate, currency)) if found.waiting else None,
            list_card(listed, view, currency) if listed else _none_of_blocker(view, found),
            to_invoice_card(ready, view, currency),
        ]
        return shell.page(head, [part for part in body if part is not None])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout: its choices are links."""


def waiting_and_ready(log: EventLog, only: tuple[Only, ...]) -> tuple[Readiness, list[ToInvoice]]:
    """What waits and what is ready and not billed."""
    return readiness(log, firm_settings(log.workspace).metrics, only), to_invoice(log, only)


async def _opened(asker: Asker, view: WorkView, found: Readiness) -> Part:
    if not view.event:
        return None
    missing = next((each.missing for each in found.waiting if each.event.object_id == view.event), ())
    try:
        return opened_card(await asker.ask_log(event_needs, view.event), missing, view)
    except NotFound as error:
        return problem(str(error))


def answer(found: Readiness, ready: Sequence[ToInvoice], currency: str) -> Part:
    """How much cannot be billed, what most of it waits for, who could free how much, what passed its cut-off."""
    if not found.waiting:
        return sentence(
            "Nothing that is billable waits to become ready.",
            f"{many(len(ready), 'event')} {'is' if len(ready) == 1 else 'are'} ready and not invoiced yet."
            if ready
            else "Nothing is left to invoice either.",
        )
    most = max(found.blockers, key=lambda each: (each.events, each.base_money))
    alone = [each for each in found.waiting if {one.blocker for one in each.missing} == {most.name}]
    whole = len(alone) == len(found.waiting)
    how_many = (
        "it only waits" if whole and len(alone) == 1 else f"{'all' if whole else count(len(alone))} of them only wait"
    )
    only = f"; {how_many} for {WAITS_FOR[most.name]}" if alone else ""
    worth = money(found.base_money / CENTS, currency)
    first = f"{many(len(found.waiting), 'billable event')} worth {worth} cannot be invoiced yet{only}."
    past = found.past_cutoff
    passed = "event passed its" if past == 1 else "events passed their"
    cutoff = f"{spelled(past)} {passed} billing cut-off." if past else ""
    return sentence(first, " ".join(filter(None, (_could_free(found.waiting, currency), cutoff))))


def _could_free(waiting: Sequence[Waiting], currency: str) -> str:
    """The role that alone holds the most, and how much that is."""
    by_role: dict[str, list[Waiting]] = {}
    for each in waiting:
        roles = {one.holder_role for one in each.missing}
        if len(roles) == 1:
            by_role.setdefault(roles.pop(), []).append(each)
    if not by_role:
        return ""
    freed = {role: sum(each.event.base_amount or 0.0 for each in events) for role, events in by_role.items()}
    role = max(sorted(freed), key=freed.__getitem__)
    people = len({one.holder or one.holder_id for each in by_role[role] for one in each.missing} - {None})
    whom = f"{spelled(people)} {role_words(role, people)}" if people else f"The {role_words(role)}"
    return f"{whom} could free {money(freed[role] / CENTS, currency)} of it without anybody else."


def _none_of_blocker(view: WorkView, found: Readiness) -> Part:
    if not found.waiting:
        return None
    return empty(
        "Nothing waits at this blocker in this view.", link_button("Show all blockers", view.link(PATH, blocker=""))
    )


def _no_events() -> Part:
    return empty(
        "No system that is connected tells of billing events, so nobody can say what is ready to bill. Connect the "
        "PSA or the ERP that plans billing in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )


def _invitation() -> Part:
    return empty(
        "Here you would see what is billable and what stands in its way. Nothing has been loaded yet: connect a "
        "system in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
