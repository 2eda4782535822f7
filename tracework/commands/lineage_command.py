"""Where an event, an object or a value comes from: the records as they landed; or what a landed record became."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from core.access import Viewer
from core.words import event_label, object_label
from eventlog.lineage import SourceRecord, Traced, Yielded, trace
from eventlog.reading import open_log
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, tell

SHOWN = 20


def run(
    name: Annotated[
        str,
        typer.Argument(
            help="An event's number, an object's id, OBJECT#ATTRIBUTE, or a record as SOURCE/LOAD/STREAM/ROW."
        ),
    ],
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    with open_log(chosen_workspace(workspace), Viewer.owner()) as log:
        found = trace(log, name)
    if json:
        print_json(_as_json(found))
    elif isinstance(found, Yielded):
        _show_forward(found)
    else:
        for traced in found:
            _show(traced)
        tell("Next: tracework lineage RECORD shows what else a record became.")


def _as_json(found: list[Traced] | Yielded) -> Any:
    if isinstance(found, Yielded):
        return {**asdict(found), "record": _record(found.record)}
    return [{**asdict(traced), "records": [_record(record) for record in traced.records]} for traced in found]


def _record(record: SourceRecord) -> dict[str, Any]:
    return {"reference": record.reference, **asdict(record)}


def _show(traced: Traced) -> None:
    say(_title(traced))
    for record in traced.records:
        say(f"  {record.role} {record.reference} ({record.system})")
        for column, value in record.content.items():
            say(f"    {column}: {value}")


def _show_forward(found: Yielded) -> None:
    say(f"{found.record.reference} ({found.record.system})")
    for column, value in found.record.content.items():
        say(f"    {column}: {value}")
    if found.refused:
        say(f"It was set apart: {found.refused}")
    for traced in found.things[:SHOWN]:
        say(f"  {_title(traced)}")
    if len(found.things) > SHOWN:
        say(f"  and {len(found.things) - SHOWN:,} more")


def _title(traced: Traced) -> str:
    if traced.kind == "value":
        return f"{traced.id} {traced.name} = {traced.value} since {traced.at}"
    label = event_label(traced.name) if traced.kind == "event" else object_label(traced.name)
    parts = [f"{label} {traced.id}", str(traced.at) if traced.at else "", ", ".join(traced.objects)]
    if traced.quality == "observed":
        parts.append(f"seen after {traced.since}")
    if traced.rule:
        parts.append(f"by the rule {traced.rule}")
    if traced.doubt:
        parts.append(f"doubted: {traced.doubt}")
    return ", ".join(filter(None, parts))
