"""Requests and their bookings, worked out on paper."""

from __future__ import annotations

from typing import Any

from tests.simulator.books.tiny_firm import at, book_of, day, tiny_firm

NAME = "staffing_fulfilment_time"


def request(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "project_id": 1, "role": "R", "grade": "Senior", "skill": "S", "region": "Americas",
            "minutes": 4800, "wanted_on": day("2026-03-09"), "requested_by_id": 1,
            "created_at": at("2026-03-02 15:00"), **more}  # fmt: skip


def booking(number: int, of: int, created: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "resource_request_id": of, "project_id": 1, "resource_id": 2, "bill_cents_per_hour": 1,
            "starts_on": day("2026-03-09"), "ends_on": day("2026-03-20"), "created_at": at(created),
            **more}  # fmt: skip


def test_booked_is_when_the_hours_reach_those_requested():
    state = tiny_firm(
        "2026-03-31 22:00",
        resource_request=[
            request(1),  # Monday 10:00 in New York, booked by halves until Wednesday 12:00: 7 + 8 + 3 hours
            request(2, withdrawn_at=at("2026-03-03 12:00")),
            request(3, wanted_on=day("2026-04-01")),  # only half booked, and not wanted yet
            request(4, wanted_on=day("2026-03-03")),  # booked a day after it was wanted, Wednesday 17:00: 23 hours
        ],
        assignment=[
            booking(1, 1, "2026-03-03 15:00"), booking(2, 1, "2026-03-04 17:00"), booking(3, 3, "2026-03-03 15:00"),
            booking(4, 1, "2026-03-02 16:00", withdrawn_at=at("2026-03-02 17:00")), booking(5, 4, "2026-03-04 22:00"),
        ],
        assignment_week=[
            {"id": number, "assignment_id": of, "week_end": day("2026-03-15"), "minutes": minutes}
            for number, (of, minutes) in enumerate([(1, 2400), (2, 2400), (3, 2400), (4, 4800), (5, 4800)], 1)
        ],
    )  # fmt: skip
    rows = book_of(state, NAME)
    whole = rows["2026-03", "median"]
    assert (whole["value"], whole["n"], whole["open"]) == (23, 3, 1)  # of three, 18 h and 23 h are done
    rate = rows["2026-03", "fill_rate"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (0.5, 1, 2)
    assert rows["2026-03", "fill_rate", "project=P-1"]["n"] == 2
    assert ("2026-04", "fill_rate") not in rows
