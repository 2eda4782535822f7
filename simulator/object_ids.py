"""How the event log will name each thing of the firm: the id that its leading system gives it, after the system's name.

The systems write these ids into their records; the truth and the books name things by them.
"""

from __future__ import annotations

import polars as pl

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
    "legal_entity": "netsuite",
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


def logged_id(object_type: str, number: str = "id") -> pl.Expr:
    """The object's id in the event log, from a column of its state numbers.

    A timesheet is named `salesforce:CONTACT/WEEK_END` (see `timesheet_logged_id`); a person by the HR system, a
    subcontractor by the PSA (see `resource_logged_id`); a month-end close by entity and month (`close_logged_id`).
    """
    if object_type in SALESFORCE_PREFIX:
        return pl.lit("salesforce:") + salesforce_id(object_type, number)
    if object_type in NETSUITE_TRANSACTION:
        return pl.lit("netsuite:") + netsuite_transaction_id(object_type, number)
    if object_type in ("document", "workspace"):
        return pl.lit("graph:") + graph_id(object_type, number)
    system = {
        "expense_report": "concur",
        "purchase_order": "coupa",
        "vendor_invoice": "coupa",
        "legal_entity": "netsuite",
    }
    return pl.lit(system[object_type] + ":") + pl.col(number).cast(pl.String)


def timesheet_logged_id(resource_id: str = "resource_id", week_end: str = "week_end") -> pl.Expr:
    """One person, one week."""
    return pl.lit("salesforce:") + salesforce_id("contact", resource_id) + "/" + pl.col(week_end).cast(pl.String)


def resource_logged_id(number: str = "id", is_subcontractor: str = "is_subcontractor") -> pl.Expr:
    """Employees are in the HR system; subcontractors only in the PSA."""
    return (
        pl.when(pl.col(is_subcontractor))
        .then(pl.lit("salesforce:") + salesforce_id("contact", number))
        .otherwise(pl.lit("bamboohr:") + pl.col(number).cast(pl.String))
    )


def close_logged_id(entity_id: str = "entity_id", month: str = "month") -> pl.Expr:
    """One legal entity, one month, such as `netsuite:2/2026-03`."""
    return pl.lit("netsuite:") + pl.col(entity_id).cast(pl.String) + "/" + pl.col(month).dt.strftime("%Y-%m")
