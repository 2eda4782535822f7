"""The typing step of a flat file: landed rows and their mapping become staged events, attributes and refused rows."""

import re
from collections.abc import Sequence
from pathlib import Path

from core.database import Database
from core.errors import WrongUse
from core.sql import literal, load, quoted
from eventlog.exchange.flat_columns import UNREADABLE, FlatRows, in_source
from eventlog.exchange.flat_mapping import FlatMapping, listed

_PLACE = re.compile(r"\{([a-z_]+)\}")
_AT_ONCE = 20  # attributes in one pass: the more, the longer a query takes to plan


def stage_flat(database: Database, parquet: Path, mapping: FlatMapping) -> None:
    """Make the temporary tables `staged_event`, `staged_event_attribute`, `staged_event_object`,
    `staged_case_attribute` and `staged_quarantine` from landed rows.

    Texts become times and numbers here, and rows that cannot be events are set apart."""
    described = database.rows(f"describe select * from read_parquet({literal(parquet)})")
    rows = FlatRows(parquet, {name: sql_type for name, sql_type, *_ in described}, mapping)
    _check(rows)
    database.run(_filled("flat_rows.sql", _event_parts(rows)))
    _stage_event_attributes(database, rows)
    _stage_objects(database, rows)
    _stage_case_attributes(database, rows)


def _check(rows: FlatRows) -> None:
    mapping = rows.mapping
    if mapping.unanswered:
        raise WrongUse(
            f"No column is the {' or the '.join(mapping.unanswered)} yet. Say --map {mapping.unanswered[0]}=COLUMN."
        )
    if missing := sorted(mapping.read - rows.types.keys()):
        raise WrongUse(
            f"The mapping names {listed(missing)}, and the landed rows have {listed(list(rows.types))}. "
            "Import the file again."
        )
    for column in mapping.time_columns:
        if not rows.is_clock(column) and not mapping.time_formats.get(column):
            raise WrongUse(f"It is not known how the times in “{column}” are written. Say --map time_format=FORMAT.")
        if not rows.knows_instants(column):
            raise WrongUse(f"The times in “{column}” name no zone. Say --map zone=ZONE, such as zone=Europe/Berlin.")


def _event_parts(rows: FlatRows) -> dict[str, str]:
    mapping = rows.mapping
    has_unreadable = rows.types.get(UNREADABLE, "").startswith("STRUCT") and UNREADABLE not in mapping.columns
    values = [f"coalesce(source.{quoted(column)}::varchar, chr(30))" for column in mapping.columns]
    fields = [f"{literal(column)}: source.{quoted(column)}" for column in mapping.columns]
    lifecycle = f"lower(trim({rows.text(mapping.lifecycle)}))"
    return {
        "rows": f"{rows.relation}",
        "case": rows.text(mapping.case),
        "activity": rows.text(mapping.activity),
        "time_written": rows.text(mapping.time),
        "time": rows.time(mapping.time),
        "start_written": rows.text(mapping.start),
        "start": rows.time(mapping.start),
        "lifecycle": lifecycle,
        "one_lifecycle": "'complete'" if mapping.start else "lifecycle",
        "resource": rows.text(mapping.resource),
        "record_key": f"concat_ws(chr(31), {', '.join(values)})",
        "record": f"{{{', '.join(fields)}}}",
        "unreadable": f"source.{UNREADABLE}.reason" if has_unreadable else "null::varchar",
        "unreadable_text": f"to_json({{'text': source.{UNREADABLE}.record}})::varchar"
        if has_unreadable
        else "null::varchar",
        "case_name": literal(mapping.case),
        "activity_name": literal(mapping.activity),
        "time_name": literal(mapping.time),
        "start_name": literal(mapping.start or ""),
    }


def _stage_event_attributes(database: Database, rows: FlatRows) -> None:
    database.run(
        "create or replace temp table staged_event_attribute (row bigint, name varchar, type varchar, value varchar)"
    )
    for column in rows.mapping.event_attributes:
        kind, value = rows.attribute(column)
        database.run(
            f"insert into staged_event_attribute select row, {literal(column)}, {kind}, {value} "
            f"from {rows.relation} as source where {_is_given(rows, column)}"
        )


def _stage_objects(database: Database, rows: FlatRows) -> None:
    database.run(
        "create or replace temp table staged_event_object (row bigint, object_type varchar, object_id varchar)"
    )
    for object_type, column in rows.mapping.objects.items():
        database.run(
            f"insert into staged_event_object select row, {literal(object_type)}, {rows.text(column)} "
            f"from {rows.relation} as source where {_is_given(rows, column)}"
        )


def _is_given(rows: FlatRows, column: str) -> str:
    return f"{rows.text(column)} is not null and row not in (select row from staged_quarantine)"


def _stage_case_attributes(database: Database, rows: FlatRows) -> None:
    database.run(
        "create or replace temp table staged_case_attribute "
        "(case_id varchar, name varchar, type varchar, value varchar, ts timestamp)"
    )
    columns = rows.mapping.case_attributes
    for first in range(0, len(columns), _AT_ONCE):
        _stage_some_case_attributes(database, rows, columns[first : first + _AT_ONCE])


def _stage_some_case_attributes(database: Database, rows: FlatRows, columns: Sequence[str]) -> None:
    """Most attributes never change within a case: one pass finds each case's only value, and the few that have more."""
    summaries = ", ".join(_summary(place, rows.text(column), column) for place, column in enumerate(columns))
    database.run(_filled("flat_attributes.sql", {"summaries": summaries, "rows": rows.relation}))
    changing = ", ".join(f"coalesce(bool_or(changes_{place}), false)" for place in range(len(columns)))
    for place, changes in enumerate(database.row(f"select {changing} from attribute_by_case")):
        column = columns[place]
        kind, value = rows.attribute(column, f"value_{place}")
        database.run(
            f"insert into staged_case_attribute select case_id, {literal(column)}, {kind}, {value}, since_{place} "
            f"from attribute_by_case where not changes_{place}"
        )
        if changes:
            kind, value = rows.attribute(column)
            parts = {"place": str(place), "name": literal(column), "type": kind, "value": value, "rows": rows.relation}
            database.run(_filled("flat_changes.sql", parts))
    database.run("drop table attribute_by_case")


def _summary(place: int, text: str, column: str) -> str:
    is_given = f"filter ({text} is not null)"
    value = in_source(column)
    return (
        f"min({value}) {is_given} as value_{place}, "
        f"min({value}) {is_given} <> max({value}) {is_given} as changes_{place}, "
        f"min(event.ts) {is_given} as since_{place}"
    )


def _filled(name: str, parts: dict[str, str]) -> str:
    """A statement file with its {places} filled; what is filled in is never looked at again."""
    return _PLACE.sub(lambda found: parts[found[1]], load("eventlog.exchange", name))
