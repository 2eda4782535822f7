"""The lineage of one thing, drawn: from the landed records through the object or event to the cases that count it."""

from dataclasses import dataclass
from datetime import datetime

from dash import dcc, html

from core.sql import load as statement
from core.sql import quoted
from core.words import event_label, object_label
from dashboards.parts import Part, card
from dashboards.view import View
from eventlog.lineage import SourceRecord, Traced, Yielded, trace
from eventlog.reading import EventLog
from figures.words import many, moment

RECORDS_DRAWN, EVENTS_ASKED, CASES_DRAWN, THINGS_DRAWN = 3, 200, 3, 6


@dataclass(frozen=True)
class Step:
    """One box of the picture: what it is, its name, lines below, and whether it is what was asked for."""

    kind: str
    name: str
    lines: tuple[str, ...] = ()
    here: bool = False
    href: str | None = None


@dataclass(frozen=True)
class Chain:
    """The boxes of each stage, from left to right, and what the asked-for record says."""

    stages: tuple[tuple[Step, ...], ...]
    words: str
    content: tuple[tuple[str, str], ...]


def room(asked: str) -> Part:
    """The card with its question; the picture is drawn by a callback."""
    words = html.Label("What to trace", htmlFor="lineage-id", className="unseen")
    field = dcc.Input(
        id="lineage-id", type="text", value=asked, debounce=True, className="lineage-ask",
        placeholder="netsuite:11, an event, or a landed record",
    )  # fmt: skip
    drawn = html.Div(id="lineage-drawn", **{"aria-live": "polite"})
    return card(
        "Lineage of one record", [words, field, drawn], "from the source's own record to every case that counts it"
    )


def chain(log: EventLog, name: str) -> Chain:
    """The way of what `name` names; NotFound where it names nothing."""
    found = trace(log, name)
    return _of_record(found) if isinstance(found, Yielded) else _of_things(log, name, found)


def drawn(found: Chain) -> Part:
    boxes: list[Part] = []
    for number, stage in enumerate(found.stages):
        if number:
            boxes.append(html.Span("→", className="lineage-arrow", **{"aria-hidden": "true"}))
        boxes.append(html.Div([_box(step) for step in stage], className="lineage-stage"))
    record = [
        html.Details(
            [
                html.Summary("Open the landed record", className="small"),
                html.Dl(
                    [part for name, value in found.content for part in (html.Dt(name), html.Dd(value))],
                    className="record-fields",
                ),
            ]
        )
    ]
    return html.Div(
        [
            html.Div(boxes, className="lineage"),
            html.P(found.words, className="ink-2 small"),
            *(record if found.content else []),
        ]
    )


def _of_record(found: Yielded) -> Chain:
    made = [_thing(each) for each in found.things[:THINGS_DRAWN]]
    if found.refused:
        made = [Step("Set apart", found.refused)]
    words = (
        f"This record became {many(len(found.things), 'thing')} in the log." if found.things else "It is in no figure."
    )
    return Chain(((_record(found.record, here=True),), tuple(made)), words, tuple(found.record.content.items()))


def _of_things(log: EventLog, name: str, found: list[Traced]) -> Chain:
    records = [record for each in found for record in each.records]
    rows = log.database.rows(statement("dashboards.health_page", "events_of.sql"), name=name, most=EVENTS_ASKED)
    numbers = [number for *_, asked in rows for number in asked]
    if found[0].kind == "event":
        numbers = log.database.column("select event_no from event where event_id = $id", id=int(found[0].id))
    events = [
        Step("Event", event_label(kind), (many(many_of, "event"), f"last {moment(latest)}"))
        for kind, many_of, latest, _ in rows
    ]
    cases = _cases(log, numbers)
    stages = [
        [_record(record) for record in records[:RECORDS_DRAWN]],
        [_thing(each, here=True) for each in found],
        events[:RECORDS_DRAWN],
        [step for _, step in cases[:CASES_DRAWN]],
    ]
    told = (
        f"It rests on {many(len(records), 'landed record')}, takes part in {many(sum(row[1] for row in rows), 'event')}"
    )
    words = f"{told} and counts in {many(len({process for process, _ in cases}), 'process', 'processes')}."
    content = tuple(records[0].content.items()) if records else ()
    return Chain(tuple(tuple(stage) for stage in stages if stage), words, content)


def _cases(log: EventLog, numbers: list[int]) -> list[tuple[str, Step]]:
    """The cases that count these events, over all processes."""
    found: list[tuple[str, Step]] = []
    for name in log.processes() if numbers else ():
        process = quoted(name)
        rows = log.database.rows(
            f'select kase.object_id, count(*) from {process}.step join {process}."case" as kase using (case_no) '
            "where event_no in (select unnest($numbers)) group by all order by 2 desc, 1 limit 2",
            numbers=numbers,
        )
        title = log.database.value(f"select title from {process}.process")
        found += [
            (name, Step("Case", title, (object_id, many(steps, "step")), href=View(process=name).link()))
            for object_id, steps in rows
        ]
    return found


def _record(record: SourceRecord, here: bool = False) -> Step:
    at = (f"as of {moment(record.as_of)}",) if isinstance(record.as_of, datetime) else ()
    role = () if record.role == "read from" else (record.role,)
    return Step("Landed record", f"{record.system} {record.stream}", (record.reference, *at, *role), here)


def _thing(each: Traced, here: bool = False) -> Step:
    if each.kind == "event":
        lines = [each.id, moment(each.at)] + ([f"derived by {each.rule}"] if each.rule else [])
        return Step("Event", event_label(each.name), tuple(lines), here)
    if each.kind == "object":
        return Step(
            "Object", object_label(each.name), (each.id, *((f"expected by {each.rule}",) if each.rule else ())), here
        )
    return Step("Value", each.name.replace("_", " "), (str(each.value), moment(each.at)), here)


def _box(step: Step) -> Part:
    name = html.A(html.B(step.name), href=step.href) if step.href else html.B(step.name)
    lines = [
        html.P(step.kind, className="more"),
        html.P(name),
        *[html.P(line, className="mono") for line in step.lines],
    ]
    return html.Div(lines, className="lineage-step here" if step.here else "lineage-step")
