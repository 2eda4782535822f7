"""One source brought up to date: its changed records, and all that these reach, are mapped again and exchanged.

What is looked at grows until nothing more is reached: records that look up a changed one, that mention an object whose
description is in doubt, that name an object which is new or gone, that state a relation which another stopped stating.

Sources are looked at side by side, and exchanged in turn: until then what is new has numbers that no other has.
"""

from collections.abc import Sequence

from core.database import Database
from core.sql import literal, load, quoted
from eventlog.content_hash import Parts, log_parts
from eventlog.incremental.expressions import Reference, mentions, references, roles
from eventlog.incremental.reach import (
    Searches,
    look_for_those_that_look_up,
    look_for_those_that_name,
    look_for_those_that_state,
    records_naming,
    take_in_looked_up,
)  # fmt: skip
from eventlog.incremental.scoped_objects import contribute, tell_states
from eventlog.incremental.scoped_source import ScopedSource
from eventlog.incremental.shadow import generation, shadowed
from eventlog.numbering import IN_TURN, NumberedRun
from eventlog.records.declared_source import DeclaredSource
from eventlog.records.map_events import map_events
from eventlog.records.map_relations import map_relations
from eventlog.records.record_query import SourceRecords, object_code, type_number


def update_source(
    database: Database, source: DeclaredSource, runs: Sequence[NumberedRun], fresh: Sequence[NumberedRun]
) -> tuple[Parts, Parts]:
    """Exchange what the `fresh` ones among `runs` change; returns what is lost and won, as parts of the content hash.

    Adds to the tables `changed_…` of the database `memory`. The connection, which sees the temporary `mended_record`,
    may be one of several to the log.
    """
    scoped = ScopedSource(database, source, runs, fresh)
    scoped.add_fresh()
    update = _Update(scoped)
    with shadowed(database):
        records = update.settle()
        map_events(records)
        update.run("event_changes.sql")
    with IN_TURN:
        update.run("in_turn.sql")
        database.run(load("eventlog.incremental", "changes.sql"))
        lost = log_parts(database, _LOST)
        database.run(load("eventlog.incremental", "merge.sql"))
        return lost, log_parts(database, _WON)


PROVISIONAL = 2**48
"""Above all numbers that a log can have."""
_OF_LOST = "semi join event_lost using (event_no))"
_OF_CHANGED = "semi join object_changed using (object_no))"
_LOST = {
    "object": f"(from object {_OF_CHANGED}",
    "object_attribute": f"(from object_attribute {_OF_CHANGED}",
    "object_key": f"(from object_key {_OF_CHANGED}",
    "object_object": "relation_lost",
    "event": f"(from event {_OF_LOST}",
    "event_object": f"(from event_object {_OF_LOST}",
    "event_attribute": f"(from event_attribute {_OF_LOST}",
    "evidence": f"(from evidence {_OF_LOST}",
    "quarantine": "quarantine_lost",
}
_WON = {
    "object": "object_now",
    "object_attribute": "attribute_now",
    "object_key": "key_now",
    "object_object": "relation_won",
    "event": "event_now",
    "event_object": "event_object_now",
    "event_attribute": "event_attribute_now",
    "evidence": "evidence_now",
    "quarantine": "quarantine_now",
}
"""The rows of each table that are exchanged, for the content hash."""


class _Update:
    def __init__(self, scoped: ScopedSource) -> None:
        self.scoped, self.database = scoped, scoped.database
        self.log = generation(scoped.database)
        self.references = references(scoped.source.yields)
        self.mentions, self.roles = mentions(scoped.source.yields), roles(scoped.source.yields)

    def run(self, file: str, **pieces: str) -> None:
        pieces |= {
            "log": self.log,
            "provisional": str(PROVISIONAL),
            "source_no": str(self.scoped.source_no),
            "source": literal(self.scoped.source.name),
            "first": str(len(self.scoped.source.name) + 2),
        }
        text = load("eventlog.incremental", file)
        for name, piece in pieces.items():
            text = text.replace("{" + name + "}", piece)
        self.database.run(text)

    def settle(self) -> SourceRecords:
        """Widen the scope until it holds all that is reached; returns its records as they are now."""
        self.database.run("create or replace temp table sought (what varchar, type_no integer, id varchar)")
        while True:
            take_in_looked_up(self.scoped)
            looked_at = self._size()
            past, now = self._compare()
            self._widen(past, now)
            if self._size() == looked_at:
                return now

    def _size(self) -> int:
        return int(self.database.value("select count(*) from in_scope"))

    def _compare(self) -> tuple[SourceRecords, SourceRecords]:
        """What the records in scope tell of objects and relations, before the fresh runs and now."""
        own = f"(from {self.log}.object where source_no = {self.scoped.source_no})"
        past, now = self.scoped.staged()
        contribute(past, "before")
        self._relate(past, "relation_before", own)
        contribute(now, "after")
        tell_states(self.scoped, self.log)
        self.run("object_changes.sql")
        lasting = f"{own} as known where object_no not in (select object_no from object_changed)"
        columns = "type_no, object_id, object_no, since"
        self._relate(
            now, "relation_after", f"(select {columns} from {lasting} union all select {columns} from object_now)"
        )
        self.run("relation_changes.sql")
        return past, now

    def _relate(self, records: SourceRecords, table: str, numbers: str) -> None:
        parts = []
        for one in self.roles:
            if not records.is_empty(one.stream):
                type_no = type_number(self.database, "object_type", one.type)
                source = records_naming(records, one)
                parts.append(f"select {object_code(type_no, one.id)} from {source} where ({one.id}) is not null")
        named = " union all ".join(parts) or "select null::ubigint"
        self.database.run(f"create or replace temp table named_code as select distinct * from ({named}) as named(code)")
        self.run("object_numbers.sql", numbers=numbers)
        self.database.run("delete from temp.object_object")
        map_relations(records)
        self.database.run(f"create or replace temp table {table} as from object_object")

    def _widen(self, past: SourceRecords, now: SourceRecords) -> None:
        scoped, first = self.scoped, len(self.scoped.source.name) + 2
        searches = Searches(scoped)
        look_for_those_that_look_up(searches, self._changed_keys(past, now))
        for name, which, namings in (
            ("unsure_object", "is_unsure and is_known", self.mentions),
            ("new_object", "is_there and not is_known", [*self.roles, *self.mentions]),
        ):
            # all that landed was searched for those of the rounds before
            self.database.run(
                f"create or replace temp table {name} as "
                f"select type_no, substr(object_id, {first}) as id from object_state where {which} "
                f"except select type_no, id from sought where what = '{name}';"
                f"insert into sought select '{name}', * from {name}"
            )
            look_for_those_that_name(scoped, searches, namings, name)
        self._add_events_of_shifted_objects()
        look_for_those_that_state(scoped, searches, scoped.source.yields.links, "relation_in_doubt")
        searches.run()

    def _changed_keys(self, past: SourceRecords, now: SourceRecords) -> dict[Reference, str]:
        """Of the ways in which records look others up, those of which something read changed, with a relation of the
        keys; ways that read the same are asked once."""
        asked: dict[str, str] = {}
        found = {}
        for one, columns in self.references.items():
            keys = _changed(past, now, one, columns)
            if keys and keys not in asked:
                table = f"changed_key_{len(asked)}"
                self.database.run(f"create or replace temp table {table} as select distinct _key from ({keys})")
                asked[keys] = table if self.database.value(f"select exists (from {table})") else ""
            if keys and asked[keys]:
                found[one] = asked[keys]
        return found

    def _add_events_of_shifted_objects(self) -> None:
        """Events that name an object which is gone, or came to be at another time than was known."""
        self.run("shifted_events.sql")
        for name in self.database.column("select distinct stream from shifted_event"):
            self.scoped.add(name, f"select code from shifted_event where stream = {literal(name)}")


def _changed(past: SourceRecords, now: SourceRecords, one: Reference, columns: set[str]) -> str:
    """A query for the keys of the looked-up stream of which something that is read from there changed."""
    if past.streams[one.target] is now.streams[one.target] or not now.has_landed(one.stream):
        return ""
    read = ", ".join(["_key", *(quoted(name) for name in sorted(columns) if name != "_key")])
    old, new = (f"select {read} from {records.streams[one.target].records}" for records in (past, now))
    return f"select _key from (({old} except {new}) union all ({new} except {old}))"
