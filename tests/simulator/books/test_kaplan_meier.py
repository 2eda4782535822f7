"""Quantiles with open cases: worked by hand, and by fractions multiplied out one by one."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from simulator.books.kaplan_meier import LEFT, quantiles


@pytest.mark.parametrize(
    ("times", "is_open", "expected"),
    [
        ([1, 2, 3, 4], [False] * 4, [2, 4]),  # after 2 a half is left, after 4 nothing
        (list(range(1, 11)), [False] * 10, [5, 9]),  # after 9 exactly a tenth
        ([1, 2, 3, 4], [False, True, False, True], [3, None]),  # 3/4, then 3/4 · 1/2 = 3/8, and no more ends
        ([2, 2], [True, False], [2, None]),  # what ends comes first: a half is left
        ([7, 9], [True, True], [None, None]),
        ([5], [False], [5, 5]),
        ([], [], [None, None]),
    ],
)
def test_quantiles_worked_by_hand(times: list[int], is_open: list[bool], expected: list[int | None]):
    assert quantiles(times, is_open) == expected


def test_quantiles_are_those_of_fractions_multiplied_out(scale: int):
    draw = random.Random(4)
    for _ in range(300 * scale):
        size = draw.randint(1, 30)
        times = [draw.randint(0, 12) for _ in range(size)]
        is_open = [draw.random() < 0.3 for _ in range(size)]
        assert quantiles(times, is_open) == multiplied_out(times, is_open)


def multiplied_out(times: list[int], is_open: list[bool]) -> list[int | None]:
    """The definition: at each time, those at risk and those who end."""
    found: list[int | None] = []
    for part in LEFT:
        survival, answer = Fraction(1), None
        for moment in sorted(set(times)):
            at_risk = sum(time >= moment for time in times)
            ends = sum(time == moment and not still for time, still in zip(times, is_open, strict=True))
            survival *= Fraction(at_risk - ends, at_risk)
            if ends and survival <= Fraction(1, part):
                answer = moment
                break
        found.append(answer)
    return found
