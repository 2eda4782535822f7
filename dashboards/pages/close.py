"""Month-end close: which steps are done in each entity, what is open, who is waited for, how long against target."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from core.errors import NotFound, TraceworkError
from core.settings import firm_settings
from dashboards import shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import lens_chips
from dashboards.indicator_page.words import slice_words
from dashboards.lens import Lens
from dashboards.parts import Part, caution, empty, link_button, problem, sentence
from dashboards.places import Place
from dashboards.revenue_page.asked import told_of
from dashboards.revenue_page.close_cards import PATH, earlier_card, in_order, standing_card, steps_card, strip_card
from dashboards.revenue_page.words import BUSINESS_DAYS, spelled, waited
from eventlog.reading import EventLog
from figures.words import count, many
from metrics.close import INDICATOR, Closes, MonthClose, closes
from metrics.comparison import missing_of
from metrics.cut import Only
from metrics.period import period_of, read_period
from metrics.stored import place_of

TITLE = "Month-end close"
PLACE = Place("What delays revenue?", 22, "calendar", key="m")
MENTIONED = 3


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; the month is in the address."""
        lens = Lens.read(query)
        try:
            if not await asker.ask_log(has_closes):
                return shell.page(shell.header(TITLE), _no_closes())
            # a close is of a whole legal entity: there is nothing to narrow by practice or client
            choices = replace(await asker.ask_log(lens_chips.choices), practices=(), clients=())
            bar = lens_chips.bar(PATH, lens, choices)
            head = shell.header(TITLE, "From the end of the month to closed books, by legal entity", bar)
            found = await asker.ask_log(closes_of, lens_chips.only(lens), lens.period)
            missing = await asker.ask_log(missing_of, INDICATOR)
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except NotFound as error:
            return shell.page(shell.header(TITLE), empty(str(error), link_button("See the last month", PATH)))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        cards = [strip_card(found), standing_card(found), steps_card(found), earlier_card(found, lens)]
        return shell.page(head, [answer(found), caution(missing), *(each for each in cards if each is not None)])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout: its choices are links."""


def has_closes(log: EventLog) -> bool:
    """Whether any system tells of closes."""
    statement = f"select exists (from {place_of(log.database)}fact.thing where type = 'period_close')"
    return told_of(log, "thing") and bool(log.database.value(statement))


def closes_of(log: EventLog, only: tuple[Only, ...], period: str) -> Closes:
    """The closes of the last month, or the last of a period, against the firm's target."""
    targets = firm_settings(log.workspace).all_targets().get(INDICATOR, {})
    return closes(log, targets, only, read_period(period) if period else None)


def answer(found: Closes) -> Part:
    """How many are open and for how long, what they wait for; else how long they took."""
    month, ordered = period_of(found.month, "month").title, in_order(found.closes)
    still = [each for each in ordered if each.is_open]
    target = f"the target is {_days(found.target_days).split()[0]}" if found.target_days is not None else ""
    if not still:
        longest = ordered[0]
        first = (
            f"All {count(len(ordered))} closes of {month} are done"
            if len(ordered) > 1
            else f"The close of {month} is done"
        )
        took = f"{slice_words(longest.entity)} took {'the longest, ' if len(ordered) > 1 else ''}{_took(longest)}"
        return sentence(f"{first}.", f"{took}{f'; {target}' if target else ''}.")
    are = "is" if len(still) == 1 else "are"
    of = f"{spelled(len(still))} of {count(len(ordered))} closes" if len(ordered) > 1 else "The close"
    opened = f"{of} of {month} {are} still open"
    first = f"{opened} after {_took(still[0])}{f'; {target}' if target else ''}."
    told = " ".join(_waits(each) for each in still[:MENTIONED])
    closed = [f"{slice_words(each.entity)} closed in {_took(each)}" for each in ordered if not each.is_open]
    return sentence(first, f"{told} {', '.join(closed[:MENTIONED])}{'.' if closed else ''}".strip())


def _waits(each: MonthClose) -> str:
    """What an open close waits for, and who usually does that."""
    step = each.waits_for
    if step is None:
        return f"{slice_words(each.entity)} was opened again and is not closed since."
    items = f"; {many(each.open_items, 'reconciling item')} open there" if each.open_items > 0 else ""
    usual = f"usually done by the {step.role.lower()}"
    return f"{slice_words(each.entity)} waits for “{step.title.lower()}”, {usual}{items}."


def _took(each: MonthClose) -> str:
    return _days(each.business_days) if each.business_days is not None else waited(None, each.elapsed_us)


def _days(number: float) -> str:
    """4.6 business days, one business day"""
    words = BUSINESS_DAYS.words(number).removesuffix(" bd").removesuffix(".0")
    return f"{words} business day{'' if words == '1' else 's'}"


def _no_closes() -> Part:
    return empty(
        "No system that is connected tells of month-end closes. Connect the ERP of a legal entity in firm.toml and "
        "run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )


def _invitation() -> Part:
    return empty(
        "Here you would see how far the close of the month is in each legal entity. Nothing has been loaded yet: "
        "connect a system in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
