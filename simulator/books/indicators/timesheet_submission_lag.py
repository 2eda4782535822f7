"""From the end of the office's week until the last part of a timesheet was first submitted; and how many are in time.

A timesheet is expected of everybody who had time to work in the week, with work on projects or without.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from simulator.books.business_hours import office_days
from simulator.books.firm import Firm
from simulator.books.local_time import moment_of
from simulator.books.shares import Measure, duration, durations, shaped, share_of
from simulator.object_ids import resource_logged_id, timesheet_logged_id, unwritten_logged_id

DEADLINE = timedelta(days=1, hours=12)  # after the Sunday that ends the week: Monday at noon


def measures(firm: Firm) -> list[Measure]:
    sheets = expected(firm).with_columns(started_at=pl.col("closes_at"), ended_at=pl.col("submitted_at"))
    sheets = sheets.filter(pl.col("closes_at") <= firm.as_of)
    deadline = moment_of(pl.col("week_end").cast(pl.Datetime("us")) + pl.lit(DEADLINE))
    in_time = sheets.with_columns(
        at=pl.col("closes_at"),
        numerator=(pl.col("submitted_at") <= deadline).fill_null(value=False),
        denominator=pl.lit(1),
    )
    return [duration("", durations(firm, sheets)), share_of("on_time_share", shaped(firm, in_time))]


def expected(firm: Firm) -> pl.DataFrame:
    """Every timesheet that should be, with the end of its week's last working day and its last submission."""
    parts = firm["timecard"].group_by("timesheet_id").agg(
        pl.col("submitted_at").max().alias("last_at"), pl.col("submitted_at").null_count().alias("missing")
    )  # fmt: skip
    people = firm["resource"].select(pl.col("id").alias("resource_id"), "practice_id", person=resource_logged_id())
    people = people.join(firm.practices, on="practice_id")
    sheets = firm["timesheet"].filter(pl.col("capacity_minutes") > 0).rename({"id": "timesheet_id"})
    sheets = sheets.join(parts, on="timesheet_id", how="left").join(people, on="resource_id")
    sheets = firm.placed(sheets).join(_closings(), on=["entity", "week_end"])
    submitted = pl.when(pl.col("missing").is_null()).then("submitted_at").when(pl.col("missing") == 0).then("last_at")
    named = pl.when(pl.col("missing").is_null()).then(unwritten_logged_id()).otherwise(timesheet_logged_id())
    return sheets.with_columns(object_id=named, submitted_at=submitted).drop("person")


def _closings() -> pl.DataFrame:
    """When the last working day of each office's week ended."""
    week_end = pl.col("day").dt.truncate("1w").dt.offset_by("6d")
    worked = office_days().filter(pl.col("works"))
    return worked.group_by("entity", week_end.alias("week_end")).agg(pl.col("closes_at").max())
