"""Records that disagree at month ends, on paper; and those of the simulated firm, counted one by one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from simulator.life.simulate import small_firm
from tests.simulator.books.tiny_firm import at, book_of, card, changed, event, invoice, line, tiny_firm

NAME = "reconciliation_gap"


def test_open_at_the_months_end_with_the_money_in_it():
    booking = {"id": 1, "project_id": 1, "resource_id": 2, "bill_cents_per_hour": 20_000,
               "created_at": at("2026-01-08 12:00")}  # fmt: skip
    state = tiny_firm(
        "2026-04-10 12:00",
        client=[{**row, "validated_at": at("2026-01-06 12:00")} for row in changed("client", 1)],
        project=[{**row, "shell_created_at": at("2026-02-01 12:00"), "erp_created_at": made}
                 for row, made in zip(changed("project", 1), (at("2026-02-02 12:00"), None), strict=True)],
        assignment=[booking],
        timecard=[
            card(1, 2, 1, "2026-02-22", assignment_id=1, approved_at=at("2026-02-25 12:00"),
                 posted_at=at("2026-03-05 12:00"), posted_minutes=480),  # open at the end of February: 8 · 200
            card(2, 2, 1, "2026-02-22", assignment_id=1, approved_at=at("2026-02-25 12:00"),
                 posted_at=at("2026-02-26 12:00"), posted_minutes=240),  # half of it is missing for good
        ],
        billing_event=[event(1, 2, 50_000, "2026-03-02 12:00")],
        invoice=[invoice(1, 2, 45_000, "2026-03-10 12:00")],
        invoice_line=[line(1, 1, 1, 2, 45_000)],
    )  # fmt: skip
    rows = book_of(state, NAME)
    assert rows["2026-02", "count", "rule=hours_not_posted"]["value"] == 1
    assert rows["2026-02", "money", "rule=hours_not_posted"]["value"] == 1600
    assert ("2026-03", "count", "rule=hours_not_posted") not in rows
    assert rows["2026-03", "money", "rule=hours_differ"]["value"] == 800
    assert rows["2026-03", "count", "rule=project_in_one_system"]["value"] == 1
    assert rows["2026-03", "money", "rule=amount_differs"]["value"] == 50
    assert rows["2026-03", "money", "rule=amount_differs"]["currency"] == "GBP"
    assert rows["2026-03", "money"]["value"] == 800 + 50 * 1.3
    assert rows["2026-02", "count"]["value"] == 3
    assert rows[None, "count"]["value"] == rows["2026-03", "count"]["value"] == 3


def test_hours_not_posted_at_the_month_ends_of_the_simulated_firm():
    state = small_firm(3, "all")
    rows = book_of(state, NAME)
    home = dict(state["resource"].select("id", "entity_id").iter_rows())
    cards = state["timecard"].drop_nulls("approved_at").select("resource_id", "approved_at", "posted_at").rows()
    for number, slug, zone in state["legal_entity"].select("id", "slug", "zone").iter_rows():
        for year, month in ((2025, 11), (2026, 1), (2026, 3)):
            end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ZoneInfo(zone))
            waiting = sum(
                home[who] == number and approved < end and (posted is None or posted >= end)
                for who, approved, posted in cards
            )
            row = rows.get((f"{year}-{month:02}", "count", f"entity={slug}", "rule=hours_not_posted"), {"value": 0})
            assert row["value"] == waiting
