"""The cases behind a figure, in a drawer or in their own tab; the table fetches its rows from the API, page by page."""

from hashlib import sha256
from typing import Any

import dash_ag_grid
from dash import html

from dashboards import questions
from dashboards.ask import Asker
from dashboards.parts import Part, card, icon, sentence
from dashboards.view import View, both
from eventlog.filters import in_words, parse
from figures.words import many

PAGE = 50
EXTRA_COLUMNS = 6


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
        card("Cases", _table(view.where, facts), style="grow"),
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
    body = [html.Div([head, keep if extra else None], className="drawer-line"), _table(view.narrowed, facts)]
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
        key=f"{view.cases} {view.case}",
        **{"aria-label": title, "data-cases": view.cases, "data-case": view.case},
    )


def _table(where: str, facts: dict[str, Any]) -> Part:
    columns: list[dict[str, Any]] = [
        {
            "field": "case",
            "headerName": "Case",
            "cellRenderer": "CaseLink",
            "minWidth": 130,
            "flex": 2,
            "pinned": "left",
        },
        {"field": "took", "headerName": "Took", "sort": "desc", "type": "rightAligned", "minWidth": 84, "flex": 1},
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
    name = f"cases-{sha256(repr((facts['name'], where)).encode()).hexdigest()[:12]}"
    table = dash_ag_grid.AgGrid(
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
            "tabToNextCell": {"function": "leaveTable(params)"},
            "tabToNextHeader": {"function": "leaveTable(params)"},
        },
        className="ag-theme-tracework",
        style={"height": "100%", "width": "100%"},
    )
    # another key is another table, so that no late answer comes into the wrong one
    return html.Div(table, key=name, className="cases-room", **{"data-process": facts["name"], "data-where": where})
