"""Writes one process as CSV: UTF-8, commas, times in UTC, one row per event."""

from pathlib import Path

import pyarrow.csv as pa_csv

from eventlog.exchange.flat_table import write_flat
from eventlog.reading import EventLog


def write(log: EventLog, process: str | None, path: Path) -> None:
    """The cases of `process` that the log's viewer may see."""
    write_flat(log, process, path, pa_csv.CSVWriter)
