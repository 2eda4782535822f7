"""One landed run as staged tables, whatever kind of file it came from."""

from core.database import Database
from core.sql import literal, load
from eventlog.exchange.flat_mapping import FlatMapping
from eventlog.exchange.flat_rows import stage_flat
from eventlog.exchange.records import SCHEMAS
from eventlog.landed import LandedRun


def stage_run(database: Database, run: LandedRun) -> None:
    """Make the temporary tables `staged_event`, `staged_event_attribute`, `staged_event_object`, `staged_object`,
    `staged_object_attribute`, `staged_object_object` and `staged_quarantine` from one run."""
    if run.kind == "flat":
        _stage_flat_file(database, run)
    else:
        _stage_log_file(database, run)


def _stage_flat_file(database: Database, run: LandedRun) -> None:
    mapping = FlatMapping.model_validate(run.manifest["mapping"])
    stage_flat(database, run.folder / "rows.parquet", mapping)
    database.run(load("eventlog.staging", "flat_objects.sql"), case_type=run.object_type)


def _stage_log_file(database: Database, run: LandedRun) -> None:
    for name, schema in SCHEMAS.items():
        database.register(f"empty_{name}", schema.empty_table())
    streams = {name: _relation(run, name) for name in SCHEMAS}
    database.run(_filled("log_events.sql", streams))
    database.run(_filled("log_objects.sql", streams), case_type=run.object_type)


def _relation(run: LandedRun, stream: str) -> str:
    path = run.stream(stream)
    return f"read_parquet({literal(path)})" if path else f"empty_{stream}"


def _filled(name: str, streams: dict[str, str]) -> str:
    text = load("eventlog.staging", name)
    for stream, relation in streams.items():
        text = text.replace("{" + stream + "}", relation)
    return text
