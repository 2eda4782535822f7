"""A stream while it is written: one Parquet file in the end, though columns appear on the way."""

from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from core.workspace import telling_of_full_disk

ROWS_AT_ONCE = 32_768


class StreamFile:
    """Gathers tables and writes them in portions. A new column begins a new piece; `end` joins the pieces."""

    def __init__(self, folder: Path, stream: str) -> None:
        self._folder, self._name = folder, quote(stream, safe="")
        self._waiting: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None
        self._pieces: list[Path] = []
        self.schema = pa.schema([])
        self.rows = 0

    def write(self, table: pa.Table) -> None:
        """Append a table, which may have other columns than those before it."""
        self.rows += table.num_rows
        self._waiting.append(table)
        if sum(waiting.num_rows for waiting in self._waiting) >= ROWS_AT_ONCE:
            self._write_waiting()

    def end(self) -> None:
        """Have all rows in one file."""
        self._write_waiting()
        self._close_piece()
        whole = self._folder / f"{self._name}.parquet"
        if len(self._pieces) == 1:
            self._pieces.pop().rename(whole)
        elif self._pieces:
            self._join(whole)

    def drop(self) -> None:
        """Leave nothing of it."""
        self._waiting.clear()
        self._close_piece()
        while self._pieces:
            self._pieces.pop().unlink()
        self.rows = 0

    def _write_waiting(self) -> None:
        if not self._waiting:
            return
        tables, self._waiting = self._waiting, []
        schema = pa.unify_schemas([self.schema, *(table.schema for table in tables)])
        if schema != self.schema or self._writer is None:
            self._close_piece()
            self._begin_piece(schema)
        assert self._writer is not None
        with telling_of_full_disk(self._folder):
            self._writer.write_table(_with_columns(pa.concat_tables(tables, promote_options="default"), schema))

    def _begin_piece(self, schema: pa.Schema) -> None:
        self._pieces.append(self._folder / f"{self._name}.{len(self._pieces) + 1}.piece")
        self._writer = pq.ParquetWriter(self._pieces[-1], schema, compression="zstd", compression_level=1)
        self.schema = schema

    def _close_piece(self) -> None:
        if self._writer is not None:
            with telling_of_full_disk(self._folder):
                self._writer.close()
            self._writer = None

    def _join(self, whole: Path) -> None:
        with pq.ParquetWriter(whole, self.schema, compression="zstd", compression_level=1) as writer:
            while self._pieces:
                piece = self._pieces.pop(0)
                with telling_of_full_disk(self._folder):
                    for batch in pq.ParquetFile(piece).iter_batches(ROWS_AT_ONCE):
                        writer.write_table(_with_columns(pa.table(batch), self.schema))
                piece.unlink()


def _with_columns(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with exactly the columns of `schema`; those it lacks are null."""
    columns = [
        table[field.name] if field.name in table.column_names else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)
