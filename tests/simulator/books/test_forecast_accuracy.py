"""Forecasts against what was worked, on paper."""

from __future__ import annotations

from typing import Any

from tests.simulator.books.tiny_firm import at, book_of, card, day, tiny_firm

NAME = "forecast_accuracy"


def forecast(number: int, entity: int, taken: str, month: str, figures: tuple[int, int, float]) -> dict[str, Any]:
    return {"id": number, "entity_id": entity, "taken_at": at(taken), "month": day(month), "revenue_cents": figures[0],
            "margin_cents": figures[1], "utilization": figures[2], "currency": "X"}  # fmt: skip


def test_the_last_forecast_before_the_month_against_the_month():
    days = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), 480)
    booking = {
        "id": 1,
        "resource_request_id": None,
        "project_id": 1,
        "resource_id": 2,
        "bill_cents_per_hour": 20_000,
        "starts_on": day("2026-03-02"),
        "ends_on": day("2026-03-31"),
        "created_at": at("2026-02-01 12:00"),
    }
    state = tiny_firm(
        "2026-04-10 12:00",
        assignment=[booking],
        contract_rate=[{"id": 1, "contract_id": 2, "grade": "Senior", "cents_per_hour": 10_000}],
        timecard=[
            # 40 hours at 200 dollars, less a cost of 60 dollars each
            card(1, 2, 1, "2026-03-08", assignment_id=1, **days),
            # 20 hours of Bob's on London's project by its card: 100 pounds, less 60 dollars, which are 48 pounds
            card(2, 2, 2, "2026-03-15", mon=480, tue=480, wed=240),
            card(3, 2, None, "2026-03-22", **days),
        ],
        forecast=[
            forecast(1, 1, "2026-01-25 12:00", "2026-03-01", (1, 1, 0.1)),
            forecast(2, 1, "2026-02-25 12:00", "2026-03-01", (1_000_000, 500_000, 0.3)),
            forecast(3, 1, "2026-03-01 06:00", "2026-03-01", (2, 2, 0.2)),  # the month has begun by an hour there
            forecast(4, 2, "2026-02-25 12:00", "2026-03-01", (100_000, 100_000, 0.0)),
            forecast(5, 1, "2026-03-25 12:00", "2026-04-01", (5, 5, 0.5)),  # not over yet
        ],
    )  # fmt: skip
    rows = book_of(state, NAME)
    york = rows["2026-03", "revenue", "entity=new_york"]
    assert (york["numerator"], york["denominator"], york["value"], york["n"]) == (10_000, 8_000, 0.75, 1)
    assert rows["2026-03", "revenue_bias", "entity=new_york"]["value"] == 0.25
    assert rows["2026-03", "margin", "entity=new_york"]["denominator"] == 5_600
    london = rows["2026-03", "margin", "entity=london"]
    assert (london["denominator"], london["value"]) == (1_040, round(1 - 40 / 1040, 6))
    # in all: 10,000 and 1,000 pounds of 1.25 against 8,000 and 2,000 pounds
    assert rows["2026-03", "revenue"]["value"] == round(1 - (11_250 - 10_500) / 10_500, 6)
    # 60 of 176 hours: 22 working days in March
    assert rows["2026-03", "utilization", "entity=new_york"]["denominator"] == round(60 / 176, 6)
    assert rows["2026-03", "utilization_bias", "entity=london"]["value"] is None  # nothing worked there
    assert ("2026-04", "revenue") not in rows
