"""Durations of the simulated firm once more, by plain loops: hours of work day by day, medians by sorted lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from simulator.books.local_time import OFFICES
from simulator.life.offices import Office
from simulator.life.simulate import small_firm
from simulator.state import State
from tests.simulator.books.tiny_firm import book_of

Span = tuple[str, datetime, datetime | None]


@pytest.fixture(scope="module", params=[(3, "all"), (2, "none")], ids=["seed 3", "seed 2"])
def firm(request: pytest.FixtureRequest) -> State:
    return small_firm(*request.param)


def hours_of_work(office: Office, start: datetime, end: datetime) -> float:
    zone, total = ZoneInfo(office.zone), 0.0
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if day.weekday() < 5 and day not in office.holidays:
            opens, closes = (datetime.combine(day, clock, zone).timestamp() for clock in (office.opens, office.closes))
            total += max(min(closes, end.timestamp()) - max(opens, start.timestamp()), 0)
        day += timedelta(days=1)
    return total / 3600


def medians(spans: Iterable[Span], as_of: datetime) -> dict[str, tuple[float | None, int, int]]:
    """By entity: the first time after which half are left, how many there are, and how many are open."""
    by_entity: dict[str, list[tuple[float, bool]]] = {}
    for slug, start, end in spans:
        hours = hours_of_work(OFFICES[slug], start, end or as_of)
        by_entity.setdefault(slug, []).append((round(hours, 6), end is None))
    return {slug: (_median(found), len(found), sum(still for _, still in found)) for slug, found in by_entity.items()}


def _median(found: list[tuple[float, bool]]) -> float | None:
    left, at_risk = 1.0, len(found)
    for hours, still in sorted(found):
        if not still:
            left *= (at_risk - 1) / at_risk
            if left <= 0.5 + 1e-12:
                return hours
        at_risk -= 1
    return None


def check(state: State, indicator: str, spans: Iterable[Span]) -> None:
    rows, expected = book_of(state, indicator), medians(spans, state.as_of)
    assert len(expected) > 2
    for slug, (value, count, still) in expected.items():
        row = rows[None, "median", f"entity={slug}"]
        assert (row["n"], row["open"]) == (count, still)
        assert row["value"] == (None if value is None else pytest.approx(value, abs=2e-6))


def slugs(state: State) -> dict[int, str]:
    return dict(state["legal_entity"].select("id", "slug").iter_rows())


def test_sales_to_project_setup_time(firm: State):
    entity, projects = slugs(firm), firm["project"].to_dicts()
    approved = firm["approval"].filter(pl.col("kind") == "budget", pl.col("approved"))
    budget = dict(approved.select("object_id", "decided_at").iter_rows())

    def spans() -> Iterator[Span]:
        for row in firm["contract"].iter_rows(named=True):
            if row["amends_id"] is None and row["signed_at"] is not None:
                mine = [one for one in projects if one["contract_id"] == row["id"]]
                steps = [
                    step for one in mine
                    for step in (one["erp_created_at"], one["shell_created_at"], budget.get(one["id"]))
                ]  # fmt: skip
                yield entity[row["entity_id"]], row["signed_at"], max(steps) if steps and all(steps) else None

    check(firm, "sales_to_project_setup_time", spans())


def test_staffing_fulfilment_time(firm: State):
    entity = slugs(firm)
    home = dict(firm["project"].select("id", "entity_id").iter_rows())
    planned: dict[int, int] = {}
    for booking, minutes in firm["assignment_week"].select("assignment_id", "minutes").iter_rows():
        planned[booking] = planned.get(booking, 0) + minutes
    bookings = sorted(firm["assignment"].to_dicts(), key=lambda row: row["created_at"])

    def spans() -> Iterator[Span]:
        for row in firm["resource_request"].iter_rows(named=True):
            if row["withdrawn_at"] is not None:
                continue
            reached, end = 0, None
            for booking in bookings:
                if booking["resource_request_id"] == row["id"] and booking["withdrawn_at"] is None and end is None:
                    reached += planned.get(booking["id"], 0)
                    end = booking["created_at"] if reached >= row["minutes"] else None
            yield entity[home[row["project_id"]]], row["created_at"], end

    check(firm, "staffing_fulfilment_time", spans())


def test_expense_approval_cycle_time(firm: State):
    entity = slugs(firm)
    reports = firm["expense_report"].drop_nulls("submitted_at")
    rows = reports.select("entity_id", "submitted_at", "finance_approved_at").iter_rows()
    check(firm, "expense_approval_cycle_time", ((entity[number], start, end) for number, start, end in rows))


def test_invoice_readiness_and_cycle_time(firm: State):
    entity = slugs(firm)
    home = dict(firm["project"].select("id", "entity_id").iter_rows())
    sent = dict(firm["invoice"].select("id", "sent_at").iter_rows())
    events = firm["billing_event"].filter(pl.col("cancelled_at").is_null(), pl.col("billable_at").is_not_null())
    rows = [(entity[home[row["project_id"]]], row) for row in events.to_dicts()]
    check(firm, "invoice_readiness_lag", ((slug, row["billable_at"], row["ready_at"]) for slug, row in rows))
    ready = [(slug, row) for slug, row in rows if row["ready_at"]]
    check(firm, "invoice_cycle_time", ((slug, row["ready_at"], sent.get(row["invoice_id"])) for slug, row in ready))
