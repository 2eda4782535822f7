"""How many of the invoices sent are ever disputed, and how much of what they are worth."""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.places import sent_invoices
from simulator.books.shares import MONEY, Measure, shaped, share_of


def measures(firm: Firm) -> list[Measure]:
    disputes = firm["dispute"].group_by(pl.col("invoice_id").alias("id")).agg(pl.col("amount_cents").sum().alias("off"))
    sent = sent_invoices(firm).with_columns(at=pl.col("sent_at")).join(disputes, on="id", how="left")
    part = pl.col("part_of_one")
    counted = sent.with_columns(numerator=pl.col("off").is_not_null() * part, denominator=part)
    valued = sent.with_columns(numerator=pl.col("off").fill_null(0) * part, denominator=pl.col("part_cents"))
    by_amount = Measure("by_amount", "ratio", shaped(firm, valued), ("numerator", "denominator"), parts=MONEY)
    return [share_of("value", shaped(firm, counted)), by_amount]
