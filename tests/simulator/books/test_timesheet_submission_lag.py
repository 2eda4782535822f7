"""Timesheets of three weeks, worked out on paper."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from simulator.life.simulate import small_firm
from tests.simulator.books.tiny_firm import LONDON, NEW_YORK, at, book_of, card, day, tiny_firm

NAME = "timesheet_submission_lag"


def sheet(number: int, resource: int, week_end: str, minutes: int = 2400) -> dict[str, Any]:
    return {"id": number, "resource_id": resource, "entity_id": resource - 1, "week_end": day(week_end),
            "capacity_minutes": minutes, "created_at": at(f"{week_end} 00:00")}  # fmt: skip


def test_the_last_part_counts_from_the_end_of_the_offices_week():
    state = tiny_firm(
        "2026-04-07 16:00",
        timesheet=[
            sheet(1, 2, "2026-03-15"), sheet(2, 2, "2026-03-22"), sheet(3, 3, "2026-04-05"),
            sheet(4, 2, "2026-03-29", minutes=0),
        ],
        timecard=[
            # two parts, the second on Monday at 11:30 in New York: 2.5 hours, and before noon
            card(1, 2, 1, "2026-03-15", submitted_at=at("2026-03-13 17:00", NEW_YORK)),
            card(2, 2, None, "2026-03-15", timesheet_id=1, submitted_at=at("2026-03-16 11:30", NEW_YORK)),
            # one part is missing: open since Friday 17:00
            card(3, 2, 1, "2026-03-22", timesheet_id=2, submitted_at=at("2026-03-23 09:00", NEW_YORK)),
            card(4, 2, None, "2026-03-22", timesheet_id=2),
            # Good Friday: London's week ends on Thursday, 2 April at 17:00; Tuesday 10:00 is after one hour of work,
            # but Monday at noon was the deadline, holiday or not
            card(5, 3, 2, "2026-04-05", timesheet_id=3, submitted_at=at("2026-04-07 10:00", LONDON)),
        ],
    )  # fmt: skip
    rows = book_of(state, NAME)
    assert rows["2026-03", "median", "practice=Data"]["value"] == 2.5
    assert rows["2026-03", "median_elapsed"]["value"] == 66.5
    assert (rows["2026-03", "median"]["n"], rows["2026-03", "median"]["open"]) == (2, 1)
    assert rows["2026-04", "median", "entity=london"]["value"] == 1
    assert rows["2026-03", "on_time_share"]["value"] == 0.5
    assert rows["2026-04", "on_time_share"]["value"] == 0


def test_all_sheets_of_the_simulated_firm_that_are_due_are_there_once():
    state = small_firm(3, "all")
    rows = book_of(state, NAME)
    zones = dict(state["legal_entity"].select("id", "zone").iter_rows())
    due = in_time = 0
    for entity, week_end, submitted in state["timesheet"].select("entity_id", "week_end", "submitted_at").iter_rows():
        zone = ZoneInfo(zones[entity])
        noon = datetime.combine(week_end + timedelta(days=1), time(12), zone)
        due += week_end < state.as_of.astimezone(zone).date()
        in_time += submitted is not None and submitted <= noon
    share = rows[None, "on_time_share"]
    assert (share["numerator"], share["denominator"], rows[None, "median"]["n"]) == (in_time, due, due)
