"""What may be work in progress: time, expense and milestones, since when they count and when they went on an invoice.

Columns: object_id, part, project_id, contract_id, cents, since_at, gone_at, is_time; of expense, spent_currency.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.local_time import end_of
from simulator.books.working_time import entries
from simulator.object_ids import logged_id, salesforce_id, timesheet_logged_id

EVENT = "billing_event_id"
BESIDE = ("expense", "purchase")  # kinds of invoice lines that bill no time and no fixed amount


def time(firm: Firm) -> pl.DataFrame:
    """Approved billable time, but on what is billed by milestones."""
    cards = firm["timecard"].filter(pl.col("billable")).drop_nulls(["approved_at", "project_id"])
    cards = cards.rename({"id": "timecard_id"}).join(
        firm.projects.select("project_id", "contract_id", "billing_type", "entity_id"), on="project_id"
    )  # fmt: skip
    rows = firm.placed(entries(cards.filter(pl.col("billing_type") != "milestone")))
    rows = firm.changed(rows, "grade", end_of(pl.col("day")))
    rates = firm["contract_rate"].select("contract_id", "grade", "cents_per_hour")
    booked = firm["assignment"].select(pl.col("id").alias("assignment_id"), "bill_cents_per_hour")
    rows = rows.join(rates, on=["contract_id", "grade"], how="left").join(booked, on="assignment_id", how="left")
    rate = pl.coalesce("cents_per_hour", "bill_cents_per_hour")
    cards = rows.group_by("timecard_id", "resource_id", "week_end", "project_id", "contract_id", EVENT).agg(
        ((pl.col("minutes") * rate).sum() / 60).alias("cents"), pl.col("approved_at").first().alias("since_at")
    )
    cards = cards.join(_billed(firm), on=EVENT, how="left").with_columns(
        object_id=timesheet_logged_id(), part=salesforce_id("timecard", "timecard_id"), is_time=pl.lit(value=True)
    )
    return cards.drop("timecard_id", "resource_id", "week_end", EVENT)


def _billed(firm: Firm) -> pl.DataFrame:
    """When the time or the fixed amount of each event was first on a sent invoice."""
    lines = _sent_lines(firm).filter(~pl.col("kind").is_in(BESIDE))
    return lines.group_by(EVENT).agg(pl.col("sent_at").min().alias("gone_at"))


def _sent_lines(firm: Firm) -> pl.DataFrame:
    sent = firm["invoice"].select(pl.col("id").alias("invoice_id"), "sent_at").drop_nulls()
    return firm["invoice_line"].join(sent, on="invoice_id")


def expenses(firm: Firm) -> pl.DataFrame:
    """Billable lines of reports that finance approved."""
    billed = _sent_lines(firm).drop_nulls("expense_line_id").group_by(pl.col("expense_line_id").alias("id")).agg(
        pl.col("sent_at").min().alias("gone_at")
    )  # fmt: skip
    reports = firm["expense_report"].select(
        pl.col("id").alias("expense_report_id"), pl.col("finance_approved_at").alias("since_at")
    )
    lines = firm["expense_line"].filter(pl.col("billable")).join(reports, on="expense_report_id")
    lines = lines.drop_nulls("since_at").join(billed, on="id", how="left")
    lines = lines.join(firm.projects.select("project_id", "contract_id"), on="project_id")
    return lines.select(
        logged_id("expense_report", "expense_report_id").alias("object_id"), pl.col("id").cast(pl.String).alias("part"),
        "project_id", "contract_id", pl.col("amount_cents").alias("cents"), "since_at", "gone_at",
        pl.lit(value=False).alias("is_time"), pl.col("currency").alias("spent_currency"),
    )  # fmt: skip


def milestones(firm: Firm) -> pl.DataFrame:
    """What is reached, whether somebody made a billing event of it or not; until that is billed, or cancelled."""
    events = firm["billing_event"].rename({"id": EVENT}).drop_nulls("milestone_id").join(
        _billed(firm), on=EVENT, how="left"
    )  # fmt: skip
    ends = events.group_by(pl.col("milestone_id").alias("id")).agg(
        pl.min_horizontal("gone_at", "cancelled_at").min().alias("gone_at")
    )
    rows = firm["milestone"].drop_nulls("reached_at").join(ends, on="id", how="left")
    rows = rows.join(firm.projects.select("project_id", "contract_id"), on="project_id")
    return rows.select(
        logged_id("milestone").alias("object_id"), "project_id", "contract_id", pl.col("amount_cents").alias("cents"),
        pl.col("reached_at").alias("since_at"), "gone_at", pl.lit(value=False).alias("is_time"),
    )  # fmt: skip
