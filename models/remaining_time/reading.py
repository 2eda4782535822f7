"""The cases of a process as flat arrays, from its case tables: what had happened and was written down by a moment."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from core.sql import load
from eventlog.reading import ProcessLog
from models.remaining_time.histories import Histories

DAY_US = 86_400_000_000


def histories(process: ProcessLog, moment: datetime | None = None) -> Histories:
    """All of them, or what was known at a moment; of each event also who did it."""
    rows = process.database.rows(load("models.remaining_time", "events.sql"), moment=moment)
    case = np.array([row[0] for row in rows], np.int64)
    first = np.concatenate([np.flatnonzero(np.diff(case, prepend=-1)), [len(rows)]]).astype(np.int64)
    return Histories(
        first=first,
        day=np.array([row[2] / DAY_US for row in rows], np.float64),
        activity=[row[1] for row in rows],
        said={"who": [row[3] for row in rows]},
        number=case[first[:-1]],
    )
