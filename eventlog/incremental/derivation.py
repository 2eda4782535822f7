"""What rules derive, derived again after the log has changed: all of it, under the numbers that it had before."""

from collections.abc import Callable

from core.calendars import Calendar
from core.database import Database
from core.sql import load
from eventlog.content_hash import Parts, log_parts
from eventlog.derived.derive import derive
from eventlog.incremental.identities import RESOLVED

EVENTS = "semi join (select event_no from event where quality = 'derived') using (event_no)"
OBJECTS = "(select object_no from object where run_no is null and stream_no is not null)"


def derive_again(database: Database, calendars: Callable[[str], Calendar]) -> tuple[Parts, Parts]:
    """Derive everything anew; returns what is lost and won, as parts of the content hash.

    Adds to `changed_event`, `changed_relation` and `changed_attribute` only what is different from before.
    """
    database.run(load("eventlog.incremental", "derived_before.sql"))
    lost = _parts(database)
    derive(database, calendars)
    database.run(load("eventlog.incremental", "derived_after.sql"))
    return lost, _parts(database)


def _parts(database: Database) -> Parts:
    from_expected = f"semi join (select object_no as from_object_no from {OBJECTS}) using (from_object_no)"
    return log_parts(
        database,
        {
            "object": OBJECTS,
            "object_attribute": f"(from object_attribute semi join {OBJECTS} using (object_no))",
            "object_object": f"(from object_object {from_expected})",
            "event": "(from event where quality = 'derived')",
            "event_object": f"(from event_object {EVENTS})",
            "evidence": f"(from evidence {EVENTS})",
            "event_attribute": "(from event_attribute limit 0)",
            **{name: f"(from {name} limit 0)" for name in ("quarantine", "object_key", *RESOLVED)},
        },
    )
