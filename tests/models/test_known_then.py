"""The log as it was known at an earlier moment, against the firm as its systems showed it then."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.access import Viewer
from models.known_then import complete_until, known_then
from tests.metrics.people import PERSON, add_booking, add_sheet, log_time, with_person, with_project
from tests.metrics.tiny_log import TinyLog
from tests.models.two_clocks import earlier, earlier_moment, whole

FACTS = {
    "expense_line": "object_id, amount, currency, category, merchant, spent_on, has_receipt",
    "expense_report": "object_id, entity, created_at, submitted_at, rejections, finance_approved_at, reimbursed_at",
    "assignment": "object_id, bill_rate, minutes, starts_on, ends_on, withdrawn_at, booked_at",
    "project": "project, entity, practice, billing_type, client",
    "person": "object_id, entity, practice, grade, role, first_day, last_day, cost_rate",
    "invoice": "object_id, sent_at, amount",
    "contract": "object_id, signed_at, terms_at",
}
SHARES = ("billing_dispute_rate", "invoice_cycle_time", "expense_approval_cycle_time", "utilization")


@pytest.fixture(scope="module")
def both():
    early = earlier().log
    with known_then(whole().log, earlier_moment(early), "indicators") as then:
        yield early.database, then.database


@pytest.mark.parametrize("fact", FACTS)
def test_facts_are_those_that_were_known(both, fact: str):
    statement = f"select {FACTS[fact]} from fact.{fact} order by all"
    early, then = both
    assert early.rows(statement) == then.rows(statement) != []


@pytest.mark.parametrize("indicator", SHARES)
def test_shares_are_those_that_were_known(both, indicator: str):
    columns = 'measure, object_id, part, "at", is_open, numerator, denominator'
    statement = f"select {columns} from indicator.{indicator} order by all"
    early, then = both
    assert early.rows(statement) == then.rows(statement) != []


def test_time_is_that_which_was_written_down_by_then(both):
    statement = (
        "select thing.object_id, entry.day, sum(entry.minutes) from fact.time_entry as entry "
        "join fact.thing as thing on thing.thing_no = entry.sheet_no group by all order by all"
    )
    early, then = both
    assert early.rows(statement) == then.rows(statement) != []


def test_what_came_later_is_not_there():
    tiny = with_project(with_person(TinyLog("2026-04-01")))
    sheet = add_sheet(tiny)
    log_time(tiny, sheet, "one", "2026-02-02", 8)
    log_time(tiny, sheet, "one", "2026-03-20", 8)
    add_booking(tiny, "psa:early", {"2026-02-02": 8})
    add_booking(tiny, "psa:late", {"2026-02-02": 8}, "2026-03-10")
    tiny.say(PERSON, "2026-03-15", grade="Partner")
    with known_then(tiny.seen_by(Viewer.owner()), datetime(2026, 3, 1)) as then:
        assert then.database.column("select day from fact.time_entry") == [datetime(2026, 2, 2).date()]
        assert then.database.column("select object_id from fact.assignment") == ["psa:early"]
        assert then.database.column("select grade from fact.person") == ["Consultant"]
        assert complete_until(then) == datetime(2026, 3, 1)


def test_at_its_end_it_is_the_log_itself():
    log = with_person(TinyLog("2026-04-01")).seen_by(Viewer.owner())
    with known_then(log, datetime(2026, 4, 1)) as then:
        assert then is log


def test_a_log_without_a_business_is_none():
    log = TinyLog().seen_by(Viewer.owner())
    log.database.run("drop schema fact cascade")
    with known_then(log, datetime(2026, 4, 1)) as then:
        assert then is None
