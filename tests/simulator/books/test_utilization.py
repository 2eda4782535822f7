"""Hours and capacity on paper: holidays, leave, part time, people who come and go, rejected time, weekends."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from simulator.life.offices import LEEDS, OWN
from simulator.life.simulate import small_firm
from simulator.state import State
from tests.simulator.books.tiny_firm import at, book_of, card, changed, day, tiny_firm

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def refused(number: int, card_id: int, round_: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "kind": "timesheet", "object_type": "timecard", "object_id": card_id, "round": round_,
            "asked_by_id": 2, "asked_at": at("2026-02-16 15:00"), "approver_role": "R", **more}  # fmt: skip


def week_in_february(**more: Any) -> State:
    """Bob's week of Presidents' Day, from Monday the 16th; he is away on Friday. Cid's same week in London is whole."""
    rows: dict[str, Any] = {
        "leave": [
            {"id": 1, "resource_id": 2, "from_on": day("2026-02-20"), "to_on": day("2026-02-22"), "kind": "vacation",
             "requested_at": at("2026-01-01 12:00")}
        ],
        "timecard": [
            card(1, 2, 1, "2026-02-22", mon=60, tue=480, wed=240, sat=60),  # on the holiday and on Saturday too
            card(2, 2, None, "2026-02-22", mon=0, wed=240, thu=480),
            card(3, 2, 1, "2026-02-22", mon=0, thu=120),  # refused and not asked for again
            card(4, 3, 2, "2026-02-22", mon=450, tue=450),
            card(5, 3, 2, "2026-02-22", mon=0, wed=450),  # refused, then asked for again
        ],
        "approval": [
            refused(1, 3, 1, decided_at=at("2026-02-23 15:00"), approved=False),
            refused(2, 5, 1, decided_at=at("2026-02-23 15:00"), approved=False), refused(3, 5, 2),
        ],
        **more,
    }  # fmt: skip
    return tiny_firm("2026-02-23 04:00", **rows)


def test_billable_hours_for_capacity_without_holidays_and_leave():
    rows = book_of(week_in_february(), "utilization")
    bob = rows["2026-02", "value", "entity=new_york"]
    assert (bob["numerator"], bob["denominator"]) == (14, 24)  # Tuesday to Thursday
    cid = rows["2026-02", "value", "entity=london"]
    assert (cid["numerator"], cid["denominator"], cid["value"]) == (22.5, 37.5, 0.6)
    whole = rows["2026-02", "value"]
    assert whole["value"] == round(36.5 / 61.5, 6)
    assert whole["n"] == 3 + 2 + 5  # Bob's three days and the two beside them on which he worked; Cid's five
    assert rows["2026-02", "certinia"]["value"] == rows["2026-02", "kantata"]["value"] == whole["value"]
    assert rows["2026-02", "openair", "entity=new_york"]["denominator"] == 32  # leave is not taken off
    assert rows["2026-02", "productive", "entity=new_york"]["denominator"] == 26


def test_by_client_and_project_only_the_hours_are_told():
    rows = book_of(week_in_february(), "utilization")
    for by in ("client=Acme", "project=P-1", "service_line=Build"):
        row = rows["2026-02", "value", by]
        assert (row["value"], row["denominator"]) == (None, None)
    assert rows["2026-02", "value", "entity=new_york", "client=Acme"]["numerator"] == 14
    assert rows["2026-02", "productive", "client=Acme"]["value"] == 1
    assert rows["2026-02", "value", "practice=Data"]["value"] is not None  # a person's practice is the person's own


def test_part_time_comers_and_leavers():
    people = changed("resource", 2, hired_on=day("2026-02-18"), left_on=day("2026-02-19"), weekly_minutes=1920)
    change = {"id": 1, "resource_id": 2, "changed_at": at("2026-02-19 10:00"), "field": "weekly_minutes",
              "old": "2400", "new": "1920"}  # fmt: skip
    rows = book_of(week_in_february(resource=people, resource_change=[change]), "utilization")
    assert rows["2026-02", "value", "entity=new_york"]["denominator"] == 8 + 6.4


def test_variance_in_points_of_a_week():
    planned = [
        {"id": 1, "resource_request_id": None, "project_id": 1, "resource_id": 2, "bill_cents_per_hour": 1,
         "starts_on": day("2026-02-16"), "ends_on": day("2026-03-16"), "created_at": at("2026-02-01 12:00")},
    ]  # fmt: skip
    planned += [
        {**planned[0], "id": 2, "resource_id": 3, "project_id": 2},
        {**planned[0], "id": 3, "withdrawn_at": at("2026-02-10 12:00")},
    ]
    weeks = [
        {"id": number, "assignment_id": number, "week_end": day("2026-02-22"), "minutes": minutes}
        for number, minutes in ((1, 1200), (2, 1200), (3, 600))
    ]
    rows = book_of(week_in_february(assignment=planned, assignment_week=weeks), "utilization_variance")
    assert rows["2026-02", "mean_abs"]["n"] == 1  # in New York it is Sunday still
    state = week_in_february(assignment=planned, assignment_week=weeks)
    rows = book_of(State(at("2026-02-23 06:00"), state.tables), "utilization_variance")
    # Bob worked 14 hours of 20 planned, of 24: 25 points too little; Cid 22.5 of 20, of 37.5: 6.667 too much
    assert rows["2026-02", "value"]["numerator"] == -3.5
    assert rows["2026-02", "value"]["value"] == round(-350 / 61.5, 6)
    assert rows["2026-02", "mean_abs"]["value"] == pytest.approx((25 + 20 / 3) / 2, abs=1e-6)
    assert rows["2026-02", "spread"]["value"] == pytest.approx((25 + 20 / 3) / 2, abs=1e-6)
    assert rows["2026-02", "value", "project=P-1"]["numerator"] == -6
    assert rows["2026-02", "value", "project=P-1"]["value"] is None


def test_capacity_and_hours_of_the_simulated_firm_day_by_day():
    state = small_firm(3, "all")
    capacity, billable = by_hand(state)
    rows = book_of(state, "utilization")
    for (slug, month), minutes in capacity.items():
        row = rows[month, "value", f"entity={slug}"]
        assert row["denominator"] == minutes / 60, (slug, month)
        assert row["numerator"] == billable[slug, month] / 60, (slug, month)


def by_hand(state: State) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Capacity and billable minutes of each entity and month, a person and a day at a time."""
    offices = {office.slug: office for office in (*OWN, LEEDS)}
    slugs = dict(state["legal_entity"].select("id", "slug").iter_rows())
    away: dict[int, set[date]] = defaultdict(set)
    for who, first, last in state["leave"].select("resource_id", "from_on", "to_on").iter_rows():
        away[who] |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    capacity: dict[tuple[str, str], float] = defaultdict(float)
    billable: dict[tuple[str, str], float] = defaultdict(float)
    over = date(2026, 4, 14)  # at 6:10 in the morning of the 15th in UTC no office has ended that day
    home: dict[int, str] = {}
    for person in state["resource"].iter_rows(named=True):
        home[person["id"]] = slug = slugs[person["entity_id"]]
        today = max(date(2025, 8, 18), person["hired_on"])
        while person["is_delivery"] and today <= min(over, person["left_on"] or over):
            if today.weekday() < 5 and today not in offices[slug].holidays and today not in away[person["id"]]:
                capacity[slug, f"{today:%Y-%m}"] += person["weekly_minutes"] / 5
            today += timedelta(days=1)
    last_answer = dict(
        state["approval"]
        .filter(pl.col("kind") == "timesheet")
        .sort("round")
        .select("object_id", "approved")
        .iter_rows()
    )
    for row in state["timecard"].filter(pl.col("billable")).iter_rows(named=True):
        for place, name in enumerate(DAYS):
            today = row["week_end"] + timedelta(days=place - 6)
            if last_answer.get(row["id"]) is not False and today <= over:
                billable[home[row["resource_id"]], f"{today:%Y-%m}"] += row[name]
    return capacity, billable
