"""Why an invoice has its chance: in words with numbers, adding up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from models.detectors.likely_dispute import DISPUTED
from models.invoices.chance import design, learn
from models.invoices.logistic import Logistic
from models.invoices.reasons import reasons
from tests.models.invoices.made_invoices import START, a_year, invoice

END = START + timedelta(days=300)


def test_each_column_says_its_number():
    year = a_year()
    taught = learn(year, DISPUTED, END)
    assert taught is not None
    one = invoice(
        299, "Bad & Co", passed_on=0.31, receipts_missing=3, without_receipt=("concur:1", "concur:2", "concur:3"),
        off_card=0.4, order_missing=True, over_cap=279_000, late_days=35, amount=4_000_000, rejected_at=START,
    )  # fmt: skip
    made = design([*year, one], DISPUTED, taught, END)
    weight = np.array([1.0, 3.0, 0.5, 1.0, 1.0, 15.0, 0.5, 0.3, 0.4])
    strong = replace(taught, model=Logistic(made.names, taught.model.middle, weight, taught.model.usual))
    row = len(year)
    points = strong.model.points(made.rows)[row]
    told = reasons(one, (made, row), strong, points, "disputed")
    assert sum(reason.points or 0 for reason in told) == pytest.approx(points.sum())
    texts = {reason.text: reason for reason in told}
    assert "Bad & Co: 13 of 20 earlier invoices disputed, of all clients 11%" in texts
    assert "Expenses and purchases are 31% of the invoice, usually 0% for this client" in texts
    assert texts["3 receipts are missing"].evidence == ("concur:1", "concur:2", "concur:3")
    assert "40% of the hours are at a rate that is not on the contract's card" in texts
    assert "The client wants an order number, and there is none" in texts
    assert "2,790 GBP of it are beyond the contract's cap" in texts
    assert "The review sent its draft back" in texts
    assert "It is 4.0 times as large as usual for this client" in texts
    assert "Drafted 35 days after the end of what it bills, usually 5" in texts


def test_what_hardly_moves_it_is_told_together():
    year = a_year()
    taught = learn(year, DISPUTED, END)
    assert taught is not None
    made = design(year, DISPUTED, taught, END)
    small = np.full(len(made.names), 0.001)
    (told,) = reasons(year[0], (made, 0), taught, small, "disputed")
    assert told.text == "Everything else about it"
    assert told.points == pytest.approx(0.009)
