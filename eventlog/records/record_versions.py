"""Of the records that landed for one key, which is the newest; and every one of them typed."""

from core.database import Database
from core.sql import quoted
from eventlog.records.casting import missing, typed
from eventlog.records.landed_stream import LandedStream
from eventlog.records.statement import filled

TEXT = "text of "
"""What stands before a column's name in front of the text it was cast from."""


def key_text(landed: LandedStream, alias: str = "landed") -> str:
    """SQL for a record's key as one text; null where a part is missing."""
    parts = [f"{alias}.{quoted(name)}" if landed.has(name) else "null::varchar" for name in landed.stream.key]
    return parts[0] if len(parts) == 1 else f"({' || chr(47) || '.join(parts)})"


def make_versions(database: Database, landed: LandedStream) -> bool:
    """Make `versions of` the stream (see `StagedStream`), and `contested of` it where a key came more than once, or was
    told to be gone; False where none did."""
    contested = _rank_versions(database, landed)
    text = _versions(landed, contested)
    database.run(f"create or replace temp view {landed.named('versions of')} as {text}")
    return contested


def every_version(landed: LandedStream) -> str:
    """A query for every record that landed, typed, as if it were the only one of its key."""
    return _versions(landed, contested=False)


def _rank_versions(database: Database, landed: LandedStream) -> bool:
    several = landed.named("several of")
    pieces = {"landed": landed.relation, "key": key_text(landed), "several": several}
    database.run(filled("several.sql", pieces))
    if not database.value(f"select count(*) from {several}"):
        return False
    pieces |= {
        "contested": landed.named("contested of"),
        "version": _version(landed, "null"),
        "content": ", ".join(f"landed.{quoted(name)}" for name in landed.columns),
    }
    database.run(filled("versions.sql", pieces))
    return True


def _versions(landed: LandedStream, contested: bool) -> str:
    columns = [
        f", {_typed_column(landed, name)} as {quoted(name)}, "
        f"{f'landed.{quoted(name)}' if landed.has(name) else 'null::varchar'} as {quoted(TEXT + name)}"
        for name in landed.stream.columns
    ]
    pieces = {
        "key": key_text(landed),
        "version": _version(landed, "null::timestamp"),
        "columns": "".join(columns),
        "landed": landed.relation,
        "deleted": landed.stream.deleted or "false",
        "deleted_since": _deleted_since(landed),
    }
    if contested:
        pieces |= {
            "known_at": "coalesce(contested._known_at, landed._as_of)",
            "deleted_at": "contested._deleted_at",
            "place": "coalesce(contested._place, 1)",
            "settled": f"left join {landed.named('contested of')} as contested using (_run_no, _row)",
        }
    else:
        pieces |= {"known_at": "landed._as_of", "deleted_at": "null::timestamp", "place": "1", "settled": ""}
    return filled("versions_of_stream.sql", pieces)


def _version(landed: LandedStream, otherwise: str) -> str:
    return _typed_column(landed, landed.stream.version) if landed.stream.version else otherwise


def _deleted_since(landed: LandedStream) -> str:
    """When a record that says itself that it is deleted was: by its version if that is a time."""
    version = landed.stream.version
    if version and landed.stream.columns[version] in ("instant", "local_time"):
        return f"coalesce(r.{quoted(version)}, r._known_at)"
    return "r._known_at"


def _typed_column(landed: LandedStream, name: str) -> str:
    kind = landed.stream.columns[name]
    return typed(f"landed.{quoted(name)}", kind, landed.source.zone) if landed.has(name) else missing(kind)
