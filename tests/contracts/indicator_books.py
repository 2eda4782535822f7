"""The totals of an indicator in the form of the pretend firm's books, row by row, and where the two differ."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from eventlog.reading import EventLog
from metrics.cut import read_cut
from metrics.rollup import totals
from metrics.total import Total

Key = tuple[str | None, ...]
Row = tuple[float | str | None, ...]
FIGURES = ("value", "numerator", "denominator", "n", "open", "currency")


def book_rows(path: Path) -> dict[Key, Row]:
    """The rows of a book by period, measure and slices."""
    table = pl.read_csv(path, infer_schema_length=None)
    keys = ("period", "measure", "by1", "slice1", "by2", "slice2")
    return {
        tuple(None if row[name] is None else str(row[name]) for name in keys): tuple(row[name] for name in FIGURES)
        for row in table.iter_rows(named=True)
    }


def told_rows(log: EventLog, indicator: str, keys: set[Key]) -> dict[Key, Row]:
    """What the product tells under the keys that the books have: the whole, by each slice, month and pair."""
    found: dict[Key, Row] = {}
    for by in sorted({tuple(name for name in (key[2], key[4]) if name) for key in keys}):
        for grain in (None, "month"):
            for total in totals(log, indicator, read_cut(by, grain=grain)):
                key = _key(total, by)
                if key in keys:
                    found[key] = tuple(getattr(total, name) for name in FIGURES)
    return found


def differences(book: dict[Key, Row], told: dict[Key, Row]) -> Iterator[tuple[Key, str, Row, Row | None]]:
    """The rows of a book that the product tells otherwise or not at all, with the figure that differs first."""
    for key, row in book.items():
        other = told.get(key)
        if other is None:
            yield key, "missing", row, None
            continue
        for name, one, two in zip(FIGURES, row, other, strict=True):
            if not _same(one, two):
                yield key, name, row, other
                break


def _key(total: Total, by: tuple[str, ...]) -> Key:
    slices = [text for name in by for text in (name, total.slice[name])]
    period = total.period.slug if total.period else None
    return (period, total.measure, *slices, *[None] * (4 - len(slices)))


def _same(one: object, two: object) -> bool:
    """Equal, or apart by what the last digit told may be where doubles were added in another order."""
    if isinstance(one, int | float) and isinstance(two, int | float):
        return abs(one - two) <= 2e-6 * max(1.0, abs(one) * 1e-3)
    return (one or None) == (two or None)
