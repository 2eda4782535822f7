"""How far billable hours came out from those planned, by person and week."""

from __future__ import annotations

import pytest

from tests.metrics.people import PERSON, PROJECT, add_booking, add_sheet, log_time, step, with_person, with_project
from tests.metrics.tiny_log import TinyLog, at

WEEK = f"{PERSON}/2026-02-08"


def a_week(planned: float = 20, as_of: str = "2026-02-09 12:00") -> tuple[TinyLog, str]:
    """Fifteen billable hours of a week with 37.5 hours of capacity."""
    log = with_project(with_person(TinyLog(as_of)))
    sheet = add_sheet(log)
    for day in ("2026-02-02", "2026-02-03"):
        log_time(log, sheet, "one", day, 7.5)
    add_booking(log, "salesforce:booking", {"2026-02-02": planned})
    return log, sheet


def shares(log: TinyLog, measure: str = "value", columns: str = "object_id, project, numerator, denominator") -> list:
    return sorted(log.shares("utilization_variance", columns, measure), key=str)


def test_what_was_planned_is_taken_from_what_was_worked():
    log, _ = a_week()
    assert shares(log) == [(WEEK, "P-1", -300, 0), (WEEK, None, 0, 2250)]
    assert shares(log, "mean_abs", "value") == [(pytest.approx(100 * -300 / 2250),)]
    assert shares(log, "spread", "value") == shares(log, "mean_abs", "value")


def test_it_is_placed_at_the_end_of_the_week():
    log, _ = a_week()
    assert log.shares("utilization_variance", 'distinct "at", practice') == [
        (at("2026-02-08 23:59:59.999999"), "Strategy"),
    ]


def test_a_week_that_is_not_over_does_not_count():
    log, _ = a_week(as_of="2026-02-08 23:00")
    assert shares(log) == []


def test_withdrawn_bookings_plan_nothing():
    log, _ = a_week()
    add_booking(log, "salesforce:other", {"2026-02-02": 10}, withdrawn_at="2026-02-01 10:00:00")
    assert shares(log)[0] == (WEEK, "P-1", -300, 0)


def test_a_booking_on_a_cancelled_project_plans_nothing():
    log, _ = a_week()
    log.say(PROJECT, "1970-01-01", cancelled_at="2026-02-05 10:00:00")
    assert shares(log)[0] == (WEEK, "P-1", 900, 0)


def test_rejected_hours_are_not_worked():
    log, sheet = a_week()
    step(log, "timesheet_rejected", "2026-02-06 10:00", sheet, "one")
    assert shares(log)[0] == (WEEK, "P-1", -1200, 0)


def test_a_week_without_capacity_does_not_count():
    log, _ = a_week()
    log.say(PERSON, "2026-02-02 00:00:00", on_leave=True)
    log.say(PERSON, "2026-02-06 23:59:59", on_leave=False)
    assert shares(log) == []


def test_a_week_in_which_nothing_was_planned_or_worked_is_as_planned():
    log = with_person(TinyLog(as_of="2026-02-16"))
    log_time(log, add_sheet(log), "one", "2026-02-02", 1, project=None)
    assert shares(log, "mean_abs", "object_id, value") == [(WEEK, 0), (f"{PERSON}/2026-02-15", 0)]
