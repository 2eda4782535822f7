"""The hand-made firm with deals, projects, staffing, time and billing in it: one deal won and worked, one lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from simulator.state import State, schema
from tests.simulator.hand_made_firm import at, hand_made_firm

WEEK = date(2026, 3, 15)


def _deal(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "client_id": 1, "entity_id": 1, "practice_id": 1, "owner_id": 1, "name": f"Deal {number}",
        "amount_cents": 1_000_050, "currency": "USD", "close_on": date(2026, 3, 1), "created_at": at(1, month=2),
        **more,
    }  # fmt: skip


def _contract(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "opportunity_id": 1, "client_id": 1, "entity_id": 1, "name": f"SOW {number}",
        "billing_type": "milestone", "value_cents": 900_000, "currency": "USD", "payment_terms_days": 30,
        "requires_acceptance": True, "owner_id": 1, "created_at": at(20, month=2), **more,
    }  # fmt: skip


def _card(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "timesheet_id": 1, "resource_id": 2, "project_id": 1, "assignment_id": 1, "billable": True,
        "week_end": WEEK, "month": date(2026, 3, 1), "mon": 480, "tue": 450, "wed": 0, "thu": 0, "fri": 20, "sat": 0,
        "sun": 0, "created_at": at(9, 17), **more,
    }  # fmt: skip


def _asked(number: int, kind: str, thing: str, object_id: int, **more: Any) -> dict[str, Any]:
    return {
        "id": 100 + number, "kind": kind, "object_type": thing, "object_id": object_id, "round": 1, "asked_by_id": 1,
        "approver_role": "practice_lead", "approver_id": 4, **more,
    }  # fmt: skip


ROWS: dict[str, Sequence[Mapping[str, Any]]] = {
    "opportunity": [
        _deal(1, qualified_at=at(3, month=2), proposal_at=at(10, month=2), negotiation_at=at(12, month=2),
              won_at=at(1)),
        _deal(2, qualified_at=at(4, month=2), lost_at=at(5)),
        _deal(3, qualified_at=at(20)),
    ],
    "contract": [
        _contract(1, signed_at=at(1, 23, 30), completed_at=at(6), tax_code="US", service_code="DATA", po_number="P1"),
        _contract(2, amends_id=1),
    ],
    "contract_rate": [{"id": 1, "contract_id": 1, "grade": "Senior", "cents_per_hour": 20_000}],
    "project": [
        {"id": 1, "contract_id": 1, "client_id": 1, "entity_id": 1, "practice_id": 1, "service_line": "Data",
         "manager_id": 1, "name": "Lake", "code": "P-0001", "billing_type": "milestone", "currency": "USD",
         "baseline_revenue_cents": 900_000, "baseline_cost_cents": 600_000, "starts_on": date(2026, 3, 9),
         "ends_on": date(2026, 3, 27), "created_at": at(2), "shell_created_at": at(4), "erp_created_at": at(4),
         "kickoff_planned_on": date(2026, 3, 9), "kickoff_at": at(9), "closed_at": at(30)},
    ],
    "project_forecast": [
        {"id": 1, "project_id": 1, "taken_at": at(28, month=2), "revenue_cents": 900_000, "cost_cents": 600_000,
         "revenue_to_date_cents": 0, "cost_to_date_cents": 0},
        {"id": 2, "project_id": 1, "taken_at": at(31), "revenue_cents": 900_000, "cost_cents": 650_000,
         "revenue_to_date_cents": 900_000, "cost_to_date_cents": 650_000},
    ],
    "forecast": [{"id": 1, "entity_id": 1, "taken_at": at(1), "month": date(2026, 4, 1), "revenue_cents": 5_000_000,
                  "utilization": 0.72, "margin_cents": 2_000_000, "currency": "USD"}],
    "resource_request": [
        {"id": 1, "project_id": 1, "role": "Data Engineer", "grade": "Senior", "skill": "SQL", "region": "Americas",
         "minutes": 4800, "wanted_on": date(2026, 3, 9), "requested_by_id": 1, "created_at": at(4, 10)},
        {"id": 2, "project_id": 1, "role": "Data Engineer", "grade": "Partner", "skill": "SQL", "region": "Americas",
         "minutes": 600, "wanted_on": date(2026, 3, 9), "requested_by_id": 1, "created_at": at(4, 11),
         "withdrawn_at": at(6, 11)},
    ],
    "candidate": [
        {"id": 1, "resource_request_id": 1, "resource_id": 7, "created_at": at(5), "rejected_at": at(5, 15)},
        {"id": 2, "resource_request_id": 1, "resource_id": 2, "created_at": at(5, 16)},
    ],
    "assignment": [
        {"id": 1, "resource_request_id": 1, "project_id": 1, "resource_id": 2, "bill_cents_per_hour": 20_000,
         "starts_on": date(2026, 3, 9), "ends_on": date(2026, 3, 27), "created_at": at(6), "started_at": at(9)},
        {"id": 2, "project_id": 1, "resource_id": 5, "bill_cents_per_hour": 15_000, "starts_on": date(2026, 3, 9),
         "ends_on": date(2026, 3, 27), "created_at": at(6), "withdrawn_at": at(7)},
    ],
    "assignment_week": [{"id": 1, "assignment_id": 1, "week_end": WEEK, "minutes": 1920}],
    "timesheet": [
        {"id": 1, "resource_id": 2, "entity_id": 1, "week_end": WEEK, "capacity_minutes": 1920, "created_at": at(9),
         "submitted_at": at(16), "approved_at": at(19)},
    ],
    "timecard": [
        _card(1, submitted_at=at(16), rejected_at=at(17), corrected_at=at(18), approved_at=at(19)),
        _card(2, project_id=None, assignment_id=None, billable=False, mon=0, tue=30, submitted_at=at(16)),
        _card(3, resource_id=5, timesheet_id=2, submitted_at=at(16, 12), approved_at=at(17), billing_event_id=2),
    ],
    "milestone": [
        {"id": 1, "project_id": 1, "name": "Go live", "amount_cents": 900_000, "planned_on": date(2026, 3, 27),
         "created_at": at(4), "reached_at": at(27, 3), "accepted_at": at(28)},
    ],
    "billing_event": [
        {"id": 1, "project_id": 1, "contract_id": 1, "kind": "milestone", "milestone_id": 1, "amount_cents": 900_000,
         "currency": "USD", "created_at": at(4), "billable_at": at(28), "ready_at": at(29), "invoice_id": 1},
        {"id": 2, "project_id": 1, "contract_id": 1, "kind": "time", "period_start": date(2026, 3, 1),
         "period_end": date(2026, 3, 31), "amount_cents": 10, "currency": "USD", "created_at": at(30)},
    ],
    "invoice": [
        {"id": 1, "number": "INV-1", "client_id": 1, "entity_id": 1, "project_id": 1, "amount_cents": 900_000,
         "tax_cents": 0, "currency": "USD", "due_on": date(2026, 4, 28), "created_at": at(29), "sent_at": at(29, 15)},
    ],
    "dispute": [
        {"id": 1, "invoice_id": 1, "amount_cents": 90_000, "reason": "quantity", "created_at": at(30),
         "resolved_at": at(31), "credited": True},
    ],
    "approval": [
        _asked(1, "contract", "contract", 1, asked_at=at(2), decided_at=at(3), approved=False),
        _asked(2, "contract", "contract", 1, round=2, asked_at=at(4), decided_at=at(5), approved=True),
        _asked(3, "budget", "project", 1, asked_at=at(4), decided_at=at(6), approved=True),
        _asked(4, "timesheet", "timecard", 1, asked_at=at(16), decided_at=at(17), approved=False),
        _asked(5, "timesheet", "timecard", 1, round=2, asked_at=at(18), decided_at=at(19), approved=True),
        _asked(6, "timesheet", "timecard", 2, asked_at=at(16), approver_id=None),
        _asked(7, "timesheet", "timecard", 3, asked_at=at(16, 12), decided_at=at(17), approved=True),
    ],
}  # fmt: skip


def hand_made_deals(*record_troubles: str) -> State:
    """The hand-made firm, its work included."""
    firm = hand_made_firm(*record_troubles)
    tables = {
        name: pl.DataFrame([{column: row.get(column) for column in schema(name)} for row in rows], schema=schema(name))
        for name, rows in ROWS.items()
    }
    return replace(firm, tables={**firm.tables, **tables})
