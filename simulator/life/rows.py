"""Columns while the firm is simulated, and the maker of the tables of its state.

While it runs, moments are seconds since 1970 in UTC and days are days since 1970, in whole numbers; `NEVER` is a moment
that does not come, 0 a number or day that is not there. Ids run from 1, so the row of id n is n − 1.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator.life.chance import Bools, Ints
from simulator.state import MOMENT, may_be_empty, schema

NEVER = 2**61
HOUR, DAY = 3600, 86400


class Rows:
    """Columns of one length, by name."""

    def __init__(self, **columns: Any) -> None:
        self._columns = {name: np.asarray(values) for name, values in columns.items()}
        lengths = {name: len(values) for name, values in self._columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"Columns of one table have one length; found {lengths}.")

    def __getattr__(self, name: str) -> NDArray[Any]:
        if name.startswith("_") or name not in self._columns:
            raise AttributeError(name)
        return self._columns[name]

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    @property
    def id(self) -> Ints:
        return np.arange(1, len(self) + 1, dtype=np.int64)

    @property
    def columns(self) -> dict[str, NDArray[Any]]:
        return self._columns

    def put(self, **columns: Any) -> Self:
        """Add columns, or put others in their place."""
        for name, values in columns.items():
            self._columns[name] = np.asarray(values)
            if len(self._columns[name]) != len(self):
                raise ValueError(f"Column {name} has {len(values)} values for {len(self)} rows.")
        return self

    def pick(self, which: Ints | Bools) -> Rows:
        """These rows, in this order."""
        return Rows(**{name: values[which] for name, values in self._columns.items()})

    def of(self, ids: Ints) -> Rows:
        """The rows of these ids."""
        return self.pick(ids - 1)


def together(*parts: Rows) -> Rows:
    """The rows of several tables with the same columns, one below the other."""
    full = [part for part in parts if len(part)] or list(parts[:1])
    return Rows(**{name: np.concatenate([part.columns[name] for part in full]) for name in full[0].columns})


def table(name: str, rows: Rows, **more: Any) -> pl.DataFrame:
    """A table of the state from the columns of its schema: those of `rows`, and more; refuses what does not fit.

    A row without a moment that it must have never comes to be.
    """
    found = {"id": rows.id, **rows.columns, **more}
    missing = [column for column in schema(name) if column not in found]
    if missing:
        raise ValueError(f"Table {name} lacks {', '.join(missing)}.")
    empty = may_be_empty(name)
    real = [found[column] < NEVER for column, kind in schema(name).items() if kind == MOMENT and column not in empty]
    frame = pl.DataFrame([
        _series(column, kind, found[column], column in empty).rename(column) for column, kind in schema(name).items()
    ]).filter(np.logical_and.reduce(real) if real else True)  # fmt: skip
    holes = [column for column in frame.columns if column not in empty and frame[column].null_count()]
    if holes:
        raise ValueError(f"Table {name} has empty values in {', '.join(holes)}, which must not be empty.")
    return frame


def _series(column: str, kind: pl.DataType, values: Any, empty: bool) -> pl.Series:
    if kind == pl.String:
        return pl.Series(column, list(values), dtype=pl.String)
    made = pl.Series(column, np.asarray(values))
    if kind == MOMENT:
        return (_held(made, pl.col(column) < NEVER) * 1_000_000).cast(MOMENT)
    if kind != pl.Boolean and kind != pl.Float64 and empty:
        made = _held(made, pl.col(column) != 0)
    return made.cast(pl.Int32).cast(kind) if kind == pl.Date else made.cast(kind)


def _held(series: pl.Series, where: pl.Expr) -> pl.Series:
    return series.to_frame().select(pl.when(where).then(pl.col(series.name)).alias(series.name)).to_series()


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())
