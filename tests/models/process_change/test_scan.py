"""Traits of three cases by hand; the strength of a change by hand; where it is, and that shuffles have none."""

from __future__ import annotations

import numpy as np
import pytest

from models.case_surprise.ways import Told, Words, each_alone
from models.process_change.scan import LEAST, Windows, by_chance, changes, strengths
from models.process_change.traits import AT_ONCE, EDGE, LATER, REPEATS, THERE, Trait, Traits, traits_of
from models.process_change.words import in_words, shares_in_words


def of(texts: list[str]) -> tuple[Traits, tuple[str, ...]]:
    told = Told.of([[(letter,) for letter in text] for text in texts])
    words = Words.of(told)
    return traits_of(each_alone(told, words), words.many(0)), words.known[0]


def test_traits_by_hand():
    traits, letters = of(["ABA"] * 5 + ["AB"] * 5)
    has = {trait: traits.has[:, number].tolist() for number, trait in enumerate(traits.names)}
    a, b = letters.index("A"), letters.index("B")
    first, last = [True] * 5 + [False] * 5, [False] * 5 + [True] * 5
    # all begin with A, have both, and B right after A: that divides nothing, and is left out
    assert has == {
        Trait(AT_ONCE, b, a): first,
        Trait(AT_ONCE, a, EDGE): first,
        Trait(AT_ONCE, b, EDGE): last,
        Trait(LATER, b, a): first,
        Trait(REPEATS, a, a): first,
    }


def test_a_trait_of_few_cases_is_left_out():
    assert of(["AB"] * 20 + ["ACB"] * 4)[0].names == ()
    assert Trait(THERE, 2, 2) in of(["AB"] * 20 + ["ACB"] * 5)[0].names


def test_strength_by_hand():
    # 0 of 30 before, 10 of 10 since: 10 of 40 have it, error sqrt(1/4 * 3/4 * (1/30 + 1/10))
    traits = Traits((Trait(THERE, 0, 0),), np.array([[False]] * 30 + [[True]] * 10))
    found = strengths(traits.has, Windows(30, 10))
    assert found[30] == pytest.approx(1 / np.sqrt(3 / 16 * (1 / 30 + 1 / 10)))
    assert (np.delete(found, 30) == 0).all()


def test_the_mean_of_the_three_largest_counts():
    one = np.array([[False]] * 40 + [[True]] * 40)
    still = np.tile([[False], [True]], (40, 5))
    assert strengths(np.hstack([one, still]), Windows(40, 40))[40] == pytest.approx(np.sqrt(80) / 3)


def test_a_change_is_found_where_it_is():
    traits, letters = of(["ABCD", "ABD"] * 60 + ["ACBD", "ABD"] * 60)
    windows = Windows.of(240)
    assert windows == Windows(120, 40)
    (change,) = changes(traits, windows)
    assert abs(change.at - 120) <= 1
    told = {in_words(traits.names[number], letters): (z, before, since) for number, z, before, since in change.traits}
    z, before, since = told["“B” right after “C”"]
    assert z > LEAST
    assert shares_in_words(before, since, change.windows) == "in 0% of 120 cases before, in 50% of 40 since"


def test_shuffles_have_no_change_and_are_the_same_twice():
    traits, _ = of(["ABCD", "ABD"] * 60 + ["ACBD", "ABD"] * 60)
    chance = by_chance(traits, Windows(120, 40), 10, seed=1)
    assert max(chance) < LEAST < strengths(traits.has, Windows(120, 40)).max()
    assert by_chance(traits, Windows(120, 40), 10, seed=1) == chance


def test_windows_grow_with_the_cases():
    assert Windows.of(38) is None
    assert Windows.of(40) == Windows(20, 10)
    assert Windows.of(90) == Windows(45, 15)
    assert Windows.of(2000) == Windows(150, 150)
    assert Windows.of(2000, least=400) == Windows(400, 400)
    assert Windows.of(2000, least=1000) is None


@pytest.mark.parametrize(
    ("trait", "words"),
    [
        (Trait(AT_ONCE, EDGE, 0), "begins with “Ask”"),
        (Trait(AT_ONCE, 0, EDGE), "ends with “Ask”"),
        (Trait(LATER, 0, 1), "“Pay” some time after “Ask”"),
        (Trait(THERE, 1, 1), "“Pay” at all"),
        (Trait(REPEATS, 1, 1), "“Pay” more than once"),
    ],
)
def test_words(trait: Trait, words: str):
    assert in_words(trait, ("Ask", "Pay")) == words
