"""What Coupa hands out: each kind of record as a nested object with dashed names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

Row = Mapping[str, Any]
Tables = Mapping[str, pl.DataFrame]
INSTANCE = ZoneInfo("America/Los_Angeles")


@dataclass(frozen=True)
class Resource:
    """A kind of record: its table, what one is called in XML, the word of its scope, and how rows become objects."""

    table: str
    element: str
    scope: str
    shown: Callable[[Iterable[Row], Tables], list[dict[str, Any]]]


def moment(value: datetime | None) -> str | None:
    """A time as the instance writes it, with the offset of its own zone on that day."""
    return value.astimezone(INSTANCE).isoformat(timespec="seconds") if value else None


def _stamps(row: Row) -> dict[str, Any]:
    return {"id": row["id"], "created-at": moment(row["created_at"]), "updated-at": moment(row["updated_at"])}


def _person(row: Row, prefix: str) -> dict[str, Any] | None:
    if row[f"{prefix}_id"] is None:
        return None
    return {"id": row[f"{prefix}_id"], "email": row[f"{prefix}_email"], "fullname": row[f"{prefix}_name"]}


def _purchase(row: Row) -> dict[str, Any]:
    """What requisitions, orders and invoices have alike."""
    return {
        **_stamps(row),
        "status": row["status"],
        "total": row["amount"],
        "currency": {"code": row["currency"]},
        "supplier": {"id": row["supplier_id"], "name": row["supplier"]},
        "requested-by": _person(row, "requested_by"),
        "custom-fields": {"project-code": row["project_code"], "legal-entity": row["entity_code"]},
    }


def _suppliers(rows: Iterable[Row], _: Tables) -> list[dict[str, Any]]:
    return [{**_stamps(row), "name": row["name"], "status": row["status"]} for row in rows]


def _requisitions(rows: Iterable[Row], _: Tables) -> list[dict[str, Any]]:
    return [{**_purchase(row), "submitted-at": moment(row["submitted_at"])} for row in rows]


def _orders(rows: Iterable[Row], _: Tables) -> list[dict[str, Any]]:
    return [
        {
            **_purchase(row),
            "po-number": row["po_number"],
            "exported": row["exported"],
            "requisition-header": {"id": row["requisition_id"]},
        }
        for row in rows
    ]


def _invoices(rows: Iterable[Row], tables: Tables) -> list[dict[str, Any]]:
    rows = list(rows)
    wanted = pl.Series([row["id"] for row in rows], dtype=pl.Int64)
    failures: dict[int, list[dict[str, Any]]] = {}
    for failure in tables["tolerance_failures"].filter(pl.col("invoice_id").is_in(wanted.implode())).to_dicts():
        failures.setdefault(failure["invoice_id"], []).append(_failure(failure))
    return [_invoice(row, failures.get(row["id"], [])) for row in rows]


def _failure(row: Row) -> dict[str, Any]:
    return {
        **_stamps(row),
        "code": row["code"],
        "resolved-at": moment(row["resolved_at"]),
    }


def _invoice(row: Row, failures: list[dict[str, Any]]) -> dict[str, Any]:
    shown = _purchase(row)
    shown["custom-fields"] |= {
        "matched-at": moment(row["matched_at"]),
        "pass-through": row["pass_through"],
        "billing-event": row["billing_event"],
    }
    return {
        **shown,
        "invoice-number": row["invoice_number"],
        "order-header": {"id": row["order_id"]},
        "paid": row["paid"],
        "payment-date": moment(row["payment_date"]),
        "tolerance-failures": failures,
    }


def _approvals(rows: Iterable[Row], _: Tables) -> list[dict[str, Any]]:
    return [
        {
            **_stamps(row),
            "approvable-type": row["approvable_type"],
            "approvable-id": row["approvable_id"],
            "position": row["position"],
            "status": row["status"],
            "approval-date": moment(row["approval_date"]),
            "approver": _person(row, "approver"),
            "custom-fields": {"approver-role": row["approver_role"]},
        }
        for row in rows
    ]


RESOURCES = {
    "suppliers": Resource("suppliers", "supplier", "supplier", _suppliers),
    "requisitions": Resource("requisitions", "requisition-header", "requisition", _requisitions),
    "purchase_orders": Resource("purchase_orders", "order-header", "purchase_order", _orders),
    "invoices": Resource("invoices", "invoice-header", "invoice", _invoices),
    "approvals": Resource("approvals", "approval", "approval", _approvals),
}
