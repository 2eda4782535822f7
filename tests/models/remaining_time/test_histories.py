"""Looks at cases: after each event, and at a day of one's own."""

from __future__ import annotations

import numpy as np

from models.remaining_time.histories import after_events, at
from tests.models.remaining_time.made_cases import histories

CASES = histories([(0, "a"), (1, "b"), (3, "a")], [(2, "a"), (5, "c")])


def test_looks_after_all_events_but_the_last_of_each_case():
    looks = after_events(CASES)
    assert looks.event.tolist() == [0, 1, 3]
    assert looks.day.tolist() == [0, 1, 2]
    assert after_events(CASES, fewest=2).event.tolist() == [1]


def test_a_look_at_a_day_knows_the_last_event_until_then_and_leaves_out_what_had_not_begun():
    looks = at(CASES, np.array([2.5, 1.9, 5.0]), np.array([0, 1, 1]))
    assert looks.event.tolist() == [1, 4]
    assert looks.day.tolist() == [2.5, 5.0]


def test_when_an_activity_was_first():
    assert CASES.happened("a").tolist() == [0, 2]
    assert np.isnan(CASES.happened("b")).tolist() == [False, True]
    assert CASES.begins.tolist() == [0, 2]
    assert CASES.ends.tolist() == [3, 5]


def test_some_cases_in_another_order():
    found = CASES.of_cases(np.array([1, 0]))
    assert found.first.tolist() == [0, 2, 5]
    assert found.day.tolist() == [2, 5, 0, 1, 3]
    assert found.activity == ["a", "c", "a", "b", "a"]
    assert CASES.of_cases(np.array([], np.int64)).cases == 0
