"""What is told of odd cases: the event, what was expected in its place, how often; and the words for it."""

from __future__ import annotations

import numpy as np
import pytest

from models.case_surprise.contexts import AFTER, BEFORE
from models.case_surprise.telling import Oddity, Telling
from models.case_surprise.usual import Usual
from models.case_surprise.ways import Told
from models.case_surprise.words import in_numbers, in_short

COLUMNS = ("activity", "who", "did")
ASKED, CHECKED, PAID = ("Ask", "Ann", ""), ("Check", "Bob", ""), ("Pay", "Cid", "")
USUAL_WAY = [ASKED, CHECKED, PAID]


def odd(case: list[tuple[str, ...]]) -> list[Oddity]:
    """Of a case among a hundred usual ones, four of which are done by Dan."""
    cases = [USUAL_WAY] * 96 + [[ASKED, ("Check", "Dan", ""), PAID]] * 4 + [case]
    told = Told.of(cases)
    usual, way = Usual.learnt(told)
    own = np.arange(len(usual.ways))
    telling = Telling(usual, usual.surprises(usual.ways, own), own)
    return telling.oddities(int(way[-1]), case, int(usual.ways.first[way[-1]]))


def words(case: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(in_short(each, COLUMNS, case), in_numbers(each, COLUMNS)) for each in odd(case)]


def test_nothing_is_told_of_a_usual_case():
    assert odd(USUAL_WAY) == []


def test_a_step_left_out():
    first, *rest = odd([ASKED, PAID])
    assert (first.question, first.event, first.saw, first.expected) == (AFTER, 1, "Pay", "Check")
    assert (first.often, first.expected_share, first.saw_share) == (100, 1.0, 0.0)
    # the same gap is not told from its other side too
    assert rest == []
    assert words([ASKED, PAID])[0] == (
        "“Pay” after “Ask”, without “Check”",
        "After “Ask” comes “Check” (100% of 100); here “Pay” (none)",
    )


def test_a_step_once_more():
    short = [each for each, _ in words([ASKED, CHECKED, ASKED, CHECKED, PAID])]
    assert short == ["“Ask” after “Check”, once more"]


def test_a_step_too_early():
    assert "“Pay” after “Ask”, before “Check”" in [each for each, _ in words([ASKED, PAID, CHECKED])]


def test_a_case_that_stopped():
    short, numbers = words([ASKED, CHECKED])[0]
    assert short == "stopped after “Check”"
    assert numbers == "After “Ask”, “Check” comes “Pay” (100% of 100); here the case ends there (none)"


def test_a_case_that_began_otherwise():
    found = [(each.question, each.saw) for each in odd([CHECKED, PAID])]
    assert (AFTER, "Check") in found or (BEFORE, None) in found
    assert words([CHECKED, PAID])[0][0] == "began with “Check”"


def test_who_does_it():
    short, numbers = words([ASKED, ("Check", "Eve", ""), PAID])[0]
    assert short == "“Check” by Eve"
    assert numbers == "“Check” after “Ask” is mostly by Bob (96% of 100); here by Eve (none)"


def test_the_same_hand_twice():
    short, numbers = words([ASKED, ("Check", "Bob", "Ask"), PAID])[0]
    assert short == "“Check” by who did “Ask” too"
    assert numbers == (
        "“Check” after “Ask” is done by somebody new to the case (100% of 100); here by who did “Ask” (none)"
    )


def test_another_attribute():
    oddity = Oddity("activity before", 1, 0, "late", "in time", ("Pay",), 0.004, 0.93, 4120, 6.0)
    assert in_short(oddity, ("activity", "paid_when"), []) == "“Pay” with paid when “late”"
    told = "“Pay” mostly has paid when “in time” (93% of 4,120); here “late” (0.4%)"
    assert in_numbers(oddity, ("activity", "paid_when")) == told


def test_a_rare_end_is_seen_at_the_last_event():
    # the end after Check is asked after as well as before; both sides name the last event there is
    for each in odd([ASKED, CHECKED]) + odd([ASKED, CHECKED, PAID, CHECKED]):
        assert 0 <= each.seen_at <= 3
    (ended,) = [each for each in odd([ASKED, CHECKED]) if not each.column]
    assert (ended.between, ended.seen_at) == (("Check", None), 1)


@pytest.mark.parametrize("case", [[ASKED, PAID], [PAID, ASKED, CHECKED], [("Sign", "Zoe", ""), *USUAL_WAY]])
def test_the_most_surprising_comes_first_and_each_place_once(case: list[tuple[str, ...]]):
    found = odd(case)
    assert [each.excess for each in found] == sorted((each.excess for each in found), reverse=True)
    assert 1 <= len(found) <= 3
