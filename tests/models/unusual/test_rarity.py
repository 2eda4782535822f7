"""Whether what is told to be rare is as rare later."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from models.unusual.rarity import measured_rarity
from models.unusual.robust import Tail

SINCE, UNTIL = datetime(2026, 1, 1), datetime(2026, 2, 1)


def test_a_tail_that_is_thicker_than_a_normal_one_is_told_better():
    dice = np.random.default_rng(1)
    tail = Tail.of(dice.exponential(2, 20_000))
    found = measured_rarity({"made": dice.exponential(2, 20_000)}, {"made": tail}, SINCE, UNTIL)
    assert found is not None
    assert found.beats_naive
    assert found.value < 0.003
    # of that exponential, this part is beyond what one in a hundred of a normal spread passes
    assert found.naive == pytest.approx(np.exp(-2.326 / 2) - 0.01, abs=0.01)
    assert (found.n, found.since, found.until) == (20_000, SINCE, UNTIL)


def test_of_too_few_nothing_is_told():
    assert measured_rarity({"made": np.zeros(20)}, {"made": Tail(1.0, 1.0)}, SINCE, UNTIL) is None
    assert measured_rarity({"made": np.zeros(500)}, {"made": Tail(float("inf"), 1.0)}, SINCE, UNTIL) is None
