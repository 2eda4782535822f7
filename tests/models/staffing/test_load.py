"""What a role can work and is wanted for, by hand: two architects in London, in the weeks of 16 and 23 March 2026."""

from __future__ import annotations

import pytest

from core.access import Viewer
from models.staffing.load import Cell, Grid, grids, has_staffing, monday_of
from tests.metrics.tiny_log import TinyLog, at

# a Wednesday; the first coming week begins on Monday 16 March
MOMENT = at("2026-03-11 12:00")


@pytest.fixture
def tiny() -> TinyLog:
    """Ada is booked for two days of the first week; Ben works four days a week."""
    log = TinyLog("2026-05-01 12:00")
    log.event("contract_signed", "2026-01-05", log.thing("contract", "crm:1"))
    log.thing("project", "psa:project", code="P-1", entity="london", ends_on="2026-03-29")
    for name, hours in (("hr:ada", 40), ("hr:ben", 32)):
        log.thing(
            "resource", name, "2020-01-01", name=name, role="Architect", entity="london", weekly_hours=hours,
            keeps_time=True, hired_on="2020-01-01",
        )  # fmt: skip
    booked(log, "psa:booking", "hr:ada", "2026-02-01")
    return log


def booked(log: TinyLog, name: str, who: str, since: str, hours: float = 16) -> None:
    log.thing("assignment", name, since)
    log.say(name, "2026-03-16", planned_hours=hours)
    log.link(name, "of", who)
    log.link(name, "on", "psa:project")


def asked(log: TinyLog, since: str, **said: object) -> None:
    log.thing("resource_request", "psa:request", since, role="Architect", hours=80, wanted_on="2026-03-16", **said)
    log.link("psa:request", "for", "psa:project")


def architects(log: TinyLog, moment: str = str(MOMENT), first: int = 1) -> tuple[Grid, int]:
    (grid,) = grids(log.seen_by(Viewer.owner()), [at(moment)], first, first + 1)
    return grid, grid.cells.index(Cell("Architect", "london"))


def test_a_week_begins_on_its_monday():
    assert monday_of(MOMENT) == at("2026-03-09")


def test_what_can_be_worked_and_what_is_booked(tiny: TinyLog):
    grid, row = architects(tiny)
    assert grid.people[row].tolist() == [2, 2]
    assert grid.able[row].tolist() == [1.8, 1.8]
    assert grid.booked[row].tolist() == [0.4, 0.0]
    assert grid.gap[row].tolist() == pytest.approx([-1.4, -1.8])


def test_a_booking_made_later_was_not_known(tiny: TinyLog):
    booked(tiny, "psa:second", "hr:ben", "2026-03-12")
    before, row = architects(tiny)
    after, _ = architects(tiny, "2026-03-13 12:00")
    assert (before.booked[row, 0], after.booked[row, 0]) == (0.4, 0.8)


def test_a_booking_holds_until_it_is_withdrawn(tiny: TinyLog):
    tiny.say("psa:booking", "1970-01-01", withdrawn_at="2026-03-13 00:00:00")
    assert [architects(tiny, moment)[0].booked.sum() for moment in ("2026-03-12", "2026-03-14")] == [0.4, 0.0]


def test_an_open_request_is_spread_over_its_weeks(tiny: TinyLog):
    """80 hours over two weeks are one person."""
    asked(tiny, "2026-03-01")
    grid, row = architects(tiny)
    assert (grid.open[row].tolist(), grid.given_up[row].tolist()) == ([1, 1], [0, 0])


def test_a_request_given_up_stays_a_need_but_not_that_of_a_cancelled_project(tiny: TinyLog):
    asked(tiny, "2026-03-01", withdrawn_at="2026-03-10 00:00:00")
    grid, row = architects(tiny)
    assert (grid.open[row].tolist(), grid.given_up[row].tolist()) == ([0, 0], [1, 1])
    tiny.say("psa:project", "1970-01-01", cancelled_at="2026-03-11 00:00:00")
    assert architects(tiny)[0].given_up.sum() == 0


def test_who_leaves_later_is_still_counted(tiny: TinyLog):
    """That Ben left on 20 March was not known on the 11th; on the 25th the second week is without him."""
    tiny.say("hr:ben", "1970-01-01", left_on="2026-03-20")
    assert architects(tiny)[0].able[0].tolist() == [1.8, 1.8]
    assert architects(tiny, "2026-03-25 12:00", first=-1)[0].able[0].tolist() == [1.8, 1.0]


def test_leave_counts_once_it_has_begun(tiny: TinyLog):
    tiny.say("hr:ada", "2026-03-19 00:00", on_leave=True)
    tiny.say("hr:ada", "2026-03-20 23:59:59", on_leave=False)
    assert architects(tiny)[0].able[0, 0] == 1.8
    assert architects(tiny, "2026-03-23", first=-1)[0].able[0, 0] == pytest.approx(1.4)


def test_a_log_without_requests_has_no_staffing(tiny: TinyLog):
    assert not has_staffing(tiny.seen_by(Viewer.owner()))
    asked(tiny, "2026-03-01")
    assert has_staffing(tiny.seen_by(Viewer.owner()))
