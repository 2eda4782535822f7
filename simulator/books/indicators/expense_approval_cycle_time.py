"""From an expense report's first submission to the last approval of finance; and how often it is rejected."""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.places import expense_reports
from simulator.books.shares import Measure, duration, durations, shaped


def measures(firm: Firm) -> list[Measure]:
    reports = expense_reports(firm).filter(pl.col("submitted_at").is_not_null())
    reports = reports.join(_decisions(firm), on="id", how="left")
    rows = reports.with_columns(started_at=pl.col("submitted_at"), ended_at=pl.col("last_approved_at"))
    rejections = reports.with_columns(at=pl.col("submitted_at"), value=pl.col("rejections").fill_null(0))
    return [
        duration("", durations(firm, rows)),
        Measure("rejections_per_report", "mean", shaped(firm, rejections)),
    ]


def _decisions(firm: Firm) -> pl.DataFrame:
    asked = firm["approval"].filter(pl.col("object_type") == "expense_report")
    finance = pl.col("decided_at").filter(pl.col("approved") & (pl.col("kind") == "expense_finance"))
    return asked.group_by(pl.col("object_id").alias("id")).agg(
        finance.max().alias("last_approved_at"), (~pl.col("approved")).sum().alias("rejections")
    )
