"""The objects that records in scope are or mention, before and after the fresh runs, and what became of each."""

from core.sql import load
from eventlog.incremental.scoped_source import ScopedSource
from eventlog.record_mapping import ChangesOf, ObjectsOf
from eventlog.records.map_objects import map_objects
from eventlog.records.record_query import SourceRecords, type_number


def contribute(records: SourceRecords, when: str) -> None:
    """Fill the shadows with the objects of these records, and make `mention_<when>` and `contribution_<when>`."""
    _mention(records, f"mention_{when}")
    empty_objects(records)
    map_objects(records)
    text = load("eventlog.incremental", "contributions.sql").replace("{contribution}", f"contribution_{when}")
    records.database.run(text)


def empty_objects(records: SourceRecords) -> None:
    for name in ("object", "object_attribute", "object_key"):
        records.database.run(f"delete from temp.{name}")


def tell_states(scoped: ScopedSource, log: str) -> None:
    """Make `object_state` from what was contributed before and after."""
    text = load("eventlog.incremental", "object_states.sql")
    scoped.database.run(text.replace("{log}", log).replace("{source_no}", str(scoped.source_no)))


def _mention(records: SourceRecords, table: str) -> None:
    prefix = f"{records.source.name}:".replace("'", "''")
    parts = []
    declared: list[ObjectsOf | ChangesOf] = [*records.source.yields.objects, *records.source.yields.changes]
    for rank, one in enumerate(declared):
        type_no = type_number(records.database, "object_type", one.type)
        if records.is_empty(one.stream):
            continue
        counts = records.living(one.stream) if isinstance(one, ChangesOf) else "true"
        parts.append(
            f"select {type_no} as type_no, '{prefix}' || ({one.id})::varchar as object_id, r._key as key, "
            f"{rank} as rank, r._deleted_at is null as living, {isinstance(one, ChangesOf)} as is_change "
            f"from {records.streams[one.stream].records} as r {records.beside(one.lookups)} "
            f"where ({one.where}) and ({one.id}) is not null and {counts}"
        )
    nothing = (
        "select null::integer as type_no, null as object_id, null as key, null as rank, null as living, "
        "null as is_change where false"
    )
    records.database.run(f"create or replace temp table {table} as {' union all '.join(parts) or nothing}")
