"""Rules about terms, codes and invoices: what a contract or an invoice should bear, and steps in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simulator.books.exceptions import of_rule
from simulator.books.firm import Firm
from simulator.books.places import contracts, expense_reports, projects, sent_invoices
from simulator.codes import RETIRED
from simulator.object_ids import logged_id

TERMS = ("tax_code", "service_code", "rate_card")
CODES = ("tax_code", "service_code")


def of_billing(firm: Firm) -> Iterator[pl.DataFrame]:
    yield of_rule("project_without_terms", "missing_data", _without_terms(firm), "stands_at")
    first = contracts(firm).filter(pl.col("amends_id").is_null())
    for code in CODES:
        unknown = first.filter(pl.col(code).str.starts_with(RETIRED))
        yield of_rule(f"{code}_unknown", "conflicting_data", unknown, "created_at")
    asking = firm["client"].filter("requires_po").select(pl.col("id").alias("client_id"))
    bare = sent_invoices(firm).drop("client").filter(pl.col("po_number").is_null())
    bare = firm.of_project(bare.drop("practice", "service_line", "project", "project_manager", "billing_type"))
    yield of_rule("order_number_missing", "missing_data", bare.join(asking, on="client_id", how="semi"), "sent_at")
    yield of_rule("invoice_without_billing_event", "missing_data", _by_hand(firm), "sent_at")
    yield from _turned(firm)


def _without_terms(firm: Firm) -> pl.DataFrame:
    """Projects under a contract that lacks a term of ours; the client's order number is none."""
    lacks = pl.any_horizontal(pl.col(name).is_null() for name in TERMS)
    bare = firm["contract"].filter(lacks).select(pl.col("id").alias("contract_id"))
    return projects(firm).join(bare, on="contract_id", how="semi")


def _by_hand(firm: Firm) -> pl.DataFrame:
    """The lines of sent invoices that bill no billing event."""
    sent = firm["invoice"].drop_nulls("sent_at").select(pl.col("id").alias("invoice_id"), "entity_id", "sent_at")
    lines = firm["invoice_line"].filter(pl.col("billing_event_id").is_null()).join(sent, on="invoice_id")
    lines = lines.with_columns(
        object_id=logged_id("invoice", "invoice_id", firm.ledger), part=pl.col("id").cast(pl.String)
    )
    return firm.of_project(lines)


def _turned(firm: Firm) -> Iterator[pl.DataFrame]:
    """Steps on record as done before the one they follow, from when that one is."""
    milestones = firm.of_project(firm["milestone"].with_columns(object_id=logged_id("milestone")))
    orders = firm.of_project(firm["purchase_order"].with_columns(object_id=logged_id("purchase_order")))
    bills = firm.of_project(firm["vendor_invoice"].with_columns(object_id=logged_id("vendor_invoice")))
    reports = expense_reports(firm)
    for rows, earlier, later, step in (
        (milestones, "reached_at", "accepted_at", "milestone_accepted"),
        (orders, "created_at", "approved_at", "purchase_approved"),
        (bills, "created_at", "matched_at", "vendor_invoice_matched"),
        (bills, "created_at", "paid_at", "vendor_invoice_paid"),
        (reports, "submitted_at", "manager_approved_at", "expense_manager_approved"),
        (reports, "manager_approved_at", "finance_approved_at", "expense_finance_approved"),
    ):
        wrong = rows.filter(pl.col(later) < pl.col(earlier)).with_columns(part=pl.lit(step))
        yield of_rule("contradicting_times", "conflicting_data", wrong, earlier)
