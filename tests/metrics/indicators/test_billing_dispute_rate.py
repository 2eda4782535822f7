"""Invoices that clients contest, by count and by amount."""

from __future__ import annotations

from tests.metrics.billing import PROJECT, add_invoice, add_project, with_project
from tests.metrics.tiny_log import TinyLog


def contested(log: TinyLog, name: str, invoice: str, amount: float) -> None:
    log.thing("dispute", name, amount=amount, currency="GBP")
    log.link(name, "contests", invoice)
    log.event("dispute_opened", "2026-03-01", name, f"contested:{invoice}")


def test_two_disputes_of_one_invoice_are_one_disputed_invoice_and_the_sum_of_their_amounts():
    log = with_project(TinyLog())
    add_invoice(log, "netsuite:11", (PROJECT, 1000, ""), sent_at="2026-02-10")
    add_invoice(log, "netsuite:12", (PROJECT, 500, ""), sent_at="2026-02-11")
    contested(log, "salesforce:d1", "netsuite:11", 300)
    contested(log, "salesforce:d2", "netsuite:11", 100)
    columns = "object_id, numerator, denominator"
    assert log.shares("billing_dispute_rate", columns) == [("netsuite:11", 1, 1), ("netsuite:12", 0, 1)]
    assert log.shares("billing_dispute_rate", columns, "by_amount") == [
        ("netsuite:11", 40000, 100000),
        ("netsuite:12", 0, 50000),
    ]


def test_an_invoice_over_two_projects_is_split_by_the_amounts_of_its_lines():
    log = with_project(TinyLog())
    add_project(log, "salesforce:other", "P-2")
    add_invoice(
        log, "netsuite:11", (PROJECT, 500, ""), (PROJECT, 250, ""), ("salesforce:other", 250, ""), sent_at="2026-02-10"
    )
    contested(log, "salesforce:d1", "netsuite:11", 400)
    columns = "project, numerator, denominator"
    assert log.shares("billing_dispute_rate", columns) == [("P-1", 0.75, 0.75), ("P-2", 0.25, 0.25)]
    assert log.shares("billing_dispute_rate", columns, "by_amount") == [
        ("P-1", 30000, 75000),
        ("P-2", 10000, 25000),
    ]


def test_what_is_not_sent_does_not_count():
    log = with_project(TinyLog())
    add_invoice(log, "netsuite:11", (PROJECT, 1000, ""))
    contested(log, "salesforce:d1", "netsuite:11", 300)
    assert log.shares("billing_dispute_rate", "object_id") == []
