"""How near the last forecast before a month came to what the month brought, of each entity.

A month brought in revenue what was worked on projects at the rates of the bookings (else of the contract's card), and
in margin that less what those hours cost; utilization is that of the indicator of this name. A month counts when it is
over; money is at the day on which it began.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.indicators import utilization
from simulator.books.local_time import begin_of, end_of, end_of_month
from simulator.books.shares import MONEY, PLAIN, Measure, shaped
from simulator.books.working_time import recorded
from simulator.object_ids import logged_id


def measures(firm: Firm) -> list[Measure]:
    rows = _last_forecasts(firm)
    rows = rows.join(_earned(firm), on=["entity_id", "month"], how="left").with_columns(
        pl.col("revenue_actual", "margin_actual").fill_null(0)
    )
    rows = rows.join(_used(firm), on=["entity", "month"], how="left")
    found = []
    for name, forecast in (("revenue", "revenue_cents"), ("margin", "margin_cents"), ("utilization", "utilization")):
        known = rows.drop_nulls(f"{name}_actual").with_columns(denominator=pl.col(f"{name}_actual"))
        money, parts = (("numerator", "denominator"), MONEY) if name != "utilization" else ((), PLAIN)
        skill = shaped(firm, known.with_columns(numerator=pl.col(forecast)))
        bias = shaped(firm, known.with_columns(numerator=pl.col(forecast) - pl.col("denominator")))
        found.append(Measure(name, "skill", skill, money, parts=parts))
        found.append(Measure(f"{name}_bias", "ratio", bias, money, parts=parts))
    return found


def _last_forecasts(firm: Firm) -> pl.DataFrame:
    """Of each entity and month that is over, the last forecast taken before it began."""
    rows = firm.placed(firm["forecast"].drop("currency")).with_columns(at=begin_of(pl.col("month")))
    rows = rows.filter(pl.col("taken_at") < pl.col("at"), end_of_month(pl.col("month")) <= firm.as_of)
    rows = rows.sort("taken_at", "id").unique(["entity_id", "month"], keep="last", maintain_order=True)
    return rows.with_columns(object_id=logged_id("forecast"))


def _earned(firm: Firm) -> pl.DataFrame:
    """Revenue and margin by the project's entity and month, in its currency."""
    rows = recorded(firm).drop("zone", "currency").drop_nulls("project_id").rename({"entity_id": "home_id"})
    rows = firm.placed(rows.join(firm.projects, on="project_id"))
    people = firm["resource"].select(pl.col("id").alias("resource_id"), "cost_cents_per_hour")
    booked = firm["assignment"].select(pl.col("id").alias("assignment_id"), "bill_cents_per_hour")
    rows = firm.changed(rows, "grade", end_of(pl.col("day"))).join(people, on="resource_id")
    rows = rows.join(firm["contract_rate"].drop("id"), on=["contract_id", "grade"], how="left")
    rows = rows.join(booked, on="assignment_id", how="left")
    rate = pl.coalesce("bill_cents_per_hour", "cents_per_hour")
    rows = rows.group_by("entity_id", "currency", "home_id", pl.col("day").dt.truncate("1mo").alias("month")).agg(
        ((pl.col("minutes") * rate).sum() / 60).alias("revenue"),
        ((pl.col("minutes") * pl.col("cost_cents_per_hour")).sum() / 60).alias("cost"),
    )
    home = firm.entities.select(pl.col("entity_id").alias("home_id"), pl.col("currency").alias("home"))
    rows = firm.exchanged(rows.join(home, on="home_id"), "cost", "month", ("home", "currency"))
    return (
        rows.sort("home_id")
        .group_by("entity_id", "month", maintain_order=True)
        .agg(
            pl.col("revenue").sum().alias("revenue_actual"),
            (pl.col("revenue") - pl.col("cost")).sum().alias("margin_actual"),
        )
    )


def _used(firm: Firm) -> pl.DataFrame:
    shares = utilization.measures(firm)[0].shares
    sums = shares.group_by("entity", pl.col("period").alias("month")).agg(pl.col("numerator", "denominator").sum())
    sums = sums.filter(pl.col("denominator") > 0)
    return sums.select("entity", "month", utilization_actual=pl.col("numerator") / pl.col("denominator"))
