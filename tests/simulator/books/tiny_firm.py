"""A firm so small that its books can be kept on paper: New York (dollars) and London (pounds), three people, two
projects. Bob delivers for New York, Cid for London; Ann leads both projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from simulator.books.catalogue import INDICATORS
from simulator.books.firm import Firm
from simulator.books.rollup import book
from simulator.state import COLUMNS, State, schema

NEW_YORK, LONDON = "America/New_York", "Europe/London"
Rows = Sequence[Mapping[str, Any]]
Book = dict[tuple[str | None, ...], dict[str, Any]]


def at(text: str, zone: str = "UTC") -> datetime:
    """A moment from what a clock showed, such as `2026-03-09 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def _entity(number: int, slug: str, region: str, currency: str, zone: str) -> dict[str, Any]:
    return {"id": number, "name": slug, "slug": slug, "region": region, "country": "XX", "currency": currency,
            "zone": zone, "tax_code": "T", "acquired": False}  # fmt: skip


def _person(number: int, name: str, entity: int, practice: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "email": "x", "entity_id": entity, "practice_id": practice, "grade": "Senior",
            "role": "R", "skills": "", "is_subcontractor": False, "is_delivery": True, "weekly_minutes": 2400,
            "cost_cents_per_hour": 6_000, "hired_on": day("2020-01-06"), "created_at": at("2020-01-01 00:00"),
            **more}  # fmt: skip


def _contract(number: int, entity: int, kind: str, currency: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "opportunity_id": number, "client_id": number, "entity_id": entity, "name": f"C{number}",
            "billing_type": kind, "value_cents": 1, "currency": currency, "payment_terms_days": 30,
            "requires_acceptance": number == 2, "owner_id": 1, "created_at": at("2026-01-02 12:00"),
            "signed_at": at("2026-01-05 14:00"), "completed_at": at("2026-01-05 14:00"), **more}  # fmt: skip


def _project(number: int, entity: int, kind: str, currency: str) -> dict[str, Any]:
    return {"id": number, "contract_id": number, "client_id": number, "entity_id": entity, "practice_id": number,
            "service_line": "Build", "manager_id": 1, "name": f"P{number}", "code": f"P-{number}", "billing_type": kind,
            "currency": currency, "baseline_revenue_cents": 100_000, "baseline_cost_cents": 60_000,
            "starts_on": day("2026-01-12"), "ends_on": day("2026-12-31"), "created_at": at("2026-01-06 12:00"),
            "erp_created_at": at("2026-01-06 12:00"), "shell_created_at": at("2026-01-06 12:00"),
            "kickoff_planned_on": day("2026-01-12")}  # fmt: skip


def _deal(number: int, entity: int, currency: str) -> dict[str, Any]:
    return {"id": number, "client_id": number, "entity_id": entity, "practice_id": 1, "owner_id": 1, "name": "D",
            "amount_cents": 1, "currency": currency, "close_on": day("2026-01-02"),
            "created_at": at("2025-12-01 12:00"), "won_at": at("2026-01-02 16:00")}  # fmt: skip


BASE: dict[str, Rows] = {
    "legal_entity": [
        _entity(1, "new_york", "Americas", "USD", NEW_YORK), _entity(2, "london", "Europe", "GBP", LONDON),
    ],
    "practice": [{"id": 1, "name": "Data"}, {"id": 2, "name": "Cloud"}],
    "exchange_rate": [
        {"rated_on": day("2025-01-01"), "currency": "USD", "usd": 1.0},
        {"rated_on": day("2025-01-01"), "currency": "GBP", "usd": 1.25},
        {"rated_on": day("2026-03-16"), "currency": "USD", "usd": 1.0},
        {"rated_on": day("2026-03-16"), "currency": "GBP", "usd": 1.3},
    ],
    "client": [
        {"id": number, "name": name, "entity_id": number, "industry": "I", "country": "XX", "tax_number": "1",
         "requires_po": False, "owner_id": 1, "created_at": at("2025-12-01 00:00"), "duplicated": False}
        for number, name in ((1, "Acme"), (2, "Bolt"))
    ],
    "resource": [
        _person(1, "Ann", 1, 1, is_delivery=False), _person(2, "Bob", 1, 1),
        _person(3, "Cid", 2, 2, weekly_minutes=2250),
    ],
    "opportunity": [_deal(1, 1, "USD"), _deal(2, 2, "GBP")],
    "contract": [_contract(1, 1, "time_and_materials", "USD"), _contract(2, 2, "milestone", "GBP")],
    "project": [_project(1, 1, "time_and_materials", "USD"), _project(2, 2, "milestone", "GBP")],
}  # fmt: skip


def tiny_firm(as_of: str, **rows: Rows) -> State:
    """The firm with these rows, for a table named here in place of its own."""
    tables = {
        name: pl.DataFrame(
            [{column: row.get(column) for column in schema(name)} for row in rows.get(name, BASE.get(name, ()))],
            schema=schema(name),
        )
        for name in COLUMNS
    }
    return State(at(as_of), tables)


def changed(table: str, number: int, **more: Any) -> Rows:
    """The firm's own rows of a table, one of them with other values."""
    return [{**row, **more} if row["id"] == number else row for row in BASE[table]]


def book_of(state: State, indicator: str) -> Book:
    """The rows of a book by period, measure and slices; a slice is told as `entity=london`."""
    found: Book = {}
    for row in book(INDICATORS[indicator](Firm(state))).iter_rows(named=True):
        slices = (f"{row[f'by{n}']}={row[f'slice{n}']}" for n in (1, 2) if row[f"by{n}"])
        found[(row["period"], row["measure"], *slices)] = row
    return found


def card(number: int, resource: int, project: int | None, week_end: str, **more: Any) -> dict[str, Any]:
    """A part of a timesheet, with eight hours on Monday unless said otherwise."""
    days = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 0)
    return {"id": number, "timesheet_id": number, "resource_id": resource, "project_id": project,
            "billable": project is not None, "week_end": day(week_end), "month": day(week_end).replace(day=1), **days,
            "mon": 480, "created_at": at(f"{week_end} 00:00"), **more}  # fmt: skip


def event(number: int, project: int, amount: int, billable: str, **more: Any) -> dict[str, Any]:
    """A billing event of one of the two projects."""
    kind, currency = (("time_and_materials", "USD"), ("milestone", "GBP"))[project - 1]
    return {"id": number, "project_id": project, "contract_id": project, "kind": kind, "amount_cents": amount,
            "currency": currency, "created_at": at(billable), "billable_at": at(billable), **more}  # fmt: skip


def invoice(number: int, project: int, amount: int, sent: str | None, **more: Any) -> dict[str, Any]:
    return {"id": number, "number": f"I{number}", "client_id": project, "entity_id": project, "project_id": project,
            "amount_cents": amount, "tax_cents": 0, "currency": ("USD", "GBP")[project - 1],
            "due_on": day("2026-12-01"), "created_at": at("2026-01-01 00:00"), "sent_at": sent and at(sent),
            **more}  # fmt: skip


def line(number: int, invoice_id: int, event_id: int, project: int, amount: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "invoice_id": invoice_id, "billing_event_id": event_id, "project_id": project,
            "kind": ("time", "milestone")[project - 1], "amount_cents": amount, "created_at": at("2026-01-01 00:00"),
            **more}  # fmt: skip
