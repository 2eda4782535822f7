"""One stream of a source as it landed: the Parquet files of all its runs read as one relation of text columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.database import Database
from core.sql import literal, load, quoted
from eventlog.numbering import NumberedRun
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource

OURS = ("_deleted", "_key", "_content")
"""Columns that the landing adds to the vendor's."""
SMALL = 200_000
"""Streams of up to so many rows are read once and held; of larger ones each statement reads what columns it needs."""


@dataclass(frozen=True)
class LandedStream:
    """`relation` is a temporary table or view with `_run_no`, `_row`, `_as_of`, `_turn` (the number of its pull among
    those of the stream, from 0), `_gone` and every column that came, as text. A stream that never landed has none.
    `mark` tells the temporary relations of two readings of one stream apart."""

    source: DeclaredSource
    stream: Stream
    stream_no: int
    source_no: int
    columns: tuple[str, ...] = ()
    rows: int = 0
    pulls: tuple[NumberedRun, ...] = ()
    relation: str = ""
    mark: str = ""

    @property
    def title(self) -> str:
        return f"{self.source.name}/{self.stream.name}"

    def named(self, what: str) -> str:
        """A name for a temporary relation of this stream."""
        return quoted(f"{what} {self.title}{self.mark}")

    def has(self, column: str) -> bool:
        return column.lower() in (name.lower() for name in self.columns)


def read_landed(
    database: Database,
    source: DeclaredSource,
    stream: Stream,
    numbers: tuple[int, int],
    runs: Sequence[NumberedRun],
    held: int = SMALL,
) -> LandedStream:
    """Make the relation of a stream from the runs of its source; `numbers` are those of the stream and the source.

    Up to `held` rows it is a table, else a view.
    """
    pulls = [run for run in runs if _was_read(run, stream.name)]
    pulls.sort(key=lambda run: (run.as_of, run.landed.run))
    files = [(path, run, turn) for turn, run in enumerate(pulls) if (path := run.landed.stream(stream.name))]
    if not files:
        return LandedStream(source, stream, *numbers, pulls=tuple(pulls))
    described = database.rows(f"describe select * from {_parquet([path for path, _, _ in files])}")
    columns = tuple(sorted(name for name, *_ in described if name not in OURS))
    rows = sum(int(run.landed.manifest["streams"][stream.name]["rows"]) for _, run, _ in files)
    landed = LandedStream(source, stream, *numbers, columns, rows, tuple(pulls))
    relation = landed.named("landed")
    _list_files(database, landed, files)
    text = rows_of_files(landed, [path for path, _, _ in files], [name for name, *_ in described])
    database.run(f"create or replace temp {'table' if rows <= held else 'view'} {relation} as {text}")
    return replace(landed, relation=relation)


def rows_of_files(landed: LandedStream, paths: Sequence[Path], came: Sequence[str]) -> str:
    """A query for the stream's rows in some of its files, in which the columns `came`; the others are null."""
    pieces = {
        "files": _parquet(paths, ", filename = true, file_row_number = true"),
        "file_list": landed.named("files of"),
        "gone": "coalesce(file._deleted, false)" if "_deleted" in came else "false",
        "columns": "".join(
            f", nullif(file.{quoted(name)}::varchar, '') as {quoted(name)}"
            if name in came
            else f", null::varchar as {quoted(name)}"
            for name in landed.columns
        ),
    }
    text = load("eventlog.records", "landed_stream.sql")
    for name, piece in pieces.items():
        text = text.replace("{" + name + "}", piece)
    return text


def keep_drift(database: Database, streams: Iterable[LandedStream]) -> None:
    """List the columns that came and no declaration names, and the declared ones that never came."""
    found = [(one.source_no, one.stream.name, *each) for one in streams for each in _drift_of(one)]
    if found:
        numbers, names, columns, ways = (list(each) for each in zip(*found, strict=True))
        database.run(
            "insert into drift select unnest($numbers::integer[]), unnest($names::varchar[]), "
            "unnest($columns::varchar[]), unnest($ways::varchar[])",
            numbers=numbers,
            names=names,
            columns=columns,
            ways=ways,
        )


def _drift_of(landed: LandedStream) -> list[tuple[str, str]]:
    if not landed.columns:
        return []
    declared = {name.lower() for name in landed.stream.columns}
    return [
        *((name, "undeclared") for name in landed.columns if name.lower() not in declared),
        *((name, "absent") for name in landed.stream.columns if not landed.has(name)),
    ]


def _was_read(run: NumberedRun, stream: str) -> bool:
    """Whether a run read the stream, be it that nothing was new."""
    manifest = run.landed.manifest
    return stream in manifest["windows"] if "windows" in manifest else stream not in manifest.get("refused", {})


def _parquet(paths: Sequence[Path], more: str = "") -> str:
    return f"read_parquet([{', '.join(literal(path) for path in paths)}], union_by_name = true{more})"


def list_pulls(database: Database, landed: LandedStream) -> str:
    """Make the relation of the pulls of a stream, by their number among them, and return its name."""
    pulls = landed.named("pulls of")
    database.run(
        f"create or replace temp table {pulls} as select "
        "unnest(range(len($runs::integer[])))::integer as turn, unnest($runs::integer[]) as run_no, "
        "unnest($moments::timestamp[]) as as_of",
        runs=[run.run_no for run in landed.pulls],
        moments=[run.as_of.replace(tzinfo=None) for run in landed.pulls],
    )
    return pulls


def _list_files(database: Database, landed: LandedStream, files: Sequence[tuple[Path, NumberedRun, int]]) -> None:
    database.run(
        f"create or replace temp table {landed.named('files of')} as select unnest($paths::varchar[]) as path, "
        "unnest($runs::integer[]) as run_no, unnest($moments::timestamp[]) as as_of, unnest($turns::integer[]) as turn",
        paths=[str(path) for path, _, _ in files],
        runs=[run.run_no for _, run, _ in files],
        moments=[run.as_of.replace(tzinfo=None) for _, run, _ in files],
        turns=[turn for _, _, turn in files],
    )
