"""What is known at issue: nothing that came later moves a column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.evaluate.invoices import FEW, history_without_paper
from benchmarks.issued_invoices import Issued, columns, usual_of
from models.invoices.logistic import logit

INVOICES = Issued(
    client=["a", "a", "b", "a"],
    group=["x", "x", "x", "y"],
    issued=np.array([0.0, 10, 20, 50]),
    known=np.array([30.0, 45, 60, 90]),
    disputed=np.array([True, False, False, True]),
    late=np.array([False, True, False, True]),
    days=np.array([30.0, 35, 40, 40]),
    amount=np.array([100.0, 200, 400, 800]),
)
USUAL = usual_of(INVOICES)


@pytest.mark.parametrize("what", ["disputed", "late"])
def test_an_outcome_that_is_known_later_moves_nothing(what: str):
    late = replace(
        INVOICES, disputed=np.array([True, False, True, False]), late=np.array([False, True, True, False]),
        days=np.array([30.0, 35, 1, 1]),
    )  # fmt: skip
    for name, column in columns(INVOICES, USUAL, what).items():
        np.testing.assert_array_equal(column, columns(late, USUAL, what)[name])


def test_the_columns_of_the_last():
    """Of its client two are settled: one disputed, one late, after 30 and 35 days, 100 and 200 large."""
    found = {name: column[-1] for name, column in columns(INVOICES, USUAL, "disputed").items()}
    k = USUAL.dispute_strength
    assert found["client disputes"] == pytest.approx(logit((1 + k * 0.5) / (2 + k)))
    assert found["days to settle"] == pytest.approx((65 + 4 * 36.25) / 6)
    assert found["latest"] == pytest.approx((1 + 2 * 0.5) / 4)
    assert found["history"] == pytest.approx(np.log(3))
    usual = np.log([100, 200, 400, 800]).mean()
    own = (np.log(100) + np.log(200) + 2 * usual) / 4
    assert found["amount against its usual"] == pytest.approx(np.log(800) - own)
    # of its country nothing is known
    assert found["group"] == pytest.approx(logit(0.5))


def test_some_of_them():
    some = INVOICES.pick(np.array([False, True, False, True]))
    assert some.client == ["a", "a"]
    assert some.amount.tolist() == [200, 800]


def test_the_past_of_who_changed_to_paperless_counts_as_if_it_had_not():
    paperless = np.array([0.0, 1, 0, 1])
    share, days = history_without_paper(INVOICES, paperless, np.ones(4, bool))
    # with paper 30 and 40 days, without 35 and 40: it saves 2.5 days less than nothing
    took = np.array([30.0, 35 - 2.5, 40, 40 - 2.5])
    assert share[-1] == pytest.approx((0 + 1 + FEW * 0.5) / (2 + FEW))
    assert days[-1] == pytest.approx((took[0] + took[1] + FEW * took.mean()) / (2 + FEW))
    later = history_without_paper(replace(INVOICES, known=np.full(4, 99.0)), paperless, np.ones(4, bool))
    assert later[0].tolist() == [0.5] * 4
