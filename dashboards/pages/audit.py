"""The audit page: who did what, when, from what to what; and whether the chain still holds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, dcc, html

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
        """Whether the audit holds; the entries come by themselves."""
        if not may(acting(), ACT):
            words = "Not allowed: the audit is for auditors and administrators."
            return shell.page(shell.header(TITLE), problem(words))
        try:
            result, known = await asyncio.to_thread(_checked, asker.workspace)
        except TraceworkError as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        head = shell.header(TITLE, many(result.entries, "entry", "entries"), _chips(known, query.get("act", "")))
        body = [answer(result), html.Div(id="audit-entries"), dcc.Store(id="audit-act", data=query.get("act", ""))]
        return shell.page(head, body)

    return show


def register(app: Dash, asker: Asker) -> None:
    @app.callback(Output("audit-entries", "children"), Input("audit-words", "value"), State("audit-act", "data"))
    async def show_entries(words: str | None, act: str | None) -> Part:
        """The newest entries of the chosen act that have these words in them."""
        if not may(acting(), ACT):
            return None
        try:
            wanted = Wanted(act=act or "", words=(words or "").strip(), most=SHOWN)
            return _card(await asyncio.to_thread(_found, asker.workspace, wanted))
        except TraceworkError as error:
            return problem(str(error))


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


def _checked(workspace: Workspace) -> tuple[Verified, list[str]]:
    with open_state(workspace) as state:
        return verified(state), acts(state)


def _found(workspace: Workspace, wanted: Wanted) -> list[Entry]:
    with open_state(workspace) as state:
        return entries(state, wanted)


def _chips(known: list[str], chosen: str) -> Part:
    """One of the acts, and a field for words."""
    options = [Option(EVERY_ACT, PATH, not chosen)]
    options += [Option(act, f"{PATH}?{urlencode({'act': act})}", act == chosen) for act in known]
    field = dcc.Input(
        id="audit-words", type="text", value="", debounce=True, className="lineage-ask", placeholder="a name or a load"
    )
    return bar([choice("Act", options, EVERY_ACT)], [field])


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
    return card("Entries", table(columns, rows, "Who did what"), note)


def _value(value: str | None) -> Part:
    if value is None:
        return html.Span("–", className="ink-3")
    if len(value) <= LONG:
        return html.Span(value, className="mono")
    return html.Details([html.Summary(f"{value[:LONG]}…", className="mono"), html.P(value, className="mono record")])
