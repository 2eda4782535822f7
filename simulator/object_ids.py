"""How the event log will name each thing of the firm: the id that its leading system gives it, after the system's name.

The systems write these ids into their records; the truth and the books name things by them.
"""

from __future__ import annotations

import polars as pl

from simulator.state import State

SALESFORCE_PREFIX = {
    "client": "001",
    "contact": "003",
    "user": "005",
    "opportunity": "006",
    "contract": "800",
    "dispute": "500",
    "project": "a01",
    "resource_request": "a02",
    "assignment": "a03",
    "timecard": "a04",
    "milestone": "a05",
    "billing_event": "a06",
    "budget": "a07",
    "forecast": "a08",
}
LEADING_SYSTEM = {
    "expense_report": "concur",
    "purchase_order": "coupa",
    "vendor_invoice": "coupa",
}
NETSUITE_TRANSACTION = {"invoice": 1, "credit_memo": 2, "payment": 3, "journal": 4, "expense_posting": 5}


def salesforce_id(kind: str, number: str | pl.Expr) -> pl.Expr:
    """Fifteen characters: the prefix of the kind of record, then the number."""
    column = pl.col(number) if isinstance(number, str) else number
    return pl.lit(SALESFORCE_PREFIX[kind]) + column.cast(pl.String).str.zfill(12)


def netsuite_transaction_id(kind: str, number: str | pl.Expr) -> pl.Expr:
    """All transactions share one series of numbers."""
    column = pl.col(number) if isinstance(number, str) else number
    return (column * 10 + NETSUITE_TRANSACTION[kind]).cast(pl.String)


def graph_id(kind: str, number: str | pl.Expr) -> pl.Expr:
    """An opaque id as Microsoft Graph gives them."""
    column = pl.col(number) if isinstance(number, str) else number
    return pl.lit({"document": "01DOC", "workspace": "grp-"}[kind]) + column.cast(pl.String).str.zfill(10)


OWN_LEDGER = pl.lit("netsuite")


def ledger(state: State, entity_id: str = "entity_id") -> pl.Expr:
    """The account in which an entity keeps its books: a firm that was acquired brought its own."""
    acquired = state["legal_entity"].filter("acquired")["id"]
    return pl.when(pl.col(entity_id).is_in(acquired.implode())).then(pl.lit("netsuite_acquired")).otherwise(OWN_LEDGER)


def logged_id(object_type: str, number: str = "id", account: pl.Expr = OWN_LEDGER) -> pl.Expr:
    """The object's id in the event log, from a column of its state numbers; of what a ledger keeps, in its account.

    A timesheet is named `salesforce:CONTACT/WEEK_END` (see `timesheet_logged_id`); a person by the HR system, a
    subcontractor by the PSA (see `resource_logged_id`); a month-end close by entity and month (`close_logged_id`).
    """
    if object_type in SALESFORCE_PREFIX:
        return pl.lit("salesforce:") + salesforce_id(object_type, number)
    if object_type in NETSUITE_TRANSACTION:
        return account + ":" + netsuite_transaction_id(object_type, number)
    if object_type in ("document", "workspace"):
        return pl.lit("graph:") + graph_id(object_type, number)
    if object_type == "legal_entity":
        return account + ":" + pl.col(number).cast(pl.String)
    return pl.lit(LEADING_SYSTEM[object_type] + ":") + pl.col(number).cast(pl.String)


def project_logged_id(account: pl.Expr) -> pl.Expr:
    """A project without its shell in the PSA is known by its number in the ledger."""
    in_ledger = pl.col("shell_created_at").is_null() & pl.col("erp_created_at").is_not_null()
    return pl.when(in_ledger).then(account + ":" + pl.col("id").cast(pl.String)).otherwise(logged_id("project"))


def timesheet_logged_id(resource_id: str = "resource_id", week_end: str = "week_end") -> pl.Expr:
    """One person, one week."""
    return pl.lit("salesforce:") + salesforce_id("contact", resource_id) + "/" + pl.col(week_end).cast(pl.String)


def unwritten_logged_id(person: str = "person", week_end: str = "week_end") -> pl.Expr:
    """A week of which nobody wrote anything: no system knows it, the log only expects it."""
    return pl.format("tracework:{}/{}", person, pl.col(week_end).cast(pl.String))


def resource_logged_id(number: str = "id", is_subcontractor: str = "is_subcontractor") -> pl.Expr:
    """Employees are in the HR system; subcontractors only in the PSA."""
    return (
        pl.when(pl.col(is_subcontractor))
        .then(pl.lit("salesforce:") + salesforce_id("contact", number))
        .otherwise(pl.lit("bamboohr:") + pl.col(number).cast(pl.String))
    )


def close_logged_id(account: pl.Expr, entity_id: str = "entity_id", month: str = "month") -> pl.Expr:
    """One legal entity, one month, such as `netsuite:2/2026-03`."""
    return account + ":" + pl.col(entity_id).cast(pl.String) + "/" + pl.col(month).dt.strftime("%Y-%m")
