"""The columns of landed rows as SQL expressions, as the mapping reads them: texts, times and typed attributes."""

from dataclasses import dataclass
from pathlib import Path

from core.sql import literal, quoted
from eventlog.exchange.flat_mapping import AttributeType, FlatMapping
from eventlog.exchange.time_text import canonical_number, canonical_time, carries_zone, given, local_time, text_time

UNREADABLE = "unreadable"
WHOLE_NUMBERS = frozenset(
    sign + name for sign in ("", "U") for name in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
)


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

    def text(self, column: str | None, at: str | None = None) -> str:
        """The expression of a column's value as text, null where it is missing. `at` is where the value is found."""
        if column is None:
            return "null::varchar"
        plain = f"{at or in_source(column)}::varchar"
        return given(plain) if self.is_text(column) else plain

    def time(self, column: str | None, at: str | None = None) -> str:
        """The expression of a column's value as a UTC timestamp."""
        if column is None:
            return "null::timestamp"
        at, zone = at or in_source(column), self.mapping.zone or "UTC"
        if self.types[column] == "TIMESTAMP WITH TIME ZONE":
            return f"({at} at time zone 'UTC')"
        if self.is_clock(column):
            return local_time(f"{at}::timestamp", zone)
        text = f"trim({at}::varchar)"
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

    def attribute(self, column: str, at: str | None = None) -> tuple[str, str]:
        """The expressions of an attribute's type and canonical text. A value of another type stays the text it is."""
        kind, text = self.attribute_type(column), self.text(column, at)
        if kind == "string" or (not self.is_text(column) and kind in ("integer", "boolean")):
            return literal(kind), text
        if kind == "time":
            canonical = canonical_time(self.time(column, at))
        elif kind == "boolean":
            canonical = f"case when lower(trim({text})) in ('true', 'false') then lower(trim({text})) end"
        else:
            canonical = canonical_number(f"trim({text})", kind, self.mapping.decimal or ".")
        return f"if({canonical} is null, 'string', {literal(kind)})", f"coalesce({canonical}, {text})"


def in_source(column: str) -> str:
    """A column of the landed rows, which statements call `source`."""
    return f"source.{quoted(column)}"
