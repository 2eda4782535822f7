"""How far billable hours came out from those planned, in points of capacity: a person and week at a time.

The mean of absolute deviations and their spread are over persons and weeks, each counted once.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.local_time import end_of
from simulator.books.shares import HOURS, HUNDRED, OF_PROJECT_ONLY, Measure, shaped
from simulator.books.working_time import person_days, recorded, with_own_practice
from simulator.object_ids import resource_logged_id

WEEK = ("resource_id", "week_end")


def measures(firm: Firm) -> list[Measure]:
    weeks = _weeks(firm)
    differences = pl.concat([_actual(firm), _planned(firm)]).group_by(*WEEK, "project_id").agg(pl.col("minutes").sum())
    on_projects = differences.join(weeks, on=list(WEEK)).with_columns(
        numerator=pl.col("minutes"), denominator=pl.lit(0.0)
    )
    capacity = weeks.with_columns(numerator=pl.lit(0.0), denominator=pl.col("capacity_minutes"))
    rows = pl.concat([capacity, firm.of_project(on_projects)], how="diagonal_relaxed")
    by_project = shaped(firm, with_own_practice(firm, rows))
    whole = differences.group_by(WEEK).agg(pl.col("minutes").sum())
    whole = weeks.join(whole, on=list(WEEK), how="left").with_columns(
        value=100 * pl.col("minutes").fill_null(0) / pl.col("capacity_minutes")
    )
    points = shaped(firm, with_own_practice(firm, whole))
    return [
        Measure("value", "ratio", by_project, scale=HUNDRED, parts=HOURS, above_only=OF_PROJECT_ONLY),
        Measure("mean_abs", "mean_abs", points),
        Measure("spread", "spread", points),
    ]


def _week_end(day: str) -> pl.Expr:
    return pl.col(day).dt.truncate("1w").dt.offset_by("6d").alias("week_end")


def _weeks(firm: Firm) -> pl.DataFrame:
    """Weeks that are over, of people who could work in them, with what they could work."""
    rows = (
        person_days(firm).group_by("resource_id", "entity_id", _week_end("day")).agg(pl.col("capacity_minutes").sum())
    )
    people = firm["resource"].select(pl.col("id").alias("resource_id"), person=resource_logged_id())
    rows = firm.placed(rows.filter(pl.col("capacity_minutes") > 0).join(people, on="resource_id"))
    rows = rows.with_columns(
        day=pl.col("week_end"),
        at=end_of(pl.col("week_end")),
        object_id=pl.concat_str("person", pl.col("week_end").cast(pl.String), separator="/"),
    )
    return rows.filter(pl.col("at") <= firm.as_of)


def _actual(firm: Firm) -> pl.DataFrame:
    return recorded(firm).filter(pl.col("billable")).select("resource_id", "project_id", _week_end("day"), "minutes")


def _planned(firm: Firm) -> pl.DataFrame:
    """What is booked, with the sign turned round; withdrawn bookings and cancelled projects are not."""
    cancelled = firm["project"].filter(pl.col("cancelled_at").is_not_null()).select(pl.col("id").alias("project_id"))
    kept = firm["assignment"].filter(pl.col("withdrawn_at").is_null()).join(cancelled, on="project_id", how="anti")
    kept = kept.select("resource_id", "project_id", pl.col("id").alias("assignment_id"))
    rows = firm["assignment_week"].join(kept, on="assignment_id")
    return rows.select("resource_id", "project_id", "week_end", -pl.col("minutes").cast(pl.Int64))
