"""Chances learnt earlier beat the usual share on the invoices sent later, where clients have habits."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from models.cards import measured_in_words
from models.detectors.likely_dispute import DISPUTED
from models.invoices.chance import Outcome, learn
from models.invoices.measuring import measured_later
from models.invoices.waiting import PAID_LATE
from tests.models.invoices.made_invoices import START, a_year, invoice

SINCE, END = START + timedelta(days=120), START + timedelta(days=300)


def slow_payers():
    """Ten clients in turn; one pays four in five after 50 days, the others all but one in ten after 25."""
    for number in range(200):
        turn = number // 10
        late = turn % 5 != 0 if number % 10 == 0 else (turn + number % 10) % 10 == 7
        paid = START + timedelta(days=number + (50 if late else 25))
        yield invoice(number, f"Client {number % 10}", settled_at=paid)


@pytest.mark.parametrize(("outcome", "invoices"), [(DISPUTED, a_year()), (PAID_LATE, list(slow_payers()))])
def test_it_is_better_than_the_usual_share(outcome: Outcome, invoices):
    lessons = learn(invoices, outcome, SINCE)
    assert lessons is not None
    measured = measured_later(invoices, outcome, lessons, (SINCE, END), "it")
    assert measured is not None
    assert measured.n > 60
    assert measured.value < 0.9 * measured.naive
    assert "of what client and invoice add" in measured.measure
    assert measured_later(invoices, outcome, lessons, (START + timedelta(days=190), END), "it") is None


def test_where_clients_have_no_habits_the_usual_share_is_told_and_the_card_says_so():
    """Every tenth invoice is contested, each time by another client."""
    invoices = [invoice(number, f"Client {number % 9}", contested=number % 10 == 0) for number in range(200)]
    lessons = learn(invoices, DISPUTED, SINCE)
    assert lessons is not None
    assert lessons.believed == 0
    measured = measured_later(invoices, DISPUTED, lessons, (SINCE, END), "it")
    assert measured is not None
    assert measured.value == pytest.approx(measured.naive)
    assert "told by the share of all" in measured_in_words(measured)


def test_of_few_invoices_the_usual_share_is_told():
    lessons = learn(a_year()[:70], DISPUTED, END)
    assert lessons is not None
    assert lessons.believed == 0
    assert lessons.model.chance(np.ones((1, len(lessons.model.names))))[0] == pytest.approx(lessons.usual)
