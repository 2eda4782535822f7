"""The tables of the whole log for a viewer, as views of the same names: each by the rule that fits its columns."""

from collections.abc import Sequence

from core.access import Viewer
from core.database import Database
from core.sql import literal, quoted
from eventlog.scoped.visible import SCOPE, WHOLE

EVENTS = f"in (select event_no from {SCOPE}.visible_event)"
OBJECTS = f"in (select object_no from {SCOPE}.visible_object)"
RECORDS = f"(run_no, stream_no, row) in (select (run_no, stream_no, row) from {SCOPE}.visible_record)"
BY_COLUMN = {
    "event_no": EVENTS,
    **dict.fromkeys(("object_no", "from_object_no", "to_object_no", "left_no", "right_no"), OBJECTS),
}
RULES = {
    "source": f"source_no in (select source_no from {SCOPE}.visible_source)",
    "stream": f"source_no in (select source_no from {SCOPE}.visible_source)",
    "landed_run": f"run_no in (select run_no from {SCOPE}.visible_record)",
    "event_type": f"type_no in (select type_no from {WHOLE}.main.event where event_no {EVENTS})",
    "object_type": f"type_no in (select type_no from {WHOLE}.main.object where object_no {OBJECTS})",
    "resource": f"resource_no in (select resource_no from {WHOLE}.main.event where event_no {EVENTS})",
    "evidence": f"event_no {EVENTS} and (row is null or {RECORDS})",
    "mended": RECORDS,
    "canonical": f"object_no {OBJECTS}",
    "identity": f"object_no {OBJECTS} and canonical_no {OBJECTS}",
}
"""Tables of the log whose columns alone do not tell. What neither these nor a column tells of is shown to nobody with
a limited scope: what was set apart, columns that drifted, attributes of the log."""
DEFINITIONS = ("declared", "left_out", "measured")
"""Tables of the rooms above that hold how figures are defined, and nothing of the firm."""
NAMED = {
    "object": ("object_id",),
    "object_attribute": ("value",),
    "event_attribute": ("value",),
    "object_key": ("value",),
    "log_attribute": ("value",),
    "resource": ("name",),
    "quarantine": ("record", "key"),
    "conflict": ("values",),
    "identity": ("decision",),
    "event": ("key",),
}
"""Columns of the log in which people may be named."""
ORDERED = ("event_attribute", "object_attribute", "log_attribute")
"""Tables whose rows are asked for in the order in which they were written."""
HIDDEN = "hidden for your role"


def show_log_tables(database: Database, viewer: Viewer, processes: Sequence[str]) -> None:
    """A view for every table of the generation that is no case table, also for those of rooms above."""
    found = database.rows(
        "select table_schema, table_name, list(column_name order by ordinal_position), "
        "list(data_type order by ordinal_position) from information_schema.columns "
        f"where table_catalog = {literal(WHOLE.strip(chr(34)))} "
        "and not list_contains($processes::varchar[], table_schema) group by all order by all",
        processes=list(processes),
    )
    for schema in sorted({row[0] for row in found} - {"main"}):
        database.run(f"create schema {quoted(schema)}")
    for schema, table, names, kinds in found:
        columns = dict(zip(names, kinds, strict=True))
        place = f"{quoted(schema)}.{quoted(table)}"
        database.run(
            f"create view {place} as select {_columns(viewer, schema, table, columns)} from {WHOLE}.{place} "
            f"where {_condition(viewer, schema, table, columns)}"
        )


def _condition(viewer: Viewer, schema: str, table: str, columns: dict[str, str]) -> str:
    if not viewer.scopes or (schema != "main" and table in DEFINITIONS):
        return "true"
    if schema == "main" and table in RULES:
        return RULES[table]
    if schema != "main" and set(viewer.scopes) <= set(columns):
        # shares of indicators carry the attributes themselves
        tests = [
            f"{quoted(attribute)} in ({', '.join(map(literal, sorted(names))) or 'null'})"
            for attribute, names in viewer.scopes.items()
        ]
    else:
        tests = [f"{quoted(name)} {BY_COLUMN[name]}" for name in columns if name in BY_COLUMN]
    return " and ".join(tests) or "false"


def _columns(viewer: Viewer, schema: str, table: str, columns: dict[str, str]) -> str:
    changed = {}
    if schema == "main" and table == "canonical" and viewer.scopes:
        changed["canonical_no"] = f"case when canonical_no {OBJECTS} then canonical_no else object_no end"
    if not viewer.may_see_names:
        named = NAMED.get(table, ()) if schema == "main" else [n for n, kind in columns.items() if kind == "VARCHAR"]
        changed |= {name: _without_names(table, name) for name in named if name in columns}
    told = ", ".join(f"{value} as {quoted(name)}" for name, value in changed.items())
    every = f"* replace ({told})" if told else "*"
    return f"rowid, {every}" if schema == "main" and table in ORDERED else every


def _without_names(table: str, name: str) -> str:
    column = quoted(name)
    if (table, name) == ("quarantine", "record"):
        return literal(HIDDEN)
    if (table, name) == ("conflict", "values"):
        people_too = f"list_has_any({column}, (select list(text) from {SCOPE}.person))"
        return f"case when {people_too} then [{literal(HIDDEN)}] else {column} end"
    if (table, name) == ("identity", "decision"):
        return f"case when {column} is not null then {literal(HIDDEN)} end"
    return f"{SCOPE}.pseudonym({column})"
