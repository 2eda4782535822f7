"""How declarations read records: the `from` of a statement, with the records they look up beside each one."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.database import Database
from core.sql import quoted
from eventlog.record_mapping import Lookup
from eventlog.records.declared_source import DeclaredSource
from eventlog.records.staged_stream import StagedStream

EPOCH = "timestamp '1970-01-01'"


@dataclass(frozen=True)
class SourceRecords:
    """All staged streams of a source, by name, in the generation that is being built."""

    database: Database
    source: DeclaredSource
    source_no: int
    streams: Mapping[str, StagedStream]

    def stream_no(self, stream: str) -> int:
        return self.streams[stream].landed.stream_no

    def has_landed(self, stream: str | None) -> bool:
        return stream is not None and self.streams[stream].has_landed

    def beside(self, lookups: Mapping[str, Lookup]) -> str:
        """The joins that put each record looked up beside `r`, under its alias; null columns where there is none."""
        joins = []
        for alias, lookup in lookups.items():
            staged = self.streams[lookup.stream]
            (key,) = staged.stream.key
            joins.append(f"left join {staged.records} as {alias} on {alias}.{quoted(key)} = ({lookup.by})")
        return "\n".join(joins)

    def living(self, stream: str) -> str:
        """The condition that a record `r` counts: the vendor did not delete it, or it stands in an append-only log."""
        return "true" if self.streams[stream].stream.append_only else "r._deleted_at is null"


def type_number(database: Database, table: str, name: str) -> int:
    """The number of an object type or event type (`table`), given to it now if it is new."""
    known = database.column(f"select type_no from {table} where name = $name", name=name)
    if known:
        return int(known[0])
    number = int(database.value(f"select count(*) from {table}"))
    database.run(f"insert into {table} values ($number, $name)", number=number, name=name)
    return number


def object_code(type_no: int, identifier: str) -> str:
    """SQL for the number by which objects of one source are joined: a hash of type and id, as the vendor writes it."""
    return f"hash({type_no}::integer, ({identifier})::varchar)"


def value_type(kind: str) -> str:
    """The log's name for the type of a value, from DuckDB's."""
    if kind in ("BIGINT", "INTEGER", "HUGEINT", "SMALLINT", "TINYINT", "UBIGINT"):
        return "integer"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return "float"
    return {"TIMESTAMP": "time", "TIMESTAMP WITH TIME ZONE": "time", "BOOLEAN": "boolean"}.get(kind, "string")
