"""A flat file on its way in: looked at, with a mapping proposed and questions asked; then landed as it is."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pa_parquet

from core.database import Database, open_memory
from core.errors import BadInput
from core.progress import Progress, silent
from core.sql import literal, quoted
from core.workspace import telling_of_full_disk
from eventlog.exchange.column_guess import RoleGuess
from eventlog.exchange.column_profile import ColumnProfile, profile_columns
from eventlog.exchange.csv_dialect import CsvDialect, find_dialect
from eventlog.exchange.flat_batches import csv_batches, is_parquet, landed_names, parquet_batches, parquet_names
from eventlog.exchange.flat_columns import UNREADABLE
from eventlog.exchange.flat_mapping import FlatMapping, dialect_items, listed
from eventlog.exchange.flat_proposal import completed, drafted, guesses_with
from eventlog.exchange.flat_questions import Question, find_problems, open_questions, unreadable_rows

_PREVIEW_ROWS = 20
_ROW_GROUP = 1 << 17


@dataclass(frozen=True)
class FlatInspection:
    """What was found in a file. `mapping` can be landed and built once nothing is `asked`."""

    path: Path
    dialect: CsvDialect | None  # None for Parquet, which has none
    rows: int
    unreadable: int
    duplicates: int
    columns: tuple[ColumnProfile, ...]
    guesses: tuple[RoleGuess, ...]
    mapping: FlatMapping
    asked: tuple[Question, ...]
    problems: tuple[str, ...]
    preview: tuple[tuple[str | None, ...], ...]

    @property
    def questions(self) -> list[str]:
        """What is asked, in words that say how the command line answers."""
        return [str(question) for question in self.asked]


@dataclass(frozen=True)
class Landed:
    """How many records of a file landed, and how many of them do not split into its columns."""

    rows: int
    unreadable: int


def inspect(
    path: Path, previous: FlatMapping | None = None, choices: Sequence[str] = (), progress: Progress = silent
) -> FlatInspection:
    """Look at all of a file and propose what its columns mean. What the user says (`choices`, as `--map` takes them)
    comes first, then the mapping confirmed for the last such file, then a guess."""
    dialect = _dialect(path, choices, previous)
    with tempfile.TemporaryDirectory(prefix="tracework-") as folder:
        parquet = Path(folder) / "rows.parquet"
        with telling_of_full_disk(parquet):
            landed = _write(_batches(path, dialect, progress), parquet)
        if landed.rows == 0:
            raise BadInput(f"{path} has a header and no rows. Export it again with the rows it should have.")
        progress(None, "looking at the columns")
        with open_memory(temporary=Path(folder)) as database:
            return _inspected(database, parquet, _Look(path, dialect, landed, previous, choices))


def land(path: Path, mapping: FlatMapping, directory: Path, progress: Progress = silent) -> Landed:
    """Write `rows.parquet` into the directory: the position of each record, and its columns as they came."""
    dialect = None if is_parquet(path) else find_dialect(path, mapping)
    names = parquet_names(path) if dialect is None else landed_names(path, dialect.names)
    if names != mapping.columns:
        raise BadInput(
            f"{path} has changed since its columns were confirmed: it has {listed(names)}, and there were "
            f"{listed(mapping.columns)}. Import it again."
        )
    parquet = directory / "rows.parquet"
    with telling_of_full_disk(parquet):
        return _write(_batches(path, dialect, progress), parquet)


@dataclass(frozen=True)
class _Look:
    path: Path
    dialect: CsvDialect | None
    landed: Landed
    previous: FlatMapping | None
    choices: Sequence[str]


def _inspected(database: Database, parquet: Path, look: _Look) -> FlatInspection:
    relation = f"read_parquet({literal(parquet)})"
    database.run(f"create temp view good_row as select * from {relation} where {UNREADABLE} is null")
    described = database.rows(f"describe select * exclude (row, {UNREADABLE}) from good_row")
    names = tuple(name for name, *_ in described)
    columns = profile_columns(database, "good_row", [(name, sql_type) for name, sql_type, *_ in described])
    draft, remarks = drafted(look.path, look.dialect, names, look.previous, look.choices)
    guesses = guesses_with(draft, columns, look.landed.rows, look.previous)
    mapping = completed(database, draft, columns, guesses, look.previous, look.choices)
    if look.landed.unreadable:
        remarks = (*remarks, _unreadable(look.landed, unreadable_rows(database, parquet)))
    duplicates = database.value(f"select count(*) - count(distinct hash({_listing(names)})) from good_row")
    if duplicates:
        remarks = (
            *remarks,
            f"{duplicates:,} of {look.landed.rows:,} rows repeat an earlier row exactly. They are kept.",
        )
    return FlatInspection(
        path=look.path,
        dialect=look.dialect,
        rows=look.landed.rows,
        unreadable=look.landed.unreadable,
        duplicates=duplicates,
        columns=tuple(columns),
        guesses=guesses,
        mapping=mapping,
        asked=open_questions(mapping, columns),
        problems=(*remarks, *find_problems(database, parquet, mapping, columns)),
        preview=tuple(
            database.rows(f"select {_listing(names, '::varchar')} from good_row order by row limit {_PREVIEW_ROWS}")
        ),
    )


def _listing(names: Sequence[str], cast: str = "") -> str:
    return ", ".join(quoted(name) + cast for name in names)


def _unreadable(landed: Landed, first: str) -> str:
    return (
        f"{landed.unreadable:,} of {landed.rows:,} rows do not split into the columns; {first}. "
        "They are set apart and listed, and the others are taken in."
    )


def _dialect(path: Path, choices: Sequence[str], previous: FlatMapping | None) -> CsvDialect | None:
    """The dialect the user said, or as last time if the columns then turn out to be those of last time, or as found."""
    if is_parquet(path):
        return None
    said = dialect_items(choices)
    if previous is not None:
        kept = {key: getattr(previous, key) for key in ("delimiter", "quote", "header") if getattr(said, key) is None}
        dialect = find_dialect(path, said.model_copy(update=kept))
        if previous.read <= set(landed_names(path, dialect.names)):
            return dialect
    return find_dialect(path, said)


def _batches(path: Path, dialect: CsvDialect | None, progress: Progress) -> Iterator[pa.RecordBatch]:
    return parquet_batches(path, progress) if dialect is None else csv_batches(path, dialect, progress)


def _write(batches: Iterator[pa.RecordBatch], parquet: Path) -> Landed:
    rows = unreadable = 0
    writer = None
    try:
        for batch in batches:
            if writer is None:
                writer = pa_parquet.ParquetWriter(parquet, batch.schema, compression="zstd")
            writer.write_batch(batch, row_group_size=_ROW_GROUP)
            rows += batch.num_rows
            unreadable += batch.num_rows - batch[UNREADABLE].null_count
    finally:
        if writer is not None:
            writer.close()
    return Landed(rows, unreadable)
