"""The other cards of the data health page: records set apart, conflicts, loads."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from core.words import object_label
from dashboards.health_page.facts import Conflict, SetApart
from dashboards.health_page.first_rows import first_of
from dashboards.loads import Load
from dashboards.parts import Part, card, status, table
from figures.words import NOT_KNOWN, count, many, moment, money, sides

KINDS = {
    "duplicate_identity": "The same thing twice in one system",
    "contradicting_systems": "Systems disagree",
    "contradicting_times": "Times that contradict each other",
    "unknown_master_data": "Not known to master data",
    "unknown_reference": "Refers to what is not there",
}
CONFLICT_COLUMNS = (("What", False), ("Number", True))
NAMES_A_COLUMN = re.compile(r"\S+ (is missing|is not|names) ?")


def set_apart_card(groups: list[SetApart], part: bool = False) -> Part:
    """`part` where the page looks at a part of the data, so that nothing here says nothing of the rest."""
    total = sum(group.records for group in groups)
    if not groups:
        words = (
            "Nothing of what is chosen is set apart." if part else "Nothing is set apart: every record is in the log."
        )
        return card("Set apart", html.P(words, className="ink-2"))
    return card("Set apart", first_of(groups, _groups, "Records set apart, by reason"), count(total), "set-apart")


def _groups(groups: Sequence[SetApart], caption: str) -> Part:
    """Each group in a row of its own, its records in the row below, over the whole width."""
    body: list[Part] = []
    for group in groups:
        reason = [in_words(group.reason), html.Span(f"{group.source}, {group.stream}", className="second")]
        shown = html.Details([html.Summary("Look at them", className="small"), *_records(group)])
        body.append(
            html.Tr(
                [
                    html.Td(reason),
                    html.Td(count(group.records), className="number", **{"data-label": "Records"}),
                    html.Td(worth(group.worth), className="number", **{"data-label": "Worth"}),
                ]
            )
        )
        body.append(html.Tr(html.Td(shown, colSpan=3), className="below"))
    head = [
        html.Th(words, scope="col", className=style)
        for words, style in (("Reason", None), ("Records", "number"), ("Worth", "number"))
    ]
    parts = [html.Caption(caption, className="unseen"), html.Thead(html.Tr(head)), html.Tbody(body)]
    return html.Div(html.Table(parts, className="table"), className="scroll-x")


def in_words(reason: str) -> str:
    """A reason as a sentence begins; one that opens with the name of a column keeps it as the system writes it."""
    known = KINDS.get(reason, reason)
    return known if NAMES_A_COLUMN.match(known) else known[:1].upper() + known[1:]


def _records(group: SetApart) -> list[Part]:
    """The first records of a group, each with the way to mend it, and where the others are listed."""
    shown: list[Part] = [_record(group, *example) for example in group.examples]
    if not group.mendable:
        shown.append(html.P("Mend the file itself and import it again.", className="small ink-3"))
    if group.records > len(group.examples):
        loads = ", ".join(sorted({f"{group.source}/{run}" for run, _, _ in group.examples}))
        left = f"{many(group.records - len(group.examples), 'more')}: "
        shown.append(
            html.P([left, html.Span(f"tracework runs {loads}", className="mono"), " lists them."], className="small")
        )
    return shown


def _record(group: SetApart, run: str, row: int | None, record: str) -> Part:
    """A record by the name that the lineage and the command line know it by."""
    place = f"{group.source}/{run}" if row is None else f"{group.source}/{run}/{group.stream}/{row}"
    mend = html.Button(
        "Mend",
        className="button",
        **{"data-mend": place, "aria-label": f"Mend {place}"},
    )
    head = html.Div(
        [html.Span(place, className="small mono ink-3"), mend if group.mendable and row is not None else None]
    )
    head.className = "record-head"
    return html.Div([head, html.P(record, className="mono record", title=record)], className="apart")


def worth(amounts: tuple[tuple[str, float], ...]) -> str:
    return ", ".join(money(amount, currency) for currency, amount in amounts) or NOT_KNOWN


def conflicts_card(conflicts: list[Conflict], part: bool = False) -> Part:
    """`part` where the page looks at a part of the data."""
    if not conflicts:
        words = "The systems agree wherever they say the same thing"
        return card("Conflicts", html.P(f"{words}{' of what is chosen' if part else ''}.", className="ink-2"))
    rows: list[list[Any]] = [
        [
            [
                KINDS.get(conflict.kind, conflict.kind),
                html.Span(_about(conflict), className="second"),
                html.Details([html.Summary("Look at them", className="small"), *map(_example, conflict.examples)]),
            ],
            count(conflict.number),
        ]
        for conflict in conflicts
    ]
    total = sum(conflict.number for conflict in conflicts)
    shown = first_of(rows, lambda some, caption: table(CONFLICT_COLUMNS, some, caption), "Conflicts, by kind")
    return card("Conflicts", shown, count(total))


def loads_card(loads: list[Load], address: Callable[[Load], str], most: int = 12) -> Part:
    """The newest loads; each leads to the page of it alone."""
    newest = sorted(loads, key=lambda load: load.landed_at, reverse=True)[:most]
    rows: list[list[Any]] = [
        [
            [load.system, html.A(f"{load.source}/{load.run}", href=address(load), className="second mono")],
            moment(load.landed_at),
            count(load.records),
            count(load.events),
            status("watch", f"{count(load.refused)} set apart") if load.refused else status("good", "All read"),
        ]
        for load in newest
    ]
    columns = (("Load", False), ("Taken in", False), ("Records", True), ("Events", True), ("State", False))
    note = f"{count(len(newest))} of {count(len(loads))}, newest first"
    return card("Loads", table(columns, rows, "What was loaded"), note)


def _about(conflict: Conflict) -> str:
    kind = object_label(conflict.type) if conflict.type else ""
    return ", ".join(filter(None, (kind, conflict.attribute.replace("_", " "))))


def _example(example: tuple[str, tuple[str, ...], tuple[str, ...]]) -> Part:
    object_id, systems, values = example
    told = sides(systems, values, "{} says {}")
    return html.P([html.Span(object_id, className="mono"), " ", "; ".join(told)], className="record")
