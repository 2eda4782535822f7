"""Records that cannot be used, and why: set apart with all their reasons, as they came, with the money at stake."""

from collections.abc import Mapping

from core.database import Database
from core.sql import literal, quoted
from eventlog.record_stream import Stream
from eventlog.records.casting import NAMED
from eventlog.records.landed_stream import LandedStream
from eventlog.records.record_text import record_text
from eventlog.records.record_versions import TEXT
from eventlog.records.statement import filled


def refused_query(landed: LandedStream, known_keys: Mapping[str, str], among: str = "") -> str:
    """The versions `r` of a stream that cannot be used, of all or `among` some (a join). `known_keys` are relations of
    the hashed keys of the streams that records may refer to."""
    reasons = dict(_reasons(landed.stream, known_keys))
    return filled(
        "refused.sql",
        {
            "versions": landed.named("versions of"),
            "reasons": ", ".join(f"case when {condition} then {words} end" for condition, words in reasons.items()),
            "worth": landed.stream.worth or "null",
            "currency": landed.stream.currency or "null",
            "among": among,
            "any": " or ".join(f"({condition})" for condition in reasons) or "false",
        },
    )


def set_apart(database: Database, landed: LandedStream, known_keys: Mapping[str, str], left_out: str) -> None:
    """Put what is in `refused of` the stream into quarantine; of each key the newest usable version before it holds."""
    refused, versions = landed.named("refused of"), landed.named("versions of")
    pieces = {"refused": refused, "landed": landed.relation, "record": record_text(landed, "landed")}
    database.run(filled("quarantine.sql", pieces), source=landed.source.name, stream=landed.stream.name)
    older = f"semi join {refused} as refused on refused._key = r._key where r._place > 1"
    worse = refused_query(landed, known_keys, f"semi join {refused} as refused on refused._key = r._key")
    database.run(
        f"delete from {left_out} where (_run_no, _row) in (select (_run_no, _row) from ("
        f"select r._run_no, r._row, r._key, r._place from {versions} as r {older} "
        f"and (r._run_no, r._row) not in (select (_run_no, _row) from ({worse})) "
        "qualify row_number() over (partition by r._key order by r._place) = 1))"
    )
    database.run(f"insert into {left_out} select _run_no, _row, _key from {refused}")


def _reasons(stream: Stream, known_keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """Conditions under which a record `r` cannot be used, each with SQL for the words that say so."""
    found = []
    for name, kind in stream.columns.items():
        text, value = f"r.{quoted(TEXT + name)}", f"r.{quoted(name)}"
        if kind != "text":
            words = f"{literal(f'{name} is not {NAMED[kind]}: ')} || {text}"
            found.append((f"{text} is not null and {value} is null", words))
        if name in (*stream.key, *stream.required):
            found.append((f"{text} is null", literal(f"{name} is missing")))
    for reason, check in stream.checks.items():
        found.append((f"not coalesce(({check}), true)", literal(reason)))
    for name, target in stream.references.items():
        if target in known_keys:
            text = f"r.{quoted(TEXT + name)}"
            unknown = f"{text} is not null and hash({text}) not in (select _code from {known_keys[target]})"
            found.append((unknown, f"{literal(f'{name} names ')} || {text} || {literal(f', which {target} has not')}"))
    return found
