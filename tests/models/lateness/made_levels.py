"""A service level over generated cases, in a calendar that always works: ask, then answer within 48 hours."""

from __future__ import annotations

import numpy as np

from core.calendars import calendar
from eventlog.process_declaration import ServiceLevel
from models.lateness.watched import Watched
from models.lateness.working_clock import WorkingClock
from models.remaining_time.histories import Histories

LEVEL = ServiceLevel.model_validate({"name": "Answered", "from": "ask", "to": "answer", "hours": 48})


def level_of(took: list[float], begun: list[float] | None = None, places: list[str] | None = None) -> Watched:
    """Cases that were answered after so many days; not a number: not yet."""
    start = np.array(begun if begun is not None else np.arange(len(took)) * 0.5, np.float64)
    days, names, said, first = [], [], [], [0]
    for number, days_taken in enumerate(took):
        case = [(start[number], "ask")]
        if not np.isnan(days_taken):
            case.append((start[number] + days_taken, "answer"))
        days += [day for day, _ in case]
        names += [name for _, name in case]
        said += [places[number] if places else "here"] * len(case)
        first.append(len(days))
    known = Histories(np.array(first), np.array(days), names, {"place": said})
    clock = WorkingClock(calendar("always"), float(start.min()), float(np.max(days)))
    every = np.arange(len(took))
    ids = tuple(f"thing:{number}" for number in every)
    kept = start + np.array(took, np.float64)
    gone = np.full(len(took), np.inf)
    return Watched("desk", "thing", LEVEL, known, ids, every, start, kept, start + 2.0, gone, (clock,) * len(took))
