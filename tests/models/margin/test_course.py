"""How a project stood at a moment, from a log by hand: two people, at 40 and 60 an hour."""

from __future__ import annotations

import pytest

from core.access import Viewer
from eventlog.reading import EventLog
from models.margin.course import Course, courses, projects
from tests.metrics.tiny_log import TinyLog, at

# a Wednesday: what is before Monday 2 March counts as worked
MOMENT = "2026-03-11 12:00"


@pytest.fixture
def tiny() -> TinyLog:
    """Ada and Ben are booked for 20 hours in the weeks of 23 February and 9 March, at 100 an hour; Ben is a
    subcontractor. Ada logged 24 hours on 24 February, 4 of them not billable."""
    log = TinyLog("2026-04-01 12:00")
    log.thing(
        "project", "psa:1", code="P-1", entity="london", currency="GBP", billing_type="time_and_materials",
        baseline_revenue=10_000, baseline_cost=6_000, ends_on="2026-03-31",
    )  # fmt: skip
    for name, rate in (("ada", 40), ("ben", 60)):
        log.thing("resource", name, name=name, entity="london", keeps_time=True, cost_rate=rate, cost_currency="GBP",
                  subcontractor=name == "ben")  # fmt: skip
        booking = log.thing("assignment", f"psa:{name}", "2026-02-01", bill_rate=100, currency="GBP")
        log.say(booking, "2026-02-23", planned_hours=20)
        log.say(booking, "2026-03-09", planned_hours=20)
        log.link(booking, "of", name)
        log.link(booking, "on", "psa:1")
    log.thing("timesheet", "week")
    log.link("week", "of", "ada")
    logged(log, "2026-02-24 12:00", 20)
    logged(log, "2026-02-24 12:00", 4, billable=False)
    return log


def logged(log: TinyLog, when: str, hours: float, billable: bool = True) -> None:
    log.event("time_logged", when, "week", "on:psa:1", "of:ada", "under:psa:ada", hours=hours, billable=billable,
              timecard="card")  # fmt: skip


def course(log: TinyLog, moment: str = MOMENT) -> Course:
    seen: EventLog = log.seen_by(Viewer.owner())
    (found,) = courses(seen, [(projects(seen)[0], at(moment))])
    assert found is not None
    return found


def test_a_project_by_the_hour_with_its_baseline(tiny: TinyLog):
    (project,) = projects(tiny.seen_by(Viewer.owner()))
    assert (project.code, project.by_the_hour, project.baseline, project.ended) == ("P-1", True, 0.4, None)
    assert project.at(0.5) == at("2026-03-13")


def test_worked_planned_and_to_come(tiny: TinyLog):
    told = course(tiny)
    assert (told.worked, told.worked_cost, told.worked_worth) == (24 * 60, 96_000, 200_000)
    assert (told.free, told.free_worth) == (4 * 60, 40_000)
    assert (told.planned, told.planned_cost, told.planned_worth) == (40 * 60, 200_000, 400_000)
    assert (told.coming, told.coming_cost, told.coming_worth) == (40 * 60, 200_000, 400_000)
    assert (told.supplier_minutes, told.supplier_cost) == (40 * 60, 240_000)
    assert told.done == 0.5


def test_time_of_the_last_week_is_left_to_timesheets_still_to_come(tiny: TinyLog):
    logged(tiny, "2026-03-03 12:00", 8)
    assert course(tiny).worked == 24 * 60
    assert course(tiny, "2026-03-18 12:00").worked == 32 * 60


def test_a_booking_made_later_was_not_known(tiny: TinyLog):
    assert course(tiny, "2026-02-26 12:00").coming == 80 * 60
    tiny.thing("assignment", "psa:more", "2026-03-12", bill_rate=100, currency="GBP")
    tiny.say("psa:more", "2026-03-16", planned_hours=10)
    tiny.link("psa:more", "of", "ada")
    tiny.link("psa:more", "on", "psa:1")
    assert course(tiny).coming == 40 * 60
    assert course(tiny, "2026-03-13 12:00").coming == 50 * 60


def test_what_was_forecast_when_it_was_closed_is_its_end(tiny: TinyLog):
    tiny.event("project_closed", "2026-03-20", "psa:1")
    for when, revenue, cost in (("2026-03-05", 4_000, 2_000), ("2026-04-01", 8_000, 5_000)):
        tiny.say("psa:1", when, forecast_revenue=9_000, forecast_cost=5_000, revenue_to_date=revenue, cost_to_date=cost)
    (project,) = projects(tiny.seen_by(Viewer.owner()))
    assert (project.revenue, project.cost, project.ended) == (800_000, 500_000, 0.375)
    assert (project.runs(at(MOMENT)), project.runs(at("2026-03-21"))) == (True, False)
    assert (project.is_told(at("2026-03-31")), project.is_told(at("2026-04-02"))) == (False, True)
    told = course(tiny)
    assert (told.told_cost, told.told_so_far) == (500_000, 200_000)
    # 24 hours at 40 were logged before it
    assert told.told_time_cost == 96_000
    assert told.beside == pytest.approx(200 / 96 - 1)
