"""Coupa, where subcontractors are bought: suppliers, requisitions, orders, supplier invoices, approvals.

A purchase keeps its number from the requisition on. Moments are UTC here; the interface writes them with the
instance's offset. `updated_at` moves whenever anything in a record does.
"""

from __future__ import annotations

import polars as pl

from simulator.object_ids import salesforce_id
from simulator.state import State
from simulator.systems.coupa.planted import with_planted
from simulator.systems.records import SystemRecords

TABLES = {"purchase": "RequisitionHeader", "vendor_invoice": "InvoiceHeader"}


def records(state: State) -> SystemRecords:
    """The whole group buys through one instance."""
    tables = {
        "suppliers": _suppliers(state),
        "requisitions": _requisitions(state),
        "purchase_orders": _orders(state),
        "invoices": _invoices(state),
        "tolerance_failures": _failures(state),
        "approvals": _approvals(state),
    }
    return with_planted(SystemRecords(tables), state.record_troubles)


def _suppliers(state: State) -> pl.DataFrame:
    first = state["purchase_order"].group_by("supplier").agg(pl.col("created_at").min(), pl.col("currency").first())
    return first.sort("created_at", "supplier").select(
        id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
        name="supplier",
        status=pl.lit("active"),
        currency="currency",
        created_at="created_at",
        updated_at="created_at",
    )


def _described(state: State, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of purchases with what Coupa shows of project, entity, supplier and the person who asked."""
    projects = state["project"].select(project_id="id", project_code="code")
    entities = state["legal_entity"].select(entity_id="id", entity_code="slug", entity_name="name")
    people = state["resource"].select(requested_by_id="id", requested_by_email="email", requested_by_name="name")
    suppliers = _suppliers(state).select("name", supplier_id="id").rename({"name": "supplier"})
    for other, key in ((projects, "project_id"), (entities, "entity_id"), (people, "requested_by_id")):
        rows = rows.join(other, on=key, how="left")
    return rows.join(suppliers, on="supplier", how="left").with_columns(
        amount=(pl.col("amount_cents") / 100).round(2).cast(pl.String)
    )


_DESCRIBED = (
    "amount", "currency", "project_code", "entity_code", "entity_name", "supplier_id", "supplier", "requested_by_id",
    "requested_by_email", "requested_by_name",
)  # fmt: skip


def _requisitions(state: State) -> pl.DataFrame:
    rows = _described(state, state["purchase_order"])
    decided = _last_decision(state, "purchase")
    moments = ("created_at", "rejected_at", "approved_at", "ordered_at", "decided_last_at")
    return (
        rows.join(decided, left_on="id", right_on="object_id", how="left")
        .sort("id")
        .select(
            "id",
            *_DESCRIBED,
            status=pl.when(pl.col("ordered_at").is_not_null())
            .then(pl.lit("ordered"))
            .when(pl.col("approved_at").is_not_null())
            .then(pl.lit("approved"))
            .when(pl.col("rejected_at").is_not_null())
            .then(pl.lit("rejected"))
            .otherwise(pl.lit("pending_approval")),
            submitted_at="created_at",
            created_at="created_at",
            updated_at=pl.max_horizontal(*moments),
        )
    )


def _last_decision(state: State, kind: str) -> pl.DataFrame:
    asked = state["approval"].filter(pl.col("kind") == kind)
    return asked.group_by("object_id").agg(
        decided_last_at=pl.max_horizontal(pl.col("asked_at").max(), pl.col("decided_at").max())
    )


def _orders(state: State) -> pl.DataFrame:
    ordered = _described(state, state["purchase_order"].filter(pl.col("ordered_at").is_not_null()))
    return ordered.sort("id").select(
        "id",
        *_DESCRIBED,
        po_number="number",
        requisition_id="id",
        status=pl.lit("issued"),
        exported=pl.lit(True),
        created_at="ordered_at",
        updated_at="ordered_at",
    )


def _invoices(state: State) -> pl.DataFrame:
    orders = state["purchase_order"].select("supplier", "requested_by_id", "entity_id", purchase_order_id="id")
    billed = state["billing_event"].select(billing_event_id="id", billed_at="created_at")
    joined = state["vendor_invoice"].join(orders, on="purchase_order_id", how="left")
    rows = _described(state, joined.join(billed, on="billing_event_id", how="left"))
    decided = _last_decision(state, "vendor_invoice")
    moments = ("created_at", "mismatched_at", "matched_at", "approved_at", "paid_at", "billed_at", "decided_last_at")
    return (
        rows.join(decided, left_on="id", right_on="object_id", how="left")
        .sort("id")
        .select(
            "id",
            *_DESCRIBED,
            invoice_number="number",
            order_id="purchase_order_id",
            status=pl.when(pl.col("approved_at").is_not_null())
            .then(pl.lit("approved"))
            .when(pl.col("matched_at").is_not_null())
            .then(pl.lit("pending_approval"))
            .when(pl.col("mismatched_at").is_not_null())
            .then(pl.lit("on_hold"))
            .otherwise(pl.lit("pending_receipt")),
            paid=pl.col("paid_at").is_not_null(),
            payment_date="paid_at",
            matched_at="matched_at",
            pass_through="pass_through",
            billing_event=pl.when("pass_through").then(salesforce_id("billing_event", "billing_event_id")),
            created_at="created_at",
            updated_at=pl.max_horizontal(*moments),
        )
    )


def _failures(state: State) -> pl.DataFrame:
    """What was outside the tolerances of an invoice."""
    failed = state["vendor_invoice"].filter(pl.col("mismatched_at").is_not_null())
    return failed.sort("id").select(
        "id",
        invoice_id="id",
        code=pl.lit("price_exceeds_po"),
        created_at="mismatched_at",
        resolved_at="matched_at",
        updated_at=pl.max_horizontal("mismatched_at", "matched_at"),
    )


def _approvals(state: State) -> pl.DataFrame:
    people = state["resource"].select(approver_id="id", approver_email="email", approver_name="name")
    asked = state["approval"].filter(pl.col("kind").is_in(list(TABLES)), pl.col("asked_at").is_not_null())
    return (
        asked.join(people, on="approver_id", how="left")
        .sort("id")
        .select(
            "id",
            approvable_type=pl.col("kind").replace_strict(TABLES, return_dtype=pl.String),
            approvable_id="object_id",
            position="round",
            status=pl.when(pl.col("decided_at").is_null())
            .then(pl.lit("pending_approval"))
            .when("approved")
            .then(pl.lit("approved"))
            .otherwise(pl.lit("rejected")),
            approver_id="approver_id",
            approver_email="approver_email",
            approver_name="approver_name",
            approver_role="approver_role",
            approval_date="decided_at",
            created_at="asked_at",
            updated_at=pl.max_horizontal("asked_at", "decided_at"),
        )
    )
