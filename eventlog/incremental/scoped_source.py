"""The records of one source that an incremental build looks at: the keys in its scope, with every version they have.

Records are fetched by their place in the landed files: finding keys reads one column, and whole rows come from the few
row groups that hold them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow.parquet as pq

from core.database import Database
from core.sql import literal, quoted
from eventlog.numbering import NumberedRun
from eventlog.records.declared_source import DeclaredSource
from eventlog.records.landed_stream import SMALL, LandedStream, read_landed, rows_of_files
from eventlog.records.record_query import SourceRecords
from eventlog.records.record_versions import every_version, key_text
from eventlog.records.staged_stream import StagedStream, empty_stream, stage_stream

PAST, NOW = " before", ""
"""What tells the relations of the records as they held before the fresh runs from those as they hold now."""


class ScopedSource:
    """`in_scope` has the hashed keys by stream; `rows of` a stream has their rows, `typed of` it the same, typed, and
    `every of` it all that ever landed, typed, to look for what refers to something."""

    def __init__(
        self, database: Database, source: DeclaredSource, runs: Sequence[NumberedRun], fresh: Sequence[NumberedRun]
    ) -> None:
        self.database, self.source, self.source_no = database, source, runs[0].source_no
        self._paths = {run.run_no: run for run in runs}
        self._fresh = fresh
        self.fresh = "(" + ", ".join(str(run.run_no) for run in fresh) + ")"
        numbers = dict(
            database.rows("select name, stream_no from stream where source_no = $source_no", source_no=self.source_no)
        )
        self.landed: dict[str, LandedStream] = {}
        for stream in source.streams:
            one = read_landed(database, source, stream, (numbers[stream.name], self.source_no), runs, held=-1)
            self.landed[stream.name] = one
            if one.rows:
                self._prepare(one)
        database.run("create or replace temp table in_scope (stream varchar, code ubigint, is_read boolean)")
        self._stale = set(self.landed)
        self._past: dict[str, StagedStream] = {}
        self._now: dict[str, StagedStream] = {}

    def _prepare(self, landed: LandedStream) -> None:
        rows = landed.named("rows of")
        self.database.run(f"create or replace temp table {rows} as from {landed.relation} limit 0")
        for name, relation in (("typed of", rows), ("every of", landed.relation)):
            text = every_version(replace(landed, relation=relation))
            self.database.run(f"create or replace temp view {landed.named(name)} as {text}")

    @property
    def has_landed(self) -> list[LandedStream]:
        return [landed for landed in self.landed.values() if landed.rows]

    def add(self, stream: str, codes: str) -> None:
        """Put keys in the scope: `codes` is a query for their hashes."""
        self.database.run(
            f"insert into in_scope select distinct {literal(stream)}, code, false from ({codes}) as wanted(code) "
            f"where code not in (select code from in_scope where stream = {literal(stream)})"
        )

    def add_fresh(self) -> None:
        """Start with what the fresh runs brought, and with what stood in quarantine: a new record may mend it."""
        self.database.run(
            "insert into in_scope select distinct stream, hash(key), false from main.quarantine where source = $source",
            source=self.source.name,
        )
        for landed in self.has_landed:
            for run in self._fresh:
                if path := run.landed.stream(landed.stream.name):
                    brought = rows_of_files(landed, [path], pq.read_schema(path).names)
                    self.add(landed.stream.name, f"select hash({key_text(landed)}) from ({brought}) as landed")

    def fetch(self) -> set[str]:
        """Read the rows of all keys in scope that were not read yet; returns the streams in which there were some."""
        names = set(self.database.column("select distinct stream from in_scope where not is_read"))
        for name in sorted(names):
            self._fetch(self.landed[name])
        self.database.run("update in_scope set is_read = true where not is_read")
        self._stale |= names
        return names

    def _fetch(self, landed: LandedStream) -> None:
        wanted = f"select code from in_scope where stream = {literal(landed.stream.name)} and not is_read"
        self.database.run(
            "create or replace temp table place as select landed._run_no, landed._row "
            f"from {landed.relation} as landed where hash({key_text(landed)}) in ({wanted})"
        )
        for run_no in self.database.column("select distinct _run_no from place order by _run_no"):
            path = self._paths[run_no].landed.stream(landed.stream.name)
            assert path is not None
            came = pq.read_schema(path).names
            self.database.run(
                f"insert into {landed.named('rows of')} select * from ({rows_of_files(landed, [path], came)}) as one "
                f"where one._row in (select _row from place where _run_no = {run_no})"
            )

    def staged(self) -> tuple[SourceRecords, SourceRecords]:
        """The records in scope as they held before the fresh runs, and as they hold now. What nothing fresh is about is
        staged once: it is then the same in both."""
        known, grown = self._known_keys()
        for name in sorted(self._stale):
            landed = self.landed[name]
            if self._may_differ(landed, grown):
                self._past[name] = self._stage(landed, PAST, known[PAST])
                self._now[name] = self._stage(landed, NOW, known[NOW])
            else:
                self._past[name] = self._now[name] = self._stage(landed, NOW, known[NOW])
        self._stale.clear()
        past, now = (
            SourceRecords(self.database, self.source, self.source_no, dict(streams))
            for streams in (self._past, self._now)
        )
        return past, now

    def _may_differ(self, landed: LandedStream, grown: set[str]) -> bool:
        """Whether a fresh run brought records of the stream, or keys, new ones, that such records refer to."""
        if not landed.rows or grown.intersection(landed.stream.references.values()):
            return landed.rows > 0
        fresh = f"select 1 from {landed.named('rows of')} where _run_no in {self.fresh}"
        return bool(self.database.value(f"select exists ({fresh})"))

    def _only(self, mark: str) -> str:
        return f"where _run_no not in {self.fresh}" if mark == PAST else ""

    def _stage(self, landed: LandedStream, mark: str, known_keys: Mapping[str, str]) -> StagedStream:
        database, marked = self.database, replace(landed, mark=mark)
        database.run(
            f"delete from temp.quarantine where stream = {literal(landed.stream.name)};"
            f"delete from temp.mended where stream_no = {landed.stream_no}"
        )
        if not landed.rows:
            return empty_stream(database, marked)
        relation = marked.named("scope of")
        rows = f"select * from {landed.named('rows of')} {self._only(mark)}"
        database.run(f"create or replace temp view {relation} as {rows}")
        count = int(database.value(f"select count(*) from {relation}"))
        if not count:
            return empty_stream(database, marked)
        # never more than what is held as a table
        return stage_stream(database, replace(marked, relation=relation, rows=min(count, SMALL)), known_keys)

    def _known_keys(self) -> tuple[dict[str, dict[str, str]], set[str]]:
        """Of the streams that records in scope refer to, the keys they refer to that there are, before and now; and
        those of which a key came with the fresh runs."""
        referring: dict[str, list[str]] = {}
        for landed in self.has_landed:
            for column, target in landed.stream.references.items():
                if landed.has(column) and self.landed[target].rows:
                    rows = landed.named("rows of")
                    referring.setdefault(target, []).append(f"select hash({quoted(column)}) from {rows}")
        found: dict[str, dict[str, str]] = {PAST: {}, NOW: {}}
        grown = set()
        for target, codes in referring.items():
            one, wanted = self.landed[target], " union all ".join(codes)
            past, now = (replace(one, mark=mark).named("keys of") for mark in (PAST, NOW))
            found[PAST][target], found[NOW][target] = past, now
            self.database.run(
                f"create or replace temp table {now} as "
                f"select hash({key_text(one)}) as _code, bool_or(_run_no not in {self.fresh}) as _is_past "
                f"from {one.relation} as landed where hash({key_text(one)}) in ({wanted}) group by all;"
                f"create or replace temp view {past} as select _code from {now} where _is_past"
            )
            if self.database.value(f"select exists (from {now} where not _is_past)"):
                grown.add(target)
        return found, grown
