"""Shares: one row for each object that counts in a measure, with its time, its place, and what it adds.

Books are aggregates of shares, so an analysis can be compared with them object by object. Durations have their working
time in `value` and the time by the wall clock in `elapsed`, both in microseconds; the rest is in minutes, cents of
`currency`, points or counts. A thing that belongs to several projects has one row for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from simulator.books.business_hours import with_business_time
from simulator.books.firm import OF_PROJECT, Firm
from simulator.books.local_time import local_day
from simulator.state import MOMENT

OF_PROJECT_ONLY = frozenset(OF_PROJECT) - {"practice"}  # what people and their capacity do not have
SLICES = ("entity", "region", *OF_PROJECT, "kind", "approver_role", "rule")
NUMBERS = ("value", "elapsed", "numerator", "denominator", "weight")
SCHEMA: dict[str, pl.DataType] = {
    "object_id": pl.String(), "part": pl.String(), "at": MOMENT, "period": pl.Date(), "is_open": pl.Boolean(),
    **dict.fromkeys(NUMBERS, pl.Float64()), "currency": pl.String(), "usd": pl.Int64(),
    **dict.fromkeys(SLICES, pl.String()),
}  # fmt: skip

# In what the books tell it: hours of microseconds and of minutes, units of money of cents.
PLAIN, HUNDRED = Fraction(1), Fraction(100)
HOURS_OF_MICROSECONDS, HOURS, MONEY = Fraction(1, 3_600_000_000), Fraction(1, 60), Fraction(1, 100)


@dataclass(frozen=True)
class Measure:
    """A measure of an indicator: its shares, and how they come together.

    `aggregate` is km, ratio, sum, mean, mean_abs, spread, weighted or skill. `money` are the columns that hold cents.
    `scale` turns the value, and `parts` numerator and denominator (of durations the time by the wall clock), into what
    the books tell. A stock has shares at month ends. By the slices in
    `above_only` just the numerator is told: what is below the line does not have them. Where what is below is counted
    month by month, as `monthly` says, there is no row over all time.
    """

    name: str
    aggregate: str
    shares: pl.DataFrame
    money: tuple[str, ...] = ()
    scale: Fraction = PLAIN
    parts: Fraction = PLAIN
    stock: bool = False
    above_only: frozenset[str] = frozenset()
    monthly: bool = False


def shaped(firm: Firm, rows: pl.DataFrame) -> pl.DataFrame:
    """Shares from rows with object_id, at, entity_id and what else they have of the columns of shares."""
    rows = firm.placed(rows)
    rows = rows.with_columns(local_day(pl.col("at")).alias("day")).sort("day", maintain_order=True)
    rows = rows.join_asof(firm.rates, on="day", by="currency", check_sortedness=False)
    rows = rows.with_columns(period=pl.col("day").dt.truncate("1mo"))
    given = {"part": pl.lit(""), "is_open": pl.lit(value=False)}
    missing = [name for name in SCHEMA if name not in rows.columns]
    rows = rows.with_columns(given.get(name, pl.lit(None)).alias(name) for name in missing)
    rows = rows.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    return rows.with_columns(pl.col("part").fill_null("")).sort("at", "object_id", "part", *SLICES, *NUMBERS)


def durations(firm: Firm, rows: pl.DataFrame) -> pl.DataFrame:
    """Shares from rows with started_at and ended_at; what has not ended yet is as old as the books are.

    What ended before it started is no duration.
    """
    rows = rows.filter(pl.col("started_at") <= firm.as_of).with_columns(
        at=pl.col("started_at"),
        is_open=pl.col("ended_at").is_null(),
        until=pl.col("ended_at").fill_null(pl.lit(firm.as_of).cast(MOMENT)),
    )
    rows = firm.placed(rows.filter(pl.col("until") >= pl.col("at")))
    rows = with_business_time(rows, "at", "until").with_columns(
        value=pl.col("business"), elapsed=(pl.col("until") - pl.col("at")).dt.total_microseconds()
    )
    return shaped(firm, rows)


def duration(name: str, shares: pl.DataFrame) -> Measure:
    """Median and ninetieth percentile in hours, of working time and by the wall clock."""
    return Measure(name, "km", shares, scale=HOURS_OF_MICROSECONDS, parts=HOURS_OF_MICROSECONDS)


def share_of(name: str, shares: pl.DataFrame) -> Measure:
    """The part of objects for which something holds; shares have it as numerator of one."""
    return Measure(name, "ratio", shares)


def told(measures: Sequence[Measure]) -> pl.DataFrame:
    """All shares of an indicator, each once for each of its measures."""
    return pl.concat([pl.DataFrame(schema={"measure": pl.String, **SCHEMA}), *_named(measures)])


def _named(measures: Sequence[Measure]) -> Iterator[pl.DataFrame]:
    for measure in measures:
        yield measure.shares.select(pl.lit(measure.name).alias("measure"), *SCHEMA)
