"""From the end of the last working day of the week until the last part of a timesheet was first handed in."""

from __future__ import annotations

from tests.metrics.people import HOUR, PERSON, add_sheet, log_time, step, with_person, with_project
from tests.metrics.tiny_log import TinyLog, at

DUE = "2026-02-06 17:00"


def shares(log: TinyLog, columns: str = "value, elapsed, is_open") -> list:
    return log.shares("timesheet_submission_lag", columns)


def in_time(log: TinyLog) -> list:
    return log.shares("timesheet_submission_lag", "numerator", "on_time_share")


def a_sheet(submitted: str | None, as_of: str = "2026-04-01") -> TinyLog:
    log = with_project(with_person(TinyLog(as_of)))
    sheet = add_sheet(log, due=DUE)
    log_time(log, sheet, "one", "2026-02-02", 8)
    if submitted:
        step(log, "timesheet_submitted", submitted, sheet, "one")
    return log


def test_a_sheet_is_handed_in_with_the_last_of_its_parts():
    """From Friday at 17:00 until Monday at 11:00 London works for two hours."""
    log = a_sheet("2026-02-06 18:00")
    sheet = f"salesforce:{PERSON}/2026-02-08"
    log_time(log, sheet, "two", "2026-02-03", 8)
    step(log, "timesheet_submitted", "2026-02-09 11:00", sheet, "two")
    assert shares(log) == [(2 * HOUR, 66 * HOUR, False)]


def test_what_was_submitted_again_counts_from_its_first_time():
    log = a_sheet("2026-02-09 11:00")
    sheet = f"salesforce:{PERSON}/2026-02-08"
    step(log, "timesheet_rejected", "2026-02-10 11:00", sheet, "one")
    step(log, "timesheet_corrected", "2026-02-11 11:00", sheet, "one")
    assert shares(log) == [(2 * HOUR, 66 * HOUR, False)]


def test_a_part_that_is_not_handed_in_keeps_the_sheet_open():
    log = a_sheet("2026-02-06 18:00", as_of="2026-02-10 17:00")
    log_time(log, f"salesforce:{PERSON}/2026-02-08", "two", "2026-02-03", 8)
    assert shares(log) == [(16 * HOUR, 96 * HOUR, True)]
    assert in_time(log) == [(0,)]


def test_a_sheet_that_nobody_wrote_is_open():
    log = with_person(TinyLog(as_of="2026-02-10 17:00"))
    add_sheet(log, due=DUE)
    log.say(f"salesforce:{PERSON}/2026-02-08", "1970-01-01", expected=True)
    assert shares(log) == [(16 * HOUR, 96 * HOUR, True)]


def test_what_is_not_expected_or_not_due_yet_does_not_count():
    log = a_sheet("2026-02-09 11:00", as_of="2026-02-06 16:00")
    add_sheet(log, week_end="2026-02-01")
    assert shares(log) == []


def test_handed_in_before_the_week_was_over_is_no_duration_but_in_time():
    log = a_sheet("2026-02-06 15:00")
    assert shares(log) == []
    assert in_time(log) == [(1,)]


def test_in_time_is_by_noon_on_monday_of_the_clock_there():
    """On Monday 30 March London is an hour ahead of UTC since the day before."""
    for submitted, found in (("2026-03-30 11:00", 1), ("2026-03-30 11:00:01", 0)):
        log = with_project(with_person(TinyLog()))
        sheet = add_sheet(log, week_end="2026-03-29", due="2026-03-27 17:00")
        log_time(log, sheet, "one", "2026-03-23", 8)
        step(log, "timesheet_submitted", submitted, sheet, "one")
        assert in_time(log) == [(found,)]


def test_the_practice_is_the_one_the_person_had_in_the_week():
    log = a_sheet("2026-02-09 11:00")
    log.say(PERSON, "2026-02-09", practice="Technology")
    assert shares(log, 'entity, practice, "at"') == [("london", "Strategy", at(DUE))]
