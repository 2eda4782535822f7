"""Clock and calendar of each legal entity: local days and months of moments, and moments of local days.

Frames carry a column `zone`; moments are UTC.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from simulator.life.offices import LEEDS, OWN

OFFICES = {office.slug: office for office in (*OWN, LEEDS)}
ZONES = tuple(sorted({office.zone for office in OFFICES.values()}))
MICROSECOND = pl.duration(microseconds=1)


def _by_zone(of: Callable[[str], pl.Expr]) -> pl.Expr:
    return pl.coalesce(pl.when(pl.col("zone") == zone).then(of(zone)) for zone in ZONES)


def local(moment: pl.Expr) -> pl.Expr:
    """What the clocks there showed at a moment."""
    return _by_zone(lambda zone: moment.dt.convert_time_zone(zone).dt.replace_time_zone(None))


def local_day(moment: pl.Expr) -> pl.Expr:
    return local(moment).dt.date()


def local_month(moment: pl.Expr) -> pl.Expr:
    """The first day of the month in which a moment was there."""
    return local_day(moment).dt.truncate("1mo")


def moment_of(clock: pl.Expr) -> pl.Expr:
    """The moment at which the clocks there showed this."""

    def in_utc(zone: str) -> pl.Expr:
        there = clock.cast(pl.Datetime("us")).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        return there.dt.convert_time_zone("UTC")

    return _by_zone(in_utc)


def begin_of(day: pl.Expr) -> pl.Expr:
    """The first moment of a day there."""
    return moment_of(day.cast(pl.Datetime("us")))


def end_of(day: pl.Expr) -> pl.Expr:
    """The last microsecond of a day there."""
    return begin_of(day.dt.offset_by("1d")) - MICROSECOND


def end_of_month(first: pl.Expr) -> pl.Expr:
    """The last microsecond of a month there, from its first day."""
    return begin_of(first.dt.offset_by("1mo")) - MICROSECOND
