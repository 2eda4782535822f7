"""What people could work on a day, what they were then, and the parts of their timesheets."""

from __future__ import annotations

import pytest

from tests.metrics.people import PERSON, PROJECT, add_booking, add_sheet, log_time, step, with_person, with_project
from tests.metrics.tiny_log import TinyLog, at

MONDAY, TUESDAY, WEDNESDAY = (at(f"2026-02-0{day}").date() for day in (2, 3, 4))


def a_log(as_of: str = "2026-02-05 12:00") -> TinyLog:
    """Time is recorded from Monday 2 February on; Thursday has begun."""
    log = with_project(with_person(TinyLog(as_of)))
    log_time(log, add_sheet(log), "one", "2026-02-02", 6)
    return log


def days(log: TinyLog, columns: str = "day, capacity_minutes") -> list:
    return log.facts().rows(f"select {columns} from fact.person_day order by day")


def away(log: TinyLog, first: str, last: str) -> None:
    log.say(PERSON, f"{first} 00:00:00", on_leave=True)
    log.say(PERSON, f"{last} 23:59:59", on_leave=False)


def test_days_are_those_of_the_calendar_from_the_first_time_until_now():
    assert days(a_log(), "day, base_minutes, capacity_minutes, practice") == [
        (at(f"2026-02-0{day}").date(), 450, 450, "Strategy") for day in (2, 3, 4, 5)
    ]


def test_leaves_that_touch_are_each_away_and_end_when_the_last_of_them_ends():
    log = a_log()
    away(log, "2026-02-02", "2026-02-02")
    away(log, "2026-02-03", "2026-02-03")
    assert [minutes for _, minutes in days(log)] == [0, 0, 450, 450]


def test_of_leaves_that_overlap_the_longer_counts():
    log = a_log()
    away(log, "2026-02-02", "2026-02-04")
    away(log, "2026-02-03", "2026-02-03")
    assert [minutes for _, minutes in days(log)] == [0, 0, 0, 450]


def test_leave_of_an_afternoon_is_no_leave_of_the_day():
    log = a_log()
    log.say(PERSON, "2026-02-03 12:00:01", on_leave=True)
    log.say(PERSON, "2026-02-04 12:00:00", on_leave=False)
    assert [minutes for _, minutes in days(log)] == [450] * 4


def test_who_has_not_come_back_yet_is_away():
    log = a_log()
    log.say(PERSON, "2026-02-03", on_leave=True)
    assert [minutes for _, minutes in days(log)] == [450, 0, 0, 0]


def test_hours_of_the_week_hold_from_their_day_on():
    log = a_log()
    log.say(PERSON, "2026-02-03", weekly_hours=20)
    assert [minutes for _, minutes in days(log)][:3] == [450, 240, 240]


def test_whose_hours_nobody_tells_works_as_long_as_the_office():
    log = with_project(TinyLog("2026-02-02 12:00"))
    log.thing("resource", PERSON, name="Person", entity="london")
    log_time(log, add_sheet(log), "one", "2026-02-02", 6)
    assert days(log) == [(MONDAY, 480)]


def test_a_moment_within_a_day_counts_from_that_day_there():
    """Half past eleven at night in UTC is the next day in London's summer."""
    log = a_log("2026-07-05")
    log.say(PERSON, "2026-07-01 23:30", grade="Manager")
    log.say(PERSON, "2026-07-03", grade="Partner")
    versions = log.facts().rows(
        "select since, until, grade from fact.person_version where since > '2026-01-01' order by since"
    )
    assert [(str(since), str(until), grade) for since, until, grade in versions] == [
        ("2026-07-02", "2026-07-03", "Manager"),
        ("2026-07-03", "9999-12-31", "Partner"),
    ]


def test_what_was_said_first_held_before():
    log = a_log()
    log.thing("resource", "bamboohr:2", keeps_time=False)
    log.say("bamboohr:2", "2026-01-05", grade="Analyst")
    versions = log.facts().rows(
        "select version.since, grade from fact.person_version as version "
        "join fact.thing as thing on thing.thing_no = person_no where object_id = 'bamboohr:2' order by version.since"
    )
    assert [(str(since), grade) for since, grade in versions] == [("0001-01-01", "Analyst"), ("2026-01-05", "Analyst")]


def test_time_is_that_of_its_timesheets_person_whoever_logged_it():
    log = a_log()
    with_person(log, "bamboohr:2")
    log.event(
        "time_logged", "2026-02-03 12:00", f"salesforce:{PERSON}/2026-02-08", "by:bamboohr:2", f"on:{PROJECT}",
        hours=1.25, billable=False, timecard="one",
    )  # fmt: skip
    entries = (
        "select object_id, day, minutes, billable from fact.time_entry "
        "join fact.thing on thing_no = person_no order by day"
    )
    assert log.facts().rows(entries) == [(PERSON, MONDAY, 360, True), (PERSON, TUESDAY, 75, False)]


def test_a_part_knows_its_steps_and_its_last_answer():
    log = a_log()
    sheet = f"salesforce:{PERSON}/2026-02-08"
    log_time(log, sheet, "one", "2026-02-03", 2, project=None)
    for kind, day in (("submitted", 6), ("rejected", 7), ("corrected", 8), ("approved", 9)):
        step(log, f"timesheet_{kind}", f"2026-02-0{day} 10:00", sheet, "one")
    step(log, "time_posted", "2026-02-10 10:00", sheet, "one", hours=7.5)
    columns = (
        "minutes, billable_minutes, posted_minutes, is_rejected, submitted_at, rejected_at, approved_at, posted_at"
    )
    assert log.facts().rows(f"select {columns} from fact.timecard") == [
        (480, 360, 450, False, *(at(f"2026-02-{day} 10:00") for day in ("06", "07", "09", "10"))),
    ]


@pytest.mark.parametrize(("answer", "found"), [("approved", False), ("rejected", True)])
def test_of_answers_of_one_moment_the_later_in_the_source_holds(answer: str, found: bool):
    log = a_log()
    sheet = f"salesforce:{PERSON}/2026-02-08"
    first = {"approved": "rejected", "rejected": "approved"}[answer]
    step(log, f"timesheet_{first}", "2026-02-06 10:00", sheet, "one")
    step(log, f"timesheet_{answer}", "2026-02-06 10:00", sheet, "one")
    assert log.facts().column("select is_rejected from fact.timecard") == [found]


def test_plans_of_a_week_are_its_own_and_do_not_last():
    log = a_log()
    add_booking(log, "salesforce:booking", {"2026-02-02": 20, "2026-02-16": 8}, hours=99)
    weeks = log.facts().rows("select week_end, minutes from fact.assignment_week order by week_end")
    assert [(str(week), minutes) for week, minutes in weeks] == [("2026-02-08", 1200), ("2026-02-22", 480)]
    assert log.database.column("select minutes from fact.assignment") == [1680]


def test_time_of_no_timesheet_is_in_no_part_and_counts_as_work():
    log = a_log()
    log.event("time_logged", "2026-02-04 12:00", f"of:{PERSON}", f"on:{PROJECT}", hours=3, billable=True)
    assert log.facts().rows("select day, card_no is null from fact.time_entry order by day") == [
        (MONDAY, False),
        (WEDNESDAY, True),
    ]
    assert log.database.column("select minutes from fact.timecard") == [360]
    assert sum(minutes for (minutes,) in log.shares("utilization", "numerator")) == 540
