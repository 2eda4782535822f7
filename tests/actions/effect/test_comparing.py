"""Intervals against published numbers and against counting."""

from __future__ import annotations

from math import comb

import pytest

from actions.effect.comparing import Share, difference, of_pairs, wider


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, table II, method 10
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(10, 10), Share(0, 10), 0.6075, 1.0),
    ],
)
def test_differences_as_newcombe_published_them(first: Share, second: Share, low: float, high: float):
    found = difference(first, second)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.value == pytest.approx(first.value - second.value)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """Every outcome of 8 against 6 cases, weighed by how likely it is."""
    for p, q in ((0.5, 0.5), (0.8, 0.3), (0.2, 0.6)):
        inside = sum(
            comb(8, a) * p**a * (1 - p) ** (8 - a) * comb(6, b) * q**b * (1 - q) ** (6 - b)
            for a in range(9)
            for b in range(7)
            if (found := difference(Share(a, 8), Share(b, 6))).low <= p - q <= found.high
        )
        assert inside > 0.92


def test_pairs_are_drawn_the_same_way_twice_and_narrow_with_their_number():
    few, many = of_pairs([1.0, 0.0, 0.5, 0.0]), of_pairs([1.0, 0.0, 0.5, 0.0] * 25)
    assert few == of_pairs([1.0, 0.0, 0.5, 0.0])
    assert few.value == many.value == 0.375
    assert few.high - few.low > many.high - many.low > 0
    assert wider(many, few).low == few.low
