"""The records of one source become part of a generation: read, typed, mapped, all its runs together."""

from collections.abc import Sequence

from core.database import Database
from core.sql import quoted
from eventlog.numbering import NumberedRun
from eventlog.records.decisions import DECISIONS, IDENTITY, MEND, keep_decisions
from eventlog.records.declared_source import DeclaredSource
from eventlog.records.known_values import keep_known_values
from eventlog.records.landed_stream import LandedStream, keep_drift, read_landed
from eventlog.records.map_events import map_events
from eventlog.records.map_objects import map_objects
from eventlog.records.map_relations import map_relations
from eventlog.records.record_query import SourceRecords
from eventlog.records.record_versions import key_text
from eventlog.records.staged_stream import StagedStream, stage_stream


def load_decisions(database: Database, runs: Sequence[NumberedRun]) -> None:
    """Read what people decided, before anything that their decisions are about; `runs` may be none."""
    before = set(temporary_relations(database))
    keep_decisions(database, {})
    staged = stage_source(database, DECISIONS, runs[0].source_no, runs) if runs else {}
    keep_decisions(database, {name: stream.records for name, stream in staged.items()})
    database.run("create or replace temp table known_value (attribute varchar, value varchar)")
    _drop_all_but(database, before | {(name, "table") for name in (IDENTITY, MEND, "known_value")})


def load_records(database: Database, source: DeclaredSource, runs: Sequence[NumberedRun]) -> None:
    """Add what the records of `source` yield; `runs` are all of its runs that count."""
    source_no = runs[0].source_no
    before = set(temporary_relations(database))
    staged = stage_source(database, source, source_no, runs)
    records = SourceRecords(database, source, source_no, staged)
    map_objects(records)
    map_relations(records)
    map_events(records)
    keep_known_values(records)
    _drop_all_but(database, before)


def stage_source(
    database: Database, source: DeclaredSource, source_no: int, runs: Sequence[NumberedRun]
) -> dict[str, StagedStream]:
    """Every declared stream, typed; what cannot be used is in `quarantine`, what nobody declared in `drift`."""
    numbers = _stream_numbers(database, source, source_no)
    landed = {
        stream.name: read_landed(database, source, stream, (numbers[stream.name], source_no), runs)
        for stream in source.streams
    }
    keep_drift(database, landed.values())
    known_keys = _known_keys(database, source, landed)
    return {name: stage_stream(database, one, known_keys) for name, one in landed.items()}


def _stream_numbers(database: Database, source: DeclaredSource, source_no: int) -> dict[str, int]:
    """The number of each stream of a source; those that have none are given the next ones."""
    names = [stream.name for stream in source.streams]
    database.run(
        "insert into stream "
        "select (select count(*) from stream) + row_number() over (order by place) - 1, $source_no, name "
        "from (select unnest($names::varchar[]) as name, unnest(range(len($names::varchar[]))) as place) "
        "where name not in (select name from stream where source_no = $source_no)",
        source_no=source_no,
        names=names,
    )
    return dict(database.rows("select name, stream_no from stream where source_no = $source_no", source_no=source_no))


def temporary_relations(database: Database) -> list[tuple[str, str]]:
    """The temporary tables and views there are, as name and kind, views first: they rest on tables."""
    return [
        *(
            (name, "view")
            for name in database.column("select view_name from duckdb_views() where temporary and not internal")
        ),
        *((name, "table") for name in database.column("select table_name from duckdb_tables() where temporary")),
    ]


def _drop_all_but(database: Database, kept: set[tuple[str, str]]) -> None:
    for name, kind in temporary_relations(database):
        if (name, kind) not in kept:
            database.run(f"drop {kind} {quoted(name)}")


def _known_keys(database: Database, source: DeclaredSource, landed: dict[str, LandedStream]) -> dict[str, str]:
    """Relations of the hashed keys of the streams that others refer to: all that ever came, usable or not."""
    referred = {target for stream in source.streams for target in stream.references.values()}
    found = {}
    for name in sorted(referred):
        one = landed[name]
        if one.rows:
            found[name] = one.named("keys of")
            key = key_text(one)
            database.run(
                f"create or replace temp table {found[name]} as select distinct hash({key}) as _code "
                f"from {one.relation} as landed where {key} is not null"
            )
    return found
