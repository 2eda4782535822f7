"""What is billed, who works next and what happened on a project, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from core.access import Viewer
from core.sql import load
from eventlog.reading import EventLog
from metrics.project_parts import billing, story, team, wrong
from metrics.projects import Project, project_named
from tests.metrics.people import PERSON, PROJECT, add_booking, with_person, with_project
from tests.metrics.tiny_log import TinyLog

# Wednesday 11 March 2026; the first coming week begins on Monday 16 March
AS_OF = "2026-03-11 12:00"
FIRST, SECOND = date(2026, 3, 16), date(2026, 3, 23)


@pytest.fixture
def tiny() -> TinyLog:
    return with_project(with_person(TinyLog(AS_OF), role="Adviser"))


def seen(tiny: TinyLog, viewer: Viewer | None = None) -> tuple[EventLog, Project]:
    log = tiny.seen_by(viewer or Viewer.owner())
    log.database.run(load("metrics.rules", "_table.sql").replace("{table}", "exception"))
    return log, project_named(log, "P-1")


def test_who_is_booked_in_the_coming_weeks(tiny: TinyLog):
    add_booking(tiny, "psa:booking", {"2026-03-09": 10, "2026-03-16": 16, "2026-03-23": 8, "2026-04-27": 40})
    (member,) = team(*seen(tiny))
    assert (member.name, member.role, member.is_wanted) == (f"Person {PERSON}", "Adviser", False)
    assert member.weeks == {FIRST: 960, SECOND: 480}


def test_a_request_that_nobody_fills_comes_first_and_takes_full_weeks(tiny: TinyLog):
    add_booking(tiny, "psa:booking", {"2026-03-16": 16})
    tiny.thing("resource_request", "psa:request", role="Architect", hours=50, wanted_on="2026-03-01")
    tiny.link("psa:request", "for", PROJECT)
    wanted, booked = team(*seen(tiny))
    assert (wanted.role, wanted.is_wanted, wanted.weeks) == ("Architect", True, {FIRST: 2400, SECOND: 600})
    assert booked.weeks == {FIRST: 960}


def test_whoever_may_not_see_names_sees_roles(tiny: TinyLog):
    """Two advisers with 16 and 8 hours in the same week are 24 hours of advisers."""
    add_booking(tiny, "psa:booking", {"2026-03-16": 16})
    with_person(tiny, "bamboohr:2", role="Adviser")
    tiny.thing("assignment", "psa:other")
    tiny.link("psa:other", "of", "bamboohr:2")
    tiny.link("psa:other", "on", PROJECT)
    tiny.say("psa:other", "2026-03-16", planned_hours=8)
    (member,) = team(*seen(tiny, Viewer("m", frozenset(), may_see_names=False)))
    assert (member.object_id, member.name, member.role, member.weeks) == (None, None, "Adviser", {FIRST: 1440})


def test_a_milestone_is_planned_then_reached(tiny: TinyLog):
    for name, planned in (("psa:m1", "2026-03-02"), ("psa:m2", "2026-06-30")):
        tiny.thing("milestone", name, name=f"Step {name}", amount=1000, currency="GBP", planned_on=planned)
        tiny.link(name, "of", PROJECT)
    tiny.event("milestone_reached", "2026-03-05 10:00", "psa:m1")
    told = {each.object_id: (each.state, each.day, each.amount) for each in billing(*seen(tiny))}
    assert told == {
        "psa:m1": ("reached", date(2026, 3, 5), 100_000),
        "psa:m2": ("planned", date(2026, 6, 30), 100_000),
    }


def test_what_happened_is_told_by_system_and_kind(tiny: TinyLog):
    for moment in ("2026-02-01 09:00", "2026-02-02 09:00"):
        tiny.event("budget_submitted", moment, PROJECT)
    tiny.event("budget_approved", "2026-02-03 09:00", PROJECT)
    told = [(each.system, each.event_type, len(each.moments)) for each in story(*seen(tiny))]
    assert told == [("All", "budget_submitted", 2), ("All", "budget_approved", 1)]


def test_exceptions_that_have_not_ended_are_told_by_rule(tiny: TinyLog):
    log, project = seen(tiny)
    log.database.run(
        "insert into fact.exception by name select rule, object_id, '' as part, since::timestamp as raised_at, "
        "ended::timestamp as ended_at, 1 as weight, 'P-1' as project from (values ('rate_off_card', 'psa:1', "
        "'2026-02-02', null), ('rate_off_card', 'psa:2', '2026-02-01', null), ('asked_again', 'psa:3', '2026-01-01', "
        "'2026-01-02')) as given (rule, object_id, since, ended)"
    )
    (found,) = wrong(log, project)
    assert (found.rule, found.records, found.since.date(), found.object_id) == (
        "rate_off_card", 2, date(2026, 2, 1), "psa:2",
    )  # fmt: skip
