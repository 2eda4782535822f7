"""What is missing at a distance, worked out by hand; in any order, in open cases, in few and in many at once."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from models.case_surprise import missing
from models.case_surprise.counting import NOBODY
from models.case_surprise.missing import EARLIER, LATER, Lacking, Missing
from models.case_surprise.telling import Oddity, Telling
from models.case_surprise.usual import UNUSUAL, Usual, scores_of_learnt
from models.case_surprise.ways import Told, Words, ways_of
from models.case_surprise.words import in_numbers, in_short

CAUTION = 4.0


def of(cases: list[str], side: str, ended: list[bool] | None = None) -> tuple[Missing, Lacking, np.ndarray]:
    """Cases by the first letters of their steps; what each lacks beside the others, and the way that each ran."""
    told = Told.of([[(letter,) for letter in case] for case in cases], ended)
    words = Words.of(told)
    ways, way = ways_of(told, words)
    found = Missing(ways, words.many(0), side, CAUTION)
    return found, found.lacking(ways, np.arange(len(ways))), way


def told_of(cases: list[str], case: int) -> list[Oddity]:
    events = [[(letter,) for letter in each] for each in cases]
    usual, way = Usual.learnt(Told.of(events))
    own = np.arange(len(usual.ways))
    telling = Telling(usual, usual.surprises(usual.ways, own), own)
    return telling.oddities(int(way[case]), events[case], int(usual.ways.first[way[case]]))


def test_what_came_without_what_the_others_had_before_by_hand():
    # ten others had A before C; never to have A at all is, with 4 sights of caution, (0 + 2) of (10 + 4)
    _, found, way = of(["ABC"] * 10 + ["BC"], EARLIER)
    assert found.asked.way.tolist() == [way[-1]]
    assert found.asked.answer.tolist() == [0]
    # B came first without it, C second: it is told of the first
    assert found.asked.event.tolist() == [3]
    probability = (0 + 4 * 1 * 2 / 14) / (10 + 4)
    assert found.probability[0] == pytest.approx(probability)
    assert found.excess[0] == pytest.approx(-log(probability))
    assert (found.often[0], found.share[0]) == (10, 0)


def test_what_the_others_had_after_is_missing_where_the_case_has_ended():
    cases = ["ABC"] * 10 + ["AB"]
    _, ended, way = of(cases, LATER)
    assert ended.asked.way.tolist() == [way[-1]]
    # seen from the end, B is the nearest that C should have followed
    assert ended.asked.event.tolist() == [4]
    _, running, _ = of(cases, LATER, [True] * 10 + [False])
    assert len(running.asked.way) == 0


def test_what_few_of_the_others_had_is_not_missing():
    _, found, _ = of(["ABC"] * 8 + ["BC"] * 2, EARLIER)
    assert len(found.asked.way) == 0


def test_steps_done_in_any_order_are_missing_where_one_was_left_out():
    """Four steps in any order, between the beginning and the end: neighbours are never surprised."""
    random = np.random.default_rng(3)
    cases = ["S" + "".join(random.permutation(list("abcd"))) + "E" for _ in range(600)] + ["SbadE"]
    usual, way = Usual.learnt(Told.of([[(letter,) for letter in case] for case in cases]))
    found = scores_of_learnt(usual)[way]
    assert found[-1] > UNUSUAL
    assert found[:-1].max() < found[-1]
    first = told_of(cases, -1)[0]
    assert first.expected == "c"
    assert in_short(first, ("activity",), [(letter,) for letter in "SbadE"]) == "“E” without “c” before it"
    assert in_numbers(first, ("activity",)) == (
        "“c” comes at some time before “E” (100% of 600); here it does not (none)"
    )


def test_what_was_closed_without_being_opened():
    random = np.random.default_rng(4)
    between = ["".join(letter for letter in "vwxy" if random.random() < 0.7) + "m" for _ in range(800)]
    cases = [("A" + each + "a" if number % 3 else "B" + each + "b") for number, each in enumerate(between)]
    cases[400] = "Avwxymb"
    usual, way = Usual.learnt(Told.of([[(letter,) for letter in case] for case in cases]))
    found = scores_of_learnt(usual)[way]
    assert found[400] > UNUSUAL
    assert (found > UNUSUAL).sum() <= 3
    # its neighbours are all usual: A is too far from b
    parts = usual.surprises(usual.ways, np.arange(len(usual.ways)))
    assert max(float(part.excess[part.asked.way == way[400]].max()) for part in parts[:2]) < 1
    assert told_of(cases, 400)[0].expected in ("B", "a")


def test_the_same_gap_is_not_told_from_near_and_from_afar():
    found = told_of(["ABCD"] * 100 + ["ACD"], -1)
    assert [(each.question, each.expected) for each in found] == [("after", "B")]


def test_leaving_a_case_out_is_learning_without_it():
    random = np.random.default_rng(5)
    cases = ["".join(letter for letter in "ABCDE" if random.random() < 0.95) or "A" for _ in range(80)]
    words = Words.of(Told.of([[(letter,) for letter in "ABCDE"]]))
    for side in (EARLIER, LATER):
        whole, found, way = of(cases, side)
        assert whole.many == words.many(0)
        for case in range(0, 80, 7):
            others = Told.of([[(letter,) for letter in each] for each in cases[:case] + cases[case + 1 :]])
            without = Missing(ways_of(others, words)[0], words.many(0), side, CAUTION)
            anew = without.lacking(whole.ways.pick(np.array([way[case]])), np.array([NOBODY]))
            here = found.asked.way == way[case]
            np.testing.assert_allclose(found.excess[here], anew.excess, rtol=1e-9)
            np.testing.assert_array_equal(found.often[here], anew.often)


def test_some_at_once_give_the_same_as_all(monkeypatch: pytest.MonkeyPatch):
    cases = ["ABCD"] * 20 + ["ABD", "ACD", "BCD", "ABC", "DA", "B"]
    _, whole, _ = of(cases, EARLIER)
    monkeypatch.setattr(missing, "AT_ONCE", 2)
    _, parts, _ = of(cases, EARLIER)
    np.testing.assert_array_equal(parts.asked.way, whole.asked.way)
    np.testing.assert_array_equal(parts.asked.event, whole.asked.event)
    np.testing.assert_allclose(parts.excess, whole.excess)


def test_of_very_many_activities_those_that_most_cases_have_are_looked_at(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(missing, "MOST", 3)
    found, lacking, way = of(["XYZ"] * 30 + ["XwYZ"] * 5 + ["XwZ"], EARLIER)
    assert found.steps.tolist() == [0, 1, 2]
    assert lacking.asked.way.tolist() == [way[-1]]
    assert lacking.asked.answer.tolist() == [1]


def test_nothing_is_missing_in_no_cases():
    found, _, _ = of(["AB"] * 5, LATER)
    none = found.ways.pick(np.zeros(0, np.int64))
    assert len(found.lacking(none, np.zeros(0, np.int64)).asked.way) == 0
