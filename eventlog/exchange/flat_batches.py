"""The rows of a CSV or Parquet file as Arrow batches that never need more than a few megabytes.

Each batch is `row` (the 0-based position of the record in the file), the file's columns, and `unreadable`: a reason and
the text of a record that does not split into the columns, null for the others."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from core.errors import BadInput
from core.progress import Progress
from eventlog.exchange.csv_dialect import CsvDialect, opened
from eventlog.exchange.flat_columns import UNREADABLE

MOST_COLUMNS = 500
_BLOCK = 4 << 20
_BATCH_ROWS = 50_000
_REFUSED = pa.struct([("reason", pa.string()), ("record", pa.string())])


def is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def landed_names(path: Path, names: Sequence[str]) -> tuple[str, ...]:
    """The names columns land under: the file's own, numbered where two are alike (a database sees no capitals)."""
    if len(names) > MOST_COLUMNS:
        raise BadInput(
            f"{path} has {len(names):,} columns, and up to {MOST_COLUMNS:,} are taken. "
            "Keep those that say what happened, to what, when and by whom, and import it again."
        )
    return unique_names(names, ("row", UNREADABLE))


def unique_names(names: Sequence[str], reserved: Iterable[str]) -> tuple[str, ...]:
    """The names, with a number after one that is reserved or was there before, capitals or not."""
    taken, unique_ones = set(reserved), []
    for place, name in enumerate(names, start=1):
        plain = name.strip() or f"column {place}"
        unique, copy = plain, 1
        while unique.casefold() in taken:
            copy += 1
            unique = f"{plain} ({copy})"
        taken.add(unique.casefold())
        unique_ones.append(unique)
    return tuple(unique_ones)


def csv_batches(path: Path, dialect: CsvDialect, progress: Progress) -> Iterator[pa.RecordBatch]:
    """The records of a CSV file, all columns as text."""
    names = landed_names(path, dialect.names)
    refused: deque[Any] = deque()
    size, position = path.stat().st_size, 0
    with opened(path) as file:
        try:
            for batch in _reader(file, names, dialect, refused):
                placed = _with_refused(batch, position, refused, dialect)
                _check_quotes(path, dialect, placed)
                yield placed
                position += placed.num_rows
                share = None if dialect.compressed else min(file.tell() / size, 1.0)
                progress(share, f"read {position:,} rows")
        except (pa.ArrowInvalid, UnicodeError, EOFError) as error:
            raise _unreadable_file(path, dialect, str(error)) from None
    if refused:
        rest = _with_refused(_no_rows(names), position, refused, dialect)
        _check_quotes(path, dialect, rest)
        yield rest


def parquet_batches(path: Path, progress: Progress) -> Iterator[pa.RecordBatch]:
    """The rows of a Parquet file, its columns typed as they are."""
    try:
        with pa_parquet.ParquetFile(path) as file:
            total = file.metadata.num_rows
            names = landed_names(path, file.schema_arrow.names)
            position = 0
            for batch in file.iter_batches(batch_size=_BATCH_ROWS):
                rows = np.arange(position, position + batch.num_rows)
                yield _numbered(batch.rename_columns(list(names)), rows, pa.nulls(batch.num_rows, _REFUSED))
                position += batch.num_rows
                progress(position / total, f"read {position:,} of {total:,} rows")
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise BadInput(
            f"{path} cannot be read as Parquet: {str(error).splitlines()[0]} It is cut off or damaged; write it again."
        ) from None


def parquet_names(path: Path) -> tuple[str, ...]:
    """The columns of a Parquet file as they land."""
    try:
        return landed_names(path, pa_parquet.read_schema(path).names)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadInput(
            f"{path} cannot be read as Parquet: {str(error).splitlines()[0]} It is cut off or damaged; write it again."
        ) from None


def _reader(file: Any, names: Sequence[str], dialect: CsvDialect, refused: deque[Any]) -> pa_csv.CSVStreamingReader:
    def refuse(row: Any) -> str:
        refused.append(row)
        return "skip"

    encoding = "utf8" if dialect.encoding in ("utf-8", "utf-8-sig") else dialect.encoding
    return pa_csv.open_csv(
        file,
        read_options=pa_csv.ReadOptions(
            use_threads=False,
            block_size=_BLOCK,
            column_names=list(names),
            skip_rows=dialect.lines_before,
            skip_rows_after_names=int(dialect.header),
            encoding=encoding,
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote or False,
            newlines_in_values=True,
            invalid_row_handler=refuse,
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


def _with_refused(batch: pa.RecordBatch, position: int, refused: deque[Any], dialect: CsvDialect) -> pa.RecordBatch:
    """The batch with the position of every record, and the refused records that stand among its rows."""
    first = 1 + dialect.lines_before + int(dialect.header)
    among: list[Any] = []
    while refused and refused[0].number - first <= position + batch.num_rows + len(among):
        among.append(refused.popleft())
    places = np.array([row.number - first for row in among], dtype=np.int64)
    rows = np.setdiff1d(np.arange(position, position + batch.num_rows + len(among)), places, assume_unique=True)
    good = _numbered(batch, rows, pa.nulls(batch.num_rows, _REFUSED))
    if not among:
        return good
    reasons = [{"reason": _reason(row), "record": row.text} for row in among]
    empty = pa.RecordBatch.from_arrays([pa.nulls(len(among), pa.string())] * batch.num_columns, schema=batch.schema)
    both = pa.Table.from_batches([good, _numbered(empty, places, pa.array(reasons, _REFUSED))])
    return both.sort_by("row").combine_chunks().to_batches()[0]


def _reason(row: Any) -> str:
    return f"{row.actual_columns} values where the header has {row.expected_columns}"


def _no_rows(names: Sequence[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], pa.string())] * len(names), names=list(names))


def _check_quotes(path: Path, dialect: CsvDialect, batch: pa.RecordBatch) -> None:
    """A quote that is never closed swallows the rest of the file into the last value of the last record."""
    last = batch.slice(batch.num_rows - 1).to_pylist()[0]
    refused = last.pop(UNREADABLE)
    tail = refused["record"] if refused else list(last.values())[-1]
    if "\n" in (tail or "") and (line := _line_of_open_quote(path, dialect)):
        raise BadInput(
            f"{path}: the quote {dialect.quote} that opens in line {line:,} is never closed, so the rest of the file "
            "reads as one value. Close it in that line, or say --map quote= if it means nothing in this file."
        )


def _line_of_open_quote(path: Path, dialect: CsvDialect) -> int | None:
    """The line of the last quote that opens and does not close, if there is one."""
    opening = None
    with opened(path) as file, TextIOWrapper(file, dialect.encoding, errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.count(dialect.quote) % 2:
                opening = number if opening is None else None
    return opening


def _unreadable_file(path: Path, dialect: CsvDialect, words: str) -> BadInput:
    if "straddl" in words:
        line = _line_of_open_quote(path, dialect) if dialect.quote else None
        where = f"a quote {dialect.quote} opens in line {line:,} and is not closed" if line else "one record never ends"
        return BadInput(
            f"{path}: {where} within {_BLOCK >> 20} MB. Close it, or say --map quote= if the character means nothing "
            "in this file, or --map delimiter=CHARACTER if the columns are split by another one."
        )
    if "UTF8" in words or "codec" in words:
        return BadInput(
            f"{path} is not {dialect.encoding} throughout ({words.splitlines()[0]}). "
            "Say which encoding it has with --map encoding=NAME."
        )
    return BadInput(f"{path} cannot be read as CSV: {words.splitlines()[0]} Export it again.")


def _numbered(batch: pa.RecordBatch, rows: Any, unreadable: pa.Array) -> pa.RecordBatch:
    names = ["row", *batch.schema.names, UNREADABLE]
    return pa.RecordBatch.from_arrays([pa.array(rows, pa.int64()), *batch.columns, unreadable], names=names)
