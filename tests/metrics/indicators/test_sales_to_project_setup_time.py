"""From the signature of a deal's first contract until all its projects stand in both systems with a budget."""

from __future__ import annotations

from tests.metrics.people import HOUR, with_project
from tests.metrics.tiny_log import TinyLog

DEAL, CONTRACT = "salesforce:deal", "salesforce:contract"
STEPS = ("project_created_in_erp", "project_shell_created", "budget_approved")


def a_deal(as_of: str = "2026-04-01", signed: str = "2026-02-02 10:00") -> TinyLog:
    log = TinyLog(as_of)
    log.thing("opportunity", DEAL, "2026-01-01")
    log.event("opportunity_won", "2026-01-30 10:00", DEAL)
    return with_contract(log, CONTRACT, "2026-01-20", signed)


def with_contract(log: TinyLog, name: str, drafted: str, signed: str, **said: object) -> TinyLog:
    log.thing("contract", name, drafted, entity="london", client="Client", billing_type="milestone", **said)
    log.link(name, "from", DEAL)
    log.event("contract_drafted", drafted, name)
    log.event("contract_signed", signed, name)
    return log


def set_up(log: TinyLog, name: str, *moments: str, contract: str = CONTRACT) -> None:
    """A project of the contract, and when it stood in the ERP, in the PSA, and had its budget, as far as given."""
    with_project(log, name, code=name)
    log.link(name, "under", contract)
    for kind, when in zip(STEPS, moments, strict=False):
        log.event(kind, when, name)


def shares(log: TinyLog, measure: str = "value", columns: str = "object_id, value, elapsed, is_open") -> list:
    return log.shares("sales_to_project_setup_time", columns, measure)


def test_it_ends_with_the_last_step_of_the_last_project():
    log = a_deal()
    set_up(log, "salesforce:p1", "2026-02-02 12:00", "2026-02-02 15:00", "2026-02-03 10:00")
    set_up(log, "salesforce:p2", "2026-02-04 10:00", "2026-02-02 15:00", "2026-02-03 10:00")
    assert shares(log) == [(CONTRACT, 16 * HOUR, 48 * HOUR, False)]
    assert shares(log, "from_won") == [(CONTRACT, 24 * HOUR, 120 * HOUR, False)]


def test_it_is_open_while_one_project_lacks_a_step_or_there_is_none():
    log = a_deal(as_of="2026-02-03 10:00")
    assert shares(log) == [(CONTRACT, 8 * HOUR, 24 * HOUR, True)]
    set_up(log, "salesforce:p1", "2026-02-02 12:00", "2026-02-02 15:00", "2026-02-02 16:00")
    set_up(log, "salesforce:p2", "2026-02-02 12:00", "2026-02-02 15:00")
    assert shares(log) == [(CONTRACT, 8 * HOUR, 24 * HOUR, True)]


def test_what_stood_before_the_signature_takes_no_time():
    log = a_deal(signed="2026-02-05 10:00")
    set_up(log, "salesforce:p1", "2026-02-02 12:00", "2026-02-02 15:00", "2026-02-03 10:00")
    assert shares(log) == [(CONTRACT, 0, 0, False)]


def test_a_deal_counts_once_by_its_first_contract_that_is_kept():
    log = TinyLog("2026-02-03 10:00")
    log.thing("opportunity", DEAL, "2026-01-01")
    with_contract(log, "salesforce:c1", "2026-01-10", "2026-02-01", cancelled_at="2026-02-01 12:00:00")
    with_contract(log, "salesforce:c2", "2026-01-12", "2026-02-02 10:00")
    with_contract(log, "salesforce:c3", "2026-01-11", "2026-02-02 10:00")
    log.link("salesforce:c3", "amends", "salesforce:c2")
    with_contract(log, "salesforce:c4", "2026-01-13", "2026-02-02 10:00")
    assert shares(log, columns="object_id, client, billing_type") == [("salesforce:c2", "Client", "milestone")]


def test_a_deal_whose_winning_nobody_told_has_a_time_from_its_signature_only():
    log = a_deal(as_of="2026-02-03 10:00")
    log.database.run("delete from event_object where event_no = 1")
    assert len(shares(log)) == 1
    assert shares(log, "from_won") == []
