"""Rules about what should be there and is not, or cannot be so, each on a log written by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from metrics.rules.catalogue import rules
from metrics.rules.running import find_exceptions
from tests.metrics.billing import CLIENT, CONTRACT, PERSON, PROJECT, add_billing_event, add_invoice, with_project
from tests.metrics.tiny_log import TinyLog

SENT = "2026-03-02 10:00"


def found(log: TinyLog, rule: str) -> list[tuple[str, str, str]]:
    """Object, part and moment of what the rule finds."""
    assert find_exceptions(log.facts(), {"exceptions": {rule: rules("exceptions")[rule]}, "gaps": {}}) == {}
    return log.database.rows("select object_id, part, raised_at::varchar from fact.exception order by all")


@pytest.fixture
def log() -> TinyLog:
    return with_project(TinyLog())


def test_an_invoice_for_a_project_bills_something_billable(log: TinyLog):
    event = add_billing_event(log, "salesforce:event", "2026-02-28")
    add_invoice(log, "netsuite:1", (PROJECT, 900, event), (PROJECT, 50, ""), sent_at=SENT)
    add_invoice(log, "netsuite:2", (PROJECT, 70, ""))
    assert found(log, "invoice_without_billing_event") == [("netsuite:1", "netsuite:1/1", "2026-03-02 10:00:00")]


def test_without_any_billing_event_nobody_can_tell(log: TinyLog):
    add_invoice(log, "netsuite:1", (PROJECT, 50, ""), sent_at=SENT)
    assert found(log, "invoice_without_billing_event") == []


def with_orders(asks: bool = True) -> TinyLog:
    """Two invoices to a client that asks for its order number, the first without one."""
    log = with_project(TinyLog())
    log.say(CLIENT, "2026-01-01", requires_po=asks)
    for number in ("1", "2"):
        invoice = add_invoice(log, f"netsuite:{number}", (PROJECT, 900, ""), sent_at=SENT)
        log.link(invoice, "to", CLIENT)
    return log


def test_an_invoice_bears_the_order_number_that_its_client_asks_for():
    log = with_orders()
    log.say("netsuite:2", "2026-02-01", po_number="PO-1")
    assert found(log, "order_number_missing") == [("netsuite:1", "", "2026-03-02 10:00:00")]


def test_a_client_that_asks_for_none_gets_none():
    log = with_orders(asks=False)
    log.say("netsuite:2", "2026-02-01", po_number="PO-1")
    assert found(log, "order_number_missing") == []


@pytest.mark.parametrize(("known_at", "missing"), [("2026-02-01", 0), ("2026-03-03", 2)])
def test_where_no_system_tells_what_invoices_bear_the_contract_must_have_it(known_at: str, missing: int):
    log = with_orders()
    log.say(CONTRACT, known_at, po_number="PO-1")
    assert len(found(log, "order_number_missing")) == missing


def test_a_step_on_record_before_the_one_it_follows(log: TinyLog):
    """Each part of a timesheet by itself; a step that is missing contradicts nothing."""
    for milestone, reached, accepted in (("1", "2026-03-05", "2026-03-02"), ("2", "2026-03-05", "2026-03-06")):
        name = log.thing("milestone", f"salesforce:M{milestone}", amount=100)
        log.link(name, "of", PROJECT)
        log.event("milestone_reached", reached, name)
        log.event("milestone_accepted", accepted, name)
    sheet = log.thing("timesheet", "salesforce:sheet", week_end="2026-03-01")
    log.link(sheet, "of", PERSON)
    for part, submitted, approved in (("a", "2026-03-02", "2026-03-09"), ("b", "2026-03-10", "2026-03-05")):
        log.event("timesheet_submitted", submitted, sheet, timecard=part)
        log.event("timesheet_approved", approved, sheet, timecard=part)
    log.event("timesheet_approved", "2026-03-01", sheet, timecard="c")
    assert found(log, "contradicting_times") == [
        ("salesforce:M1", "milestone_accepted", "2026-03-05 00:00:00"),
        ("salesforce:sheet", "b/timesheet_approved", "2026-03-10 00:00:00"),
    ]


def test_an_entity_that_no_master_data_knows(log: TinyLog):
    log.thing("contract", "salesforce:other", "2026-01-05", entity="lnodon")
    # the record that names it makes it no master data
    log.thing("legal_entity", "salesforce:lnodon", entity="lnodon")
    assert found(log, "entity_unknown") == [("salesforce:other", "lnodon", "2026-01-05 00:00:00")]


@pytest.mark.parametrize("code", ["service_code", "tax_code"])
def test_a_code_that_the_erp_does_not_know(log: TinyLog, code: str):
    log.say(CONTRACT, "2026-01-01", **{code: "GONE"})
    log.database.run(
        "insert into conflict select 'unknown_master_data', type_no, object_no, $code, ['CRM'], ['GONE'], null, null "
        "from object where object_id = $contract",
        code=code,
        contract=CONTRACT,
    )
    assert found(log, f"{code}_unknown") == [(CONTRACT, "", "2026-01-01 00:00:00")]


def with_weeks(hours: list[float], **said: object) -> TinyLog:
    """Somebody who worked so many hours on the Monday of each week from the first of 2025 on; 0 is a week of leave."""
    log = TinyLog()
    log.thing("resource", PERSON, name="Petra Person", entity="london", **said)
    for week, each in enumerate(hours):
        day = date(2025, 1, 6) + timedelta(weeks=week)
        if each:
            log.event("time_logged", f"{day} 12:00", f"of:{PERSON}", day=day, hours=each, billable=False)
    return log


def test_more_than_the_law_allows_on_the_mean_of_seventeen_weeks():
    """Sixteen weeks of 47 hours and one of 66 come to 48.1, in the week that ends on 4 May; a week later to less."""
    weeks = [47.0] * 16 + [66.0, 0, 40.0]
    assert found(with_weeks(weeks), "working_time_limit") == [(PERSON, "", "2025-05-05 00:00:00")]
    assert with_weeks(weeks).facts().value("select count(*) from fact.time_entry") == 18


@pytest.mark.parametrize("weeks", [[60.0] * 16, [48.0] * 20])
def test_not_before_there_are_so_many_weeks_nor_at_the_limit(weeks: list[float]):
    assert found(with_weeks(weeks), "working_time_limit") == []


def test_the_law_is_not_about_subcontractors():
    assert found(with_weeks([60.0] * 20, subcontractor=True), "working_time_limit") == []
