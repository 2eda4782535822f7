"""The objects that records are or mention, what is known of them, and how that changed.

An object is deleted when the vendor deleted every record that mentions it; it stays, marked by `deleted_at`. What is
known now stands at 1970-01-01, unless a history tells since when it holds: then the history alone speaks. Of several
records that say it differently the newest version counts, of several declarations the first.
"""

from collections.abc import Iterable

from core.sql import literal
from eventlog.record_mapping import ChangesOf, ObjectsOf
from eventlog.records.record_query import EPOCH, SourceRecords, object_code, objects_of, type_number, value_type
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
    if records.is_empty(one.stream):
        return
    records.database.run(
        f"insert into mention select {type_no}, ({one.id})::varchar, r._run_no, r._row, "
        f"{records.stream_no(one.stream)}, ({one.since or 'null'})::timestamp, r._deleted_at, {rank} "
        f"from {records.streams[one.stream].records} as r {records.beside(one.lookups)} "
        f"where ({one.where}) and ({one.id}) is not null"
    )


def _keep_changes(records: SourceRecords, history: ChangesOf) -> None:
    at = f"({history.at})::timestamp"
    rows, told = _describe(records, history, history.attributes.values(), at, records.living(history.stream))
    if rows:
        _keep_attributes(records, history, set(), twice=rows > told)


def _keep_known(records: SourceRecords, one: ObjectsOf, told: set[str]) -> None:
    rows, objects = _describe(records, one, [*one.attributes.values(), *one.keys.values()], EPOCH, "true")
    if not rows:
        return
    _keep_attributes(records, one, told, twice=rows > objects)
    keys = " union all ".join(
        f"select distinct object_no, {literal(name)}, a{place}::varchar from described "
        f"where a{place} is not null and living"
        for place, name in enumerate(one.keys, len(one.attributes))
    )
    if keys:
        # several declarations may tell the same key of an object
        records.database.run(
            f"insert into object_key from ({keys}) as told (object_no, name, value) "
            "anti join object_key using (object_no, name, value)"
        )


def _describe(
    records: SourceRecords, one: ObjectsOf | ChangesOf, values: Iterable[str], at: str, counts: str
) -> tuple[int, int]:
    """Let `described` have a row per record: its object, the time, and the values as a0, a1 and so on; returns how many
    rows there are, and how many objects and times; nothing is made where there would be no row or no value."""
    type_no = type_number(records.database, "object_type", one.type)
    columns = "".join(f", ({value}) as a{place}" for place, value in enumerate(values))
    if not columns or records.is_empty(one.stream):
        return 0, 0
    records.database.run(
        f"create or replace temp table described as select known.object_no, r._run_no, r._row, {at} as ts, "
        f"r._deleted_at is null as living, r._version, r._key {columns} "
        f"from {records.streams[one.stream].records} as r {records.beside(one.lookups)} "
        f"join {objects_of(type_no)} as known on known.code = {object_code(type_no, one.id)} "
        f"where ({one.where}) and {at} is not null and {counts}"
    )
    rows, told = records.database.row("select count(*), count(distinct (object_no, ts)) from described")
    return int(rows), int(told)


def _keep_attributes(records: SourceRecords, one: ObjectsOf | ChangesOf, told: set[str], *, twice: bool) -> None:
    """Take the attributes of `described` into the log; those in `told` only where nothing has told them yet. `twice`:
    several records describe an object at one time."""
    again = (
        "and not exists (select 1 from object_attribute as kept where kept.object_no = described.object_no "
        "and kept.name = {name})"
    )
    each = [
        filled(
            "repeated_attribute.sql" if twice else "attribute.sql",
            {
                "unless": again if name in told else "",
                "name": literal(name),
                "kind": value_type(f"a{place}"),
                "value": f"a{place}",
                "stream_no": str(records.stream_no(one.stream)),
            },
        )
        for place, name in enumerate(one.attributes)
    ]
    if each:
        records.database.run(f"insert into object_attribute {' union all '.join(each)}")
