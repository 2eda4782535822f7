"""What clients are billed for time, for what that time is worth at standard rates."""

from __future__ import annotations

import pytest

from tests.metrics.billing import PERSON, PROJECT, add_billing_event, add_card, add_invoice, with_project
from tests.metrics.tiny_log import TinyLog, at

EVENT, INVOICE = "salesforce:event", "netsuite:11"


def standard_rate(log: TinyLog, name: str, grade: str, amount: float, since: str = "2025-01-01") -> None:
    log.thing("rate", name, kind="standard", grade=grade, rate=amount, currency="GBP", starts_on=since, entity="london")


def worked(log: TinyLog) -> TinyLog:
    """Ten hours and thirty hours of one event, at a hundred an hour by the standard."""
    with_project(log)
    standard_rate(log, "salesforce:r1", "Consultant", 100)
    add_billing_event(log, EVENT, "2026-01-31")
    add_card(log, "one", "2026-01-20", EVENT)
    add_card(log, "two", "2026-01-27", EVENT, hours=30)
    return log


def shares(log: TinyLog, columns: str = "part, numerator, denominator") -> list:
    return log.shares("realization_rate", columns)


def test_what_is_billed_is_shared_by_standard_value():
    log = worked(TinyLog())
    add_invoice(log, INVOICE, (PROJECT, 3600, EVENT), sent_at="2026-02-03")
    assert shares(log) == [("one", 90000, 100000), ("two", 270000, 300000)]
    assert shares(log, '"at", object_id, project') == [
        (at("2026-02-03"), "salesforce:sheet one", "P-1"),
        (at("2026-02-03"), "salesforce:sheet two", "P-1"),
    ]


def test_credit_takes_its_part_from_all_the_invoice_bills():
    log = worked(TinyLog())
    add_invoice(log, INVOICE, (PROJECT, 3600, EVENT), sent_at="2026-02-03")
    log.thing("credit_memo", "netsuite:22", amount=1800, currency="GBP")
    log.link("netsuite:22", "corrects", INVOICE)
    assert shares(log) == [("one", pytest.approx(45000), 100000), ("two", pytest.approx(135000), 300000)]


def test_expense_and_what_is_passed_on_are_no_pay_for_time():
    log = worked(TinyLog())
    add_invoice(log, INVOICE, (PROJECT, 3600, EVENT), (PROJECT, 500, EVENT), sent_at="2026-02-03")
    log.thing("expense_line", "concur:1/7", amount=500, billable=True)
    log.link(f"{INVOICE}/1", "bills", "concur:1/7")
    assert shares(log) == [("one", 90000, 100000), ("two", 270000, 300000)]


def test_the_rate_is_that_of_the_grade_and_of_the_card_in_force_on_the_day():
    log = worked(TinyLog())
    standard_rate(log, "salesforce:r2", "Consultant", 110, "2026-01-25")
    standard_rate(log, "salesforce:r3", "Manager", 200)
    log.say(PERSON, "2026-01-27", grade="Manager")
    add_card(log, "three", "2026-01-26", EVENT)
    add_invoice(log, INVOICE, (PROJECT, 3600, EVENT), sent_at="2026-02-03")
    assert shares(log, "part, denominator") == [("one", 100000), ("three", 110000), ("two", 600000)]


def test_without_a_standard_rate_or_a_sent_invoice_there_is_no_share():
    log = with_project(TinyLog())
    add_billing_event(log, EVENT, "2026-01-31")
    add_card(log, "one", "2026-01-20", EVENT)
    add_invoice(log, INVOICE, (PROJECT, 3600, EVENT), sent_at="2026-02-03")
    assert shares(log) == []
    log = worked(TinyLog())
    add_invoice(log, INVOICE, (PROJECT, 3600, EVENT))
    assert shares(log) == []
