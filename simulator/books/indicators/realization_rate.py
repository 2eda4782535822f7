"""What the time on sent invoices was billed at, for what it is worth at the standard rates of the house.

The time of a billing event counts as invoiced from the first sent invoice that has its time, or the fixed amount in
its place; what all such invoices bill of it, less their credit memos, is shared by standard value. The standard rate is
that of the entity that bills, for the grade of the person on the day worked.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.indicators.invoice_readiness_lag import KEY
from simulator.books.local_time import end_of
from simulator.books.shares import MONEY, Measure, shaped
from simulator.books.working_time import entries
from simulator.object_ids import salesforce_id, timesheet_logged_id

NOT_TIME = ("expense", "purchase")


def measures(firm: Firm) -> list[Measure]:
    cards = _standard_value(firm).join(_invoiced(firm), on=KEY)
    whole = pl.col("worth").sum().over(KEY)
    cards = cards.filter(whole > 0).with_columns(
        numerator=pl.col("billed") * pl.col("worth") / whole, denominator=pl.col("worth") / 60
    )
    return [Measure("value", "ratio", shaped(firm, cards), ("numerator", "denominator"), parts=MONEY)]


def _standard_value(firm: Firm) -> pl.DataFrame:
    """Each part of a timesheet that belongs to a billing event, with what sixty of its hours are worth."""
    cards = firm["timecard"].drop_nulls([KEY, "project_id"]).rename({"id": "timecard_id"})
    rows = firm.placed(firm.of_project(entries(cards)))
    rows = firm.changed(rows, "grade", end_of(pl.col("day"))).sort("day")
    rates = firm["standard_rate"].select("entity_id", "grade", "cents_per_hour", day="from_on").sort("day")
    rows = rows.join_asof(rates, on="day", by=["entity_id", "grade"], check_sortedness=False)
    worth = (pl.col("minutes") * pl.col("cents_per_hour")).sum().alias("worth")
    first = pl.exclude("timecard_id", "minutes", "cents_per_hour", "day", "weekday", "grade", KEY).first()
    return rows.group_by("timecard_id", KEY).agg(first, worth).with_columns(
        object_id=timesheet_logged_id(), part=salesforce_id("timecard", "timecard_id")
    )  # fmt: skip


def _invoiced(firm: Firm) -> pl.DataFrame:
    """What sent invoices bill of each event's work, less credit, and when the first of them was sent."""
    credits = firm["credit_memo"].group_by("invoice_id").agg(pl.col("amount_cents").sum().alias("credited"))
    sent = firm["invoice"].select(pl.col("id").alias("invoice_id"), pl.col("amount_cents").alias("whole"), "sent_at")
    sent = sent.drop_nulls("sent_at").join(credits, on="invoice_id", how="left")
    lines = firm["invoice_line"].filter(~pl.col("kind").is_in(NOT_TIME))
    lines = lines.group_by(KEY, "invoice_id").agg(pl.col("amount_cents").sum()).join(sent, on="invoice_id")
    kept = pl.col("amount_cents") * (1 - pl.col("credited").fill_null(0) / pl.col("whole"))
    by_event = lines.sort("invoice_id").group_by(KEY, maintain_order=True)
    return by_event.agg(kept.sum().alias("billed"), pl.col("sent_at").min().alias("at"))
