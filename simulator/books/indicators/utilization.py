"""Billable hours for the hours that people could have worked, a person and day at a time; and by others' formulas.

Certinia (historical) and Kantata (by billable entries) come to the same here, where nothing is credited and leave and
holidays are off; OpenAir's base schedule knows no leave; Productive divides by what was worked. Hours have a project
and a client, capacity has not.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.local_time import begin_of
from simulator.books.shares import HOURS, OF_PROJECT_ONLY, Measure, shaped
from simulator.books.working_time import person_days, recorded, with_own_practice

SAME = ("value", "certinia", "kantata")


def measures(firm: Firm) -> list[Measure]:
    days, worked = person_days(firm), _worked(firm)
    own = _shares(firm, days, worked, "capacity_minutes")
    base = _shares(firm, days, worked, "base_minutes")
    by_work = _shares(firm, days.head(0), worked.with_columns(denominator=pl.col("minutes")), "base_minutes")
    return [
        *(Measure(name, "ratio", own, parts=HOURS, above_only=OF_PROJECT_ONLY) for name in SAME),
        Measure("openair", "ratio", base, parts=HOURS, above_only=OF_PROJECT_ONLY),
        Measure("productive", "ratio", by_work, parts=HOURS),
    ]


def _worked(firm: Firm) -> pl.DataFrame:
    """What each person worked on each project on a day, and what of it is billable, as numerator."""
    billable = pl.when("billable").then("minutes").otherwise(0)
    rows = recorded(firm).with_columns(numerator=billable, denominator=pl.lit(0))
    keys = ("resource_id", "person", "entity_id", "project_id", "day")
    rows = rows.group_by(keys).agg(pl.col("minutes", "numerator", "denominator").sum())
    return with_own_practice(firm, firm.of_project(rows))


def _shares(firm: Firm, days: pl.DataFrame, worked: pl.DataFrame, capacity: str) -> pl.DataFrame:
    free = days.with_columns(numerator=pl.lit(0.0), denominator=pl.col(capacity))
    free = free.filter(pl.col("denominator") > 0)
    rows = firm.placed(pl.concat([free, worked], how="diagonal_relaxed"))
    return shaped(firm, rows.with_columns(
        object_id=pl.concat_str("person", pl.col("day").cast(pl.String), separator="/"), at=begin_of(pl.col("day"))
    ))  # fmt: skip
