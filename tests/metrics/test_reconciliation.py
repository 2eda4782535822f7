"""Records that disagree now, by rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.access import Viewer
from core.sql import load
from core.workspace import Workspace
from eventlog.reading import EventLog
from metrics.cut import read_only
from metrics.reconciliation import GapsOfRule, open_gaps
from metrics.shares import nothing_kept
from tests.metrics.tiny_log import TinyLog

ROWS = """
('hours_differ', 'psa:1', 'card', '2026-03-22', null, 10000, 'GBP', 'london'),
('hours_differ', 'psa:2', '', '2026-03-30', null, 400, 'USD', 'munich'),
('hours_differ', 'psa:3', '', '2026-03-01', '2026-03-20', 99900, 'USD', 'munich'),
('tax_number_differs', 'crm:1', '', '2025-04-01', null, null, null, 'munich')
"""
FOUND = f"""
insert into fact.gap by name
select rule, object_id, part, since::timestamp as raised_at, until::timestamp as ended_at, 1 as weight, money, currency,
    entity
from (values {ROWS}) as given (rule, object_id, part, since, until, money, currency, entity)
"""


@pytest.fixture
def log() -> EventLog:
    tiny = TinyLog("2026-04-01")
    tiny.thing("currency", "netsuite:gbp", code="GBP", rate=1.25)
    tiny.thing("currency", "netsuite:usd", code="USD", rate=1)
    tiny.event("contract_signed", "2026-01-01", tiny.thing("contract", "crm:contract"))
    database = tiny.facts()
    nothing_kept(database)
    database.run(load("metrics.rules", "_table.sql").replace("{table}", "gap") + ";" + FOUND)
    return EventLog(Workspace(Path("nowhere")), 1, {"processes": []}, Viewer.owner(), database)


def of_rule(found: list[GapsOfRule], name: str) -> GapsOfRule:
    return next(each for each in found if each.rule.name == name)


def test_open_ones_count_with_their_money_in_one_currency(log: EventLog):
    """100 pounds at 1.25 and 4 dollars are 129 dollars; what was settled is gone; the one with most money is first."""
    found = open_gaps(log)
    differ = of_rule(found, "hours_differ")
    assert found[0] is differ
    assert (differ.records, differ.base_money, differ.oldest_days) == (2, 12_900, 10)
    assert [gap.object_id for gap in differ.gaps] == ["psa:1", "psa:2"]


def test_a_rule_that_finds_nothing_is_told_too(log: EventLog):
    assert of_rule(open_gaps(log), "amount_differs").records == 0
    assert of_rule(open_gaps(log), "tax_number_differs").oldest_days == 365


def test_a_viewer_sees_what_is_of_the_own_entity(log: EventLog):
    of_munich = EventLog(
        log.workspace, 1, log.manifest, Viewer("m", frozenset(), entities=frozenset({"munich"})), log.database
    )
    assert of_rule(open_gaps(of_munich), "hours_differ").base_money == 400
    assert of_rule(open_gaps(log, read_only("entity = london")), "hours_differ").records == 1


def test_money_without_a_rate_is_not_taken_for_dollars(log: EventLog):
    log.database.run("delete from fact.latest_rate where currency = 'GBP'")
    assert of_rule(open_gaps(log), "hours_differ").base_money == 400
