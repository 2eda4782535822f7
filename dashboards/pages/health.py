"""The data health page: are the feeds fresh and whole, what was set apart, what is one thing, what figures are from."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from dash import Dash, Input, Output, State, html

from core.access import acting_or_nobody
from core.errors import NotFound, TraceworkError
from core.roles import Act, may
from dashboards import loads, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.health_page import cards, lineage
from dashboards.health_page.documents_card import Absent, absent_documents, documents_card
from dashboards.health_page.facts import Feed, Health, SetApart, health
from dashboards.health_page.feeds_card import age, feeds_card
from dashboards.parts import Part, card, empty, icon, link_button, problem, sentence
from dashboards.places import Place
from figures.words import count, many

PATH, TITLE = "/health", "Data health"
PLACE = Place("Can I trust it?", 62, "heartbeat", key="d")


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The page as the generation knows it; its lineage is asked for by itself."""
        try:
            found = await asker.ask_log(health)
            known = await asker.ask_log(loads.known)
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        # a name of a file may name a client: it is shown to who sees all entities, as what is set apart
        absent = [] if _limited() else absent_documents(asker.workspace)
        records = sum(feed.records for feed in found.feeds)
        head = shell.header(
            TITLE, f"{many(len(found.feeds), 'feed')}, {many(records, 'record')} in their last loads", _chips()
        )
        return html.Div(
            [head, html.Div(_body(found, known, absent, query.get("record", "")), className="body")],
            className="page-inner health",
        )

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


def answer(found: Health, absent: int = 0) -> Part:
    """The page in two sentences: which feeds can be relied on, what waits for a person."""
    stale = [feed for feed in found.feeds if feed.late]
    low = [feed for feed in found.feeds if feed.low and not feed.late]
    apart = sum(group.records for group in found.set_apart)
    return sentence(_freshness(found.feeds, stale), " ".join(filter(None, (_low(low), _waiting(found, apart, absent)))))


def _freshness(feeds: list[Feed], stale: list[Feed]) -> str:
    if not stale:
        return f"All {count(len(feeds))} feeds are fresh." if len(feeds) != 1 else f"{feeds[0].system} is fresh."
    late = "; ".join(f"{feed.system} is {age(feed.age)} behind" for feed in stale)
    return f"{count(len(feeds) - len(stale))} of {count(len(feeds))} feeds are fresh; {late}."


def _low(low: list[Feed]) -> str:
    names = ", ".join(feed.system for feed in low)
    return f"{names} sent less than half of the usual records. More may be missing there." if low else ""


def _waiting(found: Health, apart: int, absent: int) -> str:
    told = [
        _told_apart(apart),
        f"{many(absent, 'contract file')} could not be fetched" if absent else "",
        f"{many(len(found.pairs), 'pair')} may be the same thing" if found.pairs else "",
        f"systems disagree {many(sum(each.number for each in found.conflicts), 'time')}" if found.conflicts else "",
    ]
    return "; ".join(filter(None, told)) + "." if any(told) else ""


def _told_apart(apart: int) -> str:
    if _limited():
        return ""
    return f"{many(apart, 'record')} {'is' if apart == 1 else 'are'} set apart" if apart else "No record is set apart"


def _set_apart(groups: list[SetApart]) -> Part:
    """What was set apart belongs to no entity yet, so nobody with a limited scope is told of it."""
    if not _limited():
        return cards.set_apart_card(groups if _may(Act.MEND) else [replace(group, mendable=False) for group in groups])
    words = "Records that are set apart belong to no entity yet. Who sees all entities is shown them."
    return card("Set apart", html.P(words, className="ink-2"))


def _body(found: Health, known: list[loads.Load], absent: list[Absent], record: str) -> list[Part]:
    return [
        answer(found, len(absent)),
        html.P(id="health-job", className="notice", hidden=True, role="status", tabIndex=-1),
        html.Div(
            [
                html.Div([feeds_card(found.feeds), cards.conflicts_card(found.conflicts)], className="column"),
                html.Div(
                    [
                        documents_card(absent),
                        _set_apart(found.set_apart),
                        cards.pairs_card(found.pairs, _may(Act.IDENTITY)),
                    ],
                    className="column",
                ),
            ],
            className="health-halves",
        ),
        lineage.room(record),
        cards.loads_card(known),
        html.Dialog(id="mend", className="mend", **{"aria-label": "Mend a record"}),
    ]


def _chips() -> Part:
    pull = html.Button([icon("player-play"), "Pull now"], id="pull-now", className="button push")
    words = html.Span("Everything Tracework knows of where its figures come from", className="ink-3 small")
    return html.Div([words, pull if _may(Act.PULL) else None], className="chips")


def _limited() -> bool:
    """Whether whoever looks sees a part of the rows."""
    viewer = acting_or_nobody()
    return viewer is not None and bool(viewer.scopes)


def _may(act: Act) -> bool:
    """Whether whoever looks may do it; a button for what they may not is not there."""
    viewer = acting_or_nobody()
    return viewer is not None and may(viewer, act)


def _invitation() -> Part:
    return empty(
        "Here you would see whether the data can be trusted. Nothing has been loaded yet: connect a system in "
        "firm.toml and run tracework pull, or import a file.",
        link_button("Import a file", "/data", "button main"),
    )
