"""Open exceptions of high severity are told, with how likely it is that they stay, by hand-worked shares."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.access import Viewer
from core.sql import load
from core.workspace import Workspace
from eventlog.reading import EventLog
from metrics.shares import nothing_kept
from models.detectors.rule_exception import DETECTOR
from tests.metrics.tiny_log import TinyLog

NOW = datetime(2026, 4, 1)
ROWS = """
('contract_without_project', 'crm:1', '', '2026-03-22', null, 200000, 'GBP', 'london', 'Acme'),
('hours_differ', 'psa:1', 'a', '2026-03-30', null, 10000, 'GBP', 'london', null),
('hours_differ', 'psa:1', 'b', '2026-03-30', null, 5000, 'GBP', 'london', null),
('hours_differ', 'psa:2', '', '2026-02-01', '2026-02-06', 100, 'GBP', 'munich', null),
('rejected', 'psa:3', '', '2026-03-01', null, 100, 'GBP', 'munich', null)
"""
FOUND = f"""
insert into fact.exception by name
select rule, object_id, part, since::timestamp as raised_at, until::timestamp as ended_at, 1 as weight, money, currency,
    entity, client
from (values {ROWS}) as given (rule, object_id, part, since, until, money, currency, entity, client)
"""


@pytest.fixture
def log() -> EventLog:
    tiny = TinyLog("2026-04-01")
    tiny.thing("contract", "crm:1", name="Roll-out for Acme")
    tiny.thing("timesheet", "psa:1", week_end="2026-03-29")
    database = tiny.facts()
    nothing_kept(database)
    database.run(load("metrics.rules", "_table.sql").replace("{table}", "exception") + ";" + FOUND)
    return EventLog(Workspace(Path("nowhere")), 1, {"processes": []}, Viewer.owner(), database)


def test_open_ones_of_high_severity_are_told_with_their_money(log: EventLog):
    found = DETECTOR.score(log, DETECTOR.fit(log, NOW), NOW)
    assert [(each.kind, each.subject_id, each.money) for each in found] == [
        ("contract_without_project", "crm:1", 2000.0),
        ("hours_differ", "psa:1", 150.0),
    ]
    contract, hours = found
    assert contract.title == "Contract signed, no project: Roll-out for Acme"
    assert hours.title == "Hours differ: week to 29 Mar 2026"
    assert "It is about 2 records." in hours.summary
    assert (contract.owner_role, hours.owner_role) == ("process_owner", "controller")
    assert contract.suggestion.action == "start_handoff"
    assert (contract.place.entity, contract.place.client) == ("london", "Acme")


def test_the_reasons_lead_from_the_usual_chance_to_its_own(log: EventLog):
    for each in DETECTOR.score(log, DETECTOR.fit(log, NOW), NOW):
        assert each.usual + sum(reason.points or 0 for reason in each.reasons) == pytest.approx(each.chance)


def test_at_an_earlier_moment_what_came_later_is_not_there(log: EventLog):
    then = datetime(2026, 2, 3)
    assert DETECTOR.fit(log, then) == {"stood": {"hours_differ": [[2.0, 0.0]]}}
    # the rules run anew on what was known: of what they found later, nothing was
    assert DETECTOR.score(log, DETECTOR.fit(log, then), then) == []


def test_too_little_cannot_be_measured(log: EventLog):
    assert DETECTOR.measure(log, DETECTOR.fit(log, NOW - timedelta(days=30)), NOW - timedelta(days=30), NOW) is None


def test_a_log_without_a_business_is_silent():
    tiny = TinyLog()
    log = EventLog(Workspace(Path("nowhere")), 1, {"processes": []}, Viewer.owner(), tiny.database)
    learned = DETECTOR.fit(log, NOW)
    assert DETECTOR.score(log, learned, NOW) == []
    assert DETECTOR.measure(log, learned, NOW, NOW) is None
