"""One stream typed: the version of each key that holds, and why the others that came cannot be used.

The newest version holds. If it cannot be used it is set apart, and the newest usable one before it goes on holding.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.database import Database
from core.sql import load, quoted
from eventlog.record_stream import Stream
from eventlog.records.casting import NAMED, missing, typed
from eventlog.records.landed_stream import SMALL, LandedStream

TEXT = "text of "
"""What stands before a column's name in front of the text it was cast from."""


@dataclass(frozen=True)
class StagedStream:
    """`records` has a row per key: `_run_no`, `_row`, `_key` (text), `_version`, `_known_at`, `_deleted_at` and the
    declared columns. `versions` has every version that came, usable or not, with `_turn` and `_as_of` of its pull and
    `_place` (1: newest); `unusable` is a query for those that cannot be used.
    """

    landed: LandedStream
    records: str
    versions: str
    unusable: str

    @property
    def stream(self) -> Stream:
        return self.landed.stream

    @property
    def has_landed(self) -> bool:
        return self.landed.rows > 0


def key_text(landed: LandedStream, alias: str = "landed") -> str:
    """SQL for a record's key as one text; null where a part is missing."""
    parts = [f"{alias}.{quoted(name)}" if landed.has(name) else "null::varchar" for name in landed.stream.key]
    return parts[0] if len(parts) == 1 else f"({' || chr(47) || '.join(parts)})"


def stage_stream(database: Database, landed: LandedStream, known_keys: Mapping[str, str]) -> StagedStream:
    """Make the relations of a staged stream and fill `quarantine`. `known_keys` are relations of the hashed keys of the
    streams that this one refers to, where those have landed."""
    records, versions = landed.named("records of"), landed.named("versions of")
    if not landed.rows:
        nothing = ", ".join(f"{missing(kind)} as {quoted(name)}" for name, kind in landed.stream.columns.items())
        database.run(f"create or replace temp view {records} as {_EMPTY.replace('{columns}', nothing)}")
        return StagedStream(landed, records, records, _NOBODY)
    contested = _rank_versions(database, landed)
    database.run(f"create or replace temp view {versions} as {_versions(landed, contested)}")
    left_out = landed.named("left out of")
    some = f"select _run_no, _row, _key from {landed.named('contested of')} where _place > 1 or _gone"
    database.run(f"create or replace temp table {left_out} as {some if contested else _NOBODY}")
    _refuse(database, landed, known_keys)
    columns = ", ".join(quoted(name) for name in landed.stream.columns)
    database.run(
        f"create or replace temp {'table' if landed.rows <= SMALL else 'view'} {records} as "
        f"select _run_no, _row, _key, _known_at, _deleted_at, _version, {columns} from {versions} anti join {left_out} "
        "using (_run_no, _row)"
    )
    return StagedStream(landed, records, versions, _refused(landed, known_keys, ""))


_NOBODY = "select null::integer as _run_no, null::bigint as _row, null::varchar as _key where false"
_EMPTY = (
    "select null::integer as _run_no, null::bigint as _row, null::varchar as _key, null::timestamp as _known_at, "
    "null::timestamp as _deleted_at, null::timestamp as _version, null::timestamp as _as_of, null::integer as _turn, "
    "1 as _place, {columns} where false"
)


def _rank_versions(database: Database, landed: LandedStream) -> bool:
    """Rank the versions of keys that came more than once; False where none did."""
    several = landed.named("several of")
    pieces = {"landed": landed.relation, "key": key_text(landed), "several": several}
    database.run(filled("several.sql", pieces))
    if not database.value(f"select count(*) from {several}"):
        return False
    version = _typed_column(landed, landed.stream.version, "landed") if landed.stream.version else "null"
    content = ", ".join(f"landed.{quoted(name)}" for name in landed.columns)
    pieces |= {"contested": landed.named("contested of"), "version": version, "content": content}
    database.run(filled("versions.sql", pieces))
    return True


def _versions(landed: LandedStream, contested: bool) -> str:
    stream = landed.stream
    columns = [
        f"{_typed_column(landed, name, 'landed')} as {quoted(name)}, "
        f"{f'landed.{quoted(name)}' if landed.has(name) else 'null::varchar'} as {quoted(TEXT + name)}"
        for name in stream.columns
    ]
    by_time = stream.version is not None and stream.columns.get(stream.version) in ("instant", "local_time")
    return filled(
        "versions_of_stream.sql",
        {
            "key": key_text(landed),
            "known_at": "coalesce(contested._known_at, landed._as_of)" if contested else "landed._as_of",
            "deleted_at": "contested._deleted_at" if contested else "null::timestamp",
            "place": "coalesce(contested._place, 1)" if contested else "1",
            "settled": f"left join {landed.named('contested of')} as contested using (_run_no, _row)"
            if contested
            else "",
            "columns": "".join(f", {column}" for column in columns),
            "version": _typed_column(landed, stream.version, "landed") if stream.version else "null::timestamp",
            "landed": landed.relation,
            "deleted": stream.deleted or "false",
            "deleted_since": f"coalesce(r.{quoted(stream.version)}, r._known_at)"
            if by_time and stream.version
            else "r._known_at",
        },
    )


def _refuse(database: Database, landed: LandedStream, known_keys: Mapping[str, str]) -> None:
    """Set apart the records that hold and cannot be used; let the newest usable version before each hold instead."""
    refused, left_out = landed.named("refused of"), landed.named("left out of")
    newest = _refused(landed, known_keys, f"anti join {left_out} using (_run_no, _row)")
    database.run(f"create or replace temp table {refused} as {newest}")
    if not database.value(f"select count(*) from {refused}"):
        return
    record = ", ".join(f"{quoted(name)} := landed.{quoted(name)}" for name in landed.columns)
    pieces = {"refused": refused, "landed": landed.relation, "record": f"struct_pack({record})"}
    database.run(filled("quarantine.sql", pieces), source=landed.source.name, stream=landed.stream.name)
    older = f"semi join {refused} as refused on refused._key = r._key"
    worse = _refused(landed, known_keys, f"{older} and r._place > 1")
    database.run(
        f"delete from {left_out} where (_run_no, _row) in (select (_run_no, _row) from ("
        f"select r._run_no, r._row, r._key, r._place from {landed.named('versions of')} as r {older} "
        f"where r._place > 1 and (r._run_no, r._row) not in (select (_run_no, _row) from ({worse})) "
        "qualify row_number() over (partition by r._key order by r._place) = 1))"
    )
    database.run(f"insert into {left_out} select _run_no, _row, _key from {refused}")


def _refused(landed: LandedStream, known_keys: Mapping[str, str], among: str) -> str:
    reasons = dict(_reasons(landed.stream, known_keys))
    return filled(
        "refused.sql",
        {
            "versions": landed.named("versions of"),
            "reasons": ", ".join(f"case when {condition} then {words} end" for condition, words in reasons.items()),
            "worth": landed.stream.worth or "null",
            "currency": landed.stream.currency or "null",
            "among": among,
            "any": " or ".join(f"({condition})" for condition in reasons),
        },
    )


def _reasons(stream: Stream, known_keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """Conditions under which a record `r` cannot be used, each with SQL for the words that say so."""
    found = []
    for name, kind in stream.columns.items():
        text, value = f"r.{quoted(TEXT + name)}", f"r.{quoted(name)}"
        if kind != "text":
            words = f"{_words(f'{name} is not {NAMED[kind]}: ')} || {text}"
            found.append((f"{text} is not null and {value} is null", words))
        if name in (*stream.key, *stream.required):
            found.append((f"{text} is null", _words(f"{name} is missing")))
    for reason, check in stream.checks.items():
        found.append((f"not coalesce(({check}), true)", _words(reason)))
    for name, target in stream.references.items():
        if target in known_keys:
            text = f"r.{quoted(TEXT + name)}"
            unknown = f"{text} is not null and hash({text}) not in (select _code from {known_keys[target]})"
            found.append((unknown, f"{_words(f'{name} names ')} || {text} || {_words(f', which {target} has not')}"))
    return found


def _words(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _typed_column(landed: LandedStream, name: str, alias: str) -> str:
    kind = landed.stream.columns[name]
    return typed(f"{alias}.{quoted(name)}", kind, landed.source.zone) if landed.has(name) else missing(kind)


def filled(name: str, pieces: Mapping[str, str]) -> str:
    """The statement file `name` of this package with its places in braces filled."""
    text = load("eventlog.records", name)
    for place, piece in pieces.items():
        text = text.replace("{" + place + "}", piece)
    return text
