"""Invoices that were right the first time."""

from __future__ import annotations

import pytest

from tests.metrics.billing import PROJECT, add_invoice, add_project, with_project
from tests.metrics.tiny_log import TinyLog

INVOICE = "netsuite:11"


def reviewed(*steps: tuple[str, str]) -> TinyLog:
    """An invoice that was sent, with what happened to it before."""
    log = with_project(TinyLog())
    add_invoice(log, INVOICE, (PROJECT, 1000, ""), sent_at="2026-02-10")
    for kind, when in steps:
        log.event(kind, when, INVOICE)
    return log


def numerators(log: TinyLog) -> list[object]:
    return [found for (found,) in log.shares("first_time_right_billing", "numerator")]


@pytest.mark.parametrize(
    ("steps", "right"),
    [
        ((), 1),
        ((("invoice_review_asked", "2026-02-02"), ("invoice_reviewed", "2026-02-03")), 1),
        ((("invoice_adjusted", "2026-02-02"), ("invoice_reviewed", "2026-02-03")), 1),
        ((("invoice_reviewed", "2026-02-03"), ("invoice_adjusted", "2026-02-04")), 0),
        ((("invoice_rejected", "2026-02-03"), ("invoice_reviewed", "2026-02-04")), 0),
    ],
    ids=["not reviewed", "reviewed", "adjusted before its review", "adjusted after it", "rejected"],
)
def test_a_rejection_or_an_adjustment_after_the_first_review_is_not_right(steps: tuple, right: int):
    assert numerators(reviewed(*steps)) == [right]


def test_what_is_credited_later_was_not_right():
    log = reviewed()
    log.thing("credit_memo", "netsuite:22", amount=10, currency="GBP")
    log.link("netsuite:22", "corrects", INVOICE)
    log.event("credit_memo_issued", "2026-03-20", "netsuite:22", INVOICE)
    assert numerators(log) == [0]


def test_what_is_issued_again_was_not_right_and_the_new_one_is():
    log = reviewed()
    add_invoice(log, "netsuite:12", (PROJECT, 900, ""), sent_at="2026-03-10")
    log.link("netsuite:12", "reissues", INVOICE)
    assert numerators(log) == [0, 1]


def test_an_invoice_over_two_projects_counts_once_in_all():
    log = with_project(TinyLog())
    add_project(log, "salesforce:other", "P-2")
    add_invoice(log, INVOICE, (PROJECT, 900, ""), ("salesforce:other", 100, ""), sent_at="2026-02-10")
    shares = log.shares("first_time_right_billing", "project, numerator, denominator")
    assert shares == [("P-1", 0.9, 0.9), ("P-2", 0.1, 0.1)]
