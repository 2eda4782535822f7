"""What people could work, and what they worked: a row a person and day.

Of delivery people only: the others keep no time. A day counts once it is over where the person works.
"""

from __future__ import annotations

import polars as pl

from simulator.books.business_hours import office_days
from simulator.books.firm import WEEKDAYS, Firm
from simulator.books.local_time import end_of
from simulator.object_ids import resource_logged_id


def people(firm: Firm) -> pl.DataFrame:
    rows = firm["resource"].filter(pl.col("is_delivery")).with_columns(person=resource_logged_id())
    return firm.placed(rows.select(pl.col("id").alias("resource_id"), "person", "entity_id", "hired_on", "left_on"))


def person_days(firm: Firm) -> pl.DataFrame:
    """resource_id, day, base_minutes (all working days of the calendar), capacity_minutes (those without leave)."""
    worked = office_days().filter(pl.col("works"), pl.col("day") >= firm.first_day).select("entity", "day")
    rows = people(firm).join(worked, on="entity").filter(
        pl.col("day") >= pl.col("hired_on"),
        (pl.col("day") <= pl.col("left_on")).fill_null(value=True),
        end_of(pl.col("day")) <= firm.as_of,
    )  # fmt: skip
    rows = firm.changed(rows, "weekly_minutes", end_of(pl.col("day")))
    rows = rows.join(_leave_days(firm), on=["resource_id", "day"], how="left")
    base = pl.col("weekly_minutes") / 5
    rows = rows.with_columns(
        base_minutes=base, capacity_minutes=pl.when(pl.col("away").is_null()).then(base).otherwise(0.0)
    )
    return with_own_practice(firm, rows)


def _leave_days(firm: Firm) -> pl.DataFrame:
    days = firm["leave"].select("resource_id", day=pl.date_ranges("from_on", "to_on")).explode("day")
    return days.unique().with_columns(away=pl.lit(value=True))


def recorded(firm: Firm) -> pl.DataFrame:
    """timecard_id, resource_id, project_id, billable, day, minutes: what is recorded and not rejected."""
    cards = firm["timecard"].rename({"id": "timecard_id"}).join(_rejected(firm), on="timecard_id", how="anti")
    return entries(cards).join(people(firm), on="resource_id").filter(end_of(pl.col("day")) <= firm.as_of)


def entries(cards: pl.DataFrame) -> pl.DataFrame:
    """A row for each day of each card on which something was worked, the other columns kept."""
    kept = [name for name in cards.columns if name not in WEEKDAYS]
    long = cards.unpivot(WEEKDAYS, index=kept, variable_name="weekday", value_name="minutes")
    place = pl.col("weekday").replace_strict({name: n - 6 for n, name in enumerate(WEEKDAYS)}, return_dtype=pl.Int64)
    day = pl.col("week_end") + pl.duration(days=place)
    return long.filter(pl.col("minutes") > 0).with_columns(
        day=day.cast(pl.Date), minutes=pl.col("minutes").cast(pl.Int64)
    )


def _rejected(firm: Firm) -> pl.DataFrame:
    """Cards whose last asking was answered with no, and which were not asked for again."""
    asked = firm["approval"].filter(pl.col("object_type") == "timecard").sort("round")
    last = asked.group_by(pl.col("object_id").alias("timecard_id")).agg(pl.col("approved").last())
    return last.filter(~pl.col("approved")).select("timecard_id")


def with_own_practice(firm: Firm, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the practice their person had on their day; what their project gave in its place goes."""
    rows = firm.changed(rows.drop("practice", strict=False), "practice_id", end_of(pl.col("day")))
    return rows.join(firm.practices, on="practice_id", how="left", maintain_order="left")
