"""When each case of each process was under way: from its first event to its last, as far as they have come.

Processes are the eight of the firm, by their leading things: `part` names the process, `object_id` the case. A case is
active in every month from that of its first event to that of its last.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simulator.books.firm import OF_PROJECT, Firm
from simulator.books.indicators.invoice_readiness_lag import KEY, readiness
from simulator.books.indicators.timesheet_submission_lag import expected
from simulator.books.local_time import begin_of, local_month
from simulator.books.places import contracts, expense_reports, projects
from simulator.object_ids import close_logged_id, logged_id
from simulator.state import MOMENT

COMPLETE = ("time_complete_at", "expense_complete_at")


def active_months(firm: Firm) -> pl.DataFrame:
    """A row for each case and month in which it was under way; `at` lies in that month."""
    rows = firm.placed(pl.concat(_spans(firm), how="diagonal_relaxed"))
    months = pl.date_ranges(local_month(pl.col("first_at")), local_month(pl.col("last_at")), "1mo")
    rows = rows.with_columns(month=months).explode("month")
    return rows.with_columns(at=pl.max_horizontal(begin_of(pl.col("month")), "first_at"))


def _spans(firm: Firm) -> Iterator[pl.DataFrame]:
    billing = _billing(firm)
    found = {
        "sales_to_project": _sales(firm),
        "staffing": _staffing(firm),
        "time_capture": _time(firm),
        "expense_approval": expense_reports(firm),
        "procurement": _procurement(firm),
        "milestone_billing": billing,
        "period_close": _closes(firm),
        "project_to_cash": _whole_way(firm, billing),
    }
    for process, rows in found.items():
        moments = [name for name, kind in rows.schema.items() if kind == MOMENT]
        slices = [name for name in OF_PROJECT if name in rows.columns]
        span = {"first_at": pl.min_horizontal(moments), "last_at": pl.max_horizontal(moments)}
        spans = rows.select("object_id", "entity_id", *slices, part=pl.lit(process), **span)
        yield spans.drop_nulls("first_at").filter(pl.col("first_at") <= firm.as_of)


def _ends(rows: pl.DataFrame, key: str, name: str) -> pl.DataFrame:
    """The first and the last moment of the rows of each key, as columns `id`, `NAME_first` and `NAME_last`."""
    moments = [column for column, kind in rows.schema.items() if kind == MOMENT]
    return rows.group_by(pl.col(key).alias("id")).agg(
        pl.min_horizontal(pl.col(column).min() for column in moments).alias(f"{name}_first"),
        pl.max_horizontal(pl.col(column).max() for column in moments).alias(f"{name}_last"),
    )


def _set_up(firm: Firm) -> pl.DataFrame:
    """project_id, contract_id and the moments of each project until its kickoff."""
    budgets = firm["approval"].filter(pl.col("kind") == "budget").select("object_id", "asked_at", "decided_at")
    rows = firm.standing.select("id", "contract_id", "shell_created_at", "erp_created_at", "kickoff_at")
    rows = rows.join(_ends(budgets, "object_id", "budget"), on="id", how="left")
    return rows.join(_ends(firm["workspace"], "project_id", "workspace"), on="id", how="left")


def _sales(firm: Firm) -> pl.DataFrame:
    rows = contracts(firm).drop("completed_at", "cancelled_at")
    rows = rows.join(_ends(firm["opportunity"], "id", "deal").rename({"id": "opportunity_id"}), on="opportunity_id")
    rows = rows.join(_ends(firm["document"], "contract_id", "document"), on="id", how="left")
    return rows.join(_ends(_set_up(firm), "contract_id", "set_up"), on="id", how="left")


def _staffing(firm: Firm) -> pl.DataFrame:
    rows = firm["resource_request"].filter(pl.col("withdrawn_at").is_null()).drop("region")
    for table in ("candidate", "assignment"):
        rows = rows.join(_ends(firm[table], "resource_request_id", table), on="id", how="left")
    return firm.of_project(rows.with_columns(object_id=logged_id("resource_request")))


def _time(firm: Firm) -> pl.DataFrame:
    """From the end of the week on; what is only entered is not due yet."""
    cards = _ends(firm["timecard"].drop("created_at"), "timesheet_id", "card").rename({"id": "timesheet_id"})
    rows = expected(firm).drop("created_at").join(cards, on="timesheet_id", how="left")
    return rows.filter(pl.col("closes_at") <= firm.as_of)


def _procurement(firm: Firm) -> pl.DataFrame:
    rows = firm["purchase_order"].join(_ends(firm["vendor_invoice"], "purchase_order_id", "bill"), on="id", how="left")
    return firm.of_project(rows.with_columns(object_id=logged_id("purchase_order")))


def _billing(firm: Firm) -> pl.DataFrame:
    """Billing events that have become billable, with their invoices and what followed these."""
    after = firm["invoice"]
    for table in ("reminder", "dispute", "credit_memo", "payment"):
        after = after.join(_ends(firm[table], "invoice_id", table), on="id", how="left")
    invoices = _ends(after, "id", "invoice").rename({"id": "invoice_id"})
    billed = firm["invoice_line"].select(KEY, "invoice_id").unique().join(invoices, on="invoice_id")
    rows = (
        readiness(firm).filter(pl.col("cancelled_at").is_null()).drop("created_at", "cancelled_at", "terms_at", "since")
    )
    # time and expense are complete when both are
    both = pl.all_horizontal(pl.col(name).is_not_null() for name in COMPLETE)
    complete = pl.when(both).then(pl.max_horizontal(COMPLETE)).alias("complete_at")
    rows = rows.with_columns(complete).drop(COMPLETE)
    stones = firm["milestone"].select(pl.col("id").alias("milestone_id"), "reached_at")
    rows = rows.join(stones, on="milestone_id", how="left")
    return rows.join(_ends(billed, KEY, "billed").rename({"id": KEY}), on=KEY, how="left")


def _closes(firm: Firm) -> pl.DataFrame:
    rows = firm["period_close"].with_columns(object_id=close_logged_id(firm.ledger))
    for table in ("journal", "reconciling_item"):
        rows = rows.join(_ends(firm[table], "period_close_id", table), on="id", how="left")
    return rows


def _whole_way(firm: Firm, billing: pl.DataFrame) -> pl.DataFrame:
    """A project from the opportunity to the last of all that belongs to it."""
    deals = _sales(firm).select(pl.col("id").alias("contract_id"), "deal_first")
    rows = projects(firm).join(deals, on="contract_id", how="left")
    spent = firm["expense_line"].select("project_id", pl.col("expense_report_id").alias("id")).unique()
    spent = spent.join(firm["expense_report"], on="id")
    billed = firm["billing_event"].select(pl.col("id").alias(KEY), "project_id").join(
        billing.drop("project_id"), on=KEY
    )  # fmt: skip
    ordered = _procurement(firm)
    parts = {
        "time": firm["timecard"].drop("created_at").drop_nulls("project_id"), "spent": spent, "billed": billed,
        "ordered": ordered, "workspace": firm["workspace"], "request": firm["resource_request"],
        "booking": firm["assignment"],
    }  # fmt: skip
    for name, part in parts.items():
        rows = rows.join(_ends(part, "project_id", name), on="id", how="left")
    return rows
