"""From shares to the rows of a book: by month and over all, for the whole and by one or two slices."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import sqrt
from typing import Any

import polars as pl

from simulator.books.kaplan_meier import quantiles
from simulator.books.shares import SLICES, Measure

PAIRS = (
    ("entity", "practice"), ("entity", "client"), ("entity", "kind"), ("entity", "approver_role"), ("entity", "rule"),
    ("kind", "approver_role"),
)  # fmt: skip
COLUMNS: dict[str, pl.DataType] = {
    "period": pl.String(), "measure": pl.String(), "by1": pl.String(), "slice1": pl.String(), "by2": pl.String(),
    "slice2": pl.String(), "value": pl.Float64(), "numerator": pl.Float64(), "denominator": pl.Float64(),
    "n": pl.Int64(), "open": pl.Int64(), "currency": pl.String(),
}  # fmt: skip
CENTS, FINE = 2, 6  # digits behind the point, of money and of anything else
USD = 10_000
FIXED = 2**40

# What goes above the line and below it; `spread` needs the squares too.
ONE = pl.col("value").is_not_null()
QUOTIENTS = ("ratio", "skill", "weighted")
PARTS: dict[str, tuple[pl.Expr, pl.Expr]] = {
    "ratio": (pl.col("numerator"), pl.col("denominator")),
    "skill": (pl.col("numerator"), pl.col("denominator")),
    "sum": (pl.col("value"), pl.lit(0.0)),
    "mean": (pl.col("value"), ONE),
    "mean_abs": (pl.col("value").abs(), ONE),
    "spread": (pl.col("value"), ONE),
    "weighted": (pl.col("value") * pl.col("weight"), pl.col("weight")),
}


def book(measures: list[Measure]) -> pl.DataFrame:
    """The rows of an indicator's book, in a fixed order."""
    rows = [row for measure in measures for row in _rows(measure)]
    table = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    return table.sort("measure", "by1", "by2", "period", "slice1", "slice2")


def _rows(measure: Measure) -> Iterator[tuple[Any, ...]]:
    present = [name for name in SLICES if measure.shares[name].null_count() < len(measure.shares)]
    chosen: list[list[str]] = [[], *([name] for name in present)]
    chosen += [list(pair) for pair in PAIRS if set(pair) <= set(present)]
    thing = (pl.col("object_id") + "/" + pl.col("part")).rank("dense").alias("thing")
    things = measure.shares.with_columns(thing)
    for by in chosen:
        shares = things.drop_nulls(by) if by else things
        shares = _in_one_currency(measure, shares, by) if measure.money else shares.with_columns(told=None)
        for period in ("month",) if measure.monthly else ("month", "all"):
            yield from _grouped(measure, shares, by, period)


def _in_one_currency(measure: Measure, shares: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Money in ten thousandths of a cent: of the slice's currency where it only ever has one, else of the dollar."""
    one = pl.col("currency").n_unique() == 1
    own = one.over(by) if by else one
    factor = pl.when("own").then(USD).otherwise(pl.col("usd"))
    shares = shares.with_columns(own=own).with_columns(told=pl.when("own").then("currency").otherwise(pl.lit("USD")))
    return shares.with_columns((pl.col(name) * factor).alias(name) for name in measure.money).drop("own")


def _grouped(measure: Measure, shares: pl.DataFrame, by: list[str], period: str) -> Iterator[tuple[Any, ...]]:
    if period == "all" and measure.stock:
        shares = shares.filter(pl.col("period") == pl.col("period").max())
    month = pl.col("period").dt.strftime("%Y-%m") if period == "month" else pl.lit(None, pl.String)
    shares = shares.with_columns(month.alias("period"))
    keys = ["period", "told", *by]
    counts = [
        pl.col("thing").n_unique().alias("n"),
        pl.col("thing").filter(pl.col("is_open")).n_unique().alias("open"),
    ]
    if measure.aggregate == "km":
        once = shares.unique([*keys, "thing"], maintain_order=True)
        counts = [pl.len().alias("n"), pl.col("is_open").sum().alias("open")]
        for row in once.group_by(keys).agg(*counts, "value", "elapsed", "is_open").iter_rows(named=True):
            yield from _durations(measure, row, by)
        return
    above, below = PARTS[measure.aggregate]
    squares = above * above if measure.aggregate == "spread" else pl.lit(0)
    summed = [_exact(above, "above"), _exact(squares, "squares"), _exact(below, "below")]
    for row in shares.group_by(keys).agg(*counts, *summed).iter_rows(named=True):
        row |= {name: Fraction(row[name], FIXED) for name in ("above", "squares", "below")}
        yield _row(measure, row, by, _value(measure, row, by))


def _exact(numbers: pl.Expr, name: str) -> pl.Expr:
    """Their sum in whole parts of `FIXED`, so that it is the same in whatever order they are added."""
    return (numbers.cast(pl.Float64) * FIXED).round().cast(pl.Int128).sum().alias(name)


def _durations(measure: Measure, row: dict[str, Any], by: list[str]) -> Iterator[tuple[Any, ...]]:
    """Four measures: half and nine in ten, of the working time and by the wall clock."""
    prefix = f"{measure.name}_" if measure.name else ""
    for clock, suffix in (("value", ""), ("elapsed", "_elapsed")):
        if row[clock][0] is None:
            continue
        found = quantiles(row[clock], row["is_open"])
        for word, time in zip(("median", "p90"), found, strict=True):
            scale = measure.scale if clock == "value" else measure.parts
            value = None if time is None else float(round(Fraction(time) * scale, FINE))
            named = {**row, "above": None, "below": None}
            yield _row(measure, named, by, value, f"{prefix}{word}{suffix}")


def _value(measure: Measure, row: dict[str, Any], by: list[str]) -> float | None:
    above, below = row["above"], row["below"]
    if measure.above_only & set(by):
        return None
    if measure.aggregate == "sum":
        return _rounded(measure, above * measure.scale / (USD if measure.money else 1))
    if not below:
        return None
    if measure.aggregate == "skill":
        return _rounded(measure, 1 - abs(above - below) / abs(below))
    if measure.aggregate == "spread":
        variance = row["squares"] / below - (above / below) ** 2
        return round(sqrt(abs(variance)) * float(measure.scale), FINE)
    return _rounded(measure, above / below * measure.scale)


def _rounded(measure: Measure, value: Fraction) -> float:
    return float(round(value, CENTS if measure.money and measure.aggregate == "sum" else FINE))


def _row(measure: Measure, row: dict[str, Any], by: list[str], value: float | None, name: str = "") -> tuple[Any, ...]:
    """One row of the book; `above` and `below` are told where the value is a quotient."""
    above_only = bool(measure.above_only & set(by))
    quotient = measure.aggregate in QUOTIENTS
    part = measure.parts / (USD if measure.money else 1)
    above = float(round(row["above"] * part, FINE)) if quotient else None
    below = float(round(row["below"] * part, FINE)) if quotient and not above_only else None
    slices: list[str | None] = [text for name_ in by for text in (name_, row[name_])] + [None] * (4 - 2 * len(by))
    counted = (row["n"], row["open"], row["told"])
    return (row["period"], name or measure.name, *slices, value, above, below, *counted)
