"""The records of one source that an incremental build looks at: the keys in its scope, with every version they have.

Records are fetched by their place in the landed files: finding keys reads one column, and whole rows come from the few
row groups that hold them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.database import Database
from core.sql import literal, quoted
from eventlog.numbering import NumberedRun
from eventlog.records.casting import missing
from eventlog.records.declared_source import DeclaredSource
from eventlog.records.landed_stream import SMALL, LandedStream, read_landed, rows_of_files
from eventlog.records.record_query import SourceRecords
from eventlog.records.record_versions import every_version, key_text
from eventlog.records.staged_stream import NOBODY, NOTHING, StagedStream, stage_stream


class ScopedSource:
    """`in_scope` has the hashed keys by stream; `rows of` a stream has their rows, `typed of` it the same, typed, and
    `every of` it all that ever landed, typed, to look for what refers to something."""

    def __init__(
        self, database: Database, source: DeclaredSource, runs: Sequence[NumberedRun], fresh: Sequence[NumberedRun]
    ) -> None:
        self.database, self.source, self.source_no = database, source, runs[0].source_no
        self._paths = {run.run_no: run for run in runs}
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
        database.run("create or replace temp table in_scope (stream varchar, code ubigint)")
        database.run("create or replace temp table fetched (stream varchar, code ubigint)")

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
            f"insert into in_scope select distinct {literal(stream)}, code from ({codes}) as wanted(code) "
            f"where code not in (select code from in_scope where stream = {literal(stream)})"
        )

    def add_fresh(self) -> None:
        """Start with what the fresh runs brought, and with what stood in quarantine: a new record may mend it."""
        for landed in self.has_landed:
            key = key_text(landed)
            brought = f"select hash({key}) from {landed.relation} as landed where landed._run_no in {self.fresh}"
            self.add(landed.stream.name, brought)
            self.add(
                landed.stream.name,
                "select hash(key) from main.quarantine "
                f"where source = {literal(self.source.name)} and stream = {literal(landed.stream.name)}",
            )

    def fetch(self) -> bool:
        """Read the rows of all keys in scope that were not read yet; False where there were none."""
        fetched = False
        for landed in self.has_landed:
            name = literal(landed.stream.name)
            self.database.run(
                f"create or replace temp table wanted as select code from in_scope where stream = {name} "
                f"except select code from fetched where stream = {name}"
            )
            if self.database.value("select count(*) from wanted"):
                self._fetch(landed)
                self.database.run(f"insert into fetched select {name}, code from wanted")
                fetched = True
        return fetched

    def _fetch(self, landed: LandedStream) -> None:
        self.database.run(
            "create or replace temp table place as select landed._run_no, landed._row "
            f"from {landed.relation} as landed where hash({key_text(landed)}) in (select code from wanted)"
        )
        for run_no in self.database.column("select distinct _run_no from place order by _run_no"):
            path = self._paths[run_no].landed.stream(landed.stream.name)
            assert path is not None
            came = self.database.column(f"select column_name from (describe from read_parquet({literal(path)}))")
            self.database.run(
                f"insert into {landed.named('rows of')} select * from ({rows_of_files(landed, [path], came)}) as one "
                f"where one._row in (select _row from place where _run_no = {run_no})"
            )

    def staged(self, before: bool) -> SourceRecords:
        """The records in scope as they hold now, or as they held `before` the fresh runs."""
        only = f"where _run_no not in {self.fresh}" if before else ""
        known_keys = self._known_keys(only)
        streams = {name: self._stage(landed, only, known_keys) for name, landed in self.landed.items()}
        return SourceRecords(self.database, self.source, self.source_no, streams)

    def _stage(self, landed: LandedStream, only: str, known_keys: Mapping[str, str]) -> StagedStream:
        database, relation = self.database, landed.named("scope of")
        count = 0
        if landed.rows:
            database.run(f"create or replace temp view {relation} as select * from {landed.named('rows of')} {only}")
            count = int(database.value(f"select count(*) from {relation}"))
        if count:
            # never more than what is held as a table
            return stage_stream(database, replace(landed, relation=relation, rows=min(count, SMALL)), known_keys)
        records = landed.named("records of")
        columns = "".join(f", {missing(kind)} as {quoted(name)}" for name, kind in landed.stream.columns.items())
        database.run(f"create or replace temp table {records} as {NOTHING}{columns} where false")
        return StagedStream(landed, records, records, NOBODY)

    def _known_keys(self, only: str) -> dict[str, str]:
        """Of the streams that records in scope refer to, the keys they refer to that there are."""
        referring: dict[str, list[str]] = {}
        for landed in self.has_landed:
            for column, target in landed.stream.references.items():
                if landed.has(column) and self.landed[target].rows:
                    rows = landed.named("rows of")
                    referring.setdefault(target, []).append(f"select hash({quoted(column)}) from {rows}")
        found = {}
        for target, codes in referring.items():
            one = self.landed[target]
            found[target] = one.named("keys of")
            every = f"(select * from {one.relation} {only})"
            self.database.run(
                f"create or replace temp table {found[target]} as select distinct hash({key_text(one)}) as _code "
                f"from {every} as landed where hash({key_text(one)}) in ({' union all '.join(codes)})"
            )
        return found
