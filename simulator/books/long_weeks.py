"""Employees who work more than the law lets them: over 48 hours a week, the mean of the weeks worked in the last 17.

Raised at the end of the week with which that begins; whoever has recorded time for less long has no mean yet.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from simulator.books.exceptions import of_rule
from simulator.books.firm import Firm
from simulator.books.working_time import entries
from simulator.object_ids import resource_logged_id

MOST_MINUTES, WEEKS = 48 * 60, 17


def over_long_weeks(firm: Firm) -> pl.DataFrame:
    employed = firm["resource"].filter(~pl.col("is_subcontractor")).with_columns(object_id=resource_logged_id())
    employed = employed.join(firm.practices, on="practice_id", how="left")
    employed = employed.select(pl.col("id").alias("resource_id"), "object_id", "entity_id", "practice")
    days = entries(firm["timecard"]).with_columns(monday=pl.col("day").dt.truncate("1w"))
    weeks = days.group_by("resource_id", "monday").agg(pl.col("minutes").sum())
    found = []
    for (person,), rows in weeks.sort("monday").group_by("resource_id", maintain_order=True):
        found += [
            {"resource_id": person, "begins": monday}
            for monday in _begins(dict(rows.select("monday", "minutes").rows()))
        ]
    begun = pl.DataFrame(found, schema={"resource_id": pl.Int64, "begins": pl.Date})
    begun = begun.with_columns(begins_at=(pl.col("begins") + timedelta(days=7)).cast(pl.Datetime("us", "UTC")))
    return of_rule("working_time_limit", "breach", begun.join(employed, on="resource_id"), "begins_at")


def _begins(minutes: dict[date, int]) -> list[date]:
    """The Mondays of the weeks with which the mean comes to be above the limit."""
    mondays, was_over, found = sorted(minutes), False, []
    for monday in mondays:
        last = [each for each in mondays if each <= monday and (monday - each).days < 7 * WEEKS]
        long_enough = (monday - mondays[0]).days >= 7 * (WEEKS - 1)
        is_over = long_enough and sum(minutes[each] for each in last) > MOST_MINUTES * len(last)
        if is_over and not was_over:
            found.append(monday)
        was_over = is_over
    return found
