"""Projects with their money against the baseline, by hand."""

from __future__ import annotations

import pytest

from core.access import Viewer
from core.errors import NotFound
from core.sql import load
from eventlog.reading import EventLog
from metrics.cut import read_only
from metrics.projects import Project, forecasts, project_named, projects
from tests.metrics.people import PERSON, add_booking, add_sheet, log_time, with_person, with_project
from tests.metrics.tiny_log import TinyLog

OWNER = Viewer.owner()
MORE, CLOSED = "salesforce:more", "salesforce:closed"


@pytest.fixture
def tiny() -> TinyLog:
    """P-1 began with £1,000 for £600 and is forecast at £1,200 for £900: £100 less; P-2 is forecast as it began."""
    log = TinyLog("2026-03-01")
    for code, rate in (("GBP", 1.25), ("USD", 1)):
        log.thing("currency", f"netsuite:{code}", code=code, rate=rate)
    with_project(with_person(log), baseline_revenue=1000, baseline_cost=600)
    with_project(log, MORE, "P-2", baseline_revenue=500, baseline_cost=300, entity="munich")
    log.say("salesforce:project", "2026-02-01", forecast_revenue=1000, forecast_cost=700)
    log.say("salesforce:project", "2026-02-15", forecast_revenue=1200, forecast_cost=900)
    log.say(MORE, "2026-02-15", forecast_revenue=500, forecast_cost=300)
    return log


def seen_by(tiny: TinyLog, viewer: Viewer = OWNER) -> EventLog:
    """The log with its facts and no exceptions."""
    log = tiny.seen_by(viewer)
    log.database.run(load("metrics.rules", "_table.sql").replace("{table}", "exception"))
    return log


def of(tiny: TinyLog, where: str = "", viewer: Viewer = OWNER) -> list[Project]:
    return projects(seen_by(tiny, viewer), read_only(where))


def test_the_most_money_at_risk_is_first(tiny: TinyLog):
    first, second = of(tiny)
    assert (first.code, first.change, first.base_change, first.at_risk) == ("P-1", -10_000, -12_500, 12_500)
    assert (second.code, second.change, second.at_risk) == ("P-2", 0, 0)


def test_margins_are_parts_of_revenue(tiny: TinyLog):
    """£300 of £1,200 are 25%, where £400 of £1,000 were 40%."""
    first = of(tiny)[0]
    assert first.forecast is not None
    assert (first.forecast.margin, first.points) == (0.25, pytest.approx(-0.15))


def test_hours_used_are_worked_ones_of_those_booked(tiny: TinyLog):
    sheet = add_sheet(tiny)
    log_time(tiny, sheet, "one", "2026-02-02", 6)
    assert of(tiny)[0].used is None
    add_booking(tiny, "psa:booking", {"2026-02-02": 8, "2026-02-09": 4})
    assert (of(tiny)[0].worked_minutes, of(tiny)[0].used) == (360, 0.5)


def test_what_is_closed_or_cancelled_does_not_run(tiny: TinyLog):
    with_project(tiny, CLOSED, "P-3")
    tiny.event("project_closed", "2026-02-20", CLOSED)
    tiny.say(MORE, "2026-02-20", cancelled_at="2026-02-20 10:00")
    log = seen_by(tiny)
    assert [each.code for each in projects(log)] == ["P-1"]
    closed = project_named(log, "P-3")
    assert (closed.forecast, closed.baseline, closed.change, closed.at_risk) == (None, None, None, 0)
    with pytest.raises(NotFound, match="P-2"):
        project_named(log, "P-2")


def test_forecasts_are_told_in_their_order(tiny: TinyLog):
    log = seen_by(tiny)
    assert [each.money.earned for each in forecasts(log, projects(log)[0])] == [30_000, 30_000]


def test_cash_is_what_was_paid_for_its_invoices(tiny: TinyLog):
    tiny.thing("invoice", "netsuite:i1", amount=400, tax=80, currency="GBP")
    tiny.link("netsuite:i1", "for", "salesforce:project")
    tiny.thing("payment", "netsuite:p1", "2026-02-20", amount=480, currency="GBP")
    tiny.link("netsuite:p1", "settles", "netsuite:i1")
    assert of(tiny)[0].received == 48_000


def test_a_viewer_sees_the_projects_of_their_scope(tiny: TinyLog):
    munich = Viewer("m", frozenset(), entities=frozenset({"munich"}), may_see_names=False)
    assert [(each.code, each.project_manager) for each in of(tiny, viewer=munich)] == [("P-2", None)]
    with pytest.raises(NotFound):
        project_named(seen_by(tiny, munich), "P-1")
    assert of(tiny, "entity = london")[0].project_manager == "Paul Manager"
    assert PERSON not in str(of(tiny))
