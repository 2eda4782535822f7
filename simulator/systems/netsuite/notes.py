"""System notes: NetSuite's change log, append-only, one row a change of a field."""

from __future__ import annotations

import polars as pl

from simulator.systems.netsuite.account import SYSTEM_USER, Account, local, period_id
from simulator.systems.netsuite.parties import served
from simulator.systems.netsuite.transactions import number

ENTITY, TRANSACTION, PERIOD = -9, -30, -105
# Notes of one record are told apart by a slot below a hundred; rounds of a review take ten slots each.
PER_RECORD = 100
TYPE_DIGIT = {ENTITY: 1, TRANSACTION: 2, PERIOD: 3}


def system_notes(account: Account) -> pl.DataFrame:
    return pl.concat([*_of_customers(account), *_of_reviews(account), *_of_invoices(account), *_of_periods(account)])


def _notes(rows: pl.DataFrame, record_type: int, change: tuple[str, str | None, str], **given: pl.Expr) -> pl.DataFrame:
    """Rows with recordid, slot and changed_at as notes; `change` is field, old and new value."""
    field, old, new = change
    record = {ENTITY: "customer", TRANSACTION: "transaction", PERIOD: "accountingperiod"}[record_type]
    rows = rows.filter(pl.col("changed_at").is_not_null())
    return rows.select(
        id=(pl.col("recordid") * 10 + TYPE_DIGIT[record_type]) * PER_RECORD + pl.col("slot"),
        record=pl.lit(record),
        recordid="recordid",
        recordtypeid=pl.lit(record_type, dtype=pl.Int64),
        field=pl.lit(field),
        oldvalue=pl.lit(old, dtype=pl.String),
        newvalue=pl.lit(new),
        date=local("changed_at"),
        name=given.get("name", pl.lit(SYSTEM_USER, dtype=pl.Int64)).cast(pl.Int64),
        role=given.get("role", pl.lit("A/R Clerk")),
        context=given.get("context", pl.lit("UIF")),
    )


def _of_customers(account: Account) -> list[pl.DataFrame]:
    own = served(account).filter(pl.col("entity_id").is_in(account.entities["id"].implode()))
    rows = own.select(recordid="id", slot=pl.lit(1, dtype=pl.Int64), changed_at="validated_at")
    return [_notes(rows, ENTITY, ("CUSTENTITY_VALIDATED", "F", "T"), role=pl.lit("Master data clerk"))]


def _of_reviews(account: Account) -> list[pl.DataFrame]:
    """Every round of an invoice's review: asked for, and decided either way."""
    reviews = account.state["approval"].filter(pl.col("kind") == "invoice_review", pl.col("asked_at").is_not_null())
    reviews = reviews.join(account.invoices.select(object_id="id"), on="object_id", how="semi").with_columns(
        recordid=number("invoice", "object_id"), ten=pl.col("round") * 10
    )
    asked = reviews.select("recordid", "asked_by_id", slot=pl.col("ten") + 1, changed_at="asked_at")
    decided = reviews.select(
        "recordid", "approver_id", "approver_role", "approved", slot=pl.col("ten") + 2, changed_at="decided_at"
    )
    who = {"name": pl.col("approver_id"), "role": pl.col("approver_role")}
    field, pending = "TRANDOC.KAPPROVALSTATUS", "Pending Approval"
    return [
        _notes(asked, TRANSACTION, (field, None, pending), name=pl.col("asked_by_id")),
        _notes(decided.filter("approved"), TRANSACTION, (field, pending, "Approved"), **who),
        _notes(decided.filter(~pl.col("approved")), TRANSACTION, (field, pending, "Rejected"), **who),
    ]


def _of_invoices(account: Account) -> list[pl.DataFrame]:
    changes = {
        "adjusted_at": (2, ("CUSTBODY_REVISION", "1", "2")),
        "sent_at": (3, ("CUSTBODY_SENT", "F", "T")),
        "settled_at": (4, ("TRANDOC.KSTATUS", "Open", "Paid In Full")),
    }
    return [
        _notes(
            account.invoices.select(
                recordid=number("invoice"), slot=pl.lit(slot, dtype=pl.Int64), changed_at=pl.col(moment)
            ),
            TRANSACTION,
            change,
        )
        for moment, (slot, change) in changes.items()
    ]


def _of_periods(account: Account) -> list[pl.DataFrame]:
    changes = {
        "closed_at": (1, ("CLOSED", "F", "T")),
        "reopened_at": (2, ("CLOSED", "T", "F")),
        "reclosed_at": (3, ("CLOSED", "F", "T")),
    }
    closes = account.own("period_close")
    return [
        _notes(
            closes.select(
                recordid=period_id(pl.col("month")), slot=pl.lit(slot, dtype=pl.Int64), changed_at=pl.col(moment)
            ),
            PERIOD,
            change,
            role=pl.lit("Controller"),
        )
        for moment, (slot, change) in changes.items()
    ]
