"""What is one thing in several systems, found again after the log has changed, and what that changes."""

from collections.abc import Mapping, Sequence

from core.database import Database
from eventlog.identities.declaration import declared_master_data
from eventlog.identities.resolve import resolve_identities
from eventlog.incremental.shadow import shadowed
from eventlog.numbering import NumberedRun
from eventlog.records.decisions import of_decisions
from eventlog.records.declared_source import DeclaredSource
from eventlog.records.known_values import keep_known_values
from eventlog.records.landed_stream import read_landed
from eventlog.records.load_records import load_decisions
from eventlog.records.record_query import SourceRecords
from eventlog.records.staged_stream import stage_stream

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
    """Resolve identities and conflicts again, and add to `changed_identity` the objects this changes."""
    database.run("create or replace temp table identity_before as select object_no, canonical_no from identity")
    for name in RESOLVED:
        database.run(f"delete from {name}")
    resolve_identities(database, sources)
    database.run(
        "create or replace temp table identity_change as "
        "(from identity_before except select object_no, canonical_no from identity) union all "
        "(select object_no, canonical_no from identity except from identity_before)"
    )
    database.run(
        "insert into changed_identity "
        "select object_no from identity_change union select canonical_no from identity_change"
    )
