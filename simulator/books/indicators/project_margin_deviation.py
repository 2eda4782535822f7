"""How far the forecast margin of running projects is from the one they began with: in points, weighted by revenue.

At each month's end the forecast is the last one taken by then; a project without one has no share yet. `to_date` holds
what was earned and spent until then against the same beginning, with the same weights.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.shares import MONEY, Measure, shaped
from simulator.object_ids import logged_id


def measures(firm: Firm) -> list[Measure]:
    running = _running(firm)
    base = _margin("baseline_revenue_cents", "baseline_cost_cents")
    found = []
    for name, end in (("value", ""), ("to_date", "_to_date")):
        revenue, cost = f"revenue{end}_cents", f"cost{end}_cents"
        rows = running.filter(pl.col(revenue) > 0, pl.col("baseline_revenue_cents") > 0)
        rows = rows.with_columns(value=100 * (_margin(revenue, cost) - base), weight=pl.col("revenue_cents"))
        found.append(Measure(name, "weighted", shaped(firm, rows), ("weight",), parts=MONEY, stock=True))
    money = pl.col("revenue_cents") - pl.col("cost_cents")
    money -= pl.col("baseline_revenue_cents") - pl.col("baseline_cost_cents")
    in_money = shaped(firm, running.with_columns(value=money))
    return [*found, Measure("money", "sum", in_money, ("value",), MONEY, MONEY, stock=True)]


def _margin(revenue: str, cost: str) -> pl.Expr:
    return (pl.col(revenue) - pl.col(cost)) / pl.col(revenue)


def _running(firm: Firm) -> pl.DataFrame:
    """Projects open at each month's end, with the last forecast taken until then."""
    projects = firm.standing.drop("billing_type", "practice_id", "currency").with_columns(project_id="id")
    rows = projects.join(firm.month_ends, on="entity_id").filter(
        pl.col("stands_at") <= pl.col("at"),
        (pl.col("closed_at") > pl.col("at")).fill_null(value=True),
        (pl.col("cancelled_at") > pl.col("at")).fill_null(value=True),
    )
    forecasts = firm["project_forecast"].drop("id").rename({"taken_at": "at"}).sort("at")
    rows = rows.sort("at").join_asof(forecasts, on="at", by="project_id", check_sortedness=False)
    rows = rows.drop_nulls("revenue_cents").with_columns(object_id=logged_id("project"))
    return firm.of_project(rows)
