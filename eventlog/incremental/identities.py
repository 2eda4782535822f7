"""What is one thing in several systems, found again after the log has changed, and what that changes."""

from collections.abc import Mapping, Sequence

from core.database import Database
from core.sql import load
from eventlog.identities.declaration import IdentityDeclaration, declared_identities, declared_master_data
from eventlog.identities.resolve import (
    find_conflicts,
    find_decided,
    match_by_evidence,
    match_by_one_key,
    number_of_type,
    rank_sources,
    resolve_identities,
    resolve_type,
    tell_doubts,
    tell_traits,
    tell_type,
)
from eventlog.incremental.shadow import shadowed
from eventlog.numbering import NumberedRun
from eventlog.records.decisions import of_decisions
from eventlog.records.declared_source import DeclaredSource
from eventlog.records.known_values import keep_known_values
from eventlog.records.landed_stream import read_landed
from eventlog.records.load_records import load_decisions
from eventlog.records.record_query import SourceRecords
from eventlog.records.staged_stream import stage_stream

OF_TYPES = "('duplicate_identity', 'contradicting_systems')"
"""The kinds of conflicts that are found by type of object; the others are found again in full."""
RESOLVED = ("identity", "identity_suggestion", "conflict")


def read_decisions(database: Database, runs: Sequence[NumberedRun], sources: Mapping[str, DeclaredSource]) -> None:
    """Make `identity_decision`, `mended_record` and `known_value` as a whole build does."""
    with shadowed(database):
        database.run("create temp table stream as from main.stream")
        load_decisions(database, of_decisions(runs))
        for name, source in sources.items():
            of_source = [run for run in runs if run.landed.source == name and run.landed.kind == "records"]
            if of_source:
                _read_known_values(database, source, of_source)
        database.run("drop table temp.stream")


def _read_known_values(database: Database, source: DeclaredSource, runs: Sequence[NumberedRun]) -> None:
    names = {
        known.stream
        for master in declared_master_data()
        for known in master.known
        if known.connector == source.connector and known.stream in {stream.name for stream in source.streams}
    }
    streams = {}
    for name in names:
        landed = read_landed(database, source, source.stream(name), (0, runs[0].source_no), runs, held=-1)
        streams[name] = stage_stream(database, landed, {})
    keep_known_values(SourceRecords(database, source, runs[0].source_no, streams))


def refresh_identities(database: Database, sources: Mapping[str, DeclaredSource]) -> None:
    """Resolve anew the identities and conflicts that what changed may be about, and add to `changed_identity` the
    objects this changes."""
    database.run(load("eventlog.incremental", "identities_before.sql"))
    if database.value("select exists (from touched_object anti join object using (object_no))"):
        # nothing tells any more of which type those were that are gone
        database.run(
            "insert into past_identity from identity; insert into resolved_object select object_no from object"
        )
        resolve_identities(database, sources)
    else:
        _resolve_touched(database, sources)
    database.run(load("eventlog.incremental", "identities_after.sql"))


def _resolve_touched(database: Database, sources: Mapping[str, DeclaredSource]) -> None:
    database.run("delete from identity_suggestion where answer is not null")
    find_decided(database)
    for declared in declared_identities():
        type_no = number_of_type(database, declared)
        touched = f"(select object_no from touched_object where type_no = {type_no})"
        if type_no is None or not database.value(f"select exists (from {touched})"):
            continue
        resolve = _resolve_by_key if _one_key(declared) else _resolve_by_keys
        if resolve(database, declared, type_no, sources):
            continue
        of_type = f"select object_no from object where type_no = {type_no}"
        database.run(
            f"insert into past_identity from identity where object_no in ({of_type});"
            f"delete from identity where object_no in ({of_type});"
            f"delete from identity_suggestion where type_no = {type_no} and answer is null;"
            f"delete from conflict where type_no = {type_no} and kind in {OF_TYPES};"
            f"insert into resolved_object {of_type}"
        )
        resolve_type(database, declared, type_no, sources)
    database.run(f"delete from conflict where kind not in {OF_TYPES}")
    find_conflicts(database, "(select canonical_no from canonical semi join resolved_object using (object_no))")


def _one_key(declared: IdentityDeclaration) -> bool:
    return len(declared.keys) == 1 and not (declared.rules or declared.shared or declared.suggest)


def _resolve_by_key(
    database: Database, declared: IdentityDeclaration, type_no: int, sources: Mapping[str, DeclaredSource]
) -> bool:
    """Match anew those that have, or had, the key's value in common with a touched object; False where one has two
    values or somebody decided on any: then what hangs together cannot be told from a value."""
    if _is_decided(database, type_no):
        return False
    _run(database, "alike_before.sql", type_no=type_no)
    _run(database, "alike_by_key.sql", type_no=type_no, key=declared.keys[0])
    tell_traits(database, "select object_no from alike", list(declared.keys), [])
    if database.value("select count(*) > count(distinct object_no) from trait"):
        return False
    _run(database, "forget_alike.sql")
    rank_sources(database, declared, sources)
    match_by_one_key(database, declared)
    return True


def _resolve_by_keys(
    database: Database, declared: IdentityDeclaration, type_no: int, sources: Mapping[str, DeclaredSource]
) -> bool:
    """Match anew those that share keys' values with a touched object, directly or by way of others; False where rules
    or decisions match too: of what these kept apart nothing is left to see. Doubts are told of the whole type."""
    if declared.rules or not declared.keys or _is_decided(database, type_no):
        return False
    tell_type(database, declared, type_no, sources)
    _run(database, "alike_before.sql", type_no=type_no)
    seen = 0
    while (there := database.value("select count(*) from alike")) > seen:
        seen = there
        _run(database, "alike_by_trait.sql", keys=list(declared.keys))
    _run(database, "forget_alike.sql")
    database.run(
        "delete from identity_suggestion where type_no = $type_no and answer is null;"
        "delete from conflict where type_no = $type_no and kind = 'contradicting_systems'",
        type_no=type_no,
    )
    match_by_evidence(database, declared, type_no, "alike")
    tell_doubts(database, declared, type_no)
    return True


def _is_decided(database: Database, type_no: int) -> bool:
    """Whether somebody decided on any pair of the type."""
    return bool(database.value("select count(*) from decided where type_no = $type_no", type_no=type_no))


def _run(database: Database, file: str, **values: object) -> None:
    database.run(load("eventlog.incremental", file), **values)
