"""The events that records are, logged or dated, and those seen as a difference of two pulls.

An event's id is a hash of its source, stream, type and key (of an observed one also its time, of an element its place
in the list), so it stays over rebuilds. A deleted record's events no longer count, unless its stream is an append-only
log. An event none of whose objects is known is not taken, and counted in `unplaced`.
"""

import re
from dataclasses import dataclass, replace

from core.sql import literal, quoted
from eventlog.numbering import IN_TURN
from eventlog.record_mapping import EventsOf, ObservedIn
from eventlog.records.landed_stream import list_pulls
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
KIND = ("type_no", "begins", "again", "within")
"""The columns of the relation `_kind`, where there is one."""


@dataclass(frozen=True)
class Kind:
    """One of the declarations that are read together: its event type, its condition, its place among those of its
    source, and which of the same type and stream it is, from 0."""

    type: str
    type_no: int
    where: str
    order: int
    repeat: int

    def told(self, stream: str, source: str) -> tuple[str, str, str, str]:
        """SQL for the number of the type, for what the events' ids begin and end with, and for their order."""
        again = literal(f"again {self.repeat}") if self.repeat else "null"
        begin = literal(f"{source}\x1f{stream}\x1f{self.type}")
        return str(self.type_no), begin, again, str(self.order % MOST_DECLARED)


@dataclass(frozen=True)
class EventSelection:
    """Declarations that differ in nothing but their types of events and their conditions: `declared` is the first."""

    records: SourceRecords
    declared: EventsOf | ObservedIn
    kinds: tuple[Kind, ...]

    @property
    def _told(self) -> list[tuple[str, str, str, str]]:
        return [kind.told(self.declared.stream, self.records.source.name) for kind in self.kinds]

    def _of_kind(self, place: int) -> str:
        return self._told[0][place] if len(self.kinds) == 1 else f"_kind.{KIND[place]}"

    def type_no(self) -> str:
        return self._of_kind(0)

    def identifier(self, further: str = "") -> str:
        """SQL for the id of a record's event; `further` tells those of one record apart, as more text expressions."""
        begin, again = self._of_kind(1), self._of_kind(2)
        more = "" if again == "null" else f", {again}"
        return f"md5_number_lower(concat_ws(chr(31), {begin}, r._key{further}{more}))"

    def in_order(self, position: str) -> str:
        """SQL for the source's own order: the number in the key, the place in the record, the order of declarations."""
        number = "coalesce(abs(try_cast(right(r._key, 12) as bigint)), (hash(r._key) >> 24)::bigint)"
        within = f"({number} * {MOST_IN_A_LIST} + ({position}) % {MOST_IN_A_LIST})"
        return f"{within} * {MOST_DECLARED} + {self._of_kind(3)}"

    def of_each_kind(self) -> tuple[str, str]:
        """SQL that puts beside each record the kinds there are, and the condition under which it is one."""
        if len(self.kinds) == 1:
            return "", f"({self.kinds[0].where})"
        rows = ", ".join(f"({place}, {', '.join(told)})" for place, told in enumerate(self._told))
        conditions = [f"({kind.where})" for kind in self.kinds]
        each = " ".join(f"when {place} then {condition}" for place, condition in enumerate(conditions))
        kinds = f"cross join (values {rows}) as _kind (place, {', '.join(KIND)})"
        return kinds, f"({' or '.join(conditions)}) and case _kind.place {each} end"

    def values(self) -> str:
        """Further columns: who did it, the objects' numbers as o0, o1 and so on, the attributes as a0, a1 and so on."""
        objects = [f"{self.found(place)}.object_no as o{place}" for place in range(len(self.declared.objects))]
        attributes = [f"({value}) as a{place}" for place, value in enumerate(self.declared.attributes.values())]
        return ", ".join([f"({self.declared.by or 'null'})::varchar as actor", *objects, *attributes])

    def found(self, place: int) -> str:
        """SQL for the object of a role, with its `object_no` and `since`."""
        return f"r._object_{place}" if self.found_once(place) else f"object_{place}"

    def found_once(self, place: int) -> bool:
        """Whether all elements of a record's list name one object in this role: it is then looked up once a record."""
        return (
            isinstance(self.declared, EventsOf)
            and bool(self.declared.each)
            and not _of_an_element(self.declared, place)
        )

    def objects(self, once: bool = False) -> str:
        """The joins that find the objects that a record names; `once`, those that all elements of its list name."""
        database = self.records.database
        types = [type_number(database, "object_type", role.type) for role in self.declared.objects]
        return "\n".join(
            f"left join {objects_of(type_no)} as object_{place} "
            f"on object_{place}.code = {object_code(type_no, role.id)}"
            for place, (type_no, role) in enumerate(zip(types, self.declared.objects, strict=True))
            if self.found_once(place) == once
        )


def map_events(records: SourceRecords) -> None:
    """Fill `event` and what belongs to it from every declaration that no better evidence replaces."""
    for declared, kinds in _read_together(records):
        selection = EventSelection(records, declared, tuple(kinds))
        if isinstance(declared, EventsOf):
            _select_logged(selection, declared)
            _keep(selection, declared.quality)
        elif _select_observed(selection, declared):
            _keep(selection, "observed")


def _read_together(records: SourceRecords) -> list[tuple[EventsOf | ObservedIn, list[Kind]]]:
    """The declarations that count, those that differ in type and condition alone put together: a stream is then read
    once for all of them."""
    yields = records.source.yields
    repeats: dict[tuple[str, str], int] = {}
    found: list[tuple[EventsOf | ObservedIn, list[Kind]]] = []
    declared: list[EventsOf | ObservedIn] = [*yields.events, *yields.observed]
    for order, one in enumerate(declared):
        repeat = repeats[one.type, one.stream] = repeats.get((one.type, one.stream), -1) + 1
        if records.has_landed(one.stream) and not records.has_landed(one.unless):
            type_no = type_number(records.database, "event_type", one.type)
            if records.is_empty(one.stream):
                continue
            where = one.where if isinstance(one, EventsOf) else one.when
            kind = Kind(one.type, type_no, where, order, repeat)
            alike = next((kinds for first, kinds in found if _differ_in_kind(first, one)), None)
            if alike is None:
                found.append((one, [kind]))
            else:
                alike.append(kind)
    return found


def _differ_in_kind(first: EventsOf | ObservedIn, other: EventsOf | ObservedIn) -> bool:
    if not isinstance(first, EventsOf) or not isinstance(other, EventsOf) or first.each:
        return False
    return replace(other, type=first.type, where=first.where) == first


def _select_logged(selection: EventSelection, one: EventsOf) -> None:
    records = selection.records
    relation, position, identifier = records.streams[one.stream].records, "0", selection.identifier()
    if one.each:
        relation = _elements(selection, one)
        position, identifier = "r._position", "xor(r._id, r._position::ubigint)"
    kinds, where = selection.of_each_kind()
    pieces = {
        "records": relation,
        "lookups": records.beside(one.lookups),
        "kinds": kinds,
        "type_no": selection.type_no(),
        "at": one.at,
        "logged_at": one.logged_at or "null",
        "id": identifier,
        "order": selection.in_order(position),
        "since": ", ".join(_sinces(selection, one)),
        "values": selection.values(),
        "objects": selection.objects(),
        "where": where,
        "living": records.living(one.stream),
    }
    with looked_up_are_hashed(records.database):
        records.database.run(filled("logged_events.sql", pieces))


def _sinces(selection: EventSelection, one: EventsOf) -> list[str]:
    """Since when the objects are there that the event happens to; those that only take part have a qualifier."""
    own = [place for place, role in enumerate(one.objects) if not role.qualifier]
    return [f"{selection.found(place)}.since" for place in own] or ["null"]


def _of_an_element(one: EventsOf, place: int) -> bool:
    return re.search(r"\beach\b", one.objects[place].id) is not None


def _select_observed(selection: EventSelection, one: ObservedIn) -> bool:
    """False where there is nothing to compare: a stream that was pulled once."""
    records = selection.records
    staged = records.streams[one.stream]
    if len(staged.landed.pulls) < 2:
        return False
    pieces = {
        "versions": staged.versions,
        "unusable": staged.unusable,
        "records": staged.records,
        "pulls": list_pulls(records.database, staged.landed),
        "type_no": selection.type_no(),
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
    """The records once for each element of their list, with the columns that the declaration mentions. `_id` is hashed
    once a record: a place in the list then tells its events apart; `_object_0` and so on are what all elements name."""
    staged = selection.records.streams[one.stream]
    once = [place for place in range(len(one.objects)) if selection.found_once(place)]
    named = [role.id for place, role in enumerate(one.objects) if place not in once]
    texts = [one.at, one.where, one.by or "", one.logged_at or "", *named]
    mentioned = " ".join([*texts, *one.attributes.values(), *(each.by for each in one.lookups.values())]).lower()
    columns = "".join(f", r.{quoted(name)}" for name in staged.stream.columns if name.lower() in mentioned)
    objects = "".join(
        f", struct_pack(object_no := object_{place}.object_no, since := object_{place}.since) as _object_{place}"
        for place in once
    )
    listed = (
        f"select r._run_no, r._row, r._key, r._known_at, r._deleted_at{columns}, {one.each} as _list, "
        f"{selection.identifier()} as _id{objects} from {staged.records} as r {selection.objects(once=True)}"
    )
    unlisted = "unnest(_list) as each, unnest(range(1, len(_list) + 1)) as _position"
    return f"(select * exclude (_list), {unlisted} from ({listed}))"


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
        "source_no": str(selection.records.source_no),
        "stream_no": str(selection.records.stream_no(declared.stream)),
        "quality": literal(quality),
    }
    if declared.by:
        with IN_TURN:
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
