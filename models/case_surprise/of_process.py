"""The cases of a process as they were known at a moment: their events in words, and whether they may still go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from core.sql import load
from eventlog.reading import ProcessLog
from models.case_surprise.ways import Told

ACTIVITY, WHO, DID = "activity", "who", "did"
FEWEST, MOST_VALUES, MOST_ATTRIBUTES = 50, 30, 3
"""Attributes of events that are told so often with so few values, and so many of them, are looked at too."""
LONGEST_WAITS = 0.99
"""A case is taken to have ended once it was still for longer than this share of the waits after its last activity."""
SELDOM = 0.02
"""An activity that is followed by another less often than this ends a case."""


@dataclass(frozen=True)
class ProcessCases:
    """One entry a case in `ids` and `last_us`, one an event in the rest; `columns` names what `said` tells."""

    ids: Sequence[str]
    last_us: np.ndarray
    columns: tuple[str, ...]
    first: np.ndarray
    said: tuple[Sequence[str], ...]
    at_us: np.ndarray
    wait_us: np.ndarray
    is_last: np.ndarray

    @property
    def newcomers(self) -> tuple[int, ...]:
        """The columns in which new values come all the time: people join."""
        return tuple(number for number, name in enumerate(self.columns) if name == WHO)

    def patience(self) -> dict[str, int]:
        """By activity, for how many microseconds a case may be still after it and yet go on."""
        activity = np.array(self.said[0], object)
        found = {}
        for name in sorted(set(self.said[0])):
            here = activity == name
            waits = self.wait_us[here & ~self.is_last]
            goes_on = len(waits) > SELDOM * here.sum()
            found[name] = int(np.quantile(waits, LONGEST_WAITS)) if goes_on else 0
        return found

    def told(self, moment: datetime, patience: Mapping[str, int], columns: Sequence[str]) -> Told:
        """Its cases in words by the columns asked for; a column that is not known says nothing."""
        nothing = [""] * len(self.at_us)
        said = tuple(self.said[self.columns.index(name)] if name in self.columns else nothing for name in columns)
        return Told(self.first, self.ended_us(patience) <= microseconds(moment), said)

    def ended_us(self, patience: Mapping[str, int]) -> np.ndarray:
        """When each case was, or will be, taken to have ended if nothing more happens."""
        last = [self.said[0][place - 1] for place in self.first[1:]]
        return self.last_us + np.array([patience.get(name, 0) for name in last], np.int64)


def cases_of(process: ProcessLog, moment: datetime) -> ProcessCases:
    """All cases that had begun by then."""
    table = process.database.arrow(load("models.case_surprise", "of_process.sql"), moment=moment)
    known = {name: table.column(name) for name in table.column_names}
    ids = np.array(known["object_id"].to_pylist(), object)
    begins = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]) if len(ids) else np.array([], np.int64)
    said = {ACTIVITY: known["activity"].to_pylist(), WHO: known["who"].to_pylist(), DID: known["did"].to_pylist()}
    said |= _attributes(process, moment, known["event_no"].to_pylist())
    telling = {name: values for name, values in said.items() if name == ACTIVITY or len(set(values)) > 1}
    return ProcessCases(
        ids[begins].tolist(),
        known["last_ts"].to_numpy()[begins],
        tuple(telling),
        np.r_[begins, len(ids)].astype(np.int64),
        tuple(telling.values()),
        known["ts"].to_numpy(),
        known["wait_us"].fill_null(0).to_numpy(),
        known["is_last"].to_numpy(zero_copy_only=False),
    )


def microseconds(moment: datetime) -> int:
    """Since 1970, of a moment in UTC without zone."""
    return int((moment - datetime(1970, 1, 1)).total_seconds() * 1_000_000)


def _attributes(process: ProcessLog, moment: datetime, events: Sequence[int]) -> dict[str, list[str]]:
    rows = process.database.rows(
        load("models.case_surprise", "of_process_attributes.sql"),
        moment=moment, most_values=MOST_VALUES, fewest=FEWEST, most=MOST_ATTRIBUTES,
    )  # fmt: skip
    told: dict[str, dict[int, str]] = {}
    for name, event, value in rows:
        told.setdefault(name, {})[event] = value
    return {name: [values.get(event, "") for event in events] for name, values in told.items()}
