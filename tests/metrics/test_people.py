"""People by week, against weeks worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from core.access import Viewer
from core.errors import WrongUse
from metrics.cut import read_only
from metrics.people import AtWork, Which, at_work
from tests.metrics.people import PERSON, PROJECT, add_booking, add_sheet, log_time, with_person, with_project
from tests.metrics.tiny_log import TinyLog

# Wednesday 11 February 2026: the last week that is over begins on the 2nd, the first to come on the 16th
AS_OF = "2026-02-11 12:00"
LAST, COMING = date(2026, 2, 2), date(2026, 2, 16)
DAY = 450  # 7.5 hours


@pytest.fixture
def tiny() -> TinyLog:
    """37.5 hours a week; 30 billable ones and 5 others in the last week, 15 planned in it, 45 in the first to come."""
    log = with_project(with_person(TinyLog(AS_OF), role="Adviser"))
    sheet = add_sheet(log)
    for day in (2, 3, 4):
        log_time(log, sheet, "one", f"2026-02-0{day}", 10)
    log_time(log, sheet, "two", "2026-02-05", 5, project=None)
    add_booking(log, "psa:booking", {"2026-02-02": 15, "2026-02-16": 45})
    return log


def found(tiny: TinyLog, which: Which, where: str = "", viewer: Viewer | None = None) -> AtWork:
    return at_work(tiny.seen_by(viewer or Viewer.owner()), which, read_only(where))


def test_what_was_worked_and_planned_in_the_last_week(tiny: TinyLog):
    (line,) = found(tiny, "past").lines
    hours = next(each.hours for each in line.weeks if each.week == LAST)
    assert hours is not None
    assert (hours.capacity, hours.billable, hours.worked, hours.planned) == (5 * DAY, 1800, 2100, 900)
    assert (hours.utilization(), hours.utilization("productive")) == (0.8, pytest.approx(1800 / 2100))
    assert hours.booked == 0.4


def test_leave_counts_in_the_base_schedule_only(tiny: TinyLog):
    tiny.say(PERSON, "2026-02-06 00:00:00", on_leave=True)
    tiny.say(PERSON, "2026-02-06 23:59:59", on_leave=False)
    (line,) = found(tiny, "past").lines
    week = next(each for each in line.weeks if each.week == LAST)
    assert week.hours is not None
    assert (week.away, week.hours.utilization(), week.hours.utilization("openair")) == ("leave", 1.0, 0.8)


def test_weeks_to_come_are_booked_not_worked(tiny: TinyLog):
    coming = found(tiny, "coming")
    (line,) = coming.lines
    booked = [each.hours.booked for each in line.weeks if each.hours]
    assert (coming.weeks[0], len(coming.weeks), booked) == (COMING, 6, [1.2, 0, 0, 0, 0, 0])
    assert (coming.people, coming.over, coming.idle) == (1, 0, 1)


def test_leave_to_come_takes_capacity_away(tiny: TinyLog):
    tiny.say(PERSON, "2026-02-16 00:00:00", on_leave=True)
    tiny.say(PERSON, "2026-02-17 23:59:59", on_leave=False)
    (line,) = found(tiny, "coming").lines
    assert [each.hours.capacity / DAY for each in line.weeks if each.hours] == [3, 5, 5, 5, 5, 5]


def test_a_withdrawn_booking_is_not_planned(tiny: TinyLog):
    tiny.say("psa:booking", "2026-02-10", withdrawn_at="2026-02-10 09:00")
    assert found(tiny, "coming").hours.planned == 0


def test_who_is_over_all_weeks_is_told(tiny: TinyLog):
    """Six weeks of 40 hours where 37.5 can be worked."""
    mondays = ("2026-02-16", "2026-02-23", "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23")
    tiny.link(tiny.thing("assignment", "psa:more"), "of", PERSON)
    tiny.link("psa:more", "on", PROJECT)
    for monday in mondays:
        tiny.say("psa:more", monday, planned_hours=40)
    assert (found(tiny, "coming").over, found(tiny, "coming").idle) == (1, 0)


def test_too_few_people_are_no_group(tiny: TinyLog):
    """One person of a practice is a line for who may see names, and nothing for who may not."""
    owner = found(tiny, "past")
    assert ([line.name for line in owner.lines], owner.practices, owner.hidden) == ([f"Person {PERSON}"], (), 1)
    with pytest.raises(WrongUse, match="too few people"):
        found(tiny, "past", viewer=Viewer("m", frozenset(), may_see_names=False))


def test_enough_people_are_a_group_without_names(tiny: TinyLog):
    for number in range(2, 7):
        with_person(tiny, f"bamboohr:{number}")
    (line,) = found(tiny, "past", viewer=Viewer("m", frozenset(), may_see_names=False)).lines
    week = next(each for each in line.weeks if each.week == LAST)
    assert week.hours is not None
    assert (line.name, line.object_id, line.people) == ("Strategy", None, 6)
    assert week.hours.utilization() == pytest.approx(1800 / (6 * 5 * DAY))


def test_another_entity_sees_nobody(tiny: TinyLog):
    viewer = Viewer("m", frozenset(), entities=frozenset({"munich"}))
    assert found(tiny, "past", viewer=viewer).people == 0
    assert found(tiny, "past", "practice = Operations").people == 0
    assert found(tiny, "past", "practice = Strategy").people == 1
