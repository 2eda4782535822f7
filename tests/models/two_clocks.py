"""One firm read at two moments: pulled to its end, and pulled by clocks that stood some weeks before it.

What a detector tells of the earlier moment is the same of both, or it has used what was not known then.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from eventlog.reading import EventLog
from tests.road.roads import Road, small_road

DAYS_BEFORE = 35


@cache
def whole() -> Road:
    """A firm with all troubles, pulled a month before its last moment and again."""
    return small_road("all", (30, 0))


@cache
def earlier() -> Road:
    """The same firm as its systems showed it five weeks before its last moment."""
    return small_road("all", (DAYS_BEFORE,))


def earlier_moment(log: EventLog) -> datetime:
    """The moment up to which the earlier firm is complete, to the second."""
    found: datetime = log.database.value("select as_of from fact.span")
    return found.replace(microsecond=0) + timedelta(seconds=1)
