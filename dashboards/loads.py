"""What was loaded and what was set apart, as the data page asks it of the whole log."""

from dataclasses import dataclass
from typing import Any

from core.sql import load as statement
from eventlog.landed import LandedRun, landed_runs
from eventlog.reading import EventLog
from eventlog.scoped.records import records_seen

EXAMPLES = 20


@dataclass(frozen=True)
class Load:
    """One committed load that is part of the log. What a system sent has no file and no process of its own."""

    source: str
    run: str
    system: str
    process: str
    file: str | None
    landed_at: str
    records: int
    events: int
    refused: int


@dataclass(frozen=True)
class Reason:
    """Records of one load set apart for one reason, with the first of them: (row, record)."""

    source: str
    run: str
    reason: str
    records: int
    examples: tuple[tuple[int | None, str], ...]


def known(log: EventLog) -> list[Load]:
    """The loads this generation was built from; for who sees a part of the rows, with the records behind those."""
    seen = records_seen(log.database, log.viewer)
    counted = {
        (source, run): (events, refused)
        for source, run, events, refused in log.database.rows(statement("dashboards", "loads.sql"))
    }
    return [
        Load(
            source=run.source,
            run=run.run,
            system=run.system,
            process="" if run.kind == "records" else run.process,
            file=None if run.kind == "records" else str(run.manifest["file"]["name"]),
            landed_at=str(run.manifest["landed_at"]),
            records=_records(run) if seen is None else seen.get((run.source, run.run), 0),
            events=counted[run.source, run.run][0],
            refused=counted[run.source, run.run][1],
        )
        for run in landed_runs(log.workspace)
        if (run.source, run.run) in counted
    ]


def set_apart(log: EventLog) -> list[Reason]:
    """The records set apart, by load and reason, most first."""
    rows = log.database.rows(statement("dashboards", "set_apart.sql"), examples=EXAMPLES)
    return [
        Reason(source, run, reason, records, tuple((each["row"], str(each["record"])[:400]) for each in examples))
        for source, run, reason, records, examples in rows
    ]


def _records(run: LandedRun) -> int:
    if run.kind == "records":
        return run.rows
    streams: dict[str, Any] = run.manifest["streams"]
    found = streams.get("rows") or streams.get("events") or {"rows": 0}
    return int(found["rows"])
