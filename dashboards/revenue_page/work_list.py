"""The work list of what cannot be billed yet: grouped, sorted; of each event who holds it and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dash import html

from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part, card, icon
from dashboards.revenue_page.words import (
    CENTS,
    about,
    cutoff_status,
    event_name,
    holder_words,
    kind_words,
    missing_words,
    role_words,
    waited,
    whole,
)
from dashboards.revenue_page.work_view import GROUPS, PATH, SORTS, WorkView
from figures.words import count, many, money, share
from metrics.readiness import BLOCKERS, Waiting

SHOWN, MOST = 4, 200
NOBODY = "Not known"


@dataclass(frozen=True)
class Group:
    """Events that have one thing in common; its key is a word of the address."""

    key: str
    title: str
    events: tuple[Waiting, ...]

    @property
    def base_money(self) -> float:
        return sum(each.event.base_amount or 0.0 for each in self.events)


def list_card(events: Sequence[Waiting], view: WorkView, currency: str) -> Part:
    """The list with its choices; where it is narrowed to one blocker the tile above says so."""
    columns = (
        ("Billable event and client", False), ("Entity, type", False), ("Who holds it, what is missing", False),
        ("Waits", True), ("Billing cut-off", False), ("Amount", True), (f"In {currency or 'base currency'}", True),
        ("", True),
    )  # fmt: skip
    head = html.Tr([html.Th(words, scope="col", className="number" if number else None) for words, number in columns])
    titles = [words for words, _ in columns]
    bodies = [_body(each, view, currency, titles) for each in groups(events, view)]
    listed = html.Table(
        [html.Caption("Billing events that cannot be billed yet", className="unseen"), html.Thead(head), *bodies],
        className="table work-list",
    )
    note = html.Span("bd: business days of the entity", className="ink-3 small")
    return card("What waits", [_choices(view), html.Div(listed, className="scroll-x")], note)


def groups(events: Sequence[Waiting], view: WorkView) -> list[Group]:
    """The groups, those with the most money first, the events in each as the view sorts them."""
    by_key: dict[str, list[Waiting]] = {}
    for each in sorted(events, key=_money if view.sorted_by == "money" else _wait):
        by_key.setdefault(_key(each, view.grouped_by), []).append(each)
    found = [
        Group(key, BLOCKERS[key] if view.grouped_by == "blocker" else slice_words(key), tuple(members))
        for key, members in by_key.items()
    ]
    return sorted(found, key=lambda group: (-group.base_money, group.title))


def _choices(view: WorkView) -> Part:
    return html.Div(
        [
            html.Span("Group by", className="ink-3 small"),
            _segments({name: view.link(PATH, by=name, show="") for name in GROUPS}, GROUPS, view.grouped_by),
            html.Span("Sort", className="ink-3 small"),
            _segments({name: view.link(PATH, sort=name) for name in SORTS}, SORTS, view.sorted_by),
        ],
        className="work-choices",
    )


def _segments(links: dict[str, str], words: dict[str, str], chosen: str) -> Part:
    return html.Div(
        [
            html.A(words[name], href=href, className="segment", **({"aria-current": "true"} if name == chosen else {}))
            for name, href in links.items()
        ],
        className="segments",
    )


def _body(group: Group, view: WorkView, currency: str, titles: Sequence[str]) -> Part:
    is_whole = view.show == group.key
    shown = group.events[: MOST if is_whole else SHOWN]
    left = len(group.events) - len(shown)
    rows = [_row(each, view, currency, titles) for each in shown]
    return html.Tbody([_head(group, currency, len(titles)), *rows, _rest(group, view, left, is_whole, len(titles))])


def _head(group: Group, currency: str, width: int) -> Part:
    oldest = min(group.events, key=_wait)
    days = waited(oldest.business_days, oldest.missing[0].elapsed_us)
    told = [
        html.B(group.title),
        html.Span(many(len(group.events), "event")),
        html.B(money(group.base_money / CENTS, currency)),
        html.Span(f"oldest {days}", className="ink-3"),
        html.Span(_holders(group.events), className="ink-3"),
    ]
    return html.Tr(
        html.Th(html.Div(told, className="group-told"), colSpan=width, scope="rowgroup"), className="group-row"
    )


def _holders(events: Sequence[Waiting]) -> str:
    """Which role holds the most of the money of a group, and how many people that is where names may be told."""
    by_role: dict[str, list[Waiting]] = {}
    for each in events:
        by_role.setdefault(each.missing[0].holder_role, []).append(each)
    role, own = max(by_role.items(), key=lambda item: (sum(_base(each) for each in item[1]), item[0]))
    people = len({one.holder or one.holder_id for each in own for one in each.held} - {None})
    whom = f"{count(people)} {role_words(role, people)}" if people else role_words(role)
    in_all, theirs = sum(map(_base, events)), sum(map(_base, own))
    part = f" ({share(theirs / in_all)} of the money)" if len(by_role) > 1 and in_all else ""
    return f"· held by {whom}{part}"


def _row(each: Waiting, view: WorkView, currency: str, titles: Sequence[str]) -> Part:
    event, held = each.event, holder_words(each.held)
    name, client, missing = event_name(event, each.billable_at), about(event, each.project_title), missing_words(each)
    is_open = view.event == event.object_id
    opened = html.A(
        name, href=view.link(PATH, event="" if is_open else event.object_id), className="long", title=name,
        **({"aria-current": "true"} if is_open else {}),
    )  # fmt: skip
    sources = html.A("Sources", href=sources_of(event.object_id), **{"aria-label": f"Sources of {event.object_id}"})
    cells: list[tuple[Part, bool]] = [
        ([opened, html.Span(client, className="second long", title=client)], False),
        ([slice_words(event.entity or "–"), html.Span(kind_words(event), className="second")], False),
        (
            [html.Span(held, className="long", title=held), html.Span(missing, className="second long", title=missing)],
            False,
        ),
        (html.B(waited(each.business_days, each.missing[0].elapsed_us), className="strong"), True),
        (cutoff_status(each), False),
        (whole(event.amount, event.currency), True),
        (whole(event.base_amount, currency), True),
        (sources, True),
    ]
    return html.Tr(
        [_cell(cell, number, words) for (cell, number), words in zip(cells, titles, strict=True)],
        className="chosen-row" if is_open else None,
    )


def _cell(cell: Part, number: bool, words: str) -> Part:
    inside = cell if isinstance(cell, str) else html.Div(cell)
    return html.Td(inside, className="number" if number else None, **{"data-label": words})


def _rest(group: Group, view: WorkView, left: int, is_whole: bool, width: int) -> Part:
    if left > 0 and not is_whole:
        words: Part = html.A(f"Show {count(left)} more", href=view.link(PATH, show=group.key))
    elif left > 0:
        words = f"{count(left)} more are not shown. Narrow the view to see them."
    elif is_whole and len(group.events) > SHOWN:
        words = html.A([icon("chevron-down"), "Show fewer"], href=view.link(PATH, show=""))
    else:
        return None
    return html.Tr(html.Td(words, colSpan=width, className="ink-3"), className="rest-row")


def sources_of(object_id: str) -> str:
    """Where the records behind a thing are shown."""
    return f"/health?{urlencode({'record': object_id})}#lineage-room"


def _key(each: Waiting, by: str) -> str:
    if by == "blocker":
        return each.blocker
    if by == "holder":
        first = each.missing[0]
        return first.holder or first.holder_role
    return (each.event.client if by == "client" else each.event.entity) or NOBODY


def _base(each: Waiting) -> float:
    return each.event.base_amount or 0.0


def _wait(each: Waiting) -> tuple[float, str]:
    return -each.missing[0].elapsed_us, each.event.object_id


def _money(each: Waiting) -> tuple[float, str]:
    return -_base(each), each.event.object_id
