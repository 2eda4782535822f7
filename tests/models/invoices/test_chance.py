"""The chance of an outcome: the client's own share, by what was known when the invoice was sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from models.detectors.likely_dispute import DISPUTED
from models.invoices.chance import Taught, as_known, design, learn, taught
from models.invoices.logistic import sigmoid
from tests.models.invoices.made_invoices import START, a_year, invoice

END = START + timedelta(days=300)
YEAR = a_year()


@pytest.fixture(scope="module")
def learnt() -> Taught:
    found = learn(YEAR, DISPUTED, END)
    assert found is not None
    return found


def test_a_client_that_disputes_more_has_the_higher_chance(learnt: Taught):
    made = design(
        [*YEAR, invoice(290, "Bad & Co"), invoice(291, "Client B"), invoice(292, "New")], DISPUTED, learnt, END
    )
    bad, other, new = learnt.model.chance(made.rows)[-3:]
    assert bad > 0.45
    assert other < learnt.usual < new + 0.05
    assert new == pytest.approx(sigmoid(np.array([learnt.model.usual]))[0], abs=0.05)


def test_what_came_later_moves_nothing(learnt: Taught):
    cut = START + timedelta(days=100)
    late = [
        replace(each, opened_at=None if each.opened_at and each.opened_at > cut else each.opened_at)
        for each in YEAR
        if each.drafted_at <= cut
    ]
    then = design(late, DISPUTED, learnt, cut)
    whole = design(YEAR, DISPUTED, learnt, END)
    some = [row for row, each in enumerate(YEAR) if each.drafted_at <= cut]
    np.testing.assert_array_equal(then.rows, whole.rows[some])


def test_the_outcome_is_known_when_the_client_contests_or_a_month_later():
    known = as_known([invoice(0, contested=True), invoice(0)], DISPUTED, START + timedelta(days=10))
    assert [each.opened_at is not None for each in known] == [True]
    assert len(as_known([invoice(0)], DISPUTED, START + timedelta(days=30))) == 1


def test_columns_that_tell_nothing_are_held_back():
    """What is on the invoice has nothing to do with it here: its weights are next to nothing, the client's is not."""
    rng = np.random.default_rng(1)
    noisy = [replace(each, late_days=int(rng.integers(0, 60)), passed_on=rng.random() / 3) for each in YEAR]
    found = learn(noisy, DISPUTED, END)
    assert found is not None
    made = design(noisy, DISPUTED, found, END)
    moved = np.abs(found.model.weight) * made.rows.std(axis=0)
    assert moved[0] > 5 * moved[1:].max()


def test_of_few_nothing_is_learnt():
    assert learn(YEAR[:20], DISPUTED, END) is None
    assert learn([invoice(number) for number in range(50)], DISPUTED, END) is None
    assert taught({"taught": None}) is None


def test_it_is_the_same_after_being_kept(learnt: Taught):
    again = taught(json.loads(json.dumps({"taught": learnt.as_json()})))
    assert again is not None
    rows = design(YEAR, DISPUTED, learnt, END).rows
    np.testing.assert_array_equal(again.model.chance(rows), learnt.model.chance(rows))
    assert again.as_json() == learnt.as_json()
