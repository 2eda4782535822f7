"""A ledger made by hand: three clients, a few invoices, a close, two purchases, and the two nights the clocks change.

Entity 3 was acquired and keeps books of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from simulator.state import COLUMNS, State, schema

AS_OF = datetime(2026, 11, 30, 18, tzinfo=UTC)
# Los Angeles puts the clock forward on 8 March 2026 at 10:00 UTC, and back on 1 November at 9:00 UTC.
SPRING, AUTUMN = datetime(2026, 3, 8, 10, tzinfo=UTC), datetime(2026, 11, 1, 9, tzinfo=UTC)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2026, with a fraction of a second that no system tells."""
    return datetime(2026, month, day, hour, minute, 7, 123_456, tzinfo=UTC)


def _entity(number: int, name: str, slug: str, currency: str, zone: str, *, acquired: bool = False) -> dict[str, Any]:
    return {
        "id": number, "name": name, "slug": slug, "region": "Somewhere", "country": "XX", "currency": currency,
        "zone": zone, "tax_code": f"TAX-{number}", "acquired": acquired,
    }  # fmt: skip


def _client(number: int, entity: int, validated: datetime | None, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "name": f"Client {number} & Sons Ltd", "entity_id": entity, "industry": "Retail", "country": "XX",
        "tax_number": f"DE1234567{number:02}", "requires_po": False, "owner_id": 1, "created_at": at(1, 5),
        "validated_at": validated, "duplicated": False, **more,
    }  # fmt: skip


def _person(number: int, entity: int) -> dict[str, Any]:
    return {
        "id": number, "name": f"Person {number}", "email": f"Person{number}@firm.example", "entity_id": entity,
        "practice_id": 1, "grade": "Consultant", "role": "Data Engineer", "skills": "SQL", "is_subcontractor": False,
        "is_delivery": True, "weekly_minutes": 2400, "cost_cents_per_hour": 6000, "hired_on": date(2025, 1, 6),
        "created_at": at(1, 2),
    }  # fmt: skip


def _project(number: int, entity: int, client: int, created: datetime | None, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "contract_id": number, "client_id": client, "entity_id": entity, "practice_id": 1,
        "service_line": "Data", "manager_id": 1, "name": f"Project {number}", "code": f"P-000{number}",
        "billing_type": "fixed", "currency": "USD", "baseline_revenue_cents": 100, "baseline_cost_cents": 50,
        "starts_on": date(2026, 2, 2), "ends_on": date(2026, 12, 18), "created_at": at(1, 20),
        "kickoff_planned_on": date(2026, 2, 2), "erp_created_at": created, **more,
    }  # fmt: skip


def _contract(number: int, entity: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "opportunity_id": number, "client_id": 1, "entity_id": entity, "name": f"Contract {number}",
        "billing_type": "fixed", "value_cents": 100, "currency": "USD", "payment_terms_days": 30,
        "requires_acceptance": False, "service_code": "SVC-DATA", "tax_code": "TAX-1", "owner_id": 1,
        "created_at": at(1, 10), "signed_at": at(1, 15), "completed_at": at(1, 15), **more,
    }  # fmt: skip


def _timecard(number: int, project: int | None, posted: datetime | None, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "timesheet_id": 1, "resource_id": 1, "project_id": project, "billable": project is not None,
        "week_end": date(2026, 3, 8), "month": date(2026, 3, 1), "mon": 480, "tue": 450, "created_at": at(3, 6),
        "submitted_at": at(3, 6, 17), "approved_at": at(3, 8, 9), "posted_at": posted,
        "posted_minutes": 930 if posted else None, **more,
    }  # fmt: skip


def _invoice(number: int, entity: int, project: int, client: int, created: datetime, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "number": f"INV-{number}", "client_id": client, "entity_id": entity, "project_id": project,
        "amount_cents": 100_050, "tax_cents": 19_010, "currency": "USD", "due_on": date(2026, 5, 1),
        "created_at": created, **more,
    }  # fmt: skip


def _review(number: int, invoice: int, turn: int, asked: datetime, decided: datetime | None, **more: Any) -> Any:
    return {
        "id": number, "kind": "invoice_review", "object_type": "invoice", "object_id": invoice, "round": turn,
        "asked_by_id": 1, "asked_at": asked, "decided_at": decided, "approved": None if decided is None else True,
        "approver_id": 2 if decided else None, "approver_role": "Finance controller", **more,
    }  # fmt: skip


def _close(number: int, entity: int, month: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "entity_id": entity, "month": date(2026, month, 1), "created_at": at(month + 1, 1, 7), **more}


ROWS: dict[str, Sequence[Mapping[str, Any]]] = {
    "legal_entity": [
        _entity(1, "Firm Inc.", "new_york", "USD", "America/New_York"),
        _entity(2, "Firm Ltd.", "london", "GBP", "Europe/London"),
        _entity(3, "Bought GmbH", "munich", "EUR", "Europe/Berlin", acquired=True),
    ],
    "exchange_rate": [
        {"rated_on": date(2026, 1, 1), "currency": currency, "usd": usd}
        for currency, usd in (("USD", 1.0), ("GBP", 1.25), ("EUR", 1.1))
    ],
    "client": [
        _client(1, 1, at(1, 8), duplicated=True), _client(2, 2, at(1, 9)), _client(3, 3, at(1, 12)),
        _client(4, 1, None), _client(5, 1, at(2, 2)), _client(6, 1, at(2, 2)), _client(7, 1, at(2, 3)),
    ],
    "resource": [_person(1, 1), _person(2, 1), _person(3, 3)],
    "contract": [_contract(1, 1), _contract(2, 2), _contract(3, 3), _contract(4, 1)],
    "project": [
        _project(1, 1, 1, at(1, 22), closed_at=at(10, 1)), _project(2, 2, 2, at(1, 23)), _project(3, 3, 3, at(1, 26)),
        _project(4, 1, 1, None),
    ],
    "timesheet": [{"id": 1, "resource_id": 1, "entity_id": 1, "week_end": date(2026, 3, 8), "capacity_minutes": 2400,
                   "created_at": at(3, 2)}],
    "timecard": [
        _timecard(1, 1, SPRING.replace(minute=30)), _timecard(2, 2, AUTUMN.replace(minute=40)),
        _timecard(3, None, at(3, 9)), _timecard(4, 1, None), _timecard(5, 3, at(3, 10)),
    ],
    "expense_report": [
        {"id": 1, "resource_id": 1, "entity_id": 1, "name": "Trip", "currency": "USD", "created_at": at(3, 2),
         "posted_at": at(3, 12)},
        {"id": 2, "resource_id": 1, "entity_id": 1, "name": "Trip", "currency": "USD", "created_at": at(3, 2)},
    ],
    "expense_line": [
        {"id": number, "expense_report_id": 1, "project_id": 1, "category": "hotel", "merchant": "Inn",
         "spent_on": date(2026, 2, 20), "amount_cents": 12_345, "currency": "USD", "billable": True, "receipt": True,
         "created_at": at(3, 2)}
        for number in (1, 2)
    ],
    "billing_event": [
        {"id": 1, "project_id": 1, "contract_id": 1, "kind": "milestone", "amount_cents": 510_000, "currency": "USD",
         "created_at": at(3, 20)},
    ],
    "invoice": [
        _invoice(1, 1, 1, 1, at(4, 2), review_asked_at=at(4, 3), rejected_at=at(4, 4), adjusted_at=at(4, 5),
                 reviewed_at=at(4, 8), sent_at=at(4, 9), settled_at=at(5, 20)),
        _invoice(2, 2, 2, 2, at(4, 2), review_asked_at=at(4, 3), reviewed_at=at(4, 3, 15), sent_at=at(4, 7)),
        _invoice(3, 3, 3, 3, at(4, 2), review_asked_at=at(4, 3), reviewed_at=at(4, 3, 15)),
        _invoice(4, 1, 1, 1, at(11, 27)),
    ],
    "invoice_line": [
        {"id": number, "invoice_id": invoice, "billing_event_id": number, "project_id": project, "kind": "time",
         "minutes": 930, "amount_cents": 100_050, "created_at": at(4, 2)}
        for number, (invoice, project) in enumerate(((1, 1), (2, 2), (3, 3)), 1)
    ],
    "approval": [
        _review(1, 1, 1, at(4, 3), at(4, 4), approved=False), _review(2, 1, 2, at(4, 6), at(4, 8)),
        _review(3, 2, 1, at(4, 3), at(4, 3, 15)), _review(4, 3, 1, at(4, 3), at(4, 3, 15)),
        _review(5, 4, 1, at(11, 28), None),
        _review(6, 1, 1, at(3, 2), at(3, 3), kind="purchase", object_type="purchase_order", approved=False),
        _review(7, 1, 2, at(3, 4), at(3, 5), kind="purchase", object_type="purchase_order"),
        _review(8, 1, 1, at(3, 16), at(3, 18), kind="vendor_invoice", object_type="vendor_invoice"),
        _review(9, 2, 1, at(11, 20), None, kind="purchase", object_type="purchase_order"),
    ],
    "reminder": [{"id": 1, "invoice_id": 1, "created_at": at(5, 4)}],
    "payment": [{"id": 1, "invoice_id": 1, "amount_cents": 119_060, "currency": "USD", "created_at": at(5, 20)}],
    "credit_memo": [{"id": 1, "number": "CM-1", "invoice_id": 2, "dispute_id": 1, "amount_cents": 5_000,
                     "currency": "USD", "created_at": at(5, 11)}],
    "period_close": [
        _close(1, 1, 3, cut_off_at=at(4, 2), accruals_at=at(4, 3), wip_reviewed_at=at(4, 4), revenue_at=at(4, 5),
               reconciled_at=at(4, 6), closed_at=at(4, 7), reopened_at=at(4, 8), reclosed_at=at(4, 9)),
        _close(2, 2, 3, cut_off_at=at(4, 2)),
        _close(3, 3, 3, cut_off_at=at(4, 2)),
    ],
    "journal": [
        {"id": number, "number": f"JE-{number}", "period_close_id": close, "entity_id": close, "amount_cents": 700,
         "currency": "USD", "manual": True, "created_at": at(4, 3)}
        for number, close in ((1, 1), (2, 3))
    ],
    "reconciling_item": [
        {"id": 1, "period_close_id": 1, "amount_cents": 900, "currency": "USD", "created_at": at(4, 4),
         "cleared_at": at(4, 6)},
    ],
    "purchase_order": [
        {"id": 1, "number": "PO-1", "project_id": 1, "entity_id": 1, "supplier": "Freelance <&> Co",
         "requested_by_id": 1, "amount_cents": 500_000, "currency": "USD", "created_at": at(3, 2),
         "rejected_at": at(3, 3), "approved_at": at(3, 5), "ordered_at": at(3, 6)},
        {"id": 2, "number": "PO-2", "project_id": 2, "entity_id": 2, "supplier": "Freelance <&> Co",
         "requested_by_id": 1, "amount_cents": 500_000, "currency": "GBP", "created_at": at(11, 20)},
    ],
    "vendor_invoice": [
        {"id": 1, "number": "F-77", "purchase_order_id": 1, "project_id": 1, "pass_through": True,
         "billing_event_id": 1,
         "amount_cents": 510_000, "currency": "USD", "created_at": at(3, 14), "mismatched_at": at(3, 15),
         "matched_at": at(3, 16), "approved_at": at(3, 18), "paid_at": at(4, 20)},
    ],
}  # fmt: skip


def hand_made_ledger(*record_troubles: str) -> State:
    """The whole firm, at the end of November 2026."""
    tables = {
        name: pl.DataFrame([{column: row.get(column) for column in schema(name)} for row in ROWS.get(name, ())],
                           schema=schema(name), orient="row")
        for name in COLUMNS
    }  # fmt: skip
    return State(AS_OF, tables, frozenset(record_troubles))
