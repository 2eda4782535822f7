"""The typing step of a flat file: landed rows and their mapping become staged events, attributes and refused rows."""

import re
from dataclasses import dataclass
from pathlib import Path

from core.database import Database
from core.errors import WrongUse
from core.sql import literal, load, quoted
from eventlog.exchange.flat_mapping import AttributeType, FlatMapping, listed
from eventlog.exchange.time_text import canonical_number, canonical_time, carries_zone, given, local_time, text_time

UNREADABLE = "unreadable"
WHOLE_NUMBERS = frozenset(
    sign + name for sign in ("", "U") for name in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
)
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class FlatRows:
    """Landed rows as the typing step sees them: where they lie, what is in each column, what the mapping says."""

    parquet: Path
    types: dict[str, str]
    mapping: FlatMapping

    @property
    def relation(self) -> str:
        return f"read_parquet({literal(self.parquet)})"

    def is_text(self, column: str) -> bool:
        return self.types[column] == "VARCHAR" or self.types[column].startswith("ENUM")

    def is_clock(self, column: str) -> bool:
        """A typed time; any other column needs a format to be read as one."""
        return self.types[column].startswith("TIMESTAMP") or self.types[column] == "DATE"

    def text(self, column: str | None) -> str:
        """The expression of a column's value as text, null where it is missing."""
        if column is None:
            return "null::varchar"
        plain = f"source.{quoted(column)}::varchar"
        return given(plain) if self.is_text(column) else plain

    def time(self, column: str | None) -> str:
        """The expression of a column's value as a UTC timestamp."""
        if column is None:
            return "null::timestamp"
        sql_type, zone = self.types[column], self.mapping.zone or "UTC"
        if sql_type == "TIMESTAMP WITH TIME ZONE":
            return f"(source.{quoted(column)} at time zone 'UTC')"
        if self.is_clock(column):
            return local_time(f"source.{quoted(column)}::timestamp", zone)
        text = f"trim(source.{quoted(column)}::varchar)"
        return text_time(text, self.mapping.time_formats.get(column, ()), zone)

    def knows_instants(self, column: str) -> bool:
        """Whether the times of a column are instants: they carry their zone, or the mapping says which it is."""
        if self.mapping.zone or self.types[column] == "TIMESTAMP WITH TIME ZONE":
            return True
        return not self.is_clock(column) and all(map(carries_zone, self.mapping.time_formats.get(column, ())))

    def attribute_type(self, column: str) -> AttributeType:
        """What a column's values are, as far as the column or the mapping says."""
        found = self.mapping.type_of(column) if self.is_text(column) else self._sql_type(column)
        return "string" if found == "time" and not self.knows_instants(column) else found

    def _sql_type(self, column: str) -> AttributeType:
        sql_type = self.types[column]
        if self.is_clock(column):
            return "time"
        if sql_type in WHOLE_NUMBERS:
            return "time" if column in self.mapping.time_formats else "integer"
        if sql_type.startswith("DECIMAL(") or sql_type in ("DOUBLE", "FLOAT"):
            return "float"
        return "boolean" if sql_type == "BOOLEAN" else "string"

    def attribute(self, column: str) -> tuple[str, str]:
        """The expressions of an attribute's type and canonical text. A value of another type stays the text it is."""
        kind, text = self.attribute_type(column), self.text(column)
        if kind == "string" or (not self.is_text(column) and kind in ("integer", "boolean")):
            return literal(kind), text
        if kind == "time":
            canonical = canonical_time(self.time(column))
        elif kind == "boolean":
            canonical = f"case when lower(trim({text})) in ('true', 'false') then lower(trim({text})) end"
        else:
            canonical = canonical_number(f"trim({text})", kind, self.mapping.decimal or ".")
        return f"if({canonical} is null, 'string', {literal(kind)})", f"coalesce({canonical}, {text})"


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
    if missing := sorted(mapping.used - rows.types.keys()):
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
        "unreadable_text": f"source.{UNREADABLE}.record" if has_unreadable else "null::varchar",
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
    if not columns:
        return
    summaries = [_summary(place, *rows.attribute(column)) for place, column in enumerate(columns)]
    database.run(_filled("flat_attributes.sql", {"summaries": ", ".join(summaries), "rows": rows.relation}))
    for place, column in enumerate(columns):
        kind, value = rows.attribute(column)
        parts = {"place": str(place), "name": literal(column), "type": kind, "value": value, "rows": rows.relation}
        database.run(_filled("flat_changes.sql", parts))
    database.run("drop table attribute_by_case")


def _summary(place: int, kind: str, value: str) -> str:
    is_given = f"filter ({value} is not null)"
    return (
        f"min({value}) as least_{place}, max({value}) as greatest_{place}, "
        f"any_value({kind}) {is_given} as type_{place}, min(event.ts) {is_given} as since_{place}"
    )


def _filled(name: str, parts: dict[str, str]) -> str:
    """A statement file with its {places} filled; what is filled in is never looked at again."""
    return _PLACE.sub(lambda found: parts[found[1]], load("eventlog.exchange", name))
