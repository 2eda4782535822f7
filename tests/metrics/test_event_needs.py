"""All that one billing event waits for: met, unmet, not asked for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from core.access import Viewer
from core.errors import NotFound
from core.metric_settings import MetricSettings
from core.workspace import open_workspace
from eventlog.reading import EventLog
from metrics.event_needs import NEEDS, EventNeeds, Need, event_needs
from metrics.readiness import readiness
from tests.metrics.billing import add_billing_event, add_card, step_of_card, with_project
from tests.metrics.books import Books
from tests.metrics.tiny_log import TinyLog

EVENT, OWNER = "salesforce:event", Viewer.owner()


@pytest.fixture
def tiny() -> TinyLog:
    """Billable since Sunday; one card approved on Tuesday evening, one with its approver since Monday evening."""
    log = with_project(TinyLog("2026-02-13 17:00"))
    add_billing_event(log, EVENT, "2026-02-01")
    for card in ("one", "two"):
        add_card(log, card, "2026-02-06", EVENT)
        log.event("timesheet_due", "2026-02-01 17:00", f"salesforce:sheet {card}")
        step_of_card(log, "timesheet_submitted", "2026-02-02 17:00", card)
    step_of_card(log, "timesheet_approved", "2026-02-03 17:00", "one")
    return log


def needs(found: EventNeeds) -> dict[str, Need]:
    return {need.name: need for need in found.needs}


def test_what_is_met_what_is_in_the_way_and_what_is_not_asked_for(tiny: TinyLog):
    found = event_needs(tiny.seen_by(OWNER), EVENT)
    told = needs(found)
    assert list(told) == list(NEEDS)
    assert (found.event.object_id, found.event.amount, found.ready_at) == (EVENT, 100_000, None)
    time, terms = told["time_approved"], told["contract_terms"]
    assert (time.things, time.unmet, time.holder_role, time.met_at) == (2, 1, "Project Manager", None)
    assert time.since == datetime(2026, 2, 2, 17)
    assert time.business_days == pytest.approx(9, abs=0.1)
    assert (terms.things, terms.unmet, terms.holder) == (1, 0, "Owen Owner")
    assert terms.business_days == 0
    assert (told["acceptance"].things, told["acceptance"].business_days) == (0, None)


def test_what_is_met_says_when_the_last_of_it_was(tiny: TinyLog):
    step_of_card(tiny, "timesheet_approved", "2026-02-10 17:00", "two")
    time = needs(event_needs(tiny.seen_by(OWNER), EVENT))["time_approved"]
    assert (time.things, time.unmet, time.met_at) == (2, 0, datetime(2026, 2, 10, 17))


def test_names_are_told_only_where_they_may_be_and_events_only_of_the_own_entity(tiny: TinyLog):
    unnamed = Viewer("l", frozenset(), may_see_names=False)
    found = event_needs(tiny.seen_by(unnamed), EVENT)
    assert needs(found)["contract_terms"].holder is None
    assert found.event.project_manager is None
    with pytest.raises(NotFound, match="no billing event 'salesforce:event' that you may see"):
        event_needs(tiny.seen_by(Viewer("m", frozenset(), entities=frozenset({"munich"}))), EVENT)
    with pytest.raises(NotFound, match="no billing event 'salesforce:other'"):
        event_needs(tiny.seen_by(OWNER), "salesforce:other")


def test_what_the_work_list_of_the_pretend_firm_misses_is_unmet(books: Books, pretend_firm: Path):
    log = EventLog(open_workspace(pretend_firm), 1, {}, OWNER, books.database)
    waiting = readiness(log, MetricSettings.model_validate({})).waiting
    assert waiting
    for each in waiting[:10]:
        unmet = {need.name for need in event_needs(log, each.event.object_id).needs if need.unmet}
        listed = {one.blocker.replace("_submitted", "_approved") for one in each.missing}
        # what waits only for its approval is not listed as not posted
        assert listed <= unmet <= listed | {"time_posted", "expense_posted"}
