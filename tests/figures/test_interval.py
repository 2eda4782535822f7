"""The drawing of a difference: its words, and where its parts lie."""

from __future__ import annotations

import re

from figures.interval import SIDE, interval, summary


def test_it_says_what_it_shows():
    assert summary(0.5, 0.08, 0.74) == "+50 pts, and between +8 pts and +74 pts in 95 of 100 cases like it."
    assert "between −20 pts and +10 pts" in summary(-0.05, -0.2, 0.1)


def test_dot_and_bar_lie_on_the_axis():
    svg = interval(0.5, 0.0, 1.0, width=100 + 2 * SIDE)
    (dot,) = re.findall(r'<circle cx="([\d.]+)"', svg)
    assert float(dot) == SIDE + 75
    found = re.search(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    assert found is not None
    assert [float(each) for each in found.groups()] == [SIDE + 50, 50]
    assert "no difference" in svg
    # a sure zero still shows
    assert 'width="2"' in interval(0.0, 0.0, 0.0)
