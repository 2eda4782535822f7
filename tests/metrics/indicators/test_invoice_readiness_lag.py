"""From billable until nothing is missing to bill it, and the money that waits for that."""

from __future__ import annotations

from tests.metrics.billing import CONTRACT, PERSON, add_billing_event, add_card, step_of_card, with_project
from tests.metrics.tiny_log import TinyLog, at

EVENT = "salesforce:event"
HOUR = 3_600_000_000


def posted(log: TinyLog, card: str, approved: str, posted_at: str) -> None:
    step_of_card(log, "timesheet_submitted", "2026-01-30 09:00", card)
    step_of_card(log, "timesheet_approved", approved, card)
    step_of_card(log, "time_posted", posted_at, card)


def shares(log: TinyLog, measure: str = "value", columns: str = "object_id, elapsed, is_open") -> list:
    return log.shares("invoice_readiness_lag", columns, measure)


def test_ready_is_when_the_last_of_all_time_is_approved_and_posted():
    log = with_project(TinyLog())
    add_billing_event(log, EVENT, "2026-01-31 23:00")
    add_card(log, "one", "2026-01-29", EVENT)
    add_card(log, "two", "2026-01-30", EVENT)
    posted(log, "one", "2026-02-02 10:00", "2026-02-02 23:00")
    posted(log, "two", "2026-02-04 10:00", "2026-02-03 23:00")
    assert shares(log) == [(EVENT, 83 * HOUR, False)]


def test_working_time_is_that_of_the_entity():
    """From Friday at 16:00 until Monday at 10:00 London works for two hours."""
    log = with_project(TinyLog())
    add_billing_event(log, EVENT, "2026-01-30 16:00")
    add_card(log, "one", "2026-01-29", EVENT)
    posted(log, "one", "2026-02-02 09:00", "2026-02-02 10:00")
    assert shares(log, columns="value, elapsed") == [(2 * HOUR, 66 * HOUR)]


def test_what_was_met_before_is_no_time():
    log = with_project(TinyLog())
    add_billing_event(log, EVENT, "2026-02-05")
    add_card(log, "one", "2026-01-29", EVENT)
    posted(log, "one", "2026-02-02 10:00", "2026-02-02 23:00")
    assert shares(log) == [(EVENT, 0, False)]


def test_time_that_is_not_submitted_holds_it_open_until_now():
    log = with_project(TinyLog(as_of="2026-02-10"))
    add_billing_event(log, EVENT, "2026-01-31")
    add_card(log, "one", "2026-01-29", EVENT)
    assert shares(log) == [(EVENT, 240 * HOUR, True)]


def test_time_that_was_rejected_after_an_approval_is_not_approved():
    log = with_project(TinyLog(as_of="2026-02-10"))
    add_billing_event(log, EVENT, "2026-01-31")
    add_card(log, "one", "2026-01-29", EVENT)
    posted(log, "one", "2026-02-02 10:00", "2026-02-02 23:00")
    step_of_card(log, "timesheet_rejected", "2026-02-03 10:00", "one")
    assert shares(log) == [(EVENT, 240 * HOUR, True)]


def test_an_expense_report_it_gathers_must_be_approved_and_posted():
    log = with_project(TinyLog())
    add_billing_event(log, EVENT, "2026-01-31")
    report = log.thing("expense_report", "concur:1", "2026-01-20", entity="london", amount=90, currency="GBP")
    line = log.thing("expense_line", "concur:1/7", amount=90, currency="GBP", billable=True)
    log.link(line, "of", report)
    log.link(EVENT, "gathers", line)
    log.event("expense_submitted", "2026-01-21", report)
    log.event("expense_finance_approved", "2026-02-02", report)
    log.event("expense_posted", "2026-02-03", report)
    assert shares(log) == [(EVENT, 72 * HOUR, False)]


def test_a_milestone_must_be_accepted_only_where_the_contract_asks_for_it():
    for asks, found in ((True, (EVENT, 48 * HOUR, False)), (False, (EVENT, 0, False))):
        log = with_project(TinyLog(), requires_acceptance=asks)
        add_billing_event(log, EVENT, "2026-02-01")
        log.thing("milestone", "salesforce:stone", amount=1000)
        log.link(EVENT, "of", "salesforce:stone")
        log.event("milestone_reached", "2026-02-01", "salesforce:stone")
        log.event("milestone_accepted", "2026-02-03", "salesforce:stone")
        assert shares(log) == [found]


def test_a_suppliers_invoice_it_passes_on_must_be_matched():
    log = with_project(TinyLog())
    add_billing_event(log, EVENT, "2026-02-01")
    log.thing("vendor_invoice", "coupa:1", "2026-01-20", amount=400, currency="GBP", pass_through=True)
    log.link(EVENT, "passes_on", "coupa:1")
    log.event("vendor_invoice_mismatched", "2026-02-02", "coupa:1")
    log.event("vendor_invoice_matched", "2026-02-04", "coupa:1")
    assert shares(log) == [(EVENT, 72 * HOUR, False)]


def test_terms_come_with_the_last_of_them_where_no_system_says_they_are_complete():
    log = with_project(TinyLog())
    log.database.run("delete from object_attribute where name = 'terms_complete_at'")
    log.say(CONTRACT, "2026-01-05", payment_terms_days=30, tax_code="GB-20")
    log.say(CONTRACT, "2026-02-03", service_code="ADV-1")
    add_billing_event(log, EVENT, "2026-02-01")
    assert shares(log) == [(EVENT, 48 * HOUR, False)]


def test_an_order_number_that_the_client_asks_for_is_one_of_the_terms():
    log = with_project(TinyLog(as_of="2026-02-11"), requires_po=True)
    add_billing_event(log, EVENT, "2026-02-01")
    assert shares(log) == [(EVENT, 240 * HOUR, True)]
    log.say(CONTRACT, "2026-02-04", po_number="PO-1")
    assert shares(log) == [(EVENT, 72 * HOUR, False)]


def test_what_is_not_billable_yet_or_cancelled_is_no_duration():
    log = with_project(TinyLog())
    add_billing_event(log, "salesforce:later", None)
    add_billing_event(log, "salesforce:gone", "2026-02-01", cancelled_at="2026-03-15 00:00:00")
    assert shares(log) == []


def test_money_waits_at_each_months_end_until_it_is_ready_or_given_up():
    log = with_project(TinyLog(as_of="2026-04-15"), requires_po=True)
    add_billing_event(log, EVENT, "2026-01-31 12:00", amount=1000)
    add_billing_event(log, "salesforce:gone", "2026-02-01", amount=50, cancelled_at="2026-03-15 00:00:00")
    log.thing("timesheet", "salesforce:any", week_end="2026-01-04")
    log.event("time_logged", "2026-01-02 12:00", "salesforce:any", f"of:{PERSON}", day="2026-01-02", hours=1)
    log.say(CONTRACT, "2026-03-31 22:00", po_number="PO-1")
    ends = at("2026-01-31 23:59:59.999999"), at("2026-02-28 23:59:59.999999")
    assert shares(log, "money_waiting", '"at", object_id, value') == [
        (ends[0], EVENT, 100000),
        (ends[1], EVENT, 100000),
        (ends[1], "salesforce:gone", 5000),
    ]
