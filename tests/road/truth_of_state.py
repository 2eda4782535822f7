"""All events that the log of a firm should tell, straight from its state: type, canonical object and moment of each."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import polars as pl

from simulator.books.firm import Firm
from simulator.books.indicators.timesheet_submission_lag import expected
from simulator.life.truth import names
from simulator.object_ids import logged_id
from simulator.state import State
from tests.ingest.sources import moments_of_state

ASKED, REFUSED, AGREED = pl.lit(value=True), ~pl.col("approved"), pl.col("approved")

EXPENSES = ("expense_manager", "expense_finance")


class Told(NamedTuple):
    """A table whose moment is an event of an object, by its number in a column; where a condition holds."""

    table: str
    moment: str
    object_type: str
    number: str = "id"
    where: pl.Expr = ASKED


def _approval(kind: str, moment: str, object_type: str, answer: pl.Expr = ASKED) -> Told:
    return Told("approval", moment, object_type, "object_id", (pl.col("kind") == kind) & answer)


def _close(moment: str) -> Told:
    return Told("period_close", moment, "period_close")


BEYOND_SALESFORCE: dict[str, tuple[Told, ...]] = {
    "client_validated": (Told("client", "validated_at", "client"),),
    "project_created_in_erp": (Told("project", "erp_created_at", "project"),),
    "kickoff_held": (Told("project", "kickoff_at", "project"),),
    "workspace_requested": (Told("workspace", "created_at", "workspace"),),
    "workspace_provisioned": (Told("workspace", "provisioned_at", "workspace"),),
    "time_posted": (Told("timecard", "posted_at", "timecard"),),
    "expense_report_created": (Told("expense_report", "created_at", "expense_report"),),
    "expense_submitted": (
        Told("expense_report", "submitted_at", "expense_report"),
        # once more to who turned it down
        *(_approval(kind, "asked_at", "expense_report", pl.col("round") > 1) for kind in EXPENSES),
    ),
    "expense_rejected": tuple(_approval(kind, "decided_at", "expense_report", REFUSED) for kind in EXPENSES),
    "expense_manager_approved": (_approval("expense_manager", "decided_at", "expense_report", AGREED),),
    "expense_finance_approved": (_approval("expense_finance", "decided_at", "expense_report", AGREED),),
    "expense_posted": (Told("expense_report", "posted_at", "expense_report"),),
    "expense_reimbursed": (Told("expense_report", "reimbursed_at", "expense_report"),),
    "expense_rebilled": (Told("expense_report", "rebilled_at", "expense_report"),),
    "purchase_requested": (Told("purchase_order", "created_at", "purchase_order"),),
    "purchase_rejected": (_approval("purchase", "decided_at", "purchase_order", REFUSED),),
    "purchase_approved": (_approval("purchase", "decided_at", "purchase_order", AGREED),),
    "purchase_ordered": (Told("purchase_order", "ordered_at", "purchase_order"),),
    "vendor_invoice_received": (Told("vendor_invoice", "created_at", "vendor_invoice"),),
    "vendor_invoice_mismatched": (Told("vendor_invoice", "mismatched_at", "vendor_invoice"),),
    "vendor_invoice_matched": (Told("vendor_invoice", "matched_at", "vendor_invoice"),),
    "vendor_invoice_rejected": (_approval("vendor_invoice", "decided_at", "vendor_invoice", REFUSED),),
    "vendor_invoice_approved": (_approval("vendor_invoice", "decided_at", "vendor_invoice", AGREED),),
    "vendor_invoice_paid": (Told("vendor_invoice", "paid_at", "vendor_invoice"),),
    "invoice_drafted": (Told("invoice", "created_at", "invoice"),),
    "invoice_review_asked": (_approval("invoice_review", "asked_at", "invoice"),),
    "invoice_rejected": (_approval("invoice_review", "decided_at", "invoice", REFUSED),),
    "invoice_reviewed": (_approval("invoice_review", "decided_at", "invoice", AGREED),),
    "invoice_adjusted": (Told("invoice", "adjusted_at", "invoice"),),
    "invoice_sent": (Told("invoice", "sent_at", "invoice"),),
    "invoice_settled": (Told("invoice", "settled_at", "invoice"),),
    "invoice_reminded": (Told("reminder", "created_at", "invoice", "invoice_id"),),
    "payment_received": (Told("payment", "created_at", "payment"),),
    "credit_memo_issued": (Told("credit_memo", "created_at", "credit_memo"),),
    "time_cut_off": (_close("cut_off_at"),),
    "accruals_posted": (_close("accruals_at"),),
    "wip_reviewed": (_close("wip_reviewed_at"),),
    "revenue_recognised": (_close("revenue_at"),),
    "period_reconciled": (_close("reconciled_at"),),
    "period_closed": (_close("closed_at"), _close("reclosed_at")),
    "period_reopened": (_close("reopened_at"),),
    "journal_posted": (Told("journal", "created_at", "journal"),),
    "reconciling_item_found": (Told("reconciling_item", "created_at", "period_close", "period_close_id"),),
    "reconciling_item_cleared": (Told("reconciling_item", "cleared_at", "period_close", "period_close_id"),),
    "billing_ready": (Told("billing_event", "ready_at", "billing_event"),),
}
# of the objects that an event happens to, the one that it is held against here
OBJECT_OF = {event: told[0].object_type for event, told in BEYOND_SALESFORCE.items()} | {"time_posted": "timesheet"}


def events(state: State) -> pl.DataFrame:
    """One row an event: `type`, `object` under its canonical id, `at` without its zone and to the second."""
    told = [moments_of_state.moments(state)]
    told += [_rows(state, event, one) for event, found in BEYOND_SALESFORCE.items() for one in found]
    told += [_saved(state), _complete(state), _due(state), _ended(state)]
    rows = pl.concat(one.select("type", "object", "at") for one in told)
    return rows.with_columns(pl.col("at").dt.replace_time_zone(None).dt.truncate("1s"))


def _rows(state: State, event: str, told: Told) -> pl.DataFrame:
    rows = state[told.table].filter(told.where).select(number=told.number, at=told.moment).drop_nulls()
    named = names(state, told.object_type).rename({"object_id": "object"})
    return rows.join(named, on="number", how="left").with_columns(type=pl.lit(event))


def files(state: State) -> pl.DataFrame:
    """Every document as a version of its file, which is named by the first of them."""
    first = pl.col("id").min().over("contract_id", "name")
    return state["document"].with_columns(file=first).with_columns(object=logged_id("document", "file"))


def _saved(state: State) -> pl.DataFrame:
    return files(state).with_columns(type=pl.lit("contract_document_saved"), at=pl.col("created_at"))


def _complete(state: State) -> pl.DataFrame:
    """All time and expense is there, unless the billing event was given up before."""
    events = state["billing_event"].drop_nulls(["time_complete_at", "expense_complete_at"])
    events = events.with_columns(pl.max_horizontal("time_complete_at", "expense_complete_at").alias("complete_at"))
    kept = events.filter(pl.col("cancelled_at").is_null() | (pl.col("complete_at") < pl.col("cancelled_at")))
    whole = State(state.as_of, {**state.tables, "billing_event": kept})
    return _rows(whole, "time_and_expense_complete", Told("billing_event", "complete_at", "billing_event"))


def _due(state: State) -> pl.DataFrame:
    """A week is due when its last working day ends; a week of which nothing was written is the product's own object."""
    sheets = expected(Firm(state)).filter(pl.col("closes_at") <= state.as_of)
    return sheets.with_columns(type=pl.lit("timesheet_due"), at=pl.col("closes_at"), object=pl.col("object_id"))


def _ended(state: State) -> pl.DataFrame:
    """A month ends at midnight by the clock of its entity."""
    zones = dict(state["legal_entity"].select("id", "zone").iter_rows())
    closes = state["period_close"].select("id", "entity_id", pl.col("month").dt.offset_by("1mo"))
    ends = [(number, _last_second(day, zones[entity])) for number, entity, day in closes.iter_rows()]
    rows = pl.DataFrame(ends, schema={"number": pl.Int64, "at": pl.Datetime("us", "UTC")}, orient="row")
    named = names(state, "period_close").rename({"object_id": "object"})
    rows = rows.filter(pl.col("at") <= state.as_of).join(named, on="number")
    return rows.with_columns(type=pl.lit("period_ended"))


def _last_second(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) - timedelta(seconds=1)
