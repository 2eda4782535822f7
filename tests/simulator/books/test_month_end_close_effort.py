"""Closes of March, worked out on paper."""

from __future__ import annotations

import pytest

from tests.simulator.books.tiny_firm import LONDON, NEW_YORK, at, book_of, day, tiny_firm

NAME = "month_end_close_effort"


def test_business_days_to_the_last_close_and_what_was_done_for_it():
    close = {"id": 1, "entity_id": 1, "month": day("2026-03-01"), "created_at": at("2026-04-01 03:59:59"),
             "cut_off_at": at("2026-04-02 15:00"), "accruals_at": at("2026-04-03 15:00"),
             "closed_at": at("2026-04-06 13:00", NEW_YORK), "reopened_at": at("2026-04-07 15:00"),
             "reclosed_at": at("2026-04-08 11:00", NEW_YORK)}  # fmt: skip
    other = {"id": 2, "entity_id": 2, "month": day("2026-03-01"), "created_at": at("2026-03-31 22:59:59"),
             "closed_at": at("2026-04-08 11:30", LONDON)}  # fmt: skip
    again = {**other, "id": 3, "month": day("2026-02-01"), "reopened_at": at("2026-04-09 10:00")}
    state = tiny_firm(
        "2026-04-10 12:00",
        period_close=[close, other, again],
        journal=[
            {"id": number, "number": "J", "period_close_id": 1, "entity_id": 1, "amount_cents": 1, "currency": "USD",
             "manual": number > 1, "created_at": at("2026-04-03 15:00")} for number in (1, 2, 3)
        ],
        reconciling_item=[
            {"id": number, "period_close_id": 1, "amount_cents": 1, "currency": "USD",
             "created_at": at("2026-04-03 15:00"), "cleared_at": cleared}
            for number, cleared in ((1, at("2026-04-04 15:00")), (2, None))
        ],
    )  # fmt: skip
    rows = book_of(state, NAME)
    # New York: 1, 2, 3, 6 and 7 April and two hours of the 8th; London: 1, 2, 7 April and 2.5 hours of the 8th, for
    # the 3rd is Good Friday and the 6th Easter Monday
    assert rows["2026-03", "median", "entity=new_york"]["value"] == 5.25
    assert rows["2026-03", "median", "entity=london"]["value"] == round(3 + 2.5 / 8, 6)
    assert rows["2026-03", "median"]["value"] == round(3 + 2.5 / 8, 6)
    assert rows["2026-03", "median_elapsed", "entity=london"]["value"] == pytest.approx(7 * 24 + 11.5, abs=1e-6)
    assert (rows["2026-02", "median"]["n"], rows["2026-02", "median"]["open"]) == (1, 1)  # opened and not closed again
    # the period's end, five steps, three journals, two items found and one cleared
    assert rows["2026-03", "touches", "entity=new_york"]["value"] == 12
    assert rows["2026-03", "manual_journals"]["value"] == 2
    assert rows["2026-03", "reconciling_items"]["value"] == 2
    assert rows["2026-03", "reopenings"]["value"] == 1
