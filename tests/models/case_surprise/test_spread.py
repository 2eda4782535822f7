"""How likely a high score is more than the far end of the usual: by hand, and where there is no usual way at all."""

from __future__ import annotations

import json

import numpy as np
import pytest

from models.case_surprise.spread import Spread


def test_the_chance_by_hand():
    # a body from 1 to 3 with its median at 2 and its upper quartile at 2.5, and one case at 9
    spread = Spread.of(np.append(np.linspace(1, 3, 201), 9.0))
    median, quartile = np.quantile(spread.ordered, (0.5, 0.75))
    of_the_body = 0.5 * 0.5 ** ((9.0 - median) / (quartile - median))
    there = 2 / 203
    assert spread.chance(9.0) == pytest.approx(0.5 * (1 - of_the_body / there))
    assert spread.chance(9.0) > 0.49
    assert spread.chance(2.0) == pytest.approx(0, abs=0.01)
    assert spread.cut == 5.0
    assert spread.usual == pytest.approx(spread.chance(9.0) / 202)


def test_no_more_than_a_twentieth_is_unusual():
    spread = Spread.of(np.append(np.full(90, 1.0), np.linspace(6, 8, 10)))
    assert spread.cut == pytest.approx(np.quantile(spread.ordered, 0.95))
    assert (spread.ordered > spread.cut).mean() <= 0.05


def test_cases_that_each_run_their_own_way_have_no_usual_one():
    assert not Spread.of(np.linspace(4, 9, 100)).tells
    assert not Spread.of(np.array([])).tells
    assert Spread.of(np.linspace(0, 6, 100)).tells


def test_many_scores_are_kept_as_a_thousand():
    spread = Spread.of(np.linspace(0, 10, 50_001))
    assert (len(spread.ordered), spread.cases) == (1000, 50_001)
    assert (spread.ordered[0], spread.ordered[-1]) == (0, 10)
    back = Spread.of_json(json.loads(json.dumps(spread.as_json())))
    assert back.chance(7.0) == spread.chance(7.0)
