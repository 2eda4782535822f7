"""What has been going on since some day, against sums by hand."""

from __future__ import annotations

import numpy as np
import pytest

from models.unusual.beginning import begun_by, chance_from, likeliest


def test_the_ratios_of_all_beginnings_are_averaged():
    # begun at the second or at the third observation: 4 x 8 and 8, at the first: 1/2 x 4 x 8
    stretch = likeliest(np.log([0.5, 4.0, 8.0]))
    assert stretch.ratio == pytest.approx((16 + 32 + 8) / 3)
    assert (stretch.first, stretch.last) == (1, 2)


def test_what_ended_counts_to_its_end():
    stretch = likeliest(np.log([4.0, 8.0, 0.1]))
    assert stretch.ratio == pytest.approx((32 + 8) / 3)
    assert (stretch.first, stretch.last) == (0, 1)


def test_of_nothing_nothing_follows():
    assert likeliest(np.zeros(0)).ratio == 0
    assert chance_from(0, 0.01) == 0


def test_a_ratio_multiplies_the_odds():
    assert chance_from(99, 0.01) == pytest.approx(0.5)


def test_how_likely_it_had_begun_by_then():
    worth = np.log([0.5, 4.0, 8.0, 0.1])
    # the first three beginnings are worth 16, 32 and 8; what follows the stretch is after all of them
    assert begun_by(worth, likeliest(worth)) == pytest.approx([16 / 56, 48 / 56, 1, 1])
