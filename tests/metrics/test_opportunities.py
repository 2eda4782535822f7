"""Opportunities, against prices worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.access import Viewer
from core.metric_settings import MetricSettings
from core.workspace import Workspace
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.opportunities import IMPROVEMENTS, Opportunity, opportunities
from metrics.shares import nothing_kept
from tests.metrics.tiny_log import TinyLog

DAY_US = 86_400_000_000
SETTINGS = MetricSettings.model_validate({"cost_of_capital": 0.073})  # 0.02 % a day
TABLES = """
create schema milestone_billing;
create table milestone_billing."case" (case_no integer, object_no bigint);
create table milestone_billing.case_slice (case_no integer, entity varchar);
create table milestone_billing.slice (name varchar);
create table milestone_billing.activity (activity_no integer, name varchar);
create table milestone_billing.step (
    case_no integer, activity_no integer, next_activity_no integer, ts bigint, wait_us bigint, business_wait_us bigint
);
insert into milestone_billing.slice values ('entity');
insert into milestone_billing.activity values (0, 'Billing ready'), (1, 'Invoice sent');
"""


@pytest.fixture
def log() -> EventLog:
    """Two billing events: 10,000 pounds that waited ten days in London, 500 that waited four in Munich."""
    tiny = TinyLog("2026-04-01")
    tiny.thing("currency", "netsuite:gbp", code="GBP", rate=1.25)
    tiny.thing("currency", "netsuite:usd", code="USD", rate=1)
    tiny.thing("billing_event", "psa:1", amount=10_000, currency="GBP")
    tiny.thing("billing_event", "psa:2", amount=500, currency="USD")
    database = tiny.facts()
    nothing_kept(database)
    database.run(TABLES)
    numbers = dict(database.rows("select object_id, thing_no from fact.thing"))
    for case, (name, entity, days) in enumerate((("psa:1", "london", 10), ("psa:2", "munich", 4))):
        database.run(
            'insert into milestone_billing."case" values ($case, $number);'
            "insert into milestone_billing.case_slice values ($case, $entity);"
            "insert into milestone_billing.step values "
            "($case, 0, 1, epoch_us(timestamp '2026-02-01'), $wait, $wait // 3), "
            "($case, 1, null, epoch_us(timestamp '2026-02-11'), null, null)",
            case=case, number=numbers[name], entity=entity, wait=days * DAY_US,
        )  # fmt: skip
    return EventLog(Workspace(Path("nowhere")), 1, {"processes": ["milestone_billing"]}, Viewer.owner(), database)


def priced(log: EventLog, **assumed: float) -> list[Opportunity]:
    return opportunities(log, SETTINGS, assumed or IMPROVEMENTS)


def test_a_wait_costs_its_money_for_its_days(log: EventLog):
    """12,500 dollars for 10 days and 500 for 4, at 0.02 % a day: 25.00 and 0.40 dollars; a quarter of it comes back."""
    (wait,) = priced(log)
    assert (wait.kind, wait.after, wait.before, wait.count) == ("wait", "Billing ready", "Invoice sent", 2)
    assert wait.money == pytest.approx(1_300_000)
    assert wait.price == pytest.approx(2_540)
    assert wait.returns == pytest.approx(635)
    assert wait.half_us == pytest.approx(7 / 3 * DAY_US)
    assert "25%" in wait.assumption


def test_the_assumption_can_be_changed(log: EventLog):
    (wait,) = priced(log, wait=0.5)
    assert wait.returns == pytest.approx(1_270)


def test_a_viewer_of_one_entity_sees_its_waits_only(log: EventLog):
    of_munich = EventLog(
        log.workspace, 1, log.manifest, Viewer("m", frozenset(), entities=frozenset({"munich"})), log.database
    )
    (wait,) = priced(of_munich)
    assert (wait.count, wait.price) == (1, pytest.approx(40))


def test_narrowed_to_an_entity_its_waits_are_ranked_alone(log: EventLog):
    (wait,) = opportunities(log, SETTINGS, only=(Only("entity", ("munich",)),))
    assert (wait.count, wait.price) == (1, pytest.approx(40))
    # the process does not tell clients apart, so nothing is told of one
    assert opportunities(log, SETTINGS, only=(Only("client", ("Acme",)),)) == []


def test_what_a_process_does_not_tell_apart_is_not_shown_to_one_who_may_see_a_part(log: EventLog):
    of_practice = EventLog(
        log.workspace, 1, log.manifest, Viewer("p", frozenset(), practices=frozenset({"Data"})), log.database
    )
    assert priced(of_practice) == []


def test_waits_of_other_years_cost_nothing_this_year(log: EventLog):
    log.database.run("update milestone_billing.step set ts = epoch_us(timestamp '2024-02-01')")
    assert priced(log) == []


def test_what_leaks_at_the_last_months_end_is_lost(log: EventLog):
    """What leaked at an earlier month's end is not counted again; it is worth what it was that day, not today."""
    rows = "'time' as kind, 'london' as entity, 'GBP' as currency"
    log.database.run(
        f"insert into fact.unbilled by name select {rows}, timestamp '2026-02-28' as month_end, 900 as leakage "
        f"union all by name select {rows}, timestamp '2026-03-31' as month_end, 400 as leakage;"
        "update fact.unbilled set day = month_end::date; update fact.exchange_rate set day = date '2026-03-30';"
        "insert into fact.exchange_rate by name "
        "select 'GBP' as currency, date '2026-04-01' as day, 20000 as worth"
    )
    leak = next(each for each in priced(log) if each.kind == "leakage")
    assert (leak.after, leak.count, leak.price, leak.returns) == ("time", 1, 500, 250)


def test_an_idle_hour_costs_what_the_person_costs(log: EventLog):
    """Eight hours that could be worked, five that were billable; three at 40 pounds, 50 dollars, are 150 dollars."""
    log.database.run(
        "insert into fact.person by name select 900 as thing_no, 'london' as entity, 'Data' as practice;"
        "insert into fact.said by name select 900 as thing_no, 'cost_rate' as name, '40' as value, true as last;"
        "insert into fact.person_day by name select 900 as person_no, date '2026-03-02' as day, "
        "480 as capacity_minutes;"
        "insert into fact.time_entry by name "
        "select 900 as person_no, date '2026-03-02' as day, 300 as minutes, true as billable"
    )
    bench = next(each for each in priced(log) if each.kind == "bench")
    assert (bench.after, bench.count, bench.price) == ("Data", 1, pytest.approx(15_000))


def test_a_currency_without_a_rate_is_not_counted_as_if_it_were_the_base(log: EventLog):
    log.database.run("delete from fact.latest_rate where currency = 'GBP'")
    (wait,) = priced(log)
    assert wait.price == pytest.approx(40)
