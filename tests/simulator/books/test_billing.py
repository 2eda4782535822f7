"""Sent, paid, disputed, right at first: invoices worked out on paper."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.life.simulate import small_firm
from tests.simulator.books.tiny_firm import at, book_of, card, changed, event, invoice, line, tiny_firm

COLLECTIVE = [
    *changed("project", 1), {**changed("project", 1)[0], "id": 3, "code": "P-3", "practice_id": 2},
]  # fmt: skip


def memo(number: int, invoice_id: int, cents: int, created: str) -> dict[str, Any]:
    return {"id": number, "number": f"CM{number}", "invoice_id": invoice_id, "amount_cents": cents, "currency": "USD",
            "created_at": at(created)}  # fmt: skip


def payment(number: int, invoice_id: int, cents: int, created: str) -> dict[str, Any]:
    return {**memo(number, invoice_id, cents, created), "currency": ("USD", "GBP")[invoice_id - 1]}


def dispute(number: int, invoice_id: int, cents: int) -> dict[str, Any]:
    return {"id": number, "invoice_id": invoice_id, "amount_cents": cents, "reason": "R",
            "created_at": at("2026-03-20 12:00")}  # fmt: skip


def test_from_ready_to_first_sent_and_on_to_the_money():
    state = tiny_firm(
        "2026-04-30 12:00",
        billing_event=[event(1, 1, 10_000, "2026-03-02 15:00"), event(2, 1, 5_000, "2026-03-02 15:00")],
        invoice=[
            # ready on Monday 10:00 in New York, sent on Tuesday at noon: 10 hours; issued again later
            invoice(1, 1, 10_000, "2026-03-03 17:00", settled_at=at("2026-03-13 16:00")),
            invoice(2, 1, 8_000, "2026-03-20 17:00", reissue_of_id=1),
            invoice(3, 1, 5_000, None),
        ],
        invoice_line=[line(1, 1, 1, 1, 10_000), line(2, 2, 1, 1, 8_000), line(3, 3, 2, 1, 5_000)],
    )  # fmt: skip
    rows = book_of(state, "invoice_cycle_time")
    assert (rows["2026-03", "median"]["value"], rows["2026-03", "median"]["open"]) == (10, 1)
    assert rows["2026-03", "sent_to_paid_median_elapsed"]["value"] == 239
    assert rows["2026-03", "sent_to_paid_median_elapsed"]["open"] == 1
    assert ("2026-03", "sent_to_paid_median") not in rows


def test_days_of_sales_outstanding_with_tax_credit_and_two_currencies():
    state = tiny_firm(
        "2026-05-02 12:00",
        timecard=[card(1, 2, 1, "2026-01-11")],
        invoice=[
            invoice(1, 1, 100_000, "2026-01-20 15:00"),  # more than 90 days before the end of April
            invoice(2, 2, 50_000, "2026-03-20 15:00", tax_cents=10_000),
        ],
        payment=[payment(1, 1, 30_000, "2026-03-10 12:00"), payment(2, 2, 12_000, "2026-04-10 12:00")],
        credit_memo=[{**memo(1, 2, 10_000, "2026-04-12 12:00"), "currency": "GBP"}],
    )
    rows = book_of(state, "invoice_cycle_time")
    march = rows["2026-03", "dso"]  # owed 700 dollars and 600 pounds at 1.3, both billed in the 90 days
    assert march["numerator"] == (700 + 600 * 1.3) * 90
    assert march["value"] == pytest.approx((700 + 780) * 90 / (1000 + 780), abs=1e-6)
    london = rows["2026-04", "dso", "entity=london"]  # 600 − 120 paid − 120 credited, of 600
    assert (london["value"], london["currency"]) == (54, "GBP")
    assert rows["2026-04", "dso", "entity=new_york"]["value"] is None  # owed, and nothing billed
    assert rows[None, "dso"]["value"] == rows["2026-04", "dso"]["value"]


def test_disputes_by_count_and_by_amount_split_over_projects():
    state = tiny_firm(
        "2026-04-30 12:00",
        project=COLLECTIVE,
        invoice=[
            invoice(1, 1, 40_000, "2026-03-03 17:00"), invoice(2, 1, 60_000, "2026-03-04 17:00"),
            invoice(3, 1, 9_000, None),
        ],
        invoice_line=[line(1, 1, 1, 1, 30_000), line(2, 1, 2, 1, 10_000) | {"project_id": 3}, line(3, 2, 3, 1, 60_000)],
        dispute=[dispute(1, 1, 4_000), dispute(2, 1, 4_000)],
    )  # fmt: skip
    rows = book_of(state, "billing_dispute_rate")
    assert (rows["2026-03", "value"]["value"], rows["2026-03", "value"]["n"]) == (0.5, 2)
    assert rows["2026-03", "by_amount"]["value"] == 0.08
    third = rows["2026-03", "value", "project=P-3"]
    assert (third["numerator"], third["denominator"], third["value"], third["n"]) == (0.25, 0.25, 1, 1)
    first = rows["2026-03", "by_amount", "project=P-1"]
    assert (first["numerator"], first["denominator"]) == (60, 900)


def test_right_at_first_is_neither_sent_back_nor_changed_nor_credited_nor_issued_again():
    late = at("2026-03-02 17:00")
    state = tiny_firm(
        "2026-04-30 12:00",
        invoice=[
            invoice(1, 1, 1, "2026-03-03 17:00"), invoice(2, 1, 1, "2026-03-03 17:00", rejected_at=late),
            invoice(3, 1, 1, "2026-03-03 17:00", adjusted_at=late), invoice(4, 1, 1, "2026-03-03 17:00"),
            invoice(5, 1, 1, "2026-03-03 17:00"), invoice(6, 1, 1, "2026-04-03 17:00", reissue_of_id=5),
        ],
        credit_memo=[memo(1, 4, 1, "2026-04-12 12:00")],
    )  # fmt: skip
    rows = book_of(state, "first_time_right_billing")
    assert (rows["2026-03", "value"]["numerator"], rows["2026-03", "value"]["n"]) == (1, 5)
    assert rows["2026-04", "value", "client=Acme"]["value"] == 1


def test_counts_of_the_simulated_firm_one_by_one():
    state = small_firm(3, "all")
    sent = [row for row in state["invoice"].iter_rows(named=True) if row["sent_at"]]
    disputed = set(state["dispute"]["invoice_id"])
    wrong = set(state["credit_memo"]["invoice_id"]) | set(state["invoice"]["reissue_of_id"].drop_nulls())
    rate = book_of(state, "billing_dispute_rate")
    right = book_of(state, "first_time_right_billing")
    for client in state["client"].iter_rows(named=True):
        mine = [row for row in sent if row["client_id"] == client["id"]]
        if not mine:
            continue
        by = (None, "value", f"client={client['name']}")
        assert rate[by]["numerator"] == pytest.approx(sum(row["id"] in disputed for row in mine))
        fine = sum(not row["rejected_at"] and not row["adjusted_at"] and row["id"] not in wrong for row in mine)
        assert right[by]["numerator"] == pytest.approx(fine)
        assert rate[by]["n"] == right[by]["n"] == len(mine)
