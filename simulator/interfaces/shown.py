"""What an interface shows: the records of one system as they stand on the firm's clock, and changes made to them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import polars as pl

from simulator.state import State
from simulator.systems.records import SystemRecords

Recorded = Callable[[State], SystemRecords]


class Shown:
    """The records of one system at a moment of the firm's clock, which runs on from where it is set.

    `change` and `remove` alter single records, as tests and inbound writes need it; `create` adds one, `widen` adds a
    column to all.
    """

    def __init__(self, state: State, recorded: Recorded, moment: datetime | None = None) -> None:
        self._state, self._recorded = state, recorded
        self._lock = threading.Lock()
        self._edits: list[Callable[[dict[str, pl.DataFrame]], None]] = []
        self.set_clock(moment or state.as_of)

    def set_clock(self, moment: datetime) -> None:
        """Put the firm's clock to a moment; the tables are those of that moment."""
        with self._lock:
            self._moment, self._set_at = moment, monotonic()
            cut = self._state if moment >= self._state.as_of else self._state.cut(moment)
            self._tables = dict(self._recorded(cut).tables)
            for edit in self._edits:
                edit(self._tables)

    def now(self) -> datetime:
        """The firm's clock: it runs on in real time from where it was set."""
        return self._moment + timedelta(seconds=monotonic() - self._set_at)

    @property
    def state(self) -> State:
        """All that truly happened, whatever the clock says."""
        return self._state

    def keeps(self, what: str) -> bool:
        """Whether the firm's system keeps a thing, such as the history of fields, or has it off."""
        return f"{what}_off" not in self._state.record_troubles

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        return self._tables

    def change(self, table: str, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Give the records that match `key` other values."""

        def edit(tables: dict[str, pl.DataFrame]) -> None:
            frame = tables[table]
            hit = _matching(key)
            tables[table] = frame.with_columns(
                pl.when(hit).then(pl.lit(value, frame.schema[name])).otherwise(pl.col(name)).alias(name)
                for name, value in values.items()
            )

        self._edit(edit)

    def remove(self, table: str, key: Mapping[str, Any]) -> None:
        """Take the records that match `key` away, without a trace."""
        self._edit(lambda tables: tables.update({table: tables[table].filter(~_matching(key))}))

    def create(self, table: str, values: Mapping[str, Any]) -> None:
        """Add a record; columns that are not named stay empty."""

        def edit(tables: dict[str, pl.DataFrame]) -> None:
            frame = tables[table]
            row = pl.DataFrame(
                [[values.get(name)] for name in frame.columns], schema=frame.schema, orient="col", strict=False
            )
            tables[table] = pl.concat([frame, row])

        self._edit(edit)

    def widen(self, table: str, column: str, value: str) -> None:
        """Give a table one column more, in which every record has this value."""
        self._edit(lambda tables: tables.update({table: tables[table].with_columns(pl.lit(value).alias(column))}))

    def undo(self) -> None:
        """Take back all changes; the clock stays as it is."""
        if self._edits:
            self._edits.clear()
            self.set_clock(self.now())

    def _edit(self, edit: Callable[[dict[str, pl.DataFrame]], None]) -> None:
        with self._lock:
            self._edits.append(edit)
            edit(self._tables)


def _matching(key: Mapping[str, Any]) -> pl.Expr:
    return pl.all_horizontal(pl.col(name) == value for name, value in key.items())
