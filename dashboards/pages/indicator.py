"""One indicator: the number against its target, how it moves, where it differs, what it is, and the records behind."""

from collections.abc import Awaitable, Callable
from typing import Any

from dash import html

from core.errors import NotFound, TraceworkError
from dashboards import chips, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import asked, cards, lens_chips, records_card
from dashboards.indicator_page.asked import Whole
from dashboards.indicator_page.words import better_words, change_words, target_words, value_words
from dashboards.lens import Lens
from dashboards.parts import Part, empty, link_button, problem, sentence

PATH, TITLE = "/indicator", "Indicator"
SLICES = (
    "entity",
    "practice",
    "service_line",
    "client",
    "project_manager",
    "billing_type",
    "kind",
    "approver_role",
    "rule",
)


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; its choices are links."""
        lens = Lens.read(query)
        try:
            found = await asker.ask_log(asked.whole, lens, lens_chips.only(lens))
            choices = await asker.ask_log(lens_chips.choices)
        except (NothingYet, NotFound) as error:
            return shell.page(shell.header(TITLE), empty(str(error), link_button("All indicators", "/indicators")))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        better = better_words(found.headline.now.total.of.better)
        more = [_measure_chip(lens, found), _by_chip(lens)]
        head = shell.header(
            found.headline.indicator.title, f"indicator{f' · {better}' if better else ''}",
            lens_chips.bar(PATH, lens, choices, more),
        )  # fmt: skip
        top = html.Div([cards.trend_card(found, lens), cards.definition_card(found)], className="indicator-top")
        left = html.Div([cards.slices_card(found, lens), cards.measures_card(found, lens)], className="column")
        right = html.Div([records_card.spread_card(found), records_card.records_card(found)], className="column")
        bottom = html.Div([left, right], className="indicator-bottom")
        return shell.page(head, [_answer(found), top, bottom])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout; its charts are drawn by `dashboards.charts`."""


def _answer(found: Whole) -> Part:
    head = found.headline
    total = head.now.total
    when = total.period.title if total.period else "all time"
    if total.value is None:
        return sentence(f"{head.indicator.title} has no value in {when}.", total.why)
    what = total.title[0].lower() + total.title[1:]
    target = target_words(head).removeprefix("target ")
    answer = f"In {when} it was {value_words(head)} ({what}){f'; the target is {target}' if target else ''}."
    told = []
    for on_year in (False, True):
        words, judged = change_words(head, on_year)
        if words:
            told.append(f"{words}{f', {judged}' if judged else ''}")
    rest = f"That is {' and '.join(told)}. " if told else ""
    return sentence(answer, rest + (f"{total.open:,} of {total.n:,} are still open." if total.open else ""))


def _measure_chip(lens: Lens, found: Whole) -> Part:
    chosen = found.headline.now.total.measure
    return chips.choice(
        "Measure",
        [
            chips.Option(name.replace("_", " "), lens.link(PATH, measure=name), name == chosen)
            for name in found.measures
        ],
        found.measures[0].replace("_", " "),
    )


def _by_chip(lens: Lens) -> Part:
    usual = chips.Option("entity, practice", lens.link(PATH, by=""), not lens.by)
    others = [chips.Option(name.replace("_", " "), lens.link(PATH, by=name), lens.by == name) for name in SLICES]
    return chips.choice("Slice by", [usual, *others], "entity, practice")
