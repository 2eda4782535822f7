"""The chance to miss a service level: Kaplan-Meier by hand, and trees where there is something to learn."""

from __future__ import annotations

import json

import numpy as np
import pytest

from models.invoices.logistic import sigmoid
from models.lateness.chance import PRIOR, Lateness, learn_lateness
from tests.models.lateness.made_levels import level_of

NAN = float("nan")


def test_it_is_the_share_of_those_that_ran_as_long():
    """Of 40 cases 10 took half a day, 20 one and a half, 10 three; two days are allowed."""
    level = level_of([0.5] * 10 + [1.5] * 20 + [3.0] * 10)
    found = learn_lateness(level, 1000.0)
    assert found is not None
    assert found.usual == 0.25
    drawn = [(share * left + PRIOR * 0.25) / (left + PRIOR) for share, left in ((0.25, 40), (1 / 3, 30), (1, 10))]
    assert found.start(np.array([0.0, 0.5, 0.9])).tolist() == pytest.approx(drawn)


def test_those_under_way_count_as_long_as_they_ran():
    """Of 10 done after a day, 30 after three and 20 that began a day and a half ago, three quarters run so long."""
    took, begun = [1.0] * 10 + [3.0] * 30 + [NAN] * 20, [0.0] * 40 + [98.5] * 20
    level = level_of(took, begun)
    found = learn_lateness(level, 100.0)
    assert found is not None
    at_the_start = (50 / 60 * 60 + PRIOR * 0.75) / (60 + PRIOR)
    assert found.start(np.array([0.0])).tolist() == pytest.approx([at_the_start])


@pytest.fixture(scope="module")
def red_and_blue():
    """Red cases mostly miss it, blue ones hardly ever."""
    rng = np.random.default_rng(2)
    red = rng.random(1500) < 0.5
    took = np.where(rng.random(1500) < np.where(red, 0.8, 0.05), 3.0, 1.2) + rng.normal(0, 0.1, 1500)
    return level_of(took.tolist(), places=["red" if each else "blue" for each in red])


def test_trees_tell_red_from_blue(red_and_blue):
    found = learn_lateness(red_and_blue, 10_000.0)
    assert found is not None
    assert found.trees
    rows = np.arange(40)
    chance = found.chance(red_and_blue, rows, red_and_blue.begun[rows])
    place = [red_and_blue.histories.said["place"][int(red_and_blue.histories.first[row])] for row in rows]
    red = np.array([name == "red" for name in place])
    assert chance[red].min() > 0.6
    assert chance[~red].max() < 0.2
    assert found.of_places["red"] > 0.7


def test_the_points_add_up_and_it_is_the_same_after_being_kept(red_and_blue):
    found = learn_lateness(red_and_blue, 500.0)
    assert found is not None
    rows, at = red_and_blue.looks(500.0)
    usual, points = found.points(red_and_blue, rows, at)
    chance = found.chance(red_and_blue, rows, at)
    np.testing.assert_allclose(usual + points.sum(axis=1), chance, atol=1e-9)
    again = Lateness.from_json(json.loads(json.dumps(found.as_json())))
    np.testing.assert_array_equal(again.chance(red_and_blue, rows, at), chance)
    log_odds, parts = found.parts(red_and_blue, rows, at)
    np.testing.assert_allclose(sigmoid(log_odds + parts.sum(axis=1)), chance)


def test_where_too_few_missed_it_nothing_is_learnt():
    assert learn_lateness(level_of([1.0] * 60 + [3.0] * 2), 1000.0) is None
