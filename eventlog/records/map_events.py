"""The events that records are, logged or dated, and those seen as a difference of two pulls.

An event's id is a hash of its source, stream, type and key (of an observed one also its time), so it stays over
rebuilds. A deleted record's events no longer count, unless its stream is an append-only log. An event none of whose
objects is known is not taken, and counted in `unplaced`.
"""

from dataclasses import dataclass

from core.sql import literal, quoted
from eventlog.record_mapping import EventsOf, ObservedIn
from eventlog.records.record_query import (
    SourceRecords,
    looked_up_are_hashed,
    object_code,
    objects_of,
    type_number,
    value_type,
)
from eventlog.records.statement import filled

MOST_DECLARED = 128
MOST_IN_A_LIST = 32


@dataclass(frozen=True)
class EventSelection:
    """One declaration: its event type, its place among those of its source, and which of the same type and stream."""

    records: SourceRecords
    declared: EventsOf | ObservedIn
    type_no: int
    order: int
    repeat: int

    def identifier(self, further: str) -> str:
        """SQL for the id; `further` tells the events of one record apart, as more text expressions."""
        name = f"{self.records.source.name}\x1f{self.declared.stream}\x1f{self.declared.type}"
        again = f", 'again {self.repeat}'" if self.repeat else ""
        return f"md5_number_lower(concat_ws(chr(31), {literal(name)}, r._key{further}{again}))"

    def in_order(self, position: str) -> str:
        """SQL for the source's own order: the number in the key, the place in the record, the order of declarations."""
        number = "coalesce(abs(try_cast(right(r._key, 12) as bigint)), (hash(r._key) >> 24)::bigint)"
        within = f"{MOST_DECLARED} + {self.order % MOST_DECLARED}"
        return f"({number} * {MOST_IN_A_LIST} + ({position}) % {MOST_IN_A_LIST}) * {within}"

    def values(self) -> str:
        """Further columns: who did it, the objects' numbers as o0, o1 and so on, the attributes as a0, a1 and so on."""
        objects = [f"object_{place}.object_no as o{place}" for place in range(len(self.declared.objects))]
        attributes = [f"({value}) as a{place}" for place, value in enumerate(self.declared.attributes.values())]
        return ", ".join([f"({self.declared.by or 'null'})::varchar as actor", *objects, *attributes])

    def objects(self) -> str:
        """The joins that find the objects that a record names."""
        database = self.records.database
        types = [type_number(database, "object_type", role.type) for role in self.declared.objects]
        return "\n".join(
            f"left join {objects_of(type_no)} as object_{place} "
            f"on object_{place}.code = {object_code(type_no, role.id)}"
            for place, (type_no, role) in enumerate(zip(types, self.declared.objects, strict=True))
        )


def map_events(records: SourceRecords) -> None:
    """Fill `event` and what belongs to it from every declaration that no better evidence replaces."""
    yields = records.source.yields
    repeats: dict[tuple[str, str], int] = {}
    declared: list[EventsOf | ObservedIn] = [*yields.events, *yields.observed]
    for order, one in enumerate(declared):
        repeat = repeats[one.type, one.stream] = repeats.get((one.type, one.stream), -1) + 1
        if records.has_landed(one.stream) and not records.has_landed(one.unless):
            type_no = type_number(records.database, "event_type", one.type)
            if records.is_empty(one.stream):
                continue
            selection = EventSelection(records, one, type_no, order, repeat)
            if isinstance(one, EventsOf):
                _select_logged(selection, one)
                _keep(selection, one.quality)
            elif _select_observed(selection, one):
                _keep(selection, "observed")


def _select_logged(selection: EventSelection, one: EventsOf) -> None:
    records = selection.records
    relation, position, further = records.streams[one.stream].records, "0", ""
    if one.each:
        relation = _elements(selection, one)
        position, further = "r._position", ", r._position::varchar"
    pieces = {
        "records": relation,
        "lookups": records.beside(one.lookups),
        "at": one.at,
        "logged_at": one.logged_at or "null",
        "id": selection.identifier(further),
        "order": selection.in_order(position),
        "since": ", ".join(_sinces(one)),
        "values": selection.values(),
        "objects": selection.objects(),
        "where": one.where,
        "living": records.living(one.stream),
    }
    with looked_up_are_hashed(records.database):
        records.database.run(filled("logged_events.sql", pieces))


def _sinces(one: EventsOf) -> list[str]:
    """Since when the objects are there that the event happens to; those that only take part have a qualifier."""
    return [f"object_{place}.since" for place, role in enumerate(one.objects) if not role.qualifier] or ["null"]


def _select_observed(selection: EventSelection, one: ObservedIn) -> bool:
    """False where there is nothing to compare: a stream that was pulled once."""
    records = selection.records
    staged = records.streams[one.stream]
    if staged.landed.pulls < 2:
        return False
    pieces = {
        "versions": staged.versions,
        "unusable": staged.unusable,
        "records": staged.records,
        "pulls": staged.landed.named("pulls of"),
        "lookups": records.beside(one.lookups),
        "id": selection.identifier(", epoch_us(r._as_of)::varchar"),
        "order": selection.in_order("0"),
        "values": selection.values(),
        "objects": selection.objects(),
        "when": one.when,
        "living": records.living(one.stream).replace("r._deleted_at", "last._deleted_at"),
    }
    with looked_up_are_hashed(records.database):
        records.database.run(filled("observed_events.sql", pieces))
    return True


def _elements(selection: EventSelection, one: EventsOf) -> str:
    """The records once for each element of their list, with the columns that the declaration mentions."""
    staged = selection.records.streams[one.stream]
    texts = [one.at, one.where, one.by or "", one.logged_at or "", *(role.id for role in one.objects)]
    mentioned = " ".join([*texts, *one.attributes.values(), *(each.by for each in one.lookups.values())]).lower()
    columns = "".join(f", {quoted(name)}" for name in staged.stream.columns if name.lower() in mentioned)
    return (
        f"(select _run_no, _row, _key, _known_at, _deleted_at{columns}, unnest({one.each}) as each, "
        f"unnest(range(1, len({one.each}) + 1)) as _position from {staged.records} as r)"
    )


def _keep(selection: EventSelection, quality: str) -> None:
    """Take the events of `new_event` into the log."""
    database, declared = selection.records.database, selection.declared
    found, first = database.row(
        "select (select count(*) from new_event), (select coalesce(max(event_no), -1) + 1 from event)"
    )
    if not found:
        return
    numbers = [f"o{place}" for place in range(len(declared.objects))]
    placed = f"coalesce({', '.join(numbers)})"
    # the same object may be named twice in one role
    alike = len({(role.type, role.qualifier) for role in declared.objects}) < len(declared.objects)
    relations = f" union {'' if alike else 'all '}".join(
        f"select {first} + rowid, {number}, {literal(role.qualifier)} from new_event where {number} is not null"
        for number, role in zip(numbers, declared.objects, strict=True)
    )
    pieces = {
        "first": str(first),
        "placed": placed,
        "relations": relations,
        "type_no": str(selection.type_no),
        "source_no": str(selection.records.source_no),
        "stream_no": str(selection.records.stream_no(declared.stream)),
        "quality": literal(quality),
    }
    if declared.by:
        database.run(filled("keep_resources.sql", {}))
    database.run(filled("keep_events.sql", pieces))
    if quality == "observed":
        database.run(filled("keep_snapshots.sql", pieces))
    attributes = " union all ".join(
        f"select {first} + rowid, {literal(name)}, {value_type(f'a{place}')}, a{place}::varchar "
        f"from new_event where a{place} is not null and {placed} is not null"
        for place, name in enumerate(declared.attributes)
    )
    if attributes:
        database.run(f"insert into event_attribute {attributes}")
