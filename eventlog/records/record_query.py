"""How declarations read records: the `from` of a statement, with the records they look up beside each one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from core.database import Database
from core.sql import quoted
from eventlog.numbering import IN_TURN
from eventlog.record_mapping import Lookup
from eventlog.records.declared_source import DeclaredSource
from eventlog.records.staged_stream import StagedStream

EPOCH = "timestamp '1970-01-01'"

_type_numbers: WeakKeyDictionary[Database, dict[tuple[str, str], int]] = WeakKeyDictionary()


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

    def is_empty(self, stream: str) -> bool:
        """Whether no record of the stream holds here, so that its declarations yield nothing."""
        return self.streams[stream].is_empty

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
    numbers = _type_numbers.setdefault(database, {})
    if (table, name) in numbers:
        return numbers[table, name]
    with IN_TURN:
        # asked for by every declaration: all at once, and no more
        numbers |= {(table, known): number for known, number in database.rows(f"select name, type_no from {table}")}
        if (table, name) not in numbers:
            numbers[table, name] = int(database.value(f"select count(*) from {table}"))
            database.run(f"insert into {table} values ($number, $name)", number=numbers[table, name], name=name)
    return numbers[table, name]


def object_code(type_no: int, identifier: str) -> str:
    """SQL for the number by which objects of one source are joined: a hash of type and id, as the vendor writes it."""
    return f"hash({type_no}::integer, ({identifier})::varchar)"


def objects_of(type_no: int) -> str:
    """SQL for this source's objects of one type, to join by code: a small relation, however many objects there are."""
    return f"(select code, object_no, since from object_code where type_no = {type_no})"


@contextmanager
def looked_up_are_hashed(database: Database) -> Iterator[None]:
    """Let joins hash what is looked up and pass the records by, however few DuckDB expects: of a list of seven days or
    a condition on text it expects far too few, and would hold all of them in memory once a join."""
    database.run("set disabled_optimizers = 'build_side_probe_side'")
    try:
        yield
    finally:
        database.run("reset disabled_optimizers")


def value_type(value: str) -> str:
    """SQL for the log's name of the type of an expression, from DuckDB's."""
    return (
        f"case when typeof({value}) in ('BIGINT', 'INTEGER', 'HUGEINT', 'SMALLINT', 'TINYINT', 'UBIGINT') "
        "then 'integer' "
        f"when typeof({value}) in ('DOUBLE', 'FLOAT') or typeof({value}) like 'DECIMAL%' then 'float' "
        f"when typeof({value}) in ('TIMESTAMP', 'TIMESTAMP WITH TIME ZONE') then 'time' "
        f"when typeof({value}) = 'BOOLEAN' then 'boolean' else 'string' end"
    )
