"""What hours were billed at: on time and materials, on milestones, with credit, and by the grade of the day."""

from __future__ import annotations

from typing import Any

from tests.simulator.books.tiny_firm import at, book_of, card, day, event, invoice, line, tiny_firm


def standard(number: int, entity: int, grade: str, year: int, rate: int) -> dict[str, Any]:
    return {"id": number, "entity_id": entity, "grade": grade, "from_on": day(f"{year}-01-01"), "cents_per_hour": rate}


def test_value_invoiced_for_standard_value():
    state = tiny_firm(
        "2026-04-30 12:00",
        standard_rate=[
            standard(1, 1, "Senior", 2025, 18_000), standard(2, 1, "Senior", 2026, 20_000),
            standard(3, 1, "Junior", 2026, 10_000), standard(4, 2, "Senior", 2025, 16_000),
        ],
        resource_change=[
            {"id": 1, "resource_id": 2, "changed_at": at("2026-03-03 09:00"), "field": "grade", "old": "Junior",
             "new": "Senior"}
        ],
        timecard=[
            # Monday as a junior at 100, Tuesday as a senior at 200: 8 · 100 + 8 · 200 = 2,400 dollars
            card(1, 2, 1, "2026-03-08", tue=480, billing_event_id=1),
            card(2, 2, 1, "2026-03-08", billing_event_id=2),  # its event is on no sent invoice
            card(3, 3, 2, "2026-03-08", billing_event_id=3), card(4, 3, 2, "2026-03-15", mon=240, billing_event_id=3),
        ],
        billing_event=[
            event(1, 1, 220_000, "2026-03-10 12:00"), event(2, 1, 9_000, "2026-03-10 12:00"),
            event(3, 2, 150_000, "2026-03-10 12:00"),
        ],
        invoice=[
            # billed 2,200 and an expense of 100; 230 of 2,300 credited: 1,980 are left for the time
            invoice(1, 1, 230_000, "2026-04-03 17:00"), invoice(2, 1, 9_000, None),
            invoice(3, 2, 150_000, "2026-04-03 17:00"),
        ],
        invoice_line=[
            line(1, 1, 1, 1, 220_000), line(2, 1, 1, 1, 10_000, kind="expense"), line(3, 2, 2, 1, 9_000),
            line(4, 3, 3, 2, 150_000),
        ],
        credit_memo=[{"id": 1, "number": "C", "invoice_id": 1, "amount_cents": 23_000, "currency": "USD",
                      "created_at": at("2026-04-20 12:00")}],
    )  # fmt: skip
    rows = book_of(state, "realization_rate")
    york = rows["2026-04", "value", "entity=new_york"]
    assert (york["numerator"], york["denominator"], york["value"], york["n"]) == (1980, 2400, 0.825, 1)
    london = rows["2026-04", "value", "entity=london"]  # 12 hours at 160 pounds, billed 1,500
    assert (london["numerator"], london["denominator"], london["value"]) == (1500, 1920, 0.78125)
    assert london["currency"] == "GBP"
    whole = rows["2026-04", "value"]
    assert whole["value"] == round((1980 + 1500 * 1.3) / (2400 + 1920 * 1.3), 6)


def test_issued_again_counts_the_hours_once():
    state = tiny_firm(
        "2026-04-30 12:00",
        standard_rate=[standard(1, 1, "Senior", 2026, 20_000)],
        timecard=[card(1, 2, 1, "2026-03-08", billing_event_id=1)],
        billing_event=[event(1, 1, 160_000, "2026-03-10 12:00")],
        invoice=[invoice(1, 1, 160_000, "2026-03-13 17:00"), invoice(2, 1, 120_000, "2026-04-13 17:00")],
        invoice_line=[line(1, 1, 1, 1, 160_000), line(2, 2, 1, 1, 120_000)],
        credit_memo=[{"id": 1, "number": "C", "invoice_id": 1, "amount_cents": 160_000, "currency": "USD",
                      "created_at": at("2026-04-02 12:00")}],
    )  # fmt: skip
    rows = book_of(state, "realization_rate")
    assert rows["2026-03", "value"]["value"] == 0.75  # placed where it was first sent
    assert ("2026-04", "value") not in rows
