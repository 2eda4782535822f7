"""From billing ready to sent; from sent to the last of the money; and the days of sales that clients still owe.

Days sales outstanding: what is owed at a month's end, for what was billed in the ninety days until then, times ninety.
Both with tax, because clients owe it and pay it.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from simulator.books.firm import Firm
from simulator.books.indicators.invoice_readiness_lag import KEY, readiness
from simulator.books.places import sent_invoices
from simulator.books.shares import MONEY, Measure, duration, durations, shaped

WINDOW = 90


def measures(firm: Firm) -> list[Measure]:
    events = readiness(firm).filter(pl.col("cancelled_at").is_null(), pl.col("ready_at").is_not_null())
    events = events.join(first_sent(firm), on=KEY, how="left")
    rows = events.with_columns(started_at=pl.col("ready_at"), ended_at=pl.col("sent_at"))
    paid = sent_invoices(firm).with_columns(started_at=pl.col("sent_at"), ended_at=pl.col("settled_at"))
    by_the_clock = durations(firm, paid).with_columns(value=pl.lit(None, pl.Float64))
    owed = Measure("dso", "ratio", _outstanding(firm), ("numerator", "denominator"), parts=MONEY, stock=True)
    return [duration("", durations(firm, rows)), duration("sent_to_paid", by_the_clock), owed]


def first_sent(firm: Firm) -> pl.DataFrame:
    """When each billing event was first on an invoice that was sent."""
    sent = firm["invoice"].select(pl.col("id").alias("invoice_id"), "sent_at").drop_nulls()
    return firm["invoice_line"].join(sent, on="invoice_id").group_by(KEY).agg(pl.col("sent_at").min())


def _outstanding(firm: Firm) -> pl.DataFrame:
    """For each project of each invoice and each month's end: what is owed of it times the days, and what it billed."""
    rows = sent_invoices(firm).join(firm.month_ends, on="entity_id").filter(pl.col("sent_at") <= pl.col("at"))
    gross = pl.col("amount_cents") + pl.col("tax_cents")
    rows = _less(rows, firm["payment"], "paid").pipe(_less, firm["credit_memo"], "credited")
    credited = (pl.col("credited") * gross / pl.col("amount_cents")).round()
    settled = (pl.col("settled_at") <= pl.col("at")).fill_null(value=False)
    rows = rows.with_columns(
        owed=pl.when(settled).then(0).otherwise(gross - pl.col("paid") - credited),
        billed=pl.when(pl.col("sent_at") > pl.col("at") - timedelta(days=WINDOW)).then(gross).otherwise(0),
    ).filter((pl.col("owed") != 0) | (pl.col("billed") != 0))
    return shaped(firm, rows.with_columns(
        numerator=pl.col("owed") * pl.col("part_of_one") * WINDOW, denominator=pl.col("billed") * pl.col("part_of_one")
    ))  # fmt: skip


def _less(rows: pl.DataFrame, entries: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows with what was entered against their invoice until their moment."""
    entered = entries.select(pl.col("invoice_id").alias("id"), entered_at="created_at", cents="amount_cents")
    sums = rows.select("id", "at").unique().join(entered, on="id").filter(pl.col("entered_at") <= pl.col("at"))
    sums = sums.group_by("id", "at").agg(pl.col("cents").sum().alias(name))
    return rows.join(sums, on=["id", "at"], how="left").with_columns(pl.col(name).fill_null(0))
