"""Readiness of billing events on paper; in the simulated firm, the moment each event became ready is known."""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.indicators.invoice_readiness_lag import readiness
from simulator.life.simulate import small_firm
from tests.simulator.books.tiny_firm import LONDON, NEW_YORK, at, book_of, card, day, event, tiny_firm

NAME = "invoice_readiness_lag"


def test_ready_with_the_last_of_its_needs():
    state = tiny_firm(
        "2026-04-10 12:00",
        billing_event=[
            event(1, 1, 80_000, "2026-04-01 03:59:59"),  # March, ended at midnight in New York
            event(2, 2, 40_000, "2026-03-10 12:00", milestone_id=1),
            event(3, 2, 10_000, "2026-03-10 12:00", milestone_id=2),
            event(4, 1, 7_000, "2026-03-10 12:00", cancelled_at=at("2026-04-02 12:00")),
            event(5, 1, 3_000, "2026-02-10 12:00"),
        ],
        milestone=[
            {"id": number, "project_id": 2, "name": "M", "amount_cents": 1, "planned_on": day("2026-03-10"),
             "created_at": at("2026-02-01 12:00"), "reached_at": at("2026-03-10 12:00"), "accepted_at": accepted}
            for number, accepted in ((1, at("2026-03-12 10:00", LONDON)), (2, None))
        ],
        timecard=[
            # approved on Thursday, posted in the night: ready before Friday's opening, two days of work after
            card(1, 2, 1, "2026-03-29", billing_event_id=1, approved_at=at("2026-04-02 15:00"),
                 posted_at=at("2026-04-02 23:00", NEW_YORK)),
            card(2, 2, 1, "2026-02-15", billing_event_id=5, approved_at=at("2026-02-17 15:00")),
        ],
    )  # fmt: skip
    rows = book_of(state, NAME)
    assert rows["2026-03", "median", "project=P-1"]["value"] == 16  # Wednesday and Thursday, eight hours each
    assert rows["2026-03", "median_elapsed", "project=P-1"]["value"] == round(47 + 1 / 3600, 6)
    # Tuesday 12:00 to Thursday 10:00 in London is 5 + 8 + 1 hours; the one that nobody accepts is open
    london = rows["2026-03", "median", "entity=london"]
    assert (london["value"], london["n"], london["open"]) == (14, 2, 1)
    assert rows["2026-02", "median"]["open"] == 1  # approved and never posted
    assert rows["2026-03", "median"]["n"] == 3  # the cancelled one is gone


def test_money_waits_at_month_ends_in_the_currency_of_its_entity():
    state = tiny_firm(
        "2026-04-10 12:00",
        timecard=[card(1, 2, 1, "2026-02-08")],
        milestone=[{"id": 1, "project_id": 2, "name": "M", "amount_cents": 1, "planned_on": day("2026-03-10"),
                    "created_at": at("2026-02-01 12:00")}],
        billing_event=[
            event(2, 2, 40_000, "2026-03-10 12:00", milestone_id=1),
            event(4, 1, 7_000, "2026-03-10 12:00", cancelled_at=at("2026-04-02 12:00"), contract_id=9),
            event(5, 1, 3_000, "2026-03-31 22:00"),  # ready at once
        ],
        contract=[],
    )  # fmt: skip
    # without contracts nothing has its terms: all three wait at the end of March
    rows = book_of(state, NAME)
    assert rows["2026-03", "money_waiting"]["value"] == 400 * 1.3 + 70 + 30
    assert rows["2026-03", "money_waiting"]["currency"] == "USD"
    london = rows["2026-03", "money_waiting", "entity=london"]
    assert (london["value"], london["currency"]) == (400, "GBP")
    assert ("2026-04", "money_waiting") not in rows  # April has not ended


def test_worked_out_from_what_they_need_events_are_ready_when_the_simulated_firm_says():
    for seed, troubles in ((1, "none"), (3, "all")):
        state = small_firm(seed, troubles)
        found = readiness(Firm(state)).filter(pl.col("cancelled_at").is_null())
        told = state["billing_event"].select(pl.col("id").alias("billing_event_id"), told_at="ready_at")
        both = found.join(told, on="billing_event_id")
        assert len(both) > 50
        assert both.filter(pl.col("ready_at").ne_missing(pl.col("told_at"))).is_empty()
