"""Actions: what waits for an approval and what exactly it sends, what was done and what came of it, the policies."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from dash import html

from actions.approvals.action import ActionState
from core.access import acting
from core.audit.who import asking
from core.errors import TraceworkError
from dashboards import shell
from dashboards.actions_page.asked import Look, Page, page
from dashboards.actions_page.change_cards import change_cards
from dashboards.actions_page.done_table import done_cards
from dashboards.actions_page.draft_cards import draft_cards
from dashboards.actions_page.policy_cards import policy_cards
from dashboards.actions_page.waiting_cards import action_card, total_expected, waiting_cards
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.findings_page.words import NOT_ADDED
from dashboards.pages.findings import firm_currency
from dashboards.parts import Part, empty, link_button, problem, sentence
from dashboards.places import Place
from figures.words import count, many
from models.findings.queue import is_part

PATH, TITLE = "/actions", "Actions"
PLACE = Place("What needs me?", 51, "player-play", key="x")
TABS = {"waiting": "Waiting", "done": "Decided", "drafts": "Drafts", "policies": "Policies", "changes": "Changes"}


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; the view and the action that is opened are in the address."""
        look = Look.read(query)
        try:
            currency = await asker.ask_log(firm_currency)
            found = await asyncio.to_thread(page, asker.workspace, acting(), asking(), look)
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        head = shell.header(TITLE, "What is done about findings, and who says yes", tabs=_tabs(found, look))
        told = answer_of_changes(found) if look.show == "changes" else answer(found, currency)
        return shell.page(head, [told, *_body(found, look, currency)])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout; answers go to the API."""


def answer(found: Page, currency: str) -> Part:
    """What waits and for how much; what was sent lately and what came of it."""
    worth = total_expected(found, currency)
    number = found.totals[ActionState.WAITING]
    waits = f"{many(number, 'action')} wait{'s' if number == 1 else ''} for an approval{_for_me(found)}"
    first = (
        f"{waits}{f', about {worth} expected' if worth else ''}." if found.waiting else "Nothing waits for an approval."
    )
    parts = any(is_part(each.subject_type) and each.base_money for one in found.waiting for each in one.action.about)
    rest = [NOT_ADDED if parts else ""]
    rest.append(f"{count(found.soon)} expire{'s' if found.soon == 1 else ''} within a day." if found.soon else "")
    sent = found.lately
    if sent:
        done, failed = sent[ActionState.SUCCEEDED], sent[ActionState.FAILED]
        told = f"{count(sent.total())} sent in the last 30 days: {count(done)} done"
        rest.append(f"{told}{f', {count(failed)} failed' if failed else ''}.")
    if found.dead:
        rest.append(f"{many(len(found.dead), 'message')} could not be delivered.")
    if found.left_out:
        rest.append(f"{many(len(found.left_out), 'policy', 'policies')} left out: the file has mistakes.")
    return sentence(first, " ".join(filter(None, rest)))


def _for_me(found: Page) -> str:
    """How many of them whoever looks may decide on, which is what the navigation counts, where it is not all."""
    mine = sum(each.may_decide for each in found.waiting)
    return "" if mine == len(found.waiting) else f", {count(mine) if mine else 'none'} of them for yours"


def answer_of_changes(found: Page) -> Part:
    """How many changes wait, and how many were decided."""
    waits, decided = len(found.proposed), len(found.changes) - len(found.proposed)
    first = (
        f"{many(waits, 'change')} wait{'s' if waits == 1 else ''} for {'its owner' if waits == 1 else 'their owners'}."
    )
    rest = f"{many(decided, 'change')} {'was' if decided == 1 else 'were'} decided before." if decided else ""
    return sentence(first if waits else "No change waits.", rest)


def _body(found: Page, look: Look, currency: str) -> list[Part]:
    if found.opened is not None:
        back = html.A("All actions", href=look.link(action=""))
        return [back, action_card(found.opened, found, currency, first=True)]
    if look.show == "done":
        return done_cards(found, currency)
    if look.show == "policies":
        return policy_cards(found, look, currency)
    if look.show == "changes":
        return change_cards(found, acting(), asking())
    if look.show == "drafts":
        return draft_cards(found, acting(), asking())
    return waiting_cards(found, currency)


def _tabs(found: Page, look: Look) -> Part:
    counts = {
        "waiting": found.totals[ActionState.WAITING], "done": found.decided, "policies": len(found.policies),
        "changes": len(found.proposed), "drafts": sum(each.state == "waiting" for each in found.drafts),
    }  # fmt: skip
    links = [
        html.A(
            [words, html.Span(count(counts[name]), className="ink-3")],
            href=Look(show=name).link(),
            className="segment",
            **({"aria-current": "page"} if name == look.show else {}),
        )
        for name, words in TABS.items()
    ]
    return html.Nav(html.Div(links, className="segments"), className="action-tabs", **{"aria-label": "Which actions"})


def _invitation() -> Part:
    return empty(
        "Here you would see what is proposed to be done about findings, what exactly would be sent, and what came "
        "of it. Nothing has been loaded yet: connect a system in firm.toml, run tracework pull, then tracework detect.",
        link_button("See the data", "/health", "button main"),
    )
