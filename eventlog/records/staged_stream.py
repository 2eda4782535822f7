"""One stream typed: the version of each key that holds, and why the others that came cannot be used.

The newest version holds. If it cannot be used it is set apart, and the newest usable one before it goes on holding.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.database import Database
from core.sql import quoted
from eventlog.record_stream import Stream
from eventlog.records.casting import missing
from eventlog.records.landed_stream import SMALL, LandedStream
from eventlog.records.mended_stream import keep_mended, mend
from eventlog.records.record_versions import make_versions
from eventlog.records.refused_records import refused_query, set_apart

NOBODY = "select null::integer as _run_no, null::bigint as _row, null::varchar as _key where false"
NOTHING = (
    "select null::integer as _run_no, null::bigint as _row, null::varchar as _key, null::timestamp as _known_at, "
    "null::timestamp as _deleted_at, null::timestamp as _version, null::timestamp as _as_of, null::integer as _turn, "
    "1 as _place"
)


@dataclass(frozen=True)
class StagedStream:
    """`records` has a row per key: `_run_no`, `_row`, `_key` (text), `_version`, `_known_at`, `_deleted_at` and the
    declared columns. `versions` has every version that came, usable or not, with `_turn` and `_as_of` of its pull and
    `_place` (1: newest); `unusable` is a query for those that cannot be used. `is_empty`: none is read.
    """

    landed: LandedStream
    records: str
    versions: str
    unusable: str
    is_empty: bool = False

    @property
    def stream(self) -> Stream:
        return self.landed.stream

    @property
    def has_landed(self) -> bool:
        return self.landed.rows > 0


def stage_stream(database: Database, landed: LandedStream, known_keys: Mapping[str, str]) -> StagedStream:
    """Make the relations of a staged stream and fill `quarantine`. `known_keys` are relations of the hashed keys of the
    streams that this one refers to, where those have landed."""
    records = landed.named("records of")
    if not landed.rows:
        return empty_stream(database, landed)
    refused, left_out = landed.named("refused of"), landed.named("left out of")
    if _look(database, landed, known_keys):
        mended = mend(database, landed, refused)
        if mended:
            landed = mended
            _look(database, landed, known_keys)
        set_apart(database, landed, known_keys, left_out)
        if mended:
            keep_mended(database, landed, left_out)
    columns = ", ".join(quoted(name) for name in landed.stream.columns)
    database.run(
        f"create or replace temp {'table' if landed.rows <= SMALL else 'view'} {records} as "
        f"select _run_no, _row, _key, _known_at, _deleted_at, _version, {columns} "
        f"from {landed.named('versions of')} anti join {left_out} using (_run_no, _row)"
    )
    return StagedStream(landed, records, landed.named("versions of"), refused_query(landed, known_keys))


def empty_stream(database: Database, landed: LandedStream) -> StagedStream:
    """A stream of which no record is read."""
    records = landed.named("records of")
    columns = "".join(f", {missing(kind)} as {quoted(name)}" for name, kind in landed.stream.columns.items())
    database.run(f"create or replace temp table {records} as {NOTHING}{columns} where false")
    return StagedStream(landed, records, records, NOBODY, is_empty=True)


def _look(database: Database, landed: LandedStream, known_keys: Mapping[str, str]) -> bool:
    """Type the stream and see whether any record that would hold cannot be used."""
    refused, left_out = landed.named("refused of"), landed.named("left out of")
    contested = make_versions(database, landed)
    older = f"select _run_no, _row, _key from {landed.named('contested of')} where _place > 1 or _gone"
    database.run(f"create or replace temp table {left_out} as {older if contested else NOBODY}")
    newest = refused_query(landed, known_keys, f"anti join {left_out} using (_run_no, _row)")
    database.run(f"create or replace temp table {refused} as {newest}")
    return bool(database.value(f"select count(*) from {refused}"))
