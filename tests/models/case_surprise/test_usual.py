"""Surprise worked out by hand on four cases; leaving a case out is learning without it; a new word, an open case."""

from __future__ import annotations

import json
from math import log

import numpy as np
import pytest

from benchmarks.odd_ways import Net, odd_ways
from models.case_surprise.contexts import AFTER, BEFORE
from models.case_surprise.counting import NOBODY
from models.case_surprise.usual import UNUSUAL, Surprises, Usual, scores, scores_of_learnt
from models.case_surprise.ways import Told, Words, ways_of

USUAL_WAY = [("Ask", "Ann"), ("Check", "Bob"), ("Pay", "Cid")]
SKIPPED = [("Ask", "Ann"), ("Pay", "Cid")]
LOG = [USUAL_WAY, USUAL_WAY, USUAL_WAY, SKIPPED]


def learnt(neighbours: int) -> Usual:
    told = Told.of(LOG)
    words = Words.of(told)
    return Usual(words, ways_of(told, words)[0], neighbours)


def of_the_skipped(usual: Usual, question: int) -> Surprises:
    """The rows of one question about the case that is skipped in, with itself left out."""
    found = usual.surprises(usual.ways, np.arange(len(usual.ways)))[question]
    return Surprises(
        found.asked.rows(found.asked.way == 1),
        found.probability[found.asked.way == 1],
        found.excess[found.asked.way == 1],
    )


def test_cases_that_ran_alike_are_one_way():
    usual = learnt(1)
    assert usual.ways.times.tolist() == [3, 1]
    assert usual.ways.first.tolist() == [0, 3, 5]
    assert usual.words.known == (("Ask", "Check", "Pay"), ("Ann", "Bob", "Cid"))


def test_the_next_activity_by_hand():
    # Others: three cases of Ask, Check, Pay and the end, so of 12 answers 3 are Pay, of 4 kinds. Symbols: the three,
    # a new one, the end. A kind is worth 4 sights to the shorter context.
    anywhere = (3 + 4 * 4 / 5) / (12 + 4 * 4)
    after_ask = (0 + 4 * 1 * anywhere) / (3 + 4 * 1)
    # Of "after Ask" the others know one answer, so nothing is open there: all of the surprise counts.
    found = of_the_skipped(learnt(1), 0)
    assert found.asked.name == AFTER
    assert found.probability[1] == pytest.approx(after_ask)
    assert found.excess[1] == pytest.approx(-log(after_ask))
    # that it begins with Ask, as all do: after the beginning came Ask 3 times, and nothing else
    assert found.probability[0] == pytest.approx((3 + 4 * (3 + 4 * 4 / 5) / 28) / 7)


def test_a_second_neighbour_adds_what_was_seen_after_both():
    one, two = (of_the_skipped(learnt(many), 0).probability for many in (1, 2))
    # after the beginning and Ask the others came three times too, with one answer that is not Pay
    assert two[1] == pytest.approx(4 * one[1] / (3 + 4))


def test_who_does_it_by_hand():
    # "value before" of Pay: others' Pay is Cid's, 3 of 3; after Ann it was not seen, so the longer context says nothing
    found = of_the_skipped(learnt(1), 3)
    assert found.asked.name == "value before"
    anybody = (3 + 4 * 3 / 4) / (9 + 4 * 3)
    assert found.probability[1] == pytest.approx((3 + 4 * anybody) / (3 + 4))


def test_the_score_sums_how_many_times_rarer_each_question_finds_it():
    usual = learnt(1)
    parts = usual.surprises(usual.ways, np.arange(2))
    rarest = [part.excess[part.asked.way == 1].max() for part in parts]
    # four questions, and what is missing before Pay and after Ask
    assert len(parts) == 6
    assert scores(parts, usual.ways)[1] == pytest.approx(min(log(sum(np.exp(rarest))), max(rarest) + 1))


def test_a_long_case_has_more_occasions():
    short, long = [("A", "x")] * 5, [("A", "x")] * 40
    usual, _ = Usual.learnt(Told.of([short, long]))
    parts = usual.surprises(usual.ways, np.arange(2))
    rarest = [part.excess[part.asked.way == 1].max(initial=-np.inf) for part in parts]
    assert scores(parts, usual.ways)[1] == pytest.approx(max(rarest) + 1 - log(4))


def test_leaving_a_case_out_is_learning_without_it():
    cases, _ = odd_ways(Net(5, 3, 2, 12, 3), 60, seed=3)
    told = Told.of(cases)
    words = Words.of(told)
    ways, way = ways_of(told, words)
    whole = Usual(words, ways, 3)
    left_out = whole.surprises(ways, np.arange(len(ways)))
    for case in (0, 7, 31, 59):
        others = Told.of([*cases[:case], *cases[case + 1 :]])
        without = Usual(words, ways_of(others, words)[0], 3)
        alone = ways.pick(np.array([way[case]]))
        anew = without.surprises(alone, np.array([NOBODY]))
        for here, there in zip(left_out, anew, strict=True):
            rows = here.asked.way == way[case]
            np.testing.assert_allclose(here.probability[rows], there.probability, rtol=1e-12)
            np.testing.assert_allclose(here.excess[rows], there.excess, rtol=1e-9, atol=1e-9)


def test_probabilities_of_all_answers_sum_to_one():
    usual = learnt(2)
    asked = of_the_skipped(usual, 0).asked.rows(np.array([1] * 5))
    answers = np.arange(5)
    every = type(asked)(
        asked.name, asked.column, asked.symbols, asked.way, asked.event, answers, asked.contexts, asked.holds
    )
    assert usual.chance(0, every, np.full(5, 1)).sum() == pytest.approx(1)


def test_the_odd_one_is_unusual_and_the_others_are_not():
    cases = [USUAL_WAY] * 400 + [SKIPPED]
    usual, way = Usual.learnt(Told.of(cases))
    found = scores_of_learnt(usual)[way]
    assert found[-1] > UNUSUAL
    # four questions, none of them surprised; together they make a case no more than 1 above the rarest
    assert found[0] == pytest.approx(1, abs=0.1)


def test_somebody_new_says_little_where_people_join():
    cases = [USUAL_WAY] * 100
    strict, open_to_new = (Usual.learnt(Told.of(cases), newcomers)[0] for newcomers in ((), (1,)))
    told = Told.of(
        [[("Ask", "Ann"), ("Check", "Dan"), ("Pay", "Cid")], [("Ask", "Ann"), ("Check", "Cid"), ("Pay", "Cid")]]
    )
    ways, _ = ways_of(told, strict.words)
    new, swapped = scores(strict.surprises(ways, np.full(2, NOBODY)), ways)
    assert min(new, swapped) > UNUSUAL
    new, still_swapped = scores(open_to_new.surprises(ways, np.full(2, NOBODY)), ways)
    assert new == pytest.approx(1, abs=0.1)
    # Cid is known, and does not check
    assert still_swapped == swapped
    assert Usual.of_json(open_to_new.as_json()).newcomers == (1,)


def test_a_word_that_came_later_is_unusual_and_no_error():
    usual, _ = Usual.learnt(Told.of([USUAL_WAY] * 50))
    told = Told.of([[("Ask", "Ann"), ("Sign", "Dan"), ("Pay", "Cid")]])
    ways, _ = ways_of(told, usual.words)
    assert scores(usual.surprises(ways, np.array([NOBODY])), ways)[0] > UNUSUAL


def test_a_case_that_may_go_on_is_not_held_to_its_end():
    usual, _ = Usual.learnt(Told.of([USUAL_WAY] * 50))
    told = Told.of([USUAL_WAY[:2], USUAL_WAY[:2]], ended=[False, True])
    ways, way = ways_of(told, usual.words)
    running, ended = scores(usual.surprises(ways, np.full(2, NOBODY)), ways)[way]
    assert running == pytest.approx(1, abs=0.1)
    assert ended > 3
    before = usual.surprises(ways, np.full(2, NOBODY))[1]
    assert before.asked.name == BEFORE
    # Ask before Check, and the beginning before Ask; what comes before the last it has may still change
    assert (before.asked.way == way[0]).sum() == 2


def test_neighbours_are_as_many_as_foretell_best():
    # what comes after the second X hangs on what came before the first
    told = Told.of([[(each,) for each in text] for text in ["AXXB", "CXXD"] * 200])
    assert Usual.learnt(told)[0].neighbours >= 3
    # each step drawn anew: nothing before it tells of it
    random = np.random.default_rng(4)
    assert (
        Usual.learnt(Told.of([[(str(each),) for each in random.integers(0, 9, 12)] for _ in range(200)]))[0].neighbours
        == 1
    )


def test_what_it_learnt_is_plain_json_and_the_same_twice():
    cases, _ = odd_ways(Net(6, 3, 2, 12, 3), 200, seed=5)
    usual, way = Usual.learnt(Told.of(cases))
    again, way_again = Usual.learnt(Told.of(cases))
    text = json.dumps(usual.as_json(), sort_keys=True)
    assert json.dumps(again.as_json(), sort_keys=True) == text
    assert (way == way_again).all()
    back = Usual.of_json(json.loads(text))
    assert (scores_of_learnt(back) == scores_of_learnt(usual)).all()


def test_faults_come_first_in_a_generated_log():
    cases, faults = odd_ways(Net(), 1500, seed=2)
    usual, way = Usual.learnt(Told.of(cases))
    found = scores_of_learnt(usual)[way]
    first = np.argsort(-found)[:75]
    assert np.mean([faults[case] != "normal" for case in first]) > 0.9
