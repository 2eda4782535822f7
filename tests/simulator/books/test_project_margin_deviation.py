"""Margins forecast, earned and begun with, worked out on paper. Both projects began with 40 % of 1,000."""

from __future__ import annotations

from typing import Any

from tests.simulator.books.tiny_firm import at, book_of, card, changed, tiny_firm

NAME = "project_margin_deviation"


def forecast(
    number: int, project: int, taken: str, revenue: int, cost: int, to_date: tuple[int, int]
) -> dict[str, Any]:
    return {"id": number, "project_id": project, "taken_at": at(taken), "revenue_cents": revenue, "cost_cents": cost,
            "revenue_to_date_cents": to_date[0], "cost_to_date_cents": to_date[1]}  # fmt: skip


FORECASTS = [
    forecast(1, 1, "2026-02-03 12:00", 100_000, 90_000, (0, 0)),  # overtaken by the next
    forecast(2, 1, "2026-02-26 12:00", 200_000, 150_000, (50_000, 25_000)),  # 25 %, and 50 % to date
    forecast(3, 2, "2026-02-26 12:00", 100_000, 50_000, (0, 5_000)),  # 50 %, nothing earned yet
    forecast(4, 1, "2026-03-03 12:00", 200_000, 120_000, (50_000, 25_000)),  # 40 %
]


def test_points_are_weighted_by_forecast_revenue_at_the_rate_of_the_month_end():
    state = tiny_firm("2026-04-01 12:00", timecard=[card(1, 2, 1, "2026-02-08")], project_forecast=FORECASTS)
    rows = book_of(state, NAME)
    # −15 points at 2,000 dollars, +10 points at 1,000 pounds of 1.25
    assert rows["2026-02", "value"]["value"] == round((-15 * 2000 + 10 * 1250) / 3250, 6)
    assert rows["2026-02", "value", "entity=london"]["value"] == 10
    assert (rows["2026-02", "to_date"]["value"], rows["2026-02", "to_date"]["n"]) == (10, 1)
    # forecast 500 and 500 against 400 each
    assert rows["2026-02", "money"]["value"] == 100 + 100 * 1.25
    assert rows["2026-02", "money", "project=P-2"]["currency"] == "GBP"
    assert rows["2026-03", "value", "project=P-1"]["value"] == 0
    assert rows[None, "value"]["value"] == rows["2026-03", "value"]["value"]


def test_closed_and_cancelled_projects_are_gone_from_then_on():
    gone = changed("project", 1, closed_at=at("2026-03-20 12:00"))
    gone = [{**row, "cancelled_at": at("2026-03-20 12:00")} if row["id"] == 2 else row for row in gone]
    cards = [card(1, 2, 1, "2026-02-08")]
    rows = book_of(tiny_firm("2026-04-01 12:00", timecard=cards, project=gone, project_forecast=FORECASTS), NAME)
    assert rows["2026-02", "value"]["n"] == 2
    assert ("2026-03", "value") not in rows
