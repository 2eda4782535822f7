"""Work in progress at month ends, worked out on paper: by the rate of the contract, by the calendar, under the cap."""

from __future__ import annotations

from typing import Any

from tests.simulator.books.tiny_firm import at, book_of, card, changed, day, event, invoice, line, tiny_firm

NAME = "unbilled_wip"
RATES = [{"id": 1, "contract_id": 1, "grade": "Senior", "cents_per_hour": 10_000}]


def approved(text: str, **more: Any) -> dict[str, Any]:
    return {"approved_at": at(text), **more}


def test_time_expense_and_milestones_until_they_are_sent():
    state = tiny_firm(
        "2026-04-30 12:00",
        contract_rate=RATES,
        timecard=[
            card(1, 2, 1, "2026-01-18", **approved("2026-01-20 15:00")),  # 800 dollars, never billed
            card(2, 2, 1, "2026-03-08", billing_event_id=1, **approved("2026-03-10 15:00")),  # 800, sent in April
            card(3, 2, 1, "2026-03-15"),  # not approved
            card(4, 3, 2, "2026-03-08", **approved("2026-03-10 15:00")),  # hours of a milestone
            card(5, 2, 1, "2026-03-08", billable=False, **approved("2026-03-10 15:00")),
        ],
        expense_report=[{"id": 1, "resource_id": 3, "entity_id": 2, "name": "R", "currency": "GBP",
                         "created_at": at("2026-03-01 12:00"), "finance_approved_at": at("2026-03-21 12:00")}],
        expense_line=[
            {"id": number, "expense_report_id": 1, "project_id": 1, "category": "C", "merchant": "M",
             "spent_on": day("2026-02-20"), "amount_cents": 10_000, "currency": "GBP", "billable": billable,
             "receipt": True, "created_at": at("2026-03-01 12:00")} for number, billable in ((1, True), (2, False))
        ],
        milestone=[
            {"id": number, "project_id": 2, "name": "M", "amount_cents": 50_000, "planned_on": day("2026-03-10"),
             "created_at": at("2026-02-01 12:00"), "reached_at": reached and at(reached)}
            for number, reached in ((1, "2026-03-11 12:00"), (2, "2026-03-11 12:00"), (3, None))
        ],
        billing_event=[
            event(1, 1, 80_000, "2026-03-31 12:00"), event(2, 2, 50_000, "2026-03-11 12:00", milestone_id=2),
        ],
        invoice=[invoice(1, 1, 80_000, "2026-04-03 15:00"), invoice(2, 2, 50_000, "2026-03-31 15:00")],
        invoice_line=[line(1, 1, 1, 1, 80_000), line(2, 2, 2, 2, 50_000)],
    )  # fmt: skip
    rows = book_of(state, NAME)
    assert rows["2026-01", "value"]["value"] == 800
    # March in New York: 1,600 of time and 100 pounds of expense at 1.3; in London the milestone nobody made an event of
    york = rows["2026-03", "value", "entity=new_york"]
    assert (york["value"], york["currency"], york["n"]) == (1730, "USD", 3)
    assert rows["2026-03", "value", "entity=london"]["value"] == 500
    assert rows["2026-03", "value"]["value"] == 1730 + 650
    # by 31 March: 70 days, 21 days, 10 days
    assert rows["2026-03", "age_days", "entity=new_york"]["value"] == round((70 * 800 + 21 * 800 + 10 * 130) / 1730, 6)
    assert rows["2026-03", "leakage"]["value"] == 800
    assert ("2026-02", "leakage") not in rows  # 39 days
    assert ("2026-04", "value") not in rows  # April is not over yet


def test_time_above_the_cap_leaks():
    contracts = list(changed("contract", 1, cap_cents=150_000))
    amendment = {**contracts[0], "id": 3, "amends_id": 1, "cap_cents": 50_000, "signed_at": at("2026-03-05 12:00")}
    state = tiny_firm(
        "2026-04-30 12:00",
        contract=[*contracts, amendment],
        contract_rate=RATES,
        timecard=[
            card(1, 2, 1, "2026-02-15", billing_event_id=1, **approved("2026-02-17 15:00")),  # 800, billed in February
            card(2, 2, 1, "2026-02-22", **approved("2026-02-24 15:00")),  # 800, of which 700 fit
            card(3, 2, 1, "2026-03-08", **approved("2026-03-10 15:00")),  # 800, of which then 400 fit
        ],
        billing_event=[event(1, 1, 80_000, "2026-02-18 12:00")],
        invoice=[invoice(1, 1, 80_000, "2026-02-20 15:00")],
        invoice_line=[line(1, 1, 1, 1, 80_000)],
    )
    rows = book_of(state, NAME)
    assert (rows["2026-02", "value"]["value"], rows["2026-02", "leakage"]["value"]) == (800, 100)
    assert (rows["2026-03", "value"]["value"], rows["2026-03", "leakage"]["value"]) == (1600, 400)
