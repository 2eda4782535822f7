"""Findings and actions put into the log, after everything that they may be about."""

from collections.abc import Sequence

from core.database import Database
from core.sql import load
from eventlog.acts.declaration import ACTS, NAMES
from eventlog.content_hash import Parts, log_parts
from eventlog.incremental.shadow import generation, shadowed
from eventlog.numbering import OURS, NumberedRun
from eventlog.records.load_records import load_records

_OWN_OBJECT = "semi join {objects} using (object_no))"
_OWN_EVENT = "semi join {events} using (event_no))"
_TABLES = {
    "object": f"(from object {_OWN_OBJECT}",
    "object_attribute": f"(from object_attribute {_OWN_OBJECT}",
    "object_object": "(from object_object semi join (select object_no as from_object_no from {objects}) "
    "using (from_object_no))",
    "event": f"(from event {_OWN_EVENT}",
    "event_object": f"(from event_object {_OWN_EVENT}",
    "event_attribute": f"(from event_attribute {_OWN_EVENT}",
    "quarantine": "(from quarantine where source = 'tracework' and list_contains({names}, stream))",
}
"""Which rows of each table are of findings and actions, for the content hash."""


_EXCHANGED = (
    *(f"act_{each}_{when}" for each in ("object", "value", "relation", "event", "naming", "event_value")
      for when in ("before", "now")),
    "act_set_apart_now",
)  # fmt: skip


def tell_acts(database: Database, runs: Sequence[NumberedRun]) -> None:
    """Add them to a log that is being built; `runs` are all that count."""
    of_acts = _of_acts(runs)
    if of_acts:
        load_records(database, ACTS, of_acts)
        _run(database, "about.sql")


def tell_acts_again(database: Database, runs: Sequence[NumberedRun]) -> tuple[Parts, Parts]:
    """Map all of them anew in a log that goes on from the one before, and exchange them for those it holds; returns
    what is lost and won, as parts of the content hash.

    Adds to `changed_event`, `changed_relation` and `changed_attribute` only what is different from before.
    """
    of_acts = _of_acts(runs)
    if not of_acts:
        return {}, {}
    with shadowed(database):
        load_records(database, ACTS, of_acts)
        _run(database, "acts_now.sql")
    _run(database, "acts_before.sql")
    lost = _parts(database, "act_object_before", "act_event_before")
    _run(database, "exchange.sql")
    _run(database, "about.sql")
    won = _parts(database, "act_object_now", "act_event_now")
    _run(database, "acts_changed.sql")
    for each in _EXCHANGED:
        database.run(f"drop table {each}")
    return lost, won


def _of_acts(runs: Sequence[NumberedRun]) -> list[NumberedRun]:
    return [
        run
        for run in runs
        if run.landed.source == OURS and run.landed.kind == "records" and NAMES & run.landed.manifest["streams"].keys()
    ]


def _parts(database: Database, objects: str, events: str) -> Parts:
    names = "[" + ", ".join(f"'{name}'" for name in sorted(NAMES)) + "]"
    return log_parts(
        database,
        {table: text.format(objects=objects, events=events, names=names) for table, text in _TABLES.items()},
    )


def _run(database: Database, name: str) -> None:
    numbers = dict(
        database.rows(
            "select stream.name, stream_no from stream join source using (source_no) where source.name = $source",
            source=OURS,
        )
    )
    own = [numbers[name] for name in NAMES if name in numbers]
    text = load("eventlog.acts", name)
    for place, piece in {
        "{log}": generation(database),
        "{finding_stream}": str(numbers["finding"]),
        "{streams}": ", ".join(map(str, sorted(own))),
        "{names}": ", ".join(f"'{name}'" for name in sorted(NAMES)),
    }.items():
        text = text.replace(place, piece)
    database.run(text)
