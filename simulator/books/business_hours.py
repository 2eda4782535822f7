"""Business time: microseconds in which an office was open, counted on a table of its days.

Nights, weekends and holidays are no length at all. Offices open and close by the local clock, so a night in which the
clocks change takes nothing from a working day.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import polars as pl

from simulator.books.local_time import OFFICES, local_day, moment_of
from simulator.life.offices import FIRST_DAY, LAST_DAY, Office, length


@cache
def office_days() -> pl.DataFrame:
    """Every office and day: whether it works, when it opens and closes, and all working time before."""
    return pl.concat(_days(slug, office) for slug, office in OFFICES.items())


def _days(slug: str, office: Office) -> pl.DataFrame:
    days = pl.DataFrame({"day": pl.date_range(FIRST_DAY, LAST_DAY, eager=True)})
    works = (pl.col("day").dt.weekday() < 6) & ~pl.col("day").is_in(sorted(office.holidays))
    opens = pl.col("day").cast(pl.Datetime("us")) + pl.lit(_since_midnight(office))
    rows = days.with_columns(entity=pl.lit(slug), zone=pl.lit(office.zone), works=works)
    rows = rows.with_columns(
        opens_at=moment_of(opens), long=pl.when("works").then(pl.lit(length(office) * 1_000_000, pl.Int64)).otherwise(0)
    )
    return rows.select(
        "entity", "day", "works", "opens_at", "long",
        closes_at=pl.col("opens_at") + pl.duration(seconds=length(office)),
        before=pl.col("long").cum_sum() - pl.col("long"),
    )  # fmt: skip


def _since_midnight(office: Office) -> timedelta:
    return datetime.combine(FIRST_DAY, office.opens) - datetime.combine(FIRST_DAY, datetime.min.time())


def with_business_time(rows: pl.DataFrame, start: str, end: str) -> pl.DataFrame:
    """The rows with `business`, the working microseconds between two moments; they have `entity` and `zone`."""
    rows = _with_position(_with_position(rows, start, "from_position"), end, "to_position")
    return rows.with_columns(business=pl.col("to_position") - pl.col("from_position")).drop(
        "from_position", "to_position"
    )


def _with_position(rows: pl.DataFrame, moment: str, name: str) -> pl.DataFrame:
    """The working time of the office from the first day of its calendar until a moment."""
    days = office_days().select("entity", pl.col("day").alias("_day"), "opens_at", "long", "before")
    today = (pl.col(moment) - pl.col("opens_at")).dt.total_microseconds().clip(0, pl.col("long"))
    joined = rows.with_columns(local_day(pl.col(moment)).alias("_day")).join(
        days, on=["entity", "_day"], how="left", maintain_order="left"
    )
    return joined.with_columns((pl.col("before") + today).alias(name)).drop("_day", "opens_at", "long", "before")


def with_moment_after(rows: pl.DataFrame, start: str, hours: float, name: str) -> pl.DataFrame:
    """The rows with the moment at which so many hours of work have passed since another; full days end at closing."""
    rows = _with_position(rows, start, "_from").with_columns(_until=pl.col("_from") + int(hours * 3_600_000_000))
    days = office_days().filter(pl.col("works")).select("entity", _until="before", _opens_at="opens_at").sort("_until")
    days = days.with_columns(_before=pl.col("_until"))
    rows = rows.sort("_until").join_asof(
        days, on="_until", by="entity", allow_exact_matches=False, check_sortedness=False
    )
    past = pl.duration(microseconds=pl.col("_until") - pl.col("_before"))
    rows = rows.with_columns((pl.col("_opens_at") + past).alias(name))
    return rows.drop("_from", "_until", "_opens_at", "_before")


def working_day(entity: str) -> int:
    """The mean working day of an office in microseconds; here every working day is as long."""
    return length(OFFICES[entity]) * 1_000_000
