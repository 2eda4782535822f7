"""Whether chances come true: bands of equal count, by hand."""

from __future__ import annotations

from models.calibration import calibrated


def test_each_band_has_as_many_and_says_what_came_of_them():
    told = [(0.1, 0.0), (0.2, 0.0), (0.3, 1.0), (0.5, 0.0), (0.7, 1.0), (0.9, 1.0)]
    assert [(round(mean, 3), came, of) for mean, came, of in calibrated(told, bands=3)] == [
        (0.15, 0.0, 2), (0.4, 0.5, 2), (0.8, 1.0, 2),
    ]  # fmt: skip


def test_of_nothing_there_are_no_bands():
    assert calibrated([]) == ()
