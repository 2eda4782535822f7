"""The queue: money times chance within a day's capacity, with some at random among it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from core.settings import ReviewSettings
from models.findings.finding import Finding, FindingState
from models.findings.queue import queue
from models.findings.teaching import Reranker
from tests.models.findings.suspected import MONDAY, suspicion

SEEN = MONDAY.replace(tzinfo=UTC)


def found(number: int, chance: float, money: float | None, audited: bool = False, kind: str = "a") -> Finding:
    return Finding(
        number, "tester", 1, kind, FindingState.OPEN, "controller", suspicion(str(number), chance), money, SEEN, SEEN,
        1, audited=audited,
    )  # fmt: skip


def numbers(findings: tuple[Finding, ...]) -> list[int]:
    return [each.number for each in findings]


def test_money_times_chance_decides_and_unknown_money_is_as_if_usual():
    told = queue([found(1, 0.9, 100), found(2, 0.5, 300), found(3, 0.8, None), found(4, 0.1, 200)], ReviewSettings())
    # 90, 150, 0.8 × the median of 100, 200, 300, and 20
    assert numbers(told.all) == [3, 2, 1, 4]
    assert (told.as_if, told.expected) == (200, 90 + 150 + 20)


def test_no_money_counts_twice():
    thing, part = found(1, 0.5, 100), found(2, 0.5, 900)
    part = replace(part, suspicion=replace(part.suspicion, subject_type="legal_entity"))
    told = queue([thing, part], ReviewSettings())
    assert numbers(told.all) == [2, 1]
    assert told.expected == 50


def test_the_day_is_as_long_as_the_reviewer_can_look():
    told = queue([found(number, 0.5, number) for number in range(1, 31)], ReviewSettings(capacity=20, audit_share=0))
    assert numbers(told.today) == list(range(30, 10, -1))
    assert numbers(told.later) == list(range(10, 0, -1))


def test_what_is_judged_already_uses_the_day_up():
    many = [found(number, 0.5, number) for number in range(1, 31)]
    told = queue(many, ReviewSettings(capacity=20, audit_share=0), done=15)
    assert numbers(told.today) == list(range(30, 25, -1))
    assert queue(many, ReviewSettings(capacity=20), done=23).today == ()
    assert len(queue(many, ReviewSettings(capacity=20), done=23).later) == 30


def test_one_place_in_twenty_is_for_what_was_drawn_at_random():
    many = [found(number, 0.5, number, audited=number in (3, 5)) for number in range(1, 31)]
    told = queue(many, ReviewSettings(capacity=20))
    assert numbers(told.today)[:-1] == list(range(30, 11, -1))
    assert numbers(told.today)[-1] in (3, 5)
    assert len(told.later) == 10
    none_drawn = queue([found(number, 0.5, number) for number in range(1, 31)], ReviewSettings(capacity=20))
    assert numbers(none_drawn.today) == list(range(30, 10, -1))


def test_which_of_those_drawn_comes_today_hangs_on_no_score():
    def today(money: float, seed: int) -> int:
        """Of 30 the last eleven are drawn; among them the first is of this money and likely, the others of less."""
        drawn = [
            found(number, 0.9 if number == 1 else 0.1, money if number == 1 else 1.0, True) for number in range(1, 12)
        ]
        rest = [found(number, 0.9, 1e6) for number in range(12, 31)]
        return numbers(queue([*drawn, *rest], ReviewSettings(capacity=20, seed=seed)).today)[-1]

    poor, rich = ([today(money, seed) for seed in range(60)] for money in (0.5, 900.0))
    assert poor == rich
    assert len(set(poor)) == 11


def test_by_lot_are_those_that_would_not_have_come_by_themselves():
    below = [found(number, 0.9 - number / 100, 100, audited=True) for number in range(1, 31)]
    told = queue(below, ReviewSettings(capacity=10))
    assert len(told.by_lot) == 1
    assert told.by_lot < set(numbers(told.today))
    assert told.by_lot.isdisjoint(range(1, 11))
    assert queue(below[:10], ReviewSettings(capacity=10)).by_lot == frozenset()
    assert queue([replace(each, audited=False) for each in below], ReviewSettings(capacity=10)).by_lot == frozenset()


def test_what_verdicts_taught_changes_the_order():
    ranked = Reranker(("a", "b"), (0.0, 1.0, 0.0, 0.0, 3.0, -3.0), 0.1, 0.2, 60)
    told = queue([found(1, 0.5, 100, kind="b"), found(2, 0.5, 90, kind="a")], ReviewSettings(), ranked)
    assert numbers(told.all) == [2, 1]


def test_an_empty_queue_is_empty():
    assert queue([], ReviewSettings()).all == ()
