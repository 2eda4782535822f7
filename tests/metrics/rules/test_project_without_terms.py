"""At stake in a project without terms is what was done there and is not paid, not what the whole of it is worth."""

from __future__ import annotations

import pytest

from metrics.rules.catalogue import rules
from tests.metrics.billing import CONTRACT, PROJECT, add_card, add_invoice, step_of_card, with_project
from tests.metrics.tiny_log import TinyLog


@pytest.fixture
def log() -> TinyLog:
    """A contract of 500,000 of which no terms are on file, and its project, which began in January."""
    log = with_project(TinyLog(), terms_complete_at="2026-12-01 00:00:00", amount=500_000)
    log.event("project_created_in_erp", "2026-01-05", PROJECT)
    return log


def money(log: TinyLog) -> float | None:
    """In the currency's units."""
    statement = rules("exceptions")["project_without_terms"].statement
    ((found,),) = log.facts().rows(f"select money from ({statement})")
    return None if found is None else float(found) / 100


def test_where_nothing_was_done_nothing_is_at_stake(log: TinyLog):
    assert money(log) == 0


def test_approved_time_without_a_rate_is_of_unknown_worth(log: TinyLog):
    add_card(log, "a", "2026-02-02")
    assert money(log) == 0
    step_of_card(log, "timesheet_approved", "2026-02-09", "a")
    assert money(log) is None
    log.thing("rate", "salesforce:rate", kind="contract", grade="Consultant", rate=120, currency="GBP")
    log.link("salesforce:rate", "of", CONTRACT)
    assert money(log) == 1200


def test_what_is_sent_and_open_counts_until_it_is_paid(log: TinyLog):
    invoice = add_invoice(log, "netsuite:i", (PROJECT, 900, ""), sent_at="2026-03-01")
    assert money(log) == 900
    log.event("invoice_settled", "2026-03-20", invoice)
    assert money(log) == 0
