"""Who is free in the coming weeks, against weeks worked by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import EventLog
from metrics.cut import read_only
from metrics.free_people import Role, free_people
from metrics.shares import nothing_kept
from tests.metrics.tiny_log import TinyLog

# Wednesday 11 March 2026; the first coming week begins on Monday 16 March
AS_OF = "2026-03-11 12:00"
FIRST, SECOND = date(2026, 3, 16), date(2026, 3, 23)


@pytest.fixture
def tiny() -> TinyLog:
    """Ada and Ben are architects in London; Ben works four days a week. Ada is booked for two days of week one."""
    log = TinyLog(AS_OF)
    log.event("contract_signed", "2026-01-05", log.thing("contract", "crm:1"))
    log.thing("project", "psa:project", code="P-1", entity="london", ends_on="2026-12-31")
    for name, hours in (("hr:ada", 40), ("hr:ben", 32)):
        log.thing(
            "resource", name, name=name, role="Architect", entity="london", practice="Design", weekly_hours=hours,
            keeps_time=True, hired_on="2020-01-01",
        )  # fmt: skip
    booking = log.thing("assignment", "psa:booking")
    log.say(booking, "2026-03-16", planned_hours=16)
    log.link(booking, "of", "hr:ada")
    log.link(booking, "on", "psa:project")
    return log


def roles(tiny: TinyLog, where: str = "", viewer: Viewer | None = None) -> list[Role]:
    database = tiny.facts()
    nothing_kept(database)
    log = EventLog(Workspace(Path("nowhere")), 1, {"processes": []}, viewer or Viewer.owner(), database)
    return free_people(log, read_only(where), weeks=2)


def test_what_is_left_after_bookings(tiny: TinyLog):
    """Five and four days are 1.8 full-time weeks; two days booked leave 1.4; the second week is all free."""
    (architects,) = roles(tiny)
    assert [(week.week, week.people, week.able, week.booked, week.free) for week in architects.weeks] == [
        (FIRST, 2, 1.8, 0.4, pytest.approx(1.4)),
        (SECOND, 2, 1.8, 0.0, 1.8),
    ]


def test_leave_that_is_told_takes_days_away(tiny: TinyLog):
    tiny.say("hr:ada", "2026-03-19 00:00", on_leave=True)
    tiny.say("hr:ada", "2026-03-20 23:59:59", on_leave=False)
    (architects,) = roles(tiny)
    assert [week.able for week in architects.weeks] == [pytest.approx(1.4), 1.8]


def test_who_leaves_is_not_there_any_more(tiny: TinyLog):
    tiny.say("hr:ben", "1970-01-01", left_on="2026-03-22")
    (architects,) = roles(tiny)
    assert [week.able for week in architects.weeks] == [1.8, 1.0]


def test_what_is_asked_for_and_not_booked_is_taken_up_from_its_day(tiny: TinyLog):
    """100 hours wanted from 23 March: nothing in the first week, a full one in the second."""
    tiny.thing("resource_request", "psa:request", role="Architect", hours=100, wanted_on="2026-03-23")
    tiny.link("psa:request", "for", "psa:project")
    (architects,) = roles(tiny)
    assert [week.wanted for week in architects.weeks] == [0.0, 1.0]
    assert architects.shortest.week == SECOND


def test_a_role_that_nobody_has_is_short(tiny: TinyLog):
    tiny.thing("resource_request", "psa:request", role="Actuary", hours=60, wanted_on="2026-02-01")
    tiny.link("psa:request", "for", "psa:project")
    short = roles(tiny)[0]
    assert (short.role, [week.free for week in short.weeks]) == ("Actuary", [-1.0, -0.5])


def test_a_viewer_of_another_entity_sees_nobody(tiny: TinyLog):
    assert roles(tiny, viewer=Viewer("m", frozenset(), entities=frozenset({"munich"}))) == []
    assert roles(tiny, "entity = munich") == []
    assert len(roles(tiny, "entity = london")) == 1
