"""From ready to sent, from sent to paid, and days sales outstanding."""

from __future__ import annotations

import pytest

from metrics.catalogue import catalogue
from tests.metrics.billing import PERSON, PROJECT, add_billing_event, add_invoice, add_project, with_project
from tests.metrics.tiny_log import TinyLog, at

EVENT, INVOICE = "salesforce:event", "netsuite:11"
HOUR = 3_600_000_000
JANUARY, FEBRUARY, MARCH = (
    at(day) for day in ("2026-01-31 23:59:59.999999", "2026-02-28 23:59:59.999999", "2026-03-31 22:59:59.999999")
)


def billed(*lines: tuple[str, float, str], as_of: str = "2026-04-15") -> TinyLog:
    """One event that was ready on the first of February, on an invoice that was sent on the third."""
    log = with_project(TinyLog(as_of=as_of))
    log.thing("timesheet", "salesforce:any", week_end="2026-01-04")
    log.event("time_logged", "2026-01-02 12:00", "salesforce:any", f"of:{PERSON}", day="2026-01-02", hours=1)
    add_billing_event(log, EVENT, "2026-02-01")
    add_invoice(log, INVOICE, *(lines or ((PROJECT, 1000, EVENT),)), sent_at="2026-02-03")
    return log


def paid(log: TinyLog, name: str, when: str, amount: float) -> None:
    log.thing("payment", name, amount=amount, currency="GBP", entity="london")
    log.link(name, "settles", INVOICE)
    log.event("payment_received", when, name)


def credited(log: TinyLog, when: str, amount: float) -> None:
    log.thing("credit_memo", "netsuite:22", amount=amount, currency="GBP", entity="london")
    log.link("netsuite:22", "corrects", INVOICE)
    log.event("credit_memo_issued", when, "netsuite:22", INVOICE)


def outstanding(log: TinyLog, columns: str = '"at", numerator, denominator') -> list:
    return log.shares("invoice_cycle_time", columns, "dso")


def test_an_event_is_on_its_way_until_it_is_first_sent():
    log = billed()
    add_invoice(log, "netsuite:12", (PROJECT, 900, EVENT), sent_at="2026-03-01")
    assert log.shares("invoice_cycle_time", "object_id, elapsed, is_open") == [(EVENT, 48 * HOUR, False)]


@pytest.mark.parametrize("said", [{}, {"cancelled_at": "2026-02-20 00:00:00"}], ids=["open", "cancelled"])
def test_what_is_not_sent_is_open_and_what_is_cancelled_is_not_there(said: dict):
    log = with_project(TinyLog(as_of="2026-02-11"))
    add_billing_event(log, EVENT, "2026-02-01", **said)
    add_invoice(log, INVOICE, (PROJECT, 1000, EVENT))
    found = log.shares("invoice_cycle_time", "elapsed, is_open")
    assert found == ([] if said else [(240 * HOUR, True)])


def test_an_invoice_is_paid_when_it_is_settled():
    log = billed(as_of="2026-03-05")
    add_invoice(log, "netsuite:12", (PROJECT, 1000, ""), sent_at="2026-03-04")
    log.event("invoice_settled", "2026-02-13", INVOICE)
    assert log.shares("invoice_cycle_time", "object_id, elapsed, is_open", "sent_to_paid") == [
        (INVOICE, 240 * HOUR, False),
        ("netsuite:12", 24 * HOUR, True),
    ]


def test_receivables_are_what_is_sent_with_tax_less_what_came_in_by_then():
    log = billed()
    paid(log, "netsuite:31", "2026-02-20", 200)
    paid(log, "netsuite:32", "2026-03-20", 400)
    assert outstanding(log) == [(FEBRUARY, 100000 * 90, 120000), (MARCH, 60000 * 90, 120000)]


def test_a_credit_memo_is_net_and_takes_its_tax_with_it():
    log = billed()
    credited(log, "2026-02-20", 500)
    assert outstanding(log) == [(FEBRUARY, 60000 * 90, 120000), (MARCH, 60000 * 90, 120000)]


def test_what_is_settled_is_owed_no_more_but_was_billed():
    log = billed()
    log.event("invoice_settled", "2026-02-20", INVOICE)
    assert outstanding(log) == [(FEBRUARY, 0, 120000), (MARCH, 0, 120000)]


def test_what_was_billed_before_the_window_is_owed_still():
    log = billed(as_of="2026-06-10")
    rows = outstanding(log)
    assert [row[1:] for row in rows[-2:]] == [(120000 * 90, 120000), (120000 * 90, 0)]


def test_days_sales_outstanding_are_no_count_back_and_say_so():
    log = billed()
    add_invoice(log, "netsuite:12", (PROJECT, 3000, ""), sent_at="2026-03-04")
    log.event("invoice_settled", "2026-03-20", "netsuite:12")
    owed, window = (sum(row[column] for row in outstanding(log) if row[0] == MARCH) for column in (1, 2))
    # the month's billing is more than what is owed, so a count-back would end within March
    assert owed / window == 90 * 1000 / (1000 + 3000)
    assert "no count-back" in catalogue().indicators["invoice_cycle_time"].source


def test_it_is_split_over_projects_by_the_lines():
    log = with_project(TinyLog())
    add_project(log, "salesforce:other", "P-2")
    log.thing("timesheet", "salesforce:any", week_end="2026-01-04")
    log.event("time_logged", "2026-01-02 12:00", "salesforce:any", f"of:{PERSON}", day="2026-01-02", hours=1)
    add_invoice(log, INVOICE, (PROJECT, 750, ""), ("salesforce:other", 250, ""), sent_at="2026-01-20")
    assert outstanding(log, "project, numerator, denominator")[:2] == [
        ("P-1", 90000 * 90, 90000),
        ("P-2", 30000 * 90, 30000),
    ]


def test_a_payment_of_two_invoices_is_shared_by_what_each_asks():
    log = billed()
    add_invoice(log, "netsuite:12", (PROJECT, 3000, ""), sent_at="2026-02-04")
    paid(log, "netsuite:31", "2026-02-20", 2400)
    log.link("netsuite:31", "settles", "netsuite:12")
    assert outstanding(log)[:2] == [(FEBRUARY, 60000 * 90, 120000), (FEBRUARY, 180000 * 90, 360000)]
