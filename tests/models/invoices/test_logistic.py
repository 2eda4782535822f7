"""A logistic model: the same as scikit-learn's, with parts that add up to the chance."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from models.invoices.logistic import Floats, Logistic, fit, logit, shared, sigmoid

RNG = np.random.default_rng(4)
ROWS: Floats = RNG.normal(size=(400, 3)) * np.array([1.0, 5.0, 0.2])
CAME = RNG.random(400) < sigmoid(ROWS @ np.array([1.0, -0.3, 2.0]) - 1)
MODEL = fit(("one", "two", "three"), ROWS, CAME)


def test_it_is_what_scikit_learn_finds_on_columns_of_equal_spread():
    spread = ROWS.std(axis=0)
    other = LogisticRegression(C=1.0, tol=1e-10).fit((ROWS - ROWS.mean(axis=0)) / spread, CAME)
    np.testing.assert_allclose(MODEL.weight * spread, other.coef_[0], atol=1e-5)
    assert pytest.approx(other.intercept_[0], abs=1e-5) == MODEL.usual


def test_the_points_lead_from_the_usual_to_the_chance():
    together = sigmoid(np.array([MODEL.usual])) + MODEL.points(ROWS).sum(axis=1)
    np.testing.assert_allclose(together, MODEL.chance(ROWS), atol=1e-9)


def test_parts_that_cancel_each_other_still_add_up():
    parts = np.array([[1.0, -1.0], [0.0, 0.0], [2.0, -1.0]])
    found = shared(parts, 0.5)
    np.testing.assert_allclose(found.sum(axis=1), sigmoid(0.5 + parts.sum(axis=1)) - sigmoid(np.array([0.5])))
    assert found[0, 0] > 0 > found[0, 1]


def test_it_is_the_same_after_being_kept():
    again = Logistic.from_json(json.loads(json.dumps(MODEL.as_json())))
    np.testing.assert_array_equal(again.chance(ROWS), MODEL.chance(ROWS))


def test_a_column_without_spread_weighs_nothing():
    model = fit(("flat", "one"), np.column_stack([np.ones(400), ROWS[:, 0]]), CAME)
    assert model.weight[0] == pytest.approx(0)


def test_a_column_that_hardly_spreads_is_held_to_the_weight_that_is_expected():
    rows = np.column_stack([1 + 1e-3 * ROWS[:, 0], np.full(400, np.log1p(5))])
    expected = np.array([1.0, 0.0])
    held, free = fit(("own", "flat"), rows, CAME, 5.0, expected), fit(("own", "flat"), rows, CAME, 5.0)
    assert abs(held.weight[0] - 1) < abs(free.weight[0] - 1) / 20
    # equal numbers have a spread of some 1e-16
    assert held.weight[1] == pytest.approx(0)


def test_logit_is_the_inverse():
    assert logit(0.2) == pytest.approx(np.log(0.25))
    assert sigmoid(np.array([logit(0.2)])) == pytest.approx(0.2)
