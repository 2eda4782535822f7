"""The month-end close of each entity against days counted by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.access import Viewer
from core.errors import NotFound
from core.metric_settings import Target
from core.workspace import Workspace, open_workspace
from eventlog.reading import EventLog
from metrics.close import INDICATOR, STEPS, Closes, closes
from metrics.cut import read_only
from metrics.period import read_period
from tests.metrics.books import Books
from tests.metrics.tiny_log import TinyLog

OWNER = Viewer.owner()
TARGETS = {"median": Target(target=6, tolerance=2)}


@pytest.fixture
def tiny() -> TinyLog:
    """London closed January on the sixth working day; of February only time is cut off. Now it is Thursday noon, the
    ninth working day of March."""
    log = TinyLog("2026-03-12 12:00")
    for month in ("2026-01", "2026-02"):
        log.thing("period_close", f"netsuite:1/{month}", month=month, entity="london")
    january, february = "netsuite:1/2026-01", "netsuite:1/2026-02"
    log.event("time_cut_off", "2026-02-03 12:00", january)
    log.event("reconciling_item_found", "2026-02-04 12:00", january)
    log.event("reconciling_item_cleared", "2026-02-05 12:00", january)
    log.event("period_closed", "2026-02-09 17:00", january)
    log.event("time_cut_off", "2026-03-04 12:00", february)
    for hour in (13, 14):
        log.event("reconciling_item_found", f"2026-03-04 {hour}:00", february)
    log.event("reconciling_item_cleared", "2026-03-05 12:00", february)
    return log


def found(log: TinyLog, where: str = "", period: str | None = None, viewer: Viewer = OWNER) -> Closes:
    log.shares(INDICATOR, "object_id")
    seen = EventLog(Workspace(Path("nowhere")), 1, {"processes": []}, viewer, log.database)
    return closes(seen, TARGETS, read_only(where), read_period(period) if period else None)


def test_the_last_month_is_told_with_what_it_waits_for(tiny: TinyLog):
    everything = found(tiny)
    assert (everything.month, everything.today) == (date(2026, 2, 1), date(2026, 3, 12))
    (close,) = everything.closes
    assert (close.entity, close.is_open, close.closed_on) == ("london", True, None)
    assert close.business_days == pytest.approx(8.4, abs=0.2)
    assert close.waits_for is not None
    assert (close.waits_for.name, close.waits_for.role) == ("accruals_posted", "General ledger")
    assert (close.reconciling_items, close.open_items, close.reopenings) == (2, 1, 0)
    assert [each.ended_on for each in everything.before] == [date(2026, 1, 31)]


def test_a_step_is_due_when_the_closes_before_had_it_and_at_the_latest_on_the_target_day(tiny: TinyLog):
    (close,) = found(tiny).closes
    told = {step.name: (step.done_on, step.working_day, step.usual_day, step.due_on) for step in close.steps}
    assert told["time_cut_off"] == (date(2026, 3, 4), 3, 2, date(2026, 3, 3))
    assert told["accruals_posted"] == (None, None, None, date(2026, 3, 9))
    assert told["period_closed"] == (None, None, 6, date(2026, 3, 9))
    assert close.target_on == date(2026, 3, 9)
    assert close.away[date(2026, 3, 7)] == "not worked"
    assert date(2026, 3, 9) not in close.away


def test_an_earlier_month_is_told_as_it_went(tiny: TinyLog):
    (close,) = found(tiny, period="2026-01").closes
    assert (close.is_open, close.closed_on, close.waits_for) == (False, date(2026, 2, 9), None)
    assert (close.steps[-1].working_day, close.steps[-1].usual_day) == (6, None)
    assert (close.reconciling_items, close.open_items) == (1, 0)
    assert found(tiny, period="2026-01").before == ()
    with pytest.raises(NotFound, match=r"by the end of Dec 2025 that has a close you may see"):
        found(tiny, period="2025-12")


def test_what_is_opened_again_is_open_until_it_is_closed_again(tiny: TinyLog):
    tiny.event("period_reopened", "2026-02-11 09:00", "netsuite:1/2026-01")
    (close,) = found(tiny, period="2026-01").closes
    assert (close.is_open, close.closed_on, close.reopenings) == (True, None, 1)
    assert [step.done_on for step in close.steps if step.name == "period_closed"] == [None]
    tiny.event("period_closed", "2026-02-12 09:00", "netsuite:1/2026-01")
    (close,) = found(tiny, period="2026-01").closes
    assert (close.is_open, close.closed_on, close.steps[-1].working_day) == (False, date(2026, 2, 12), 9)


def test_an_entity_without_a_calendar_has_no_due_days(tiny: TinyLog):
    tiny.thing("legal_entity", "netsuite:9", entity="atlantis", currency="GBP", zone="UTC")
    tiny.thing("period_close", "netsuite:9/2026-02", month="2026-02", entity="atlantis")
    tiny.event("time_cut_off", "2026-03-04 12:00", "netsuite:9/2026-02")
    close = next(each for each in found(tiny).closes if each.entity == "atlantis")
    assert (close.business_days, close.target_on) == (None, None)
    assert [(step.working_day, step.due_on) for step in close.steps] == [(None, None)] * len(STEPS)


def test_a_viewer_sees_the_closes_of_the_own_entity(tiny: TinyLog):
    munich = Viewer("m", frozenset({"controller"}), entities=frozenset({"munich"}))
    with pytest.raises(NotFound, match="remove what narrows the view"):
        found(tiny, viewer=munich)
    with pytest.raises(NotFound, match="remove what narrows the view"):
        found(tiny, where="entity = munich")
    assert len(found(tiny, where="entity = london").closes) == 1


def test_it_is_the_number_of_the_indicator(books: Books, pretend_firm: Path):
    log = EventLog(open_workspace(pretend_firm), 1, {}, OWNER, books.database)
    everything = closes(log, TARGETS)
    told = {each.object_id: each for each in (*everything.closes, *everything.before)}
    shares = books.database.rows(
        f"select object_id, value, is_open from indicator.{INDICATOR} where measure = 'value' order by object_id"
    )
    assert [(name, told[name].business_days, told[name].is_open) for name, _, _ in shares] == shares != []
    for name in ("touches", "manual_journals", "reconciling_items", "reopenings"):
        total = books.database.value(
            f"select sum(value)::integer from indicator.{INDICATOR} where measure = $name", name=name
        )
        assert sum(getattr(each, name) for each in told.values()) == total
