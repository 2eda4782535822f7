"""What was probably wrong, whom it concerns, and how others like it ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.invoices.reading import FirmInvoice
from models.invoices.triage import Exceptional, lifts, likely, similar
from tests.models.invoices.made_invoices import START, invoice


def sent_back(of: FirmInvoice, days: float | None = 1.0) -> Exceptional:
    since = of.drafted_at
    ended = None if days is None else since + timedelta(days=days)
    return Exceptional(of.amount, ended, of, "sent_back", of.object_id, None, None, since, "invoice")


def dispute(of: FirmInvoice, reason: str | None, days: float | None = 9.0) -> Exceptional:
    since = of.sent_at or of.drafted_at
    ended = None if days is None else since + timedelta(days=days)
    resolution = "Credited" if ended else None
    return Exceptional(of.amount, ended, of, "dispute", f"d{of.object_id}", reason, resolution, since, "dispute")


GOOD = [invoice(number) for number in range(40)]
NO_RECEIPT = [invoice(number, receipts_missing=1) for number in range(40, 46)]
PAST = [sent_back(each) for each in (*NO_RECEIPT[:4], *GOOD[:2])]


def test_a_check_points_where_exceptions_fail_it_more_than_others():
    """Of six exceptions four lack receipts, of forty other invoices two."""
    found = lifts(PAST, [*GOOD, *NO_RECEIPT])
    assert found == {"receipts": pytest.approx((4 / 6) / (2.5 / 41))}
    cause = likely(sent_back(invoice(99, receipts_missing=2, order_missing=True), None), found)
    assert cause.reason == "receipts are missing (2)"
    assert cause.how == "exceptions fail this check 10.9 times as often as others"
    assert cause.owner_role == "project_manager"


def test_a_check_without_a_past_is_only_what_it_fails():
    cause = likely(sent_back(invoice(99, order_missing=True), None), {})
    assert (cause.reason, cause.owner_role) == ("the client wants an order number and there is none", "controller")
    assert cause.how == "the only check that it fails"


def test_where_no_check_fails_it_says_so():
    cause = likely(sent_back(invoice(99), None), {"receipts": 9.0})
    assert cause.reason == "no check finds what was wrong"
    assert cause.owner_role is None


@pytest.mark.parametrize(
    ("reason", "owner"),
    [
        ("Hours not agreed", "project_manager"), ("Rate differs from contract", "controller"),
        ("Purchase order missing", "controller"), ("Work not accepted", "project_manager"),
        ("Expenses unclear", "project_manager"), ("Because", None),
    ],
)  # fmt: skip
def test_the_clients_own_reason_comes_first(reason: str, owner: str | None):
    cause = likely(dispute(invoice(99, receipts_missing=2), reason, None), {"receipts": 9.0})
    assert (cause.reason, cause.how, cause.owner_role) == (reason, "The client says so", owner)


def test_similar_ones_are_of_the_kind_ended_and_nearest():
    one = dispute(invoice(90, "Acme"), "Hours not agreed", None)
    past = [
        dispute(invoice(1, "Acme"), "Hours not agreed"),
        dispute(invoice(2, "Other"), "Hours not agreed"),
        dispute(invoice(3, "Other"), "Work not accepted"),
        dispute(invoice(4, "Acme", amount=90), "Work not accepted"),
        dispute(invoice(5, "Acme"), "Hours not agreed", None),
        dispute(invoice(80, "Acme"), "Hours not agreed", 30.0),
        sent_back(invoice(6, "Acme")),
        one,
    ]
    found = similar(one, past, START + timedelta(days=90))
    assert [each.invoice.number for each in found] == ["I-1", "I-2", "I-4"]
