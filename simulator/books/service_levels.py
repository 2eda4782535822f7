"""What the firm promised itself: how many hours of work may pass between two steps, and where more passed."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simulator.books.exceptions import Limit, overdue
from simulator.books.firm import Firm
from simulator.books.indicators.invoice_cycle_time import first_sent
from simulator.books.indicators.invoice_readiness_lag import KEY, readiness
from simulator.books.indicators.staffing_fulfilment_time import booked
from simulator.books.indicators.timesheet_submission_lag import expected
from simulator.books.places import contracts, expense_reports, invoices, projects
from simulator.object_ids import close_logged_id, logged_id


def breaches(firm: Firm) -> Iterator[pl.DataFrame]:
    """One exception for each thing and promise, when the time was up and the second step had not come."""
    for rule, hours, rows, ends in (*_of_people(firm), *_of_money(firm)):
        yield overdue(firm, Limit(rule, "breach", hours), rows, ends)


Promise = tuple[str, int, pl.DataFrame, tuple[str, str]]


def _of_people(firm: Firm) -> Iterator[Promise]:
    kickoffs = (
        firm["project"]
        .group_by(pl.col("contract_id").alias("id"))
        .agg(pl.col("kickoff_at").min(), pl.col("shell_created_at").min().alias("shell_at"))
    )
    signed = contracts(firm).filter(pl.col("amends_id").is_null()).join(kickoffs, on="id", how="left")
    yield "signed_contract_to_project", 40, signed, ("signed_at", "shell_at")
    yield "signed_contract_to_kickoff", 120, signed, ("signed_at", "kickoff_at")
    yield "contract_data_checked", 16, _decided(firm, "contract", signed), ("first_asked_at", "first_approved_at")
    yield "budget_decided", 16, _decided(firm, "budget", projects(firm)), ("first_asked_at", "first_approved_at")
    requests = firm["resource_request"].filter(pl.col("withdrawn_at").is_null()).drop("region")
    requests = requests.join(booked(firm), on="id", how="left").with_columns(object_id=logged_id("resource_request"))
    yield "request_to_booking", 80, firm.of_project(requests), ("created_at", "booked_at")
    sheets = expected(firm)
    yield "week_submitted", 8, sheets, ("closes_at", "submitted_at")
    yield "timesheet_submitted_to_approved", 16, sheets, ("submitted_at", "approved_at")


def _decided(firm: Firm, kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with when each was first asked about, and first approved."""
    asked = firm["approval"].filter(pl.col("kind") == kind).group_by(pl.col("object_id").alias("id")).agg(
        pl.col("asked_at").min().alias("first_asked_at"),
        pl.col("decided_at").filter("approved").min().alias("first_approved_at"),
    )  # fmt: skip
    return rows.join(asked, on="id", how="left")


def _of_money(firm: Firm) -> Iterator[Promise]:
    yield "expense_submitted_to_last_approval", 40, expense_reports(firm), ("submitted_at", "finance_approved_at")
    orders = firm.of_project(firm["purchase_order"].with_columns(object_id=logged_id("purchase_order")))
    yield "purchase_request_approved", 24, orders, ("created_at", "approved_at")
    bills = firm.of_project(firm["vendor_invoice"].with_columns(object_id=logged_id("vendor_invoice")))
    yield "vendor_invoice_matched", 40, bills, ("created_at", "matched_at")
    events = readiness(firm).filter(pl.col("cancelled_at").is_null()).join(first_sent(firm), on=KEY, how="left")
    yield "billable_to_billing_ready", 40, events, ("billable_at", "ready_at")
    yield "billing_ready_to_invoice_sent", 40, events, ("ready_at", "sent_at")
    yield "invoice_reviewed", 16, invoices(firm), ("review_asked_at", "reviewed_at")
    closes = firm["period_close"].with_columns(object_id=close_logged_id(firm.ledger))
    yield "period_closed", 64, closes, ("created_at", "closed_at")
