"""The objects that records are or mention, what is known of them, and how that changed.

An object is deleted when the vendor deleted every record that mentions it; it stays, marked by `deleted_at`. What is
known now stands at 1970-01-01, unless a history tells since when it holds: then the history alone speaks. Of several
records that say it differently the newest version counts, of several declarations the first.
"""

from collections.abc import Iterable

from core.sql import literal
from eventlog.record_mapping import ChangesOf, ObjectsOf
from eventlog.records.record_query import EPOCH, SourceRecords, object_code, type_number, value_type
from eventlog.records.statement import filled


def map_objects(records: SourceRecords) -> None:
    """Fill `object`, `object_attribute` and `object_key`; `object_code` then finds this source's objects by code."""
    declared = records.source.yields.objects
    records.database.run(filled("mentions.sql", {}))
    for rank, one in enumerate(declared):
        _mention(records, one, rank)
    pieces = {"prefix": literal(f"{records.source.name}:"), "source_no": str(records.source_no)}
    records.database.run(filled("objects.sql", pieces))
    told = set()
    for history in records.source.yields.changes:
        _keep_changes(records, history)
        told |= {(history.type, name) for name in history.attributes}
    for one in declared:
        _keep_known(records, one, {name for name in one.attributes if (one.type, name) in told})
        told |= {(one.type, name) for name in one.attributes}


def _mention(records: SourceRecords, one: ObjectsOf, rank: int) -> None:
    type_no = type_number(records.database, "object_type", one.type)
    records.database.run(
        f"insert into mention select {type_no}, ({one.id})::varchar, r._run_no, r._row, "
        f"{records.stream_no(one.stream)}, ({one.since or 'null'})::timestamp, r._deleted_at, {rank} "
        f"from {records.streams[one.stream].records} as r {records.beside(one.lookups)} "
        f"where ({one.where}) and ({one.id}) is not null"
    )


def _keep_changes(records: SourceRecords, history: ChangesOf) -> None:
    _describe(
        records, history, history.attributes.values(), f"({history.at})::timestamp", records.living(history.stream)
    )
    for place, name in enumerate(history.attributes):
        _keep_attribute(records, history.stream, name, place, "")


def _keep_known(records: SourceRecords, one: ObjectsOf, told: set[str]) -> None:
    _describe(records, one, [*one.attributes.values(), *one.keys.values()], EPOCH, "true")
    for place, name in enumerate(one.attributes):
        again = (
            "and not exists (select 1 from object_attribute as kept where kept.object_no = described.object_no "
            f"and kept.name = {literal(name)})"
        )
        _keep_attribute(records, one.stream, name, place, again if name in told else "")
    for place, name in enumerate(one.keys, len(one.attributes)):
        records.database.run(
            f"insert into object_key select distinct object_no, {literal(name)}, a{place}::varchar from described "
            f"where a{place} is not null and living"
        )


def _describe(records: SourceRecords, one: ObjectsOf | ChangesOf, values: Iterable[str], at: str, counts: str) -> None:
    """Let `described` have a row per record: its object, the time, and the values as a0, a1 and so on."""
    type_no = type_number(records.database, "object_type", one.type)
    columns = "".join(f", ({value}) as a{place}" for place, value in enumerate(values))
    records.database.run(
        f"create or replace temp table described as select object_code.object_no, r._run_no, r._row, {at} as ts, "
        f"r._deleted_at is null as living, r._version, r._key {columns} "
        f"from {records.streams[one.stream].records} as r {records.beside(one.lookups)} "
        f"join object_code on object_code.code = {object_code(type_no, one.id)} "
        f"where ({one.where}) and {at} is not null and {counts}"
    )


def _keep_attribute(records: SourceRecords, stream: str, name: str, place: int, unless: str) -> None:
    database, value = records.database, f"a{place}"
    kind = value_type(database.value(f"select column_type from (describe select {value} from described)"))
    twice = database.value("select count(*) > count(distinct (object_no, ts)) from described")
    database.run(
        filled(
            "repeated_attribute.sql" if twice else "attribute.sql",
            {
                "name": literal(name),
                "kind": literal(kind),
                "value": value,
                "stream_no": str(records.stream_no(stream)),
                "unless": unless,
            },
        )
    )
