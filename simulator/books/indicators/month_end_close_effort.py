"""From the last microsecond of a month until its books are closed for the last time, in business days; and the effort.

One that was opened again and not closed since is open. By the wall clock it is hours, as elsewhere.
"""

from __future__ import annotations

import polars as pl

from simulator.books.business_hours import working_day
from simulator.books.firm import Firm
from simulator.books.local_time import OFFICES, end_of_month
from simulator.books.shares import HOURS_OF_MICROSECONDS, Measure, durations, shaped
from simulator.object_ids import close_logged_id

STEPS = (
    "cut_off_at", "accruals_at", "wip_reviewed_at", "revenue_at", "reconciled_at", "closed_at", "reopened_at",
    "reclosed_at",
)  # fmt: skip


def measures(firm: Firm) -> list[Measure]:
    closes = firm.placed(firm["period_close"]).with_columns(
        object_id=close_logged_id(firm.ledger),
        started_at=end_of_month(pl.col("month")),
        ended_at=pl.when(pl.col("reopened_at").is_not_null()).then("reclosed_at").otherwise("closed_at"),
    )
    shares = durations(firm, closes)
    lengths = pl.col("entity").replace_strict({slug: working_day(slug) for slug in OFFICES}, return_dtype=pl.Float64)
    shares = shares.with_columns(value=pl.col("value") / lengths)
    return [Measure("", "km", shares, parts=HOURS_OF_MICROSECONDS), *_efforts(firm, closes)]


def _efforts(firm: Firm, closes: pl.DataFrame) -> list[Measure]:
    """What was done for a close: all its events, its end included; and some of them by themselves."""
    own = {"journals": firm["journal"], "items": firm["reconciling_item"]}
    for name, rows in own.items():
        cleared = pl.col("cleared_at").count() if name == "items" else pl.lit(0)
        manual = pl.col("manual").sum() if name == "journals" else pl.lit(0)
        sums = rows.group_by(pl.col("period_close_id").alias("id")).agg(
            pl.len().alias(name), manual.alias(f"{name}_manual"), cleared.alias(f"{name}_cleared")
        )
        closes = closes.join(sums, on="id", how="left")
    counted = {name: pl.col(name).fill_null(0) for name in ("journals", "journals_manual", "items", "items_cleared")}
    steps = pl.sum_horizontal(pl.col(name).is_not_null() for name in STEPS)
    efforts = {
        "touches": 1 + steps + counted["journals"] + counted["items"] + counted["items_cleared"],
        "manual_journals": counted["journals_manual"],
        "reconciling_items": counted["items"],
        "reopenings": pl.col("reopened_at").is_not_null(),
    }
    rows = closes.with_columns(at=pl.col("started_at"))
    return [Measure(name, "sum", shaped(firm, rows.with_columns(value=of))) for name, of in efforts.items()]
