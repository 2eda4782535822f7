"""Billable hours over those that could have been worked, by day; and by other vendors' formulas."""

from __future__ import annotations

from tests.metrics.people import PERSON, PROJECT, add_sheet, log_time, step, with_person, with_project
from tests.metrics.tiny_log import TinyLog, at

DAY = 450  # 7.5 hours


def a_week(as_of: str = "2026-02-05 12:00") -> tuple[TinyLog, str]:
    """Monday to Wednesday of a week that are over; time is recorded from Monday on."""
    log = with_project(with_person(TinyLog(as_of)))
    sheet = add_sheet(log)
    log_time(log, sheet, "one", "2026-02-02", 6)
    return log, sheet


def shares(log: TinyLog, measure: str = "value", columns: str = "object_id, project, numerator, denominator") -> list:
    return sorted(log.shares("utilization", columns, measure), key=str)


def sums(log: TinyLog, measure: str = "value") -> tuple[float, float]:
    found = shares(log, measure, "numerator, denominator")
    return sum(above for above, _ in found), sum(below for _, below in found)


def test_capacity_stands_beside_the_first_hours_of_a_day_or_by_itself():
    log, sheet = a_week(as_of="2026-02-04 12:00")
    log_time(log, sheet, "two", "2026-02-02", 1, project=None)
    monday, tuesday = (f"{PERSON}/2026-02-0{day}" for day in (2, 3))
    assert shares(log) == [(monday, "P-1", 360, DAY), (monday, None, 0, 0), (tuesday, None, 0, DAY)]


def test_a_share_is_of_its_day():
    log, _ = a_week(as_of="2026-02-03 12:00")
    assert log.shares("utilization", 'distinct "at", practice, entity') == [
        (at("2026-02-02"), "Strategy", "london"),
    ]


def test_what_is_not_billable_counts_as_work_only():
    log, sheet = a_week()
    log_time(log, sheet, "two", "2026-02-03", 2, project=None)
    assert sums(log) == (360, 3 * DAY)
    assert sums(log, "productive") == (360, 480)


def test_leave_is_no_capacity_but_on_a_base_schedule():
    log, _ = a_week()
    log.say(PERSON, "2026-02-03 00:00:00", on_leave=True)
    log.say(PERSON, "2026-02-03 23:59:59", on_leave=False)
    assert sums(log) == (360, 2 * DAY)
    assert sums(log, "openair") == (360, 3 * DAY)


def test_work_on_a_weekend_counts_above_the_line():
    log, sheet = a_week(as_of="2026-02-09 12:00")
    log_time(log, sheet, "one", "2026-02-07", 3)
    assert sums(log) == (540, 5 * DAY)


def test_a_holiday_is_no_capacity():
    log = with_project(with_person(TinyLog(as_of="2026-04-08 12:00")))
    log_time(log, add_sheet(log, week_end="2026-04-05"), "one", "2026-04-02", 8)
    assert sums(log) == (480, 2 * DAY)  # Good Friday and Easter Monday are none


def test_rejected_hours_do_not_count_until_they_are_submitted_again():
    log, sheet = a_week()
    step(log, "timesheet_submitted", "2026-02-03 09:00", sheet, "one")
    step(log, "timesheet_rejected", "2026-02-03 10:00", sheet, "one")
    assert sums(log) == (0, 3 * DAY)
    step(log, "timesheet_corrected", "2026-02-03 11:00", sheet, "one")
    assert sums(log) == (360, 3 * DAY)


def test_a_part_of_a_sheet_that_was_rejected_takes_no_other_with_it():
    log, sheet = a_week()
    log_time(log, sheet, "two", "2026-02-03", 4)
    step(log, "timesheet_rejected", "2026-02-03 10:00", sheet, "two")
    assert sums(log) == (360, 3 * DAY)


def test_a_day_that_is_not_over_does_not_count():
    log, sheet = a_week(as_of="2026-02-03 23:00")
    log_time(log, sheet, "one", "2026-02-03", 5)
    assert sums(log) == (360, DAY)


def test_who_keeps_no_time_is_left_out():
    log, _ = a_week()
    with_person(log, "bamboohr:2", keeps_time=False)
    log_time(log, add_sheet(log, "bamboohr:2"), "other", "2026-02-02", 8)
    assert sums(log) == (360, 3 * DAY)


def test_where_no_system_tells_who_keeps_time_it_is_who_has_a_timesheet():
    log = with_project(TinyLog(as_of="2026-02-03 12:00"))
    for name in (PERSON, "bamboohr:2"):
        log.thing("resource", name, name=name, entity="london", weekly_hours=40)
    log_time(log, add_sheet(log), "one", "2026-02-02", 6, PROJECT)
    assert sums(log) == (360, 480)


def test_capacity_is_that_of_the_days_of_employment():
    log, _ = a_week()
    with_person(log, "bamboohr:2", hired_on="2026-02-03", left_on="2026-02-03", weekly_hours=20)
    assert sums(log) == (360, 3 * DAY + 240)


def test_the_other_formulas_that_come_to_the_same_have_the_same_shares():
    log, _ = a_week()
    log.facts()
    assert shares(log, "certinia") == shares(log, "kantata") == shares(log) != []


def test_where_there_is_no_calendar_hours_count_only_by_what_was_worked():
    log, _ = a_week()
    log.thing("legal_entity", "netsuite:2", entity="bristol", currency="GBP", region="UK", zone="Europe/London")
    with_person(log, "bamboohr:2", entity="bristol")
    log_time(log, add_sheet(log, "bamboohr:2"), "two", "2026-02-02", 5)
    assert sums(log) == sums(log, "openair") == (360, 3 * DAY)
    assert sums(log, "productive") == (660, 660)
