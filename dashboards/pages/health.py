"""The data health page: are the feeds fresh and whole, what was set apart, what is one thing, what figures are from."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from dash import Dash, Input, Output, State, html

from core.access import acting_or_nobody
from core.errors import NotFound, TraceworkError
from core.roles import Act, may
from dashboards import loads, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.health_page import cards, lineage, narrowing
from dashboards.health_page.chosen import Chosen
from dashboards.health_page.documents_card import Absent, absent_documents, documents_card
from dashboards.health_page.entity_note import entity_note
from dashboards.health_page.facts import Feed, Health, SetApart, health
from dashboards.health_page.feeds_card import age, feeds_card
from dashboards.health_page.last_pulls import (
    LastPull,
    as_pulled,
    last_pulls,
    last_read,
    without_a_load,
    without_reasons,
)
from dashboards.health_page.load_card import load_card, load_told
from dashboards.health_page.pairs_card import pairs_card
from dashboards.parts import Part, card, empty, icon, link_button, problem, sentence
from dashboards.places import Place
from figures.words import count, many, moment

PATH, TITLE = "/health", "Data health"
PLACE = Place("Can I trust it?", 62, "heartbeat", key="d")
LONG_SINCE = timedelta(hours=36)
Named = TypeVar("Named", Feed, LastPull)


@dataclass(frozen=True)
class Now:
    """What is known of now, and not of the generation: files that could not be taken in, and the last pulls."""

    absent: Sequence[Absent]
    pulls: Sequence[LastPull]


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The page as the generation knows it; its lineage is asked for by itself."""
        now = _now(asker)
        try:
            found = await asker.ask_log(health)
            known = await asker.ask_log(loads.known)
        except NothingYet:
            return _before_any_load(now.pulls)
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        found = replace(found, feeds=as_pulled(found.feeds, now.pulls))
        whole = narrowing.Narrowed(found, known, now.pulls)
        chosen = narrowing.understood(Chosen.read(query), whole)
        try:
            shown = await _narrowed(asker, whole, chosen)
            told = load_card(chosen, await asker.ask_log(load_told, chosen)) if chosen.load else None
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        names: list[Feed | LastPull] = [
            *named(found.feeds, now.pulls),
            *named(without_a_load(found.feeds, now.pulls), found.feeds),
        ]
        choices = [
            narrowing.source_chip(PATH, chosen, names),
            narrowing.entity_chip(PATH, chosen, found.feeds),
            narrowing.load_chip(PATH, chosen, known),
        ]
        head = shell.header(TITLE, _subtitle(shown, len(names), chosen), _chips(choices))
        body = _body(shown, replace(now, pulls=shown.pulls), chosen, told)
        return html.Div([head, html.Div(body, className="body")], className="page-inner health")

    return show


def register(app: Dash, asker: Asker) -> None:
    @app.callback(Output("lineage-drawn", "children"), Input("lineage-id", "value"), State("lineage-id", "id"))
    async def draw(wanted: str | None, _id: str) -> Part:
        """The chain of one event, object or landed record."""
        if not (wanted or "").strip():
            return html.P(
                "Name an object, such as an invoice or a project, to see the records it was read from.",
                className="ink-2",
            )
        try:
            return lineage.drawn(await asker.ask_log(lineage.chain, (wanted or "").strip()))
        except NotFound as error:
            return html.P(str(error), className="ink-2")
        except (TraceworkError, TooLong) as error:
            return problem(str(error))


async def _narrowed(asker: Asker, whole: narrowing.Narrowed, chosen: Chosen) -> narrowing.Narrowed:
    if not chosen.narrows:
        return whole
    return narrowing.narrowed(whole, await asker.ask_log(health, replace(chosen, record="")), chosen)


def _subtitle(shown: narrowing.Narrowed, feeds: int, chosen: Chosen) -> str:
    """How many feeds there are and how much they brought last; of those that are shown, if not all are."""
    found, read = shown.found, last_read(shown.pulls)
    part = len({feed.source for feed in found.feeds} | {pull.source for pull in shown.pulls})
    told = many(feeds, "feed") if part == feeds else f"{count(part)} of {many(feeds, 'feed')}"
    if chosen.load:
        return f"{told}, {many(sum(load.records for load in shown.loads), 'record')} in the load {chosen.load}"
    records = sum(feed.records for feed in found.feeds)
    told += f", {many(records, 'record')} in {'its last load' if part == 1 else 'their last loads'}"
    return f"{told}, last read {moment(read)}" if read else told


def answer(found: Health, now: Now) -> Part:
    """The page in two sentences: which feeds can be relied on, what waits for a person."""
    low = [feed for feed in named(found.feeds, now.pulls) if feed.low and not feed.late and feed.failing is None]
    apart = sum(group.records for group in found.set_apart)
    waits = _waiting(found, apart, len(now.absent))
    return sentence(freshness(found.feeds, now.pulls), " ".join(filter(None, (_low(low), waits))))


def freshness(feeds: Sequence[Feed], pulls: Sequence[LastPull]) -> str:
    """How many feeds are fresh; which are not, and why."""
    feeds, pulls = named(feeds, pulls), named(pulls, feeds)
    failing = [feed for feed in feeds if feed.failing is not None]
    failing_names = [feed.system for feed in failing]
    failing_names += [pull.system for pull in without_a_load(feeds, pulls) if pull.error is not None]
    late = [feed for feed in feeds if feed.late and feed.failing is None]
    whole = len(feeds) + len(failing_names) - len(failing)
    if not late and not failing_names:
        return _all_fresh(feeds, last_read(pulls))
    told = [f"{feed.system} is {age(feed.age)} behind" for feed in late]
    if whole == len(failing_names) == 1:
        return f"{failing_names[0]} could not be read by the last pull."
    if failing_names:
        told.append(f"{', '.join(failing_names)} could not be read by the last pull")
    return f"{count(whole - len(late) - len(failing_names))} of {many(whole, 'feed')} are fresh; {'; '.join(told)}."


def named(some: Sequence[Named], others: Sequence[Feed | LastPull]) -> list[Named]:
    """The feeds by names that tell them apart: with the source's where two are of one system."""
    sources: dict[str, set[str]] = {}
    for each in (*some, *others):
        sources.setdefault(each.system, set()).add(each.source)
    return [
        replace(each, system=f"{each.system} ({each.source})") if len(sources[each.system]) > 1 else each
        for each in some
    ]


def _all_fresh(feeds: Sequence[Feed], read: datetime | None) -> str:
    """That all are fresh; of the day they were read, where nobody has read them for long."""
    one = len(feeds) == 1
    names = feeds[0].system if one else f"All {count(len(feeds))} feeds"
    since = datetime.now(UTC) - read if read else timedelta()
    if since <= LONG_SINCE:
        return f"{names} {'is' if one else 'are'} fresh."
    return f"{names} {'was' if one else 'were'} fresh when last read, {age(since)} ago."


def _low(low: list[Feed]) -> str:
    names = ", ".join(feed.system for feed in low)
    return f"{names} sent less than half of the usual records. More may be missing there." if low else ""


def _waiting(found: Health, apart: int, absent: int) -> str:
    pairs = sum(pair.alike is not None for pair in found.pairs)
    told = [
        _told_apart(apart),
        f"{many(absent, 'file')} could not be taken in" if absent else "",
        f"{many(pairs, 'pair')} may be the same thing" if pairs else "",
        f"{many(sum(each.number for each in found.conflicts), 'conflict')} in what systems say"
        if found.conflicts
        else "",
    ]
    return "; ".join(filter(None, told)) + "." if any(told) else ""


def _told_apart(apart: int) -> str:
    if _limited():
        return ""
    return f"{many(apart, 'record')} {'is' if apart == 1 else 'are'} set apart" if apart else "No record is set apart"


def _set_apart(groups: list[SetApart], part: bool) -> Part:
    """What was set apart belongs to no entity yet, so nobody with a limited scope is told of it."""
    if not _limited():
        shown = groups if _may(Act.MEND) else [replace(group, mendable=False) for group in groups]
        return cards.set_apart_card(shown, part)
    words = "Records that are set apart belong to no entity yet. Who sees all entities is shown them."
    return card("Set apart", html.P(words, className="ink-2"))


def _body(shown: narrowing.Narrowed, now: Now, chosen: Chosen, told: Part) -> list[Part]:
    found = shown.found
    feeds = feeds_card(found.feeds, without_a_load(found.feeds, now.pulls), chosen.entity)
    return [
        answer(found, now),
        entity_note(PATH, chosen, found.unplaced, _limited()),
        _job(),
        told,
        html.Div(
            [
                html.Div([feeds, cards.conflicts_card(found.conflicts, chosen.narrows)], className="column"),
                html.Div(
                    [
                        documents_card(now.absent),
                        _set_apart(found.set_apart, chosen.narrows),
                        pairs_card(found.pairs, found.decided, _may(Act.IDENTITY)),
                    ],
                    className="column",
                ),
            ],
            className="health-halves",
        ),
        lineage.room(chosen.record),
        cards.loads_card(list(shown.loads), lambda load: chosen.link(PATH, load=narrowing.name_of(load))),
        html.Dialog(id="mend", className="mend", **{"aria-label": "Mend a record"}),
    ]


def _job() -> Part:
    """Where a pull or a build that is under way says how far it is."""
    return html.P(id="health-job", className="notice", hidden=True, role="status", tabIndex=-1)


def _now(asker: Asker) -> Now:
    # a name of a file may name a client, and why a pull failed says how a system is reached: that is for who sees all
    pulls = last_pulls(asker.workspace)
    return Now([], without_reasons(pulls)) if _limited() else Now(absent_documents(asker.workspace), pulls)


def _chips(choices: Sequence[Part] = ()) -> Part:
    pull = html.Button([icon("player-play"), "Pull now"], id="pull-now", className="button push")
    words = html.Span("Everything Tracework knows of where its figures come from", className="ink-3 small")
    return html.Div([*choices, words, pull if _may(Act.PULL) else None], className="chips")


def _limited() -> bool:
    """Whether whoever looks sees a part of the rows."""
    viewer = acting_or_nobody()
    return viewer is not None and bool(viewer.scopes)


def _may(act: Act) -> bool:
    """Whether whoever looks may do it; a button for what they may not is not there."""
    viewer = acting_or_nobody()
    return viewer is not None and may(viewer, act)


def _before_any_load(pulls: Sequence[LastPull]) -> Part:
    """What there is to say while nothing is built: which of the systems that are connected fail, or how to connect."""
    if not pulls:
        return shell.page(shell.header(TITLE), _invitation())
    failing = [pull.system for pull in named(pulls, ()) if pull.error is not None]
    told = f"{', '.join(failing)} could not be read by the last pull." if failing else "A pull reads them."
    body = [sentence("Nothing has been loaded yet.", told), _job(), feeds_card([], pulls)]
    head = shell.header(TITLE, f"{many(len(pulls), 'source')} in firm.toml", _chips())
    return html.Div([head, html.Div(body, className="body")], className="page-inner health")


def _invitation() -> Part:
    return empty(
        "Here you would see whether the data can be trusted. Nothing has been loaded yet: connect a system in "
        "firm.toml and run tracework pull, or import a file.",
        link_button("Import a file", "/data", "button main"),
    )
