"""What is worked, spent or reached and on no sent invoice yet: its value, its age, what leaks."""

from __future__ import annotations

import pytest

from tests.metrics.billing import (
    CONTRACT,
    PROJECT,
    add_billing_event,
    add_card,
    add_invoice,
    step_of_card,
    with_project,
)
from tests.metrics.tiny_log import TinyLog, at

EVENT, INVOICE = "salesforce:event", "netsuite:11"
ENDS = tuple(
    at(day)
    for day in (
        "2026-01-31 23:59:59.999999", "2026-02-28 23:59:59.999999", "2026-03-31 22:59:59.999999",
        "2026-04-30 22:59:59.999999",
    )
)  # fmt: skip


def worked(*cards: tuple[str, str], as_of: str = "2026-03-10", **contract: object) -> TinyLog:
    """Cards of ten hours at a hundred an hour with the day each was approved, for one billing event."""
    log = with_project(TinyLog(as_of), **contract)
    log.thing("rate", "salesforce:r1", kind="contract", grade="Consultant", rate=100, currency="GBP")
    log.link("salesforce:r1", "of", CONTRACT)
    add_billing_event(log, EVENT, "2026-01-31")
    for card, approved in cards:
        add_card(log, card, "2026-01-20", EVENT)
        step_of_card(log, "timesheet_submitted", "2026-01-21", card)
        step_of_card(log, "timesheet_approved", approved, card)
    return log


def shares(log: TinyLog, measure: str = "value", columns: str = '"at", part, value') -> list:
    return log.shares("unbilled_wip", columns, measure)


def test_time_counts_from_its_approval_until_its_invoice_is_sent():
    log = worked(("one", "2026-01-25"), ("two", "2026-02-10"), as_of="2026-04-10")
    add_invoice(log, INVOICE, (PROJECT, 2000, EVENT), sent_at="2026-03-05")
    assert shares(log) == [(ENDS[0], "one", 100000), (ENDS[1], "one", 100000), (ENDS[1], "two", 100000)]


def test_time_that_nobody_approved_does_not_count():
    log = worked()
    add_card(log, "one", "2026-01-20", EVENT)
    step_of_card(log, "timesheet_submitted", "2026-01-21", "one")
    assert shares(log) == []


def test_an_invoice_for_its_expense_alone_does_not_bill_the_time():
    log = worked(("one", "2026-01-25"))
    add_invoice(log, INVOICE, (PROJECT, 50, EVENT), sent_at="2026-02-05")
    log.thing("expense_line", "concur:1/7", amount=50, billable=True)
    log.link(f"{INVOICE}/0", "bills", "concur:1/7")
    assert len(shares(log)) == 2


def test_age_is_in_calendar_days_and_weighs_by_value():
    log = worked(("one", "2026-01-25"))
    assert shares(log, "age_days", "value, weight") == [(6, 100000), (34, 100000)]


def test_without_a_line_for_the_grade_the_rate_of_the_booking_holds():
    log = with_project(TinyLog("2026-02-10"))
    log.thing("assignment", "salesforce:a1", bill_rate=80, currency="GBP")
    sheet = add_card(log, "one", "2026-01-20")
    log.event(
        "time_logged", "2026-01-21 12:00", sheet, f"on:{PROJECT}", "under:salesforce:a1", day="2026-01-21", hours=2,
        billable=True, timecard="one",
    )  # fmt: skip
    step_of_card(log, "timesheet_approved", "2026-01-25", "one")
    log.database.run("delete from object_attribute where name = 'grade'")
    assert shares(log) == [(ENDS[0], "one", 16000)]


def test_what_is_billed_by_milestones_counts_by_its_amount_and_never_by_its_hours():
    log = worked(("one", "2026-01-25"), billing_type="milestone")
    log.thing("milestone", "salesforce:stone", amount=5000, currency="GBP")
    log.link("salesforce:stone", "of", PROJECT)
    log.event("milestone_reached", "2026-01-28", "salesforce:stone")
    assert shares(log, columns="object_id, value") == [("salesforce:stone", 500000), ("salesforce:stone", 500000)]


@pytest.mark.parametrize("way", ["sent", "cancelled"])
def test_a_milestone_goes_with_its_invoice_or_when_it_is_given_up(way: str):
    log = worked(billing_type="milestone")
    log.thing("milestone", "salesforce:stone", amount=5000, currency="GBP")
    log.link("salesforce:stone", "of", PROJECT)
    log.link(EVENT, "of", "salesforce:stone")
    log.event("milestone_reached", "2026-01-28", "salesforce:stone")
    if way == "sent":
        add_invoice(log, INVOICE, (PROJECT, 5000, EVENT), sent_at="2026-02-05")
    else:
        log.say(EVENT, "2026-02-05", cancelled_at="2026-02-05 00:00:00")
    assert shares(log, columns='"at", value') == [(ENDS[0], 500000)]


def test_expense_counts_from_finance_approval_and_converts_at_the_rate_of_the_months_end():
    log = worked()
    for code, worth in (("EUR", 1.1), ("GBP", 1.25), ("USD", 1)):
        log.thing("currency", f"netsuite:{code}", code=code)
        log.say(f"netsuite:{code}", "2026-01-01", dollars=worth, rate=worth)
    log.say("netsuite:EUR", "2026-02-10", dollars=1.5, rate=1.5)
    log.thing("expense_report", "concur:1", "2026-01-20", entity="london")
    for number, billable in ((7, True), (8, False)):
        line = log.thing("expense_line", f"concur:1/{number}", amount=90, currency="EUR", billable=billable)
        log.link(line, "of", "concur:1")
        log.link(line, "on", PROJECT)
    log.event("expense_finance_approved", "2026-01-28", "concur:1")
    assert shares(log, columns='"at", object_id, part, value, currency') == [
        (ENDS[0], "concur:1", "7", pytest.approx(9000 * 1.1 / 1.25), "GBP"),
        (ENDS[1], "concur:1", "7", pytest.approx(9000 * 1.5 / 1.25), "GBP"),
    ]


def test_what_is_past_the_cut_off_leaks():
    log = worked(("one", "2026-01-25"), ("two", "2026-03-20"), as_of="2026-05-10")
    assert shares(log, "leakage") == [(ENDS[2], "one", 100000), (ENDS[3], "one", 100000)]


def test_above_its_cap_the_time_approved_last_leaks_first():
    log = worked(("one", "2026-01-25"), ("two", "2026-01-26"), ("three", "2026-01-27"), cap=1500)
    log.event("contract_signed", "2026-01-02", CONTRACT)
    found = shares(log, "leakage")
    assert found[:2] == [(ENDS[0], "three", 100000), (ENDS[0], "two", 50000)]


def test_time_billed_takes_from_the_cap_and_an_amendment_lifts_it():
    log = worked(("one", "2026-01-25"), as_of="2026-04-10", cap=1500)
    log.event("contract_signed", "2026-01-02", CONTRACT)
    add_billing_event(log, "salesforce:earlier", "2025-12-31")
    add_invoice(log, INVOICE, (PROJECT, 1200, "salesforce:earlier"), sent_at="2026-01-05")
    log.thing("contract", "salesforce:amendment", "2026-02-01", cap=400)
    log.link("salesforce:amendment", "amends", CONTRACT)
    log.event("contract_signed", "2026-02-20", "salesforce:amendment")
    assert shares(log, "leakage")[:2] == [(ENDS[0], "one", 70000), (ENDS[1], "one", 30000)]
