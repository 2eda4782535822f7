"""The activity order against a plain definition of its aim, on small logs by exhaustion and on shuffled copies."""

from itertools import pairwise, permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventlog.activity_order import activity_order
from tests.generated_logs import process_log, random_cases, trace

SMALL_LOGS = st.lists(st.tuples(st.lists(st.integers(0, 4), min_size=1, max_size=7), st.integers(1, 50)), max_size=8)
NAMES = ["check", "approve", "send", "pay", "ask again"]


def worth(order: list[int], log: list[tuple[list[int], int]]) -> float:
    """Share of moves forward + 0.3 × share of eventually-follows pairs forward, counted one by one."""
    moves = forward_moves = pairs = forward_pairs = 0
    for activities, cases in log:
        for left, right in pairwise(activities):
            if left != right:
                moves += cases
                forward_moves += cases * (order[left] < order[right])
        first = list(dict.fromkeys(activities))
        for at, left in enumerate(first):
            for right in first[at + 1 :]:
                pairs += cases
                forward_pairs += cases * (order[left] < order[right])
    return forward_moves / max(moves, 1) + 0.3 * forward_pairs / max(pairs, 1)


def test_sequence_with_rework_runs_one_way() -> None:
    log = [([0, 1, 2, 3], 90), ([0, 4, 0, 1, 2, 3], 10), ([0, 1, 0, 1, 2, 3], 5)]
    assert activity_order(NAMES, log) == [0, 2, 3, 4, 1]


def test_no_log_and_unused_activities_are_ordered_by_name() -> None:
    assert activity_order([], []) == []
    assert activity_order(["b", "a"], []) == [1, 0]
    assert activity_order(["only"], [([0], 1)]) == [0]


@settings(max_examples=60, deadline=None)
@given(SMALL_LOGS)
def test_no_single_move_of_an_activity_would_be_better(log: list[tuple[list[int], int]]) -> None:
    places = activity_order(NAMES, log)
    assert sorted(places) == list(range(5))
    order = sorted(range(5), key=lambda number: places[number])
    for activity in range(5):
        rest = [other for other in order if other != activity]
        for target in range(5):
            moved = [*rest[:target], activity, *rest[target:]]
            candidate = [moved.index(number) for number in range(5)]
            assert worth(candidate, log) <= worth(places, log) + 1e-9


@settings(max_examples=60, deadline=None)
@given(SMALL_LOGS, st.permutations(range(5)), st.randoms(use_true_random=False))
def test_other_numbers_and_another_order_of_variants_change_nothing(
    log: list[tuple[list[int], int]], numbers: list[int], random: Random
) -> None:
    places = activity_order(NAMES, log)
    renumbered = [([numbers[activity] for activity in activities], cases) for activities, cases in log]
    random.shuffle(renumbered)
    names = [name for _, name in sorted(zip(numbers, NAMES, strict=True))]
    again = activity_order(names, renumbered)
    assert [again[numbers[activity]] for activity in range(5)] == places


def test_close_to_the_best_of_all_orders() -> None:
    random = Random(7)
    for _ in range(10):
        log = [([random.randrange(5) for _ in range(random.randint(2, 8))], random.randint(1, 30)) for _ in range(6)]
        best = max(worth(list(order), log) for order in permutations(range(5)))
        assert worth(activity_order(NAMES, log), log) >= 0.93 * best


def test_many_activities_and_variants_stay_bounded() -> None:
    random = Random(3)
    log = [
        ([min(254, max(0, int(random.gauss(step * 12, 15)))) for step in range(20)], 1 + 1000 // (rank + 1))
        for rank in range(10_000)
    ]
    names = [f"activity {number}" for number in range(255)]
    places = activity_order(names, log)
    assert sorted(places) == list(range(255))
    assert worth(places, log) > 1.0


@pytest.mark.parametrize("rare", ["FEDCBA", "FEDCBAZ"])
@pytest.mark.parametrize("most", [40, 10_000])
def test_a_process_is_in_the_order_of_all_its_variants(monkeypatch: pytest.MonkeyPatch, most: int, rare: str) -> None:
    """However few of them are read."""
    monkeypatch.setattr("eventlog.activity_order.MOST_EVENTS", most)
    monkeypatch.setattr("eventlog.case_tables.build.MOST_EVENTS", most)
    process = process_log([*random_cases(5, 60, activities="ABCDEF"), trace("rare", rare)])
    variants = process.database.rows("select activities, cases from variant")
    assert process.places == activity_order(process.activities, variants)
