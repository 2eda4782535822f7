"""A firm of seven people made by hand: few enough rows that every answer can be worked out on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from simulator.state import COLUMNS, State, schema

AS_OF = datetime(2026, 3, 31, 18, tzinfo=UTC)


def at(day: int, hour: int = 9, minute: int = 0, month: int = 3) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def _person(number: int, name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "name": name, "email": f"{name.split()[0].lower()}@firm.example", "entity_id": 1,
        "practice_id": 1, "grade": "Consultant", "role": "Data Engineer", "skills": "SQL, Python",
        "is_subcontractor": False, "is_delivery": True, "manager_id": 1, "weekly_minutes": 2400,
        "cost_cents_per_hour": 6000, "hired_on": date(2025, 1, 6), "created_at": at(2, month=1), **more,
    }  # fmt: skip


def _expense(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "resource_id": 2, "entity_id": 1, "name": f"Trip {number}", "currency": "USD",
        "created_at": at(2), **more,
    }  # fmt: skip


def _line(number: int, report: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "expense_report_id": report, "project_id": 1, "category": "hotel", "merchant": "Inn",
        "spent_on": date(2026, 2, 20), "amount_cents": 12_345, "currency": "USD", "billable": True, "receipt": True,
        "created_at": at(2), **more,
    }  # fmt: skip


def _approval(number: int, kind: str, report: int, asked: datetime, decided: datetime | None, **more: Any) -> Any:
    return {
        "id": number, "kind": f"expense_{kind}", "object_type": "expense_report", "object_id": report, "round": 1,
        "asked_by_id": 2, "asked_at": asked, "decided_at": decided, "approved": None if decided is None else True,
        "approver_id": 1 if kind == "manager" else 4,
        "approver_role": "Partner" if kind == "manager" else "Accountant", **more,
    }  # fmt: skip


def _project(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "contract_id": 1, "client_id": 1, "entity_id": 1, "practice_id": 1, "service_line": "Data",
        "manager_id": 1, "name": f"Project {number}", "code": f"P-000{number}", "billing_type": "fixed",
        "currency": "USD", "baseline_revenue_cents": 100, "baseline_cost_cents": 50, "starts_on": date(2026, 3, 9),
        "ends_on": date(2026, 6, 30), "created_at": at(3), "kickoff_planned_on": date(2026, 3, 9), **more,
    }  # fmt: skip


ROWS: dict[str, Sequence[Mapping[str, Any]]] = {
    "legal_entity": [
        {"id": 1, "name": "Firm Inc.", "slug": "new_york", "region": "Americas", "country": "US", "currency": "USD",
         "zone": "America/New_York", "tax_code": "US", "acquired": False},
        {"id": 2, "name": "Firm Ltd.", "slug": "london", "region": "Europe", "country": "GB", "currency": "GBP",
         "zone": "Europe/London", "tax_code": "GB", "acquired": False},
    ],
    "practice": [{"id": 1, "name": "Data"}, {"id": 2, "name": "Cloud"}],
    "exchange_rate": [
        {"rated_on": date(2026, 1, 1), "currency": "USD", "usd": 1.0},
        {"rated_on": date(2026, 1, 1), "currency": "GBP", "usd": 1.25},
    ],
    "client": [{"id": 1, "name": "Acme", "entity_id": 1, "industry": "Retail", "country": "US", "tax_number": "1",
                "requires_po": False, "owner_id": 1, "created_at": at(1, month=1), "duplicated": False}],
    "contract": [{"id": 1, "opportunity_id": 1, "client_id": 1, "entity_id": 1, "name": "Acme data platform",
                  "billing_type": "fixed", "value_cents": 100, "currency": "USD", "payment_terms_days": 30,
                  "requires_acceptance": False, "owner_id": 1, "created_at": at(20, month=2), "signed_at": at(1)}],
    "resource": [
        _person(1, "Ann Lee", grade="Partner", role="Partner", manager_id=None),
        _person(2, "Bob de Vries", grade="Senior", skills="SQL, Python, Spark", weekly_minutes=1920),
        _person(3, "Cid Moss", entity_id=2, practice_id=2, left_on=date(2026, 3, 20)),
        _person(4, "Dee Park", role="Accountant", is_delivery=False),
        _person(5, "Eve Hall", is_subcontractor=True),
        _person(6, "Fay Kim", hired_on=date(2026, 4, 6), created_at=at(25)),
        _person(7, "Gus Roy", left_on=date(2026, 12, 31)),
    ],
    "resource_change": [
        {"id": 1, "resource_id": 2, "changed_at": at(2, month=2), "field": "grade", "old": "Consultant",
         "new": "Senior"},
        {"id": 2, "resource_id": 2, "changed_at": at(16), "field": "skills", "old": "SQL, Python",
         "new": "SQL, Python, Spark"},
        {"id": 3, "resource_id": 2, "changed_at": at(16, 12), "field": "weekly_minutes", "old": "2400", "new": "1920"},
        {"id": 4, "resource_id": 3, "changed_at": at(1, month=2), "field": "practice_id", "old": "1", "new": "2"},
    ],
    "leave": [
        {"id": 1, "resource_id": 2, "from_on": date(2026, 3, 23), "to_on": date(2026, 3, 27), "kind": "vacation",
         "requested_at": at(2), "approved_at": at(4)},
        {"id": 2, "resource_id": 3, "from_on": date(2026, 5, 4), "to_on": date(2026, 5, 4), "kind": "vacation",
         "requested_at": at(30)},
        {"id": 3, "resource_id": 5, "from_on": date(2026, 3, 2), "to_on": date(2026, 3, 2), "kind": "sick",
         "requested_at": at(2), "approved_at": at(2, 11)},
    ],
    "project": [
        _project(1, kickoff_at=at(11, 14)),
        _project(2, kickoff_planned_on=date(2026, 4, 20)),
        _project(3),
        _project(4, cancelled_at=at(6)),
    ],
    "workspace": [
        {"id": 1, "project_id": 1, "created_at": at(4), "provisioned_at": at(5, 10, 30)},
        {"id": 2, "project_id": 2, "created_at": at(30)},
    ],
    "document": [
        {"id": 1, "contract_id": 1, "name": "SOW Acme.docx", "kind": "sow", "version": 1, "created_at": at(1)},
        {"id": 2, "contract_id": 1, "name": "SOW Acme.docx", "kind": "sow", "version": 2, "created_at": at(1, 12)},
    ],
    "expense_report": [
        _expense(1),
        _expense(2, submitted_at=at(3), created_at=at(2)),
        _expense(3, submitted_at=at(3), rejected_at=at(4), corrected_at=at(5), manager_approved_at=at(6),
                 finance_approved_at=at(9), reimbursed_at=at(13), rebilled_at=at(20)),
        _expense(4, submitted_at=at(3), rejected_at=at(4)),
        _expense(6, submitted_at=at(3), manager_approved_at=at(4), rejected_at=at(5), corrected_at=at(6)),
        _expense(5, resource_id=3, entity_id=2, currency="GBP", submitted_at=at(3), manager_approved_at=at(4)),
    ],
    "expense_line": [
        _line(1, 2), _line(2, 3, category="meals", merchant="Café", amount_cents=4_050, billable=False),
        _line(3, 3, project_id=2, receipt=False), _line(4, 5, currency="USD", amount_cents=10_000),
    ],
    "approval": [
        _approval(1, "manager", 2, at(3), None, approver_id=None),
        _approval(2, "manager", 3, at(3), at(4), approved=False),
        _approval(3, "manager", 3, at(5), at(6), round=2),
        _approval(4, "finance", 3, at(6), at(9)),
        _approval(5, "manager", 4, at(3), at(4), approved=False),
        _approval(6, "manager", 5, at(3), at(4), asked_by_id=3),
        _approval(7, "finance", 5, at(4), None, asked_by_id=3, approver_id=None),
        _approval(8, "manager", 6, at(3), at(4)),
        _approval(9, "finance", 6, at(4), at(5), approved=False),
        _approval(10, "finance", 6, at(6), None, round=2),
    ],
}  # fmt: skip


def hand_made_firm(*record_troubles: str) -> State:
    """The whole firm, on the last evening of March 2026."""
    tables = {
        name: pl.DataFrame([{column: row.get(column) for column in schema(name)} for row in ROWS.get(name, ())],
                           schema=schema(name), orient="row")
        for name in COLUMNS
    }  # fmt: skip
    return State(AS_OF, tables, frozenset(record_troubles))
