"""What people of a role in an entity can work and are booked for, week by week, as known at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.errors import NotFound
from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are

Floats = npt.NDArray[np.float64]
FULL_WEEK_MINUTES = 2_400
"""A full-time equivalent: five days of eight hours."""
MOMENTS_AT_ONCE = 60


class Cell(NamedTuple):
    """A role in an entity."""

    role: str
    entity: str


@dataclass(frozen=True)
class Grid:
    """Cells by weeks, in full-time equivalents. `open` is asked for with nobody booked, `given_up` was withdrawn so."""

    cells: tuple[Cell, ...]
    people: Floats
    base: Floats
    able: Floats
    booked: Floats
    open: Floats
    given_up: Floats

    @property
    def gap(self) -> Floats:
        """How many are short; below zero, how many are free."""
        return self.booked + self.open + self.given_up - self.able


def grids(log: EventLog, moments: Sequence[datetime], first: int, last: int) -> list[Grid]:
    """One a moment, over the weeks from `first` to `last` after the moment's own."""
    found = []
    for start in range(0, len(moments), MOMENTS_AT_ONCE):
        found += _read(log, moments[start : start + MOMENTS_AT_ONCE], first, last)
    return found


def monday_of(moment: datetime) -> datetime:
    """The beginning of its week."""
    return datetime(moment.year, moment.month, moment.day) - timedelta(days=moment.weekday())


def has_staffing(log: EventLog) -> bool:
    """Whether the log tells of requests for people at all."""
    try:
        statement = where_facts_are(
            log.database, "select count(*) > 0 from fact.resource_request where role is not null"
        )
    except NotFound:
        return False
    return bool(log.database.value(statement))


def _read(log: EventLog, moments: Sequence[datetime], first: int, last: int) -> list[Grid]:
    statement = where_facts_are(log.database, load("models.staffing", "load.sql"))
    table = log.database.arrow(statement, moments=list(moments), first=first, last=last)
    columns = {
        name: table[name].to_numpy() for name in ("ahead", "people", "base", "able", "booked", "open", "given_up")
    }
    rows: dict[datetime, list[int]] = {moment: [] for moment in moments}
    for row, moment in enumerate(table["moment"].to_pylist()):
        rows[moment].append(row)
    roles, entities = table["role"].to_pylist(), table["entity"].to_pylist()
    found = []
    for moment in moments:
        mine = rows[moment]
        cells = sorted({Cell(roles[row], entities[row]) for row in mine})
        place = {cell: number for number, cell in enumerate(cells)}
        at = np.array([place[Cell(roles[row], entities[row])] for row in mine], np.int64)
        week = columns["ahead"][mine].astype(np.int64) - first
        values = {}
        for name in ("people", "base", "able", "booked", "open", "given_up"):
            values[name] = np.zeros((len(cells), last - first + 1))
            values[name][at, week] = columns[name][mine] / (1 if name == "people" else FULL_WEEK_MINUTES)
        found.append(Grid(tuple(cells), **values))
    return found
