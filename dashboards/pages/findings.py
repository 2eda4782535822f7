"""Findings: the review queue. What the detectors suspect, by money times chance; people say what is right."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from dash import html

from core.access import acting
from core.audit.who import asking
from core.errors import NotFound, TraceworkError
from core.roles import ROLES, Act, may
from core.workspace import Workspace
from dashboards import chips, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.findings_page.asked import Evidence, Look, Review, evidence, review, shown_by
from dashboards.findings_page.detail import detail
from dashboards.findings_page.queue_list import PATH, queue_list
from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part, empty, link_button, problem
from dashboards.places import Place
from eventlog.reading import EventLog
from figures.words import count, money
from metrics.stored import base_currency
from models.findings.words import kind_label

TITLE = "Findings"
PLACE = Place("What needs me?", 50, "bulb", key="f", tab="Decide")


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; the view and the finding that is looked at are in the address."""
        look = Look.read(query)
        try:
            currency = await asker.ask_log(firm_currency)
            found = await asyncio.to_thread(review, asker.workspace, acting(), asking(), look)
            behind = await _evidence(asker, found)
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        labels = _labels(asker.workspace, found)
        named = look.number is not None and found.picked is not None
        parts = [
            queue_list(found, look, currency, labels, narrow_hides=named),
            html.Div(
                detail(found, look, behind, labels, may_decide=may(acting(), Act.REVIEW)),
                className="review-detail" if named else "review-detail narrow-hidden",
            ),
        ]
        return shell.page(_head(found, look, currency, labels), html.Div(parts, className="review"))

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout; verdicts go to the API."""


def firm_currency(log: EventLog) -> str:
    """The currency in which money of several is told; none where the log tells of no business."""
    try:
        return base_currency(log.database) or ""
    except TraceworkError:
        return ""


async def _evidence(asker: Asker, found: Review) -> list[Evidence]:
    if found.picked is None:
        return []
    until = found.picked.last_seen.replace(tzinfo=None)
    try:
        return await asker.ask_log(evidence, shown_by(found.picked), found.picked.suspicion.subject_type, until)
    except NotFound:
        return []


def _labels(workspace: Workspace, found: Review) -> dict[str, str]:
    return {kind: kind_label(kind, workspace) for kind in sorted({each.kind for each in found.everything})}


def _head(found: Review, look: Look, currency: str, labels: dict[str, str]) -> Part:
    there = found.everything
    narrowing = [
        _choice("Entity", "entity", look, _values(each.suspicion.place.entity for each in there), slice_words),
        _choice("Kind", "kind", look, _values(each.kind for each in there), lambda kind: labels.get(kind, kind)),
        _choice("Owner", "owner", look, _values(each.owner_role for each in there), _role),
    ]
    tools = [html.A("How good are the models?", href="/models")]
    worth = f", about {money(found.expected, currency)} expected" if found.expected else ""
    sub = f"{count(found.counts['open'])} to review{worth if look == Look(pick=look.pick) else ''}"
    return shell.header(TITLE, sub, chips.bar([part for part in narrowing if part is not None], tools))


def _values(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value})


def _role(slug: str) -> str:
    return ROLES[slug].title if slug in ROLES else slug


def _choice(label: str, name: str, look: Look, values: list[str], words: Callable[[str], str]) -> Part:
    chosen = getattr(look, name)
    if len(values) < 2 and not chosen:
        return None
    options = [chips.Option("all", look.link(PATH, **{name: "", "pick": ""}), not chosen)]
    options += [
        chips.Option(words(value), look.link(PATH, **{name: value, "pick": ""}), value == chosen) for value in values
    ]
    return chips.choice(label, options)


def _invitation() -> Part:
    return empty(
        "Here you would see what needs a person: what is late, odd or about to go wrong, with the money at stake. "
        "Nothing has been loaded yet: connect a system in firm.toml, run tracework pull, then tracework detect.",
        link_button("See the data", "/health", "button main"),
    )
