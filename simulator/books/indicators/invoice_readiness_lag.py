"""From the moment something can be billed until nothing is missing any more; and the money that waits for that.

Ready is what has all its time approved and posted, all its expense approved and posted, the client's acceptance of the
milestone where the contract asks for it, the supplier invoices matched that it passes on, and the contract's terms
on file. What was there before counts as no time.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.shares import MONEY, Measure, duration, durations, shaped
from simulator.object_ids import logged_id

KEY = "billing_event_id"


def measures(firm: Firm) -> list[Measure]:
    events = readiness(firm)
    current = events.filter(pl.col("cancelled_at").is_null())
    rows = current.with_columns(started_at=pl.col("billable_at"), ended_at=pl.col("ready_at"))
    waiting = Measure("money_waiting", "sum", _waiting(firm, events), ("value",), MONEY, MONEY, stock=True)
    return [duration("", durations(firm, rows)), waiting]


def readiness(firm: Firm) -> pl.DataFrame:
    """Every billing event that can be billed, with the moment it was ready, worked out from what it needs."""
    stones = firm["milestone"].select(pl.col("id").alias("milestone_id"), "accepted_at")
    terms = firm["contract"].select(
        pl.col("id").alias("contract_id"), "requires_acceptance", pl.col("completed_at").alias("terms_at")
    )
    events = firm["billing_event"].filter(pl.col("billable_at").is_not_null()).drop("ready_at").rename({"id": KEY})
    events = events.join(stones, on="milestone_id", how="left").join(terms, on="contract_id", how="left")
    needs = pl.concat([_time(firm), _expense(firm), _passed_on(firm)]).group_by(KEY).agg(
        pl.col("since").max(), pl.col("since").null_count().alias("missing")
    )  # fmt: skip
    events = events.join(needs, on=KEY, how="left").with_columns(
        accepts=pl.col("requires_acceptance").fill_null(value=False) & pl.col("milestone_id").is_not_null()
    )
    lacks = (
        (pl.col("missing") > 0) | pl.col("terms_at").is_null() | (pl.col("accepts") & pl.col("accepted_at").is_null())
    )
    accepted = pl.when("accepts").then("accepted_at")
    last = pl.max_horizontal("billable_at", "since", "terms_at", accepted)
    events = events.with_columns(ready_at=pl.when(~lacks.fill_null(value=False)).then(last))
    return firm.of_project(events.with_columns(object_id=logged_id("billing_event", KEY)))


def _time(firm: Firm) -> pl.DataFrame:
    both = pl.when(pl.col("approved_at").is_not_null() & pl.col("posted_at").is_not_null()).then(
        pl.max_horizontal("approved_at", "posted_at")
    )  # fmt: skip
    return firm["timecard"].drop_nulls(KEY).select(KEY, both.alias("since"))


def _expense(firm: Firm) -> pl.DataFrame:
    """A line is complete with its report."""
    both = pl.when(pl.col("finance_approved_at").is_not_null() & pl.col("posted_at").is_not_null()).then(
        pl.max_horizontal("finance_approved_at", "posted_at")
    )  # fmt: skip
    reports = firm["expense_report"].select(pl.col("id").alias("expense_report_id"), both.alias("since"))
    return firm["expense_line"].drop_nulls(KEY).join(reports, on="expense_report_id").select(KEY, "since")


def _passed_on(firm: Firm) -> pl.DataFrame:
    passed = firm["vendor_invoice"].drop_nulls(KEY).filter(pl.col("pass_through"))
    return passed.select(KEY, pl.col("matched_at").alias("since"))


def _waiting(firm: Firm, events: pl.DataFrame) -> pl.DataFrame:
    """At each month's end the amounts of what could be billed and was not ready."""
    rows = events.join(firm.month_ends, on="entity_id").filter(
        pl.col("billable_at") <= pl.col("at"),
        (pl.col("ready_at") > pl.col("at")).fill_null(value=True),
        (pl.col("cancelled_at") > pl.col("at")).fill_null(value=True),
    )
    return shaped(firm, rows.with_columns(value=pl.col("amount_cents")))
