"""An invoice is late a week after the due date, and one that is unpaid is late the likelier, the longer it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models.invoices.chance import as_known
from models.invoices.waiting import PAID_LATE, limit, paid_before_limit, still_unpaid
from tests.models.invoices.made_invoices import START, invoice

DUE = (START + timedelta(days=30)).date()
LIMIT = datetime(2025, 2, 13)
"""Due on 5 February 2025; the seven days after it are over with the 12th."""


def test_the_limit_is_the_end_of_the_week_after_the_due_date():
    assert limit(invoice(0, due_on=DUE)) == LIMIT
    assert limit(invoice(0, due_on=None)) is None
    assert limit(invoice(0, sent_at=None)) is None


@pytest.mark.parametrize(
    ("settled", "late", "known"),
    [
        (LIMIT - timedelta(seconds=1), False, LIMIT - timedelta(seconds=1)),
        (LIMIT, True, LIMIT),
        (LIMIT + timedelta(days=20), True, LIMIT),
        (None, True, LIMIT),
    ],
)
def test_it_is_late_from_the_limit_on_and_that_is_known_then(settled: datetime | None, late: bool, known: datetime):
    one = invoice(0, due_on=DUE, settled_at=settled)
    assert PAID_LATE.came(one) == late
    assert PAID_LATE.known_at(one) == known
    assert as_known([one], PAID_LATE, known) == [one]
    assert as_known([one], PAID_LATE, known - timedelta(seconds=1)) == []


def test_what_has_no_due_date_is_never_known():
    assert PAID_LATE.known_at(invoice(0, due_on=None)) is None


def test_only_those_paid_in_time_by_then_count():
    paid = [
        invoice(0, due_on=DUE, settled_at=LIMIT - timedelta(days=12)),
        invoice(0, due_on=DUE, settled_at=LIMIT - timedelta(days=2)),
        invoice(0, due_on=DUE, settled_at=LIMIT + timedelta(days=2)),
        invoice(0, due_on=None, settled_at=LIMIT - timedelta(days=5)),
    ]
    assert paid_before_limit(paid, LIMIT + timedelta(days=9)) == [2.0, 12.0]
    assert paid_before_limit(paid, LIMIT - timedelta(days=3)) == [12.0]


def test_ever_fewer_of_those_paid_in_time_are_unpaid():
    paid = [2.0, 12.0, 20.0]
    assert still_unpaid(paid, 30) == 1
    assert still_unpaid(paid, 15) == pytest.approx(3 / 4)
    assert still_unpaid(paid, 1) == pytest.approx(1 / 4)
    assert still_unpaid([], 5) == 1
