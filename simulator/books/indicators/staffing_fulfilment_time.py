"""From a request for somebody until the hours booked reach those requested; and how many are booked by the wanted day.

Bookings that were withdrawn, and requests that were, do not count.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.local_time import begin_of, local_day
from simulator.books.shares import Measure, duration, durations, shaped, share_of
from simulator.object_ids import logged_id


def measures(firm: Firm) -> list[Measure]:
    requests = firm["resource_request"].filter(pl.col("withdrawn_at").is_null())
    requests = firm.of_project(requests.with_columns(object_id=logged_id("resource_request")))
    requests = firm.placed(requests.join(booked(firm), on="id", how="left"))
    rows = requests.with_columns(started_at=pl.col("created_at"), ended_at=pl.col("booked_at"))
    wanted = requests.with_columns(
        at=begin_of(pl.col("wanted_on")),
        numerator=(local_day(pl.col("booked_at")) <= pl.col("wanted_on")).fill_null(value=False),
        denominator=pl.lit(1),
    ).filter(pl.col("at") <= firm.as_of)
    return [duration("", durations(firm, rows)), share_of("fill_rate", shaped(firm, wanted))]


def booked(firm: Firm) -> pl.DataFrame:
    """When the bookings of each request came to what it asks for."""
    planned = firm["assignment_week"].group_by(pl.col("assignment_id").alias("id")).agg(pl.col("minutes").sum())
    kept = firm["assignment"].filter(pl.col("withdrawn_at").is_null(), pl.col("resource_request_id").is_not_null())
    kept = kept.join(planned, on="id").sort("created_at", "id")
    kept = kept.with_columns(reached=pl.col("minutes").cast(pl.Int64).cum_sum().over("resource_request_id"))
    asked = firm["resource_request"].select(
        pl.col("id").alias("resource_request_id"), pl.col("minutes").alias("asked_minutes")
    )
    enough = kept.join(asked, on="resource_request_id").filter(pl.col("reached") >= pl.col("asked_minutes"))
    return enough.group_by(pl.col("resource_request_id").alias("id")).agg(pl.col("created_at").min().alias("booked_at"))
