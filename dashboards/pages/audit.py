"""The audit page: who did what, when, from what to what; and whether the chain still holds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from core.access import acting
from core.audit.entry import Entry
from core.audit.reading import Verified, Wanted, acts, entries, verified
from core.errors import TraceworkError
from core.roles import Act, may
from core.state import open_state
from core.workspace import Workspace
from dashboards import shell
from dashboards.ask import Asker
from dashboards.chips import Option, bar, choice
from dashboards.parts import Part, card, problem, sentence, status, table
from dashboards.places import Place
from figures.words import count, many, moment

PATH, TITLE, ACT = "/audit", "Audit", Act.READ_AUDIT
PLACE = Place("Can I trust it?", 69, "list-details", key="a")
EVERY_ACT = "every act"
SHOWN, LONG = 200, 80


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; the act and the words it is narrowed to are in the address. Its rows come with it, because a
        browser takes ten times as long over hundreds that are put in afterwards."""
        if not may(acting(), ACT):
            words = "Not allowed: the audit is for auditors and administrators."
            return shell.page(shell.header(TITLE), problem(words))
        wanted = Wanted(act=query.get("act", ""), words=query.get("words", "").strip(), most=SHOWN)
        try:
            result, known, found = await asyncio.to_thread(_read, asker.workspace, wanted)
        except TraceworkError as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        head = shell.header(TITLE, many(result.entries, "entry", "entries"), _chips(known, wanted))
        listed = html.Div(_card(found), id="audit-entries") if result.entries else None
        return shell.page(head, [answer(result), listed])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout."""


def answer(result: Verified) -> Part:
    """The page in one sentence, with its mark."""
    if result.fault:
        told = sentence("The audit was changed behind its back.", f"The first fault: {result.fault}")
        return html.Div([status("bad", "Does not hold"), told])
    if not result.entries:
        return sentence("Nothing has been done yet.", "What is imported, pulled, decided or granted shows here.")
    told = sentence(
        f"All {count(result.entries)} entries stand as they were written.",
        f"Each is sealed by the one before; an anchor outside the database confirms number {count(result.anchored)}.",
    )
    return html.Div([status("good", "Verified"), told])


def _read(workspace: Workspace, wanted: Wanted) -> tuple[Verified, list[str], list[Entry]]:
    with open_state(workspace) as state:
        return verified(state), acts(state), entries(state, wanted)


def _chips(known: list[str], wanted: Wanted) -> Part:
    """One of the acts, and a field for words, which goes to the address at Enter."""
    options = [Option(EVERY_ACT, _link("", wanted.words), not wanted.act)]
    options += [Option(act, _link(act, wanted.words), act == wanted.act) for act in known]
    field = dcc.Input(
        id="audit-words", name="words", type="text", value=wanted.words, className="lineage-ask",
        placeholder="a name or a load",
    )  # fmt: skip
    act = dcc.Input(type="hidden", name="act", value=wanted.act) if wanted.act else None
    return bar([choice("Act", options, EVERY_ACT)], [html.Form([field, act], action=PATH, method="get")])


def _link(act: str, words: str) -> str:
    query = {name: value for name, value in (("act", act), ("words", words)) if value}
    return PATH + (f"?{urlencode(query)}" if query else "")


def _card(found: list[Entry]) -> Part:
    if not found:
        return card("Entries", html.P("No entry meets this. Choose every act and empty the field.", className="ink-2"))
    columns = (("When", False), ("Who", False), ("What", False), ("From", False), ("To", False), ("Number", True))
    rows: list[list[Any]] = [
        [
            moment(entry.at),
            entry.who,
            [entry.act, html.Span(f"{entry.subject_type} {entry.subject_id}".strip(), className="second")],
            _value(entry.before),
            _value(entry.after),
            count(entry.number),
        ]
        for entry in found
    ]
    note = f"the newest {count(SHOWN)}" if len(found) == SHOWN else "newest first"
    return card("Entries", table(columns, rows, "Who did what"), note, "audit-card")


def _value(value: str | None) -> Part:
    if value is None:
        return html.Span("–", className="ink-3")
    if len(value) <= LONG:
        return html.Span(value, className="mono")
    return html.Details([html.Summary(f"{value[:LONG]}…", className="mono"), html.P(value, className="mono record")])
