"""What rules derive, derived again after the log has changed, where the change may have touched it."""

from collections.abc import Callable
from datetime import datetime

from core.calendars import Calendar
from core.database import Database
from core.sql import load
from eventlog.content_hash import Parts, log_parts
from eventlog.derived.derive import LEFT, ask, derive_lost, look_at


def derive_again(
    database: Database, calendars: Callable[[str], Calendar], complete_before: datetime
) -> tuple[Parts, Parts]:
    """Derive anew what may have changed; returns what is lost and won, as parts of the content hash.

    `complete_before` is up to when the log was complete before the change. Adds to `changed_event`, `changed_relation`
    and `changed_attribute` only what is different from before. What is not derived anew stays as it is.
    """
    before = database.rows("from asked order by all")
    ask(database)
    as_before = database.rows("from asked order by all") == before
    look_at(database, f"timestamp '{complete_before:%Y-%m-%d %H:%M:%S.%f}'" if as_before else None)
    lost = _parts(database, "lost_event", "lost_object")
    derive_lost(database, calendars)
    database.run(load("eventlog.incremental", "derived_after.sql"))
    won = _parts(database, "won_event", "won_object")
    for name in LEFT:
        database.run(f"drop table {name}")
    return lost, won


def _parts(database: Database, events: str, objects: str) -> Parts:
    of_events = f"semi join {events} using (event_no)"
    from_objects = f"semi join (select object_no as from_object_no from {objects}) using (from_object_no)"
    return log_parts(
        database,
        {
            "object": f"(from object semi join {objects} using (object_no))",
            "object_attribute": f"(from object_attribute semi join {objects} using (object_no))",
            "object_object": f"(from object_object {from_objects})",
            "event": f"(from event {of_events})",
            "event_object": f"(from event_object {of_events})",
            "evidence": f"(from evidence {of_events})",
        },
    )
