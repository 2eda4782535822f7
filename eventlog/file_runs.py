"""Runs that were read from a file, a flat table or an event log, become part of a generation: one run at a time."""

from core.database import Database
from core.sql import load
from eventlog.landed import LandedRun
from eventlog.staging.stage_run import stage_run


def load_file_run(database: Database, run: LandedRun, source_no: int, run_no: int) -> None:
    """Add what one landed file holds; what an earlier run of its source told already is not added again."""
    stage_run(database, run)
    database.run(
        load("eventlog", "load_run.sql"),
        source_no=source_no,
        run_no=run_no,
        source=run.source,
        run=run.run,
        case_type=run.object_type,
    )
    path = run.stream("log")
    if path:
        database.run(
            "insert into log_attribute select $source_no, key, type, value from read_parquet($path)",
            source_no=source_no,
            path=str(path),
        )
