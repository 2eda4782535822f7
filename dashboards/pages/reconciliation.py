"""Reconciliation: records that disagree between two systems now, by rule, with the money in them and since when."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from dash import html

from core.errors import NotFound, TraceworkError
from dashboards import shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import lens_chips
from dashboards.indicator_page.words import slice_words
from dashboards.lens import Lens
from dashboards.parts import Part, card, caution, empty, link_button, problem, sentence, status, table
from dashboards.places import Place
from eventlog.reading import EventLog
from figures.words import count, many, money
from metrics.comparison import missing_of_gaps
from metrics.reconciliation import Gap, GapsOfRule, gap_rules_left_out, not_compared, open_gaps
from metrics.stored import base_currency

PATH, TITLE = "/reconciliation", "Reconciliation"
PLACE = Place("Can I trust it?", 61, "git-compare", key="c")
SHOWN, MOST = 8, 200
CENTS = 100
SYSTEMS = {"crm": "CRM", "psa": "PSA", "erp": "ERP", "expense": "Expense system", "hr": "HR"}
COLUMNS = (
    ("Record", False), ("Of", False), ("Entity", False), ("Since", False), ("Days", True), ("Money", True), ("", True),
)  # fmt: skip
SEVERE = {"high": "bad", "medium": "watch", "low": "open"}


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; `show` in the address opens all records of one rule."""
        lens = Lens.read(query)
        try:
            found = await asker.ask_log(open_gaps, lens_chips.only(lens))
            lost = {**await asker.ask_log(gap_rules_left_out), **await asker.ask_log(not_compared)}
            missing = await asker.ask_log(missing_of_gaps, tuple(each.rule.name for each in found))
            choices = await asker.ask_log(lens_chips.choices)
            currency = await asker.ask_log(_currency)
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except NotFound as error:
            return shell.page(shell.header(TITLE), empty(str(error)))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        narrowing = lens_chips.bar(PATH, lens, choices, with_period=False)
        head = shell.header(TITLE, "What one system has and another has not, or has otherwise", narrowing)
        groups = [_card(each, lens, currency) for each in found if each.records]
        return shell.page(head, [_answer(found, currency), caution(missing), *groups, _clean(found), _left_out(lost)])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout."""


def _currency(log: EventLog) -> str:
    return base_currency(log.database) or ""


def _answer(found: list[GapsOfRule], currency: str) -> Part:
    records, worth = sum(each.records for each in found), sum(each.base_money for each in found)
    if not found:
        return sentence("Nothing is compared.", "Each comparison needs a system that is not connected; see below.")
    if not records:
        return sentence("No record disagrees between two systems.", f"{many(len(found), 'rule')} looked for it.")
    worst = found[0]
    most = f"{many(worst.records, 'record')}, {money(worst.base_money / CENTS, currency)}"
    return sentence(
        f"{many(records, 'record')} {'disagrees' if records == 1 else 'disagree'} between two systems; "
        f"{money(worth / CENTS, currency)} is in {'it' if records == 1 else 'them'}.",
        f"The most is in “{worst.rule.title}”: {most}, the oldest for {many(worst.oldest_days, 'day')}.",
    )


def _card(group: GapsOfRule, lens: Lens, currency: str) -> Part:
    whole = lens.show == group.rule.name
    rows = [_row(gap) for gap in group.gaps[: MOST if whole else SHOWN]]
    systems = " and ".join(SYSTEMS.get(name, name) for name in group.rule.compares)
    worth = money(group.base_money / CENTS, currency) if group.base_money else "no money told"
    told = (systems, many(group.records, "record"), worth, group.rule.owner)
    note = [
        status(SEVERE[group.rule.severity], f"{group.rule.severity.capitalize()} severity"),
        f" · {' · '.join(told)}",
    ]
    return card(
        group.rule.title, [table(COLUMNS, rows, f"Records: {group.rule.title}"), _rest(group, lens, len(rows))], note
    )


def _rest(group: GapsOfRule, lens: Lens, shown: int) -> Part:
    left = len(group.gaps) - shown
    if left <= 0:
        return None
    if shown <= SHOWN:
        return html.A(f"Show {count(min(left, MOST))} more", href=lens.link(PATH, show=group.rule.name))
    return html.P(f"{count(left)} more are not shown. Narrow the view to see them.", className="ink-3 small")


def _row(gap: Gap) -> list[Part]:
    about = " · ".join(filter(None, (gap.client, gap.project)))
    href = f"/health?{urlencode({'record': gap.object_id})}#lineage-room"
    return [
        [
            html.Span(gap.object_id, className="mono"),
            html.Span(gap.part, className="second mono") if gap.part else None,
        ],
        html.Span(about or "–", className="long", title=about or None),
        slice_words(gap.entity or "–"),
        f"{gap.raised_at:%-d %b %Y}",
        count(gap.age_days),
        money(gap.money / CENTS, gap.currency or "") if gap.money else "–",
        html.A("Sources", href=href, **{"aria-label": f"Sources of {gap.object_id}"}),
    ]


def _clean(found: list[GapsOfRule]) -> Part:
    clean = [each.rule.title for each in found if not each.records]
    if not clean:
        return None
    return card(
        "Nothing found", html.P([status("good", f"{many(len(clean), 'rule')} in order:"), " ", ", ".join(clean)])
    )


def _left_out(lost: dict[str, str]) -> Part:
    if not lost:
        return None
    return card("Not looked for", html.Ul([html.Li([html.B(name), f": {reason}"]) for name, reason in lost.items()]))


def _invitation() -> Part:
    return empty(
        "Here you would see which records disagree between your systems. Connect at least two, such as PSA and ERP, in "
        "firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
