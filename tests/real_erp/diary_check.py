"""Whether the events of a log are those that the diary of the seeding has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tests.real_erp.firm_log import LoggedEvent

BY_DATE = {"time_logged", "payment_received", "vendor_invoice_received"}
"""Events that happen on a business date; the others at the moment that the system noted."""
CLOCK = timedelta(milliseconds=1)


def assert_same_events(events: Sequence[LoggedEvent], done: Sequence[dict[str, Any]]) -> None:
    """Each event is one of the diary: same type, its objects among those named, in the time its action took."""
    assert Counter(event.type for event in events) == Counter(each["type"] for each in done)
    unclaimed = list(events)
    for each in done:
        found = next((event for event in unclaimed if _is_meant(event, each)), None)
        assert found, f"{each} is not among {[event for event in unclaimed if event.type == each['type']]}"
        unclaimed.remove(found)


def _is_meant(event: LoggedEvent, done: dict[str, Any]) -> bool:
    began, ended = (datetime.fromisoformat(done[key]) for key in ("began", "ended"))
    if event.type != done["type"] or not event.objects >= set(done["objects"]):
        return False
    if event.type in BY_DATE:
        day = datetime.combine(date.fromisoformat(done["on"]), datetime.min.time())
        logged = event.logged_at is not None and began - CLOCK <= event.logged_at <= ended + CLOCK
        return event.at == day and event.quality == "business_date" and logged
    return event.quality == "logged" and began - CLOCK <= event.at <= ended + CLOCK
