"""The data page: drop a file, see what it seems to hold, correct it, import it; what was loaded and set apart."""

from collections.abc import Awaitable, Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from core.access import acting
from core.errors import TraceworkError
from core.roles import Act, may
from dashboards import loads, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.loads import Load
from dashboards.parts import Part, card, problem, sentence, status, table
from dashboards.places import Place
from dashboards.view import View
from figures.words import count, many, moment

PATH, TITLE = "/data", "Data"
PLACE = Place("Can I trust it?", 63, "database", key="i")
RECORDS_SHOWN = 20


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The page without its figures. The import runs in the browser, against the API."""
        return html.Div(
            [
                shell.header(TITLE),
                html.Div(
                    [
                        html.Div(id="data-answer", **{"aria-live": "polite"}),
                        _room(),
                        html.Div(id="data-loads", className="halves"),
                    ],
                    className="body",
                ),
                dcc.Store(id="data-asked", data=query.get("load", "")),
                dcc.Store(id="data-ready"),
            ],
            className="page-inner data",
        )

    return show


def register(app: Dash, asker: Asker) -> None:
    app.clientside_callback(
        ClientsideFunction("data", "ready"), Output("data-ready", "data"), Input("data-asked", "data")
    )

    @app.callback(Output("data-answer", "children"), Output("data-loads", "children"), Input("data-asked", "data"))
    async def show_loads(load: str | None) -> tuple[Part, Part]:
        """The loads, and the records that were set apart."""
        try:
            known = await asker.ask_log(loads.known)
            groups = await asker.ask_log(loads.set_apart)
        except NothingYet:
            return sentence(
                "Nothing has been imported yet.", "Drop an event log below: CSV, Parquet, XES or OCEL 2.0."
            ), None
        except (TraceworkError, TooLong) as error:
            return problem(str(error)), None
        files = [each for each in known if each.file]
        of_files = {(each.source, each.run) for each in files}
        apart = [group for group in groups if (group.source, group.run) in of_files]
        return _answer(files, pulled=len(known) - len(files)), [_loads(files), _set_apart(apart)] if files else []


def _room() -> Part:
    """Where a file is dropped, for one who may import it."""
    if not may(acting(), Act.IMPORT):
        return html.P("Files are imported by an integration owner who sees all entities.", className="ink-3")
    return html.Section(id="import-room", className="card import-card", **{"aria-label": "Import a file"})


def _answer(known: list[Load], pulled: int) -> Part:
    if not known:
        rest = [f"{many(pulled, 'load')} came from systems: ", html.A("see Data health", href="/health"), "."]
        return html.P([html.B("No file has been imported."), " ", *rest], className="sentence")
    events = sum(each.events for each in known)
    refused = sum(each.refused for each in known)
    newest = max(known, key=lambda each: each.landed_at, default=None)
    first = f"{many(len(known), 'file')} with {many(events, 'event')} are in the event log."
    told = f"The last came in on {moment(newest.landed_at)}, from {newest.file}. " if newest else ""
    if acting().scopes:
        return sentence(first, told)
    told += (
        f"{many(refused, 'record')} could not be used and {'is' if refused == 1 else 'are'} set apart."
        if refused
        else "No record was set apart."
    )
    return sentence(first, told)


def _loads(known: list[Load]) -> Part:
    columns = (
        ("File", False),
        ("Taken in", False),
        ("State", False),
        ("Records", True),
        ("Set apart", True),
        ("", True),
    )
    rows: list[list[Any]] = [
        [
            [
                html.Span(each.file, className="long", title=each.file or ""),
                html.Span(f"{each.system}, load {int(each.run)}", className="second"),
            ],
            moment(each.landed_at),
            status("watch", "Some set apart") if each.refused else status("good", "All read"),
            count(each.records),
            count(each.refused),
            html.A("Map", href=View(process=each.process).link(), **{"aria-label": f"Map of {each.process}"}),
        ]
        for each in sorted(known, key=lambda each: each.landed_at, reverse=True)
    ]
    return card("Loads", table(columns, rows, "What was imported"), f"{count(len(known))}, newest first")


def _set_apart(groups: list[loads.Reason]) -> Part:
    if acting().scopes:
        words = "Records that are set apart belong to no entity yet. Who sees all entities is shown them."
        return card("Set apart", html.P(words, className="ink-2"))
    if not groups:
        return card(
            "Set apart",
            html.P("Nothing was set apart: every record of every load is in the event log.", className="ink-2"),
        )
    columns = (("Reason", False), ("Records", True))
    rows: list[list[Any]] = [
        [
            [
                each.reason,
                html.Span(f"{each.source}, load {int(each.run)}", className="second"),
                html.Details(
                    [html.Summary("Look at them", className="small")]
                    + [
                        html.P(
                            [html.Span(f"row {row + 1}  " if row is not None else ""), record], className="mono record"
                        )
                        for row, record in each.examples
                    ],
                ),
            ],
            count(each.records),
        ]
        for each in groups
    ]
    return card(
        "Set apart",
        table(columns, rows, "Records that could not be used, by reason"),
        count(sum(each.records for each in groups)),
    )
