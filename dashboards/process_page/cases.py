"""The cases behind a figure: a table that asks the server page by page, in a drawer or in its own tab."""

from typing import Any

import dash_ag_grid
from dash import Dash, Input, Output, State, html

from core.errors import TraceworkError
from dashboards import questions
from dashboards.ask import Asker, TooLong
from dashboards.parts import Part, card, icon, sentence
from dashboards.view import View, both
from dashboards.words import duration, many, moment_us
from eventlog.filters import in_words, parse
from mining.cases import CaseRow

PAGE = 50
EXTRA_COLUMNS = 6
SORTS = {"case": "case", "started": "start", "ended": "end", "took": "duration", "steps": "steps", "variant": "variant"}


async def tab(asker: Asker, view: View) -> Part:
    """All cases that meet the page's filters."""
    chosen = await asker.ask(questions.summary, view.process, view.where)
    facts = await asker.ask(questions.facts, view.process)
    words = in_words(parse(view.where)) if view.where else ""
    return [
        sentence(
            f"{many(chosen.cases, 'case')}.",
            f"Chosen by: {words}." if words else "Choose one to see each of its steps.",
        ),
        card("Cases", _grid(view, facts, "tab-cases"), style="grow"),
    ]


async def drawer(asker: Asker, view: View) -> Part:
    """The cases of one edge, step or variant."""
    facts = await asker.ask(questions.facts, view.process)
    number = await asker.ask(questions.case_count, view.process, view.narrowed)
    extra = "" if view.cases == "all" else view.cases
    keep = html.A(
        "Keep only these",
        href=view.link(where=both(view.where, extra), cases=""),
        className="button",
        **{"data-view": ""},
    )
    head = html.P(
        [html.B(many(number, "case"), id="drawer-count"), f": {in_words(parse(extra))}" if extra else ""],
        className="drawer-words",
    )
    body = [html.Div([head, keep if extra else None], className="drawer-line"), _grid(view, facts, "drawer-cases")]
    return framed("Cases", view, body)


def framed(title: str, view: View, body: Part, back: Part = None) -> Part:
    """A drawer over the page, closed by its button or Esc."""
    close = html.A(
        icon("x"),
        href=view.link(cases="", case=""),
        className="button quiet only-icon",
        id="drawer-close",
        **{"data-view": "", "aria-label": f"Close {title.lower()}"},
    )
    return html.Aside(
        [html.Div([back, html.H2(title), close], className="drawer-head"), html.Div(body, className="drawer-body")],
        className="drawer",
        role="region",
        **{"aria-label": title},
    )


def register(app: Dash, asker: Asker) -> None:
    """The tables ask for their rows as the reader scrolls."""
    for name in ("drawer-cases", "tab-cases"):
        _register_rows(app, asker, name)


def _register_rows(app: Dash, asker: Asker, name: str) -> None:
    @app.callback(
        Output(name, "getRowsResponse"), Input(name, "getRowsRequest"), State("view", "data"), prevent_initial_call=True
    )
    async def rows(request: dict[str, Any] | None, query: dict[str, Any] | None) -> dict[str, Any] | None:
        """A block of cases."""
        if not request:
            return None
        view = View.read(query)
        if not view.process:
            view = View(**{**view.__dict__, "process": (await asker.log()).processes()[0]})
        first = int(request.get("startRow") or 0)
        where = view.narrowed if name == "drawer-cases" else view.where
        try:
            number, found = await asker.ask(questions.case_page, view.process, where, _sort(request), PAGE, first)
        except (TraceworkError, TooLong):
            return {"rowData": [], "rowCount": 0}
        return {"rowData": [_row(view, each) for each in found], "rowCount": number}


def _sort(request: dict[str, Any]) -> str:
    model = request.get("sortModel") or []
    if not model:
        return "-duration"
    column = str(model[0]["colId"])
    name = SORTS.get(column) or ("business" if column == "business" else f"case.{column.removeprefix('attribute ')}")
    return ("-" if model[0]["sort"] == "desc" else "") + name


def _row(view: View, row: CaseRow) -> dict[str, Any]:
    shown = {
        "case": row.id,
        "href": view.link(case=row.id),
        "started": moment_us(row.start_us),
        "ended": moment_us(row.end_us),
        "took": duration(row.duration_us / questions.SECOND, short=True),
        "business": duration(None if row.business_us is None else row.business_us / questions.SECOND, True, short=True),
        "steps": row.steps,
        "variant": row.variant,
    }
    return shown | {f"attribute {name}": str(value) for name, value in row.attributes.items()}


def _grid(view: View, facts: dict[str, Any], name: str) -> Part:
    columns: list[dict[str, Any]] = [
        {
            "field": "case",
            "headerName": "Case",
            "cellRenderer": "CaseLink",
            "minWidth": 130,
            "flex": 2,
            "pinned": "left",
        },
        {"field": "took", "headerName": "Took", "type": "rightAligned", "minWidth": 84, "flex": 1},
    ]
    if facts["business"]:
        columns.append(
            {"field": "business", "headerName": "Business time", "type": "rightAligned", "minWidth": 110, "flex": 1}
        )
    columns += [
        {"field": "steps", "headerName": "Steps", "type": "rightAligned", "minWidth": 72, "flex": 1},
        {"field": "started", "headerName": "Started", "minWidth": 160, "flex": 2},
        {"field": "ended", "headerName": "Ended", "minWidth": 160, "flex": 2},
        {"field": "variant", "headerName": "Variant", "type": "rightAligned", "minWidth": 78, "flex": 1},
    ]
    for each in facts["vocabulary"]["attributes"][:EXTRA_COLUMNS]:
        columns.append({"field": f"attribute {each['name']}", "headerName": each["name"], "minWidth": 110, "flex": 1})
    return dash_ag_grid.AgGrid(
        id=name,
        columnDefs=columns,
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "suppressHeaderMenuButton": True,
            "sortingOrder": ["desc", "asc"],
        },
        rowModelType="infinite",
        dashGridOptions={
            "rowHeight": 32,
            "headerHeight": 28,
            "cacheBlockSize": PAGE,
            "maxBlocksInCache": 20,
            "suppressFieldDotNotation": True,
            "ensureDomOrder": True,
        },
        className="ag-theme-tracework",
        style={},
    )
