"""Exceptions raised, and how many there are for a hundred cases under way in the month."""

from __future__ import annotations

import pytest

from core.database import Database
from core.sql import load
from metrics.catalogue import indicator
from metrics.rules.catalogue import rules
from metrics.rules.running import find_exceptions
from metrics.shares import keep_shares, nothing_kept
from tests.metrics.tiny_log import TinyLog

FOUND = """
insert into fact.exception (rule, kind, object_id, part, raised_at, weight, entity) values
('rejected', 'rejection', 'concur:1', 'expense_manager/1', '2026-02-03', 1, 'london'),
('expense_over_policy', 'breach', 'concur:2', '', '2026-02-05', 0.5, 'london'),
('expense_over_policy', 'breach', 'concur:2', '', '2026-02-05', 0.5, 'london')
"""

RULE = "milestone_without_billing_event"


@pytest.fixture
def shares() -> Database:
    log = TinyLog("2026-04-02")
    for number in (1, 2):
        report = log.thing("expense_report", f"concur:{number}", entity="london")
        log.event("expense_report_created", "2026-02-01", report)
    database = log.facts()
    nothing_kept(database)
    database.run(load("metrics.rules", "_table.sql").replace("{table}", "exception") + ";" + FOUND)
    database.run(
        "insert into fact.case_span select 'expense_approval', thing_no, timestamp '2026-02-01', "
        "case object_id when 'concur:1' then timestamp '2026-03-05' else timestamp '2026-02-20' end "
        "from fact.thing where type = 'expense_report'"
    )
    keep_shares(database, indicator("exception_volume"))
    return database


def test_each_is_counted_when_it_was_raised_by_kind_and_rule(shares: Database):
    """One of a thing with two projects is a half in each of them."""
    assert shares.rows(
        "select kind, rule, object_id, part, sum(value) from indicator.exception_volume "
        "where measure = 'count' group by all order by all"
    ) == [
        ("breach", "expense_over_policy", "concur:2", "expense_over_policy", 1),
        ("rejection", "rejected", "concur:1", "rejected/expense_manager/1", 1),
    ]


def test_a_case_is_under_way_in_every_month_from_its_first_event_to_its_last(shares: Database):
    """In February two exceptions for two cases, in March none for one."""
    assert shares.rows(
        "select date_trunc('month', day)::date::varchar as month, sum(numerator), sum(denominator) "
        "from indicator.exception_volume where measure = 'per_100_cases' group by all order by all"
    ) == [("2026-02-01", 200, 2), ("2026-03-01", 0, 1)]


def test_what_bills_a_milestone_is_there_from_its_first_event_where_nobody_tells_since_when():
    log = TinyLog("2026-04-02")
    project = log.thing("project", "salesforce:1", entity="london")
    for number, billed in ((1, "2026-03-03"), (2, "2026-03-20"), (3, None)):
        milestone = log.thing("milestone", f"salesforce:M{number}", amount=100)
        log.link(milestone, "of", project)
        log.event("milestone_reached", "2026-03-02 09:00", milestone)
        if billed:
            event = log.thing("billing_event", f"salesforce:B{number}")
            log.link(event, "of", project, milestone)
            log.event("became_billable", billed, event)
    log.database.run("update object set since = null")
    find_exceptions(log.facts(), {"exceptions": {RULE: rules("exceptions")[RULE]}, "gaps": {}})
    # forty hours of work after Monday 9:00 are Friday 17:00
    assert log.database.rows("select object_id, raised_at::varchar from fact.exception order by all") == [
        ("salesforce:M2", "2026-03-06 17:00:00"),
        ("salesforce:M3", "2026-03-06 17:00:00"),
    ]
