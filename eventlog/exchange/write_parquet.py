"""Writes one process as Parquet, typed columns and times in UTC, one row per event."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pa_parquet

from eventlog.exchange.flat_table import write_flat
from eventlog.reading import EventLog


def write(log: EventLog, process: str | None, path: Path) -> None:
    """The cases of `process` that the log's viewer may see."""
    write_flat(log, process, path, _writer)


def _writer(path: Path, schema: pa.Schema) -> pa_parquet.ParquetWriter:
    return pa_parquet.ParquetWriter(path, schema, compression="zstd")
