"""The state of the pretend firm: what truly happened, one table a kind of thing, before any system writes it down.

Tables hold moments, never statuses: a thing is approved where `approved_at` is past, so the firm as of any moment is a
cut. Moments (`*_at`) are UTC; days (`*_on`, `week_end`, `month`) are the entity's own. Money is in cents of the row's
currency, work in minutes. `id` is the row's own number, `x_id` the number of a row of table x. `?` marks what may be
empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import polars as pl

MOMENT = pl.Datetime("us", "UTC")

# `created_at` says since when a row is there; where it is empty or missing the row was always there.
COLUMNS: dict[str, str] = {
    "legal_entity": "id name slug region country currency zone tax_code acquired:bool joined_at?",
    "practice": "id name",
    "exchange_rate": "rated_on currency usd:float",
    "client": (
        "id name parent_id? entity_id industry country tax_number requires_po:bool owner_id created_at "
        "validated_at? duplicated:bool"
    ),
    "resource": (
        "id name email entity_id practice_id grade role skills is_subcontractor:bool is_delivery:bool manager_id? "
        "weekly_minutes cost_cents_per_hour hired_on left_on? created_at"
    ),
    "resource_change": "id resource_id changed_at field old new",
    "standard_rate": "id entity_id grade from_on cents_per_hour",
    "leave": "id resource_id from_on to_on kind requested_at approved_at?",
    "opportunity": (
        "id client_id entity_id practice_id owner_id name amount_cents currency close_on created_at qualified_at? "
        "proposal_at? negotiation_at? won_at? lost_at?"
    ),
    # completed_at: since when its terms (order number where asked for, tax and service code, rate card) are all on file
    "contract": (
        "id opportunity_id client_id entity_id amends_id? name billing_type value_cents cap_cents? currency "
        "payment_terms_days:integer po_number? requires_acceptance:bool tax_code? service_code? rate_card? "
        "owner_id created_at signed_at? cancelled_at? completed_at?"
    ),
    "contract_rate": "id contract_id grade cents_per_hour",
    "project": (
        "id contract_id client_id entity_id practice_id service_line manager_id name code billing_type currency "
        "baseline_revenue_cents baseline_cost_cents starts_on ends_on created_at shell_created_at? "
        "erp_created_at? kickoff_planned_on kickoff_at? closed_at? cancelled_at?"
    ),
    "project_forecast": "id project_id taken_at revenue_cents cost_cents revenue_to_date_cents cost_to_date_cents",
    "forecast": "id entity_id taken_at month revenue_cents utilization:float margin_cents currency",
    "workspace": "id project_id created_at provisioned_at?",
    "approval": (
        # what is approved: a contract, for a budget its project, for a timesheet one timecard of it, an expense report
        # (both kinds), a purchase order, a vendor invoice; for an invoice review the invoice
        "id kind object_type object_id round:integer asked_by_id asked_at decided_at? approved:bool? approver_id? "
        "approver_role"
    ),
    "resource_request": (
        "id project_id role grade skill region minutes wanted_on requested_by_id created_at withdrawn_at?"
    ),
    "candidate": "id resource_request_id resource_id created_at rejected_at?",
    "assignment": (
        "id resource_request_id? project_id resource_id bill_cents_per_hour starts_on ends_on created_at "
        "started_at? withdrawn_at?"
    ),
    "assignment_week": "id assignment_id week_end minutes",
    "timesheet": "id resource_id entity_id week_end capacity_minutes created_at submitted_at? approved_at?",
    # the part of a timesheet on one project in one month: a week over a month's end has two, internal work no project
    "timecard": (
        "id timesheet_id resource_id project_id? assignment_id? billing_event_id? billable:bool week_end month "
        "mon:minutes tue:minutes wed:minutes thu:minutes fri:minutes sat:minutes sun:minutes created_at "
        "submitted_at? rejected_at? corrected_at? approved_at? posted_at? posted_minutes?"
    ),
    "expense_report": (
        "id resource_id entity_id name currency created_at submitted_at? rejected_at? corrected_at? "
        "manager_approved_at? finance_approved_at? posted_at? reimbursed_at? rebilled_at?"
    ),
    "expense_line": (
        "id expense_report_id project_id billing_event_id? category merchant spent_on amount_cents currency "
        "billable:bool receipt:bool created_at"
    ),
    "milestone": "id project_id name amount_cents planned_on created_at reached_at? accepted_at?",
    "billing_event": (
        "id project_id contract_id kind milestone_id? period_start? period_end? amount_cents currency created_at "
        "billable_at? time_complete_at? expense_complete_at? ready_at? invoice_id? cancelled_at?"
    ),
    "purchase_order": (
        "id number project_id entity_id supplier amount_cents currency requested_by_id created_at rejected_at? "
        "approved_at? ordered_at?"
    ),
    "vendor_invoice": (
        "id number purchase_order_id project_id billing_event_id? pass_through:bool amount_cents currency "
        "created_at mismatched_at? matched_at? approved_at? paid_at?"
    ),
    "invoice": (
        "id number client_id entity_id project_id amount_cents tax_cents currency due_on po_number? reissue_of_id? "
        "created_at review_asked_at? rejected_at? adjusted_at? reviewed_at? sent_at? settled_at?"
    ),
    "invoice_line": (
        "id invoice_id billing_event_id? project_id kind minutes? amount_cents expense_line_id? vendor_invoice_id? "
        "created_at"
    ),
    "reminder": "id invoice_id created_at",
    "payment": "id invoice_id amount_cents currency created_at",
    "dispute": "id invoice_id amount_cents reason created_at resolved_at? credited:bool?",
    # net, as a dispute's amount is; its tax goes with it at the rate of the invoice
    "credit_memo": "id number invoice_id dispute_id? amount_cents currency created_at",
    "document": "id contract_id name kind version:integer created_at",
    "period_close": (
        "id entity_id month created_at cut_off_at? accruals_at? wip_reviewed_at? revenue_at? reconciled_at? "
        "closed_at? reopened_at? reclosed_at?"
    ),
    "journal": "id number period_close_id entity_id amount_cents currency manual:bool created_at",
    "reconciling_item": "id period_close_id amount_cents currency created_at cleared_at?",
    # truth that no system knows
    "wait": "id object_type object_id handoff cause from_at to_at?",
    "trouble": "trouble kind subject_type subject_id? since_on until_on? entity_id? cents detectable_on?",
}

TYPES: dict[str, pl.DataType] = {
    "moment": MOMENT,
    "day": pl.Date(),
    "integer": pl.Int64(),
    "minutes": pl.Int32(),
    "text": pl.String(),
    "bool": pl.Boolean(),
    "float": pl.Float64(),
}
DAYS = ("week_end", "month", "period_start", "period_end")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Which table a column `x_id` refers to, where that is not x.
REFERS = {
    "entity_id": "legal_entity",
    "owner_id": "resource",
    "manager_id": "resource",
    "requested_by_id": "resource",
    "asked_by_id": "resource",
    "approver_id": "resource",
    "parent_id": "client",
    "amends_id": "contract",
    "reissue_of_id": "invoice",
}
# What is known only from a moment on.
KNOWN_FROM = {
    "approval": {"approved": "decided_at"},
    "dispute": {"credited": "resolved_at"},
    "timecard": {"posted_minutes": "posted_at"},
    "contract": {"po_number": "completed_at"},
}


@cache
def schema(table: str) -> dict[str, pl.DataType]:
    """The columns of a table and their types, in order."""
    return {name: TYPES[kind] for name, kind, _ in _columns(table)}


@cache
def may_be_empty(table: str) -> frozenset[str]:
    """The columns of a table that may hold nulls."""
    return frozenset(name for name, _, empty in _columns(table) if empty)


def _columns(table: str) -> list[tuple[str, str, bool]]:
    found = []
    for word in COLUMNS[table].split():
        name, _, kind = word.rstrip("?").partition(":")
        found.append((name, kind or _kind(name), word.endswith("?")))
    return found


def _kind(name: str) -> str:
    if name.endswith("_at"):
        return "moment"
    if name.endswith("_on") or name in DAYS:
        return "day"
    if name == "id" or name.endswith("_id") or "cents" in name:
        return "integer"
    return "minutes" if name.endswith("minutes") else "text"


@dataclass(frozen=True)
class State:
    """The whole firm up to `as_of`: every table of `COLUMNS`, by name.

    `record_troubles` are the troubles that lie in how systems wrote things down, not in what happened.
    """

    as_of: datetime
    tables: Mapping[str, pl.DataFrame]
    record_troubles: frozenset[str] = frozenset()

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    def cut(self, moment: datetime) -> State:
        """The firm as it stood at a moment: later rows are not there yet, what was learnt later is still empty."""
        tables = {name: _cut(name, table, moment) for name, table in self.tables.items()}
        if "resource_change" in tables and "resource" in tables:
            tables["resource"] = _unchanged(tables["resource"], self.tables["resource_change"], moment)
        return State(moment, {name: _without_later(name, tables) for name in tables}, self.record_troubles)


def entered_at(place: int) -> pl.Expr:
    """When the hours of a day are entered, Monday being 0: at noon, at the latest as the timecard is submitted."""
    noon = pl.col("week_end").cast(MOMENT) - pl.duration(days=6 - place) + pl.duration(hours=12)
    return pl.min_horizontal(noon, "submitted_at")


def refers_to(table: str, column: str) -> str | None:
    """The table that a column's numbers are of, or nothing."""
    if not column.endswith("_id") or column in ("object_id", "subject_id"):
        return None
    return REFERS.get(column, column.removesuffix("_id"))


def _cut(name: str, table: pl.DataFrame, moment: datetime) -> pl.DataFrame:
    moments = [column for column, kind in table.schema.items() if kind == MOMENT]
    needed = [column for column in moments if column not in may_be_empty(name)]
    if needed:
        table = table.filter(pl.all_horizontal(pl.col(column) <= moment for column in needed))
    table = table.with_columns(_known(column, column, moment) for column in moments if column not in needed)
    if name == "timecard":
        table = table.with_columns(
            pl.when(entered_at(place) <= moment).then(day).otherwise(0).cast(table.schema[day]).alias(day)
            for place, day in enumerate(WEEKDAYS)
        )
    return table.with_columns(_known(column, since, moment) for column, since in KNOWN_FROM.get(name, {}).items())


def _known(column: str, since: str, moment: datetime) -> pl.Expr:
    return pl.when(pl.col(since) <= moment).then(pl.col(column)).alias(column)


def _unchanged(resource: pl.DataFrame, changes: pl.DataFrame, moment: datetime) -> pl.DataFrame:
    """People with what they had before the changes that are yet to come."""
    later = changes.filter(pl.col("changed_at") > moment).sort("changed_at")
    for field in later["field"].unique().sort():
        old = later.filter(pl.col("field") == field).unique("resource_id", keep="first", maintain_order=True)
        old = old.select(pl.col("resource_id").alias("id"), pl.col("old").cast(resource.schema[field]))
        joined = resource.join(old, on="id", how="left", maintain_order="left")
        resource = joined.with_columns(pl.coalesce("old", field).alias(field)).drop("old")
    return resource


def _without_later(name: str, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Nothing refers to a row that is not there yet: the reference is empty, or the row is not there either."""
    table, empty = tables[name], may_be_empty(name)
    for column in table.columns:
        target = refers_to(name, column)
        if target is None or target not in tables or "created_at" not in tables[target].columns:
            continue
        there = pl.col(column).is_in(tables[target]["id"].implode())
        if column in empty:
            table = table.with_columns(pl.when(there).then(pl.col(column)).alias(column))
        elif "created_at" not in table.columns:
            table = table.filter(there)
    return table
