"""The backbone reaches every activity as widely as any way does, and the usual number of paths follows the rule."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventlog.filters import select
from mining.map_paths import paths_of
from mining.process_map import Activity, Move, ProcessMap, process_map
from tests.generated_logs import process_log, random_cases

TRACES = st.lists(
    st.tuples(st.lists(st.integers(0, 6), min_size=1, max_size=8), st.integers(1, 40)), min_size=1, max_size=9
)


def map_of(traces):
    """A map counted by hand from activity numbers and how often they come in that order."""
    numbers = sorted({number for activities, _ in traces for number in activities})
    counts, starts, ends = {}, {}, {}
    for activities, times in traces:
        for move in pairwise(activities):
            counts[move] = counts.get(move, 0) + times
        starts[activities[0]] = starts.get(activities[0], 0) + times
        ends[activities[-1]] = ends.get(activities[-1], 0) + times
    activities = [Activity(n, str(n), n, 1, 1, starts.get(n, 0), ends.get(n, 0)) for n in numbers]
    moves = [Move(*ends_, count, count, 0, None, None) for ends_, count in counts.items()]
    return ProcessMap(None, None, tuple(numbers), activities, moves, len(numbers)), counts, starts, ends


def widest(counts, roots):
    """For each activity the strength of its best way from a root, by trying until nothing improves."""
    best = dict(roots)
    for _ in range(10):
        for (before, after), count in counts.items():
            best[after] = max(best.get(after, 0), min(best.get(before, 0), count))
    return best


@settings(max_examples=60, deadline=None)
@given(TRACES)
def test_the_backbone_is_as_wide_as_any_way(traces):
    drawn, counts, starts, ends = map_of(traces)
    paths = paths_of(drawn)
    backbone = {(m.from_no, m.to_no): m.count for m in paths.moves[: paths.backbone]}
    turned = {(b, a): n for (a, b), n in counts.items()}
    assert widest(backbone, starts) == widest(counts, starts)
    assert widest({(b, a): n for (a, b), n in backbone.items()}, ends) == widest(turned, ends)


@settings(max_examples=60, deadline=None)
@given(TRACES)
def test_order_and_number_of_paths(traces):
    drawn, counts, starts, ends = map_of(traces)
    paths = paths_of(drawn)
    between = {move: count for move, count in counts.items() if move[0] != move[1]}
    assert {(m.from_no, m.to_no) for m in paths.moves} == set(between)
    for part in (paths.moves[: paths.backbone], paths.moves[paths.backbone :]):
        assert [m.count for m in part] == sorted((m.count for m in part), reverse=True)
    assert paths.backbone <= paths.shown <= len(paths.moves)
    budget = max(1.8 * len(drawn.activities) + 2, paths.backbone + 2 * len(drawn.activities))
    assert paths.shown <= budget + 1
    if paths.shown < len(paths.moves) and paths.shown < 1.8 * len(drawn.activities) + 2 - len(starts) - len(ends):
        flow = sum(m.count for m in paths.moves[: paths.shown]) + sum(starts.values()) + sum(ends.values())
        assert flow >= 0.98 * (sum(between.values()) + sum(starts.values()) + sum(ends.values()))


def test_the_same_log_under_other_ids_gives_the_same_paths():
    first = random_cases(4, 60)
    second = [type(c)(f"other {n}", c.events) for n, c in reversed(list(enumerate(first)))]
    found = []
    for cases in (first, second):
        with process_log(cases) as log:
            paths = paths_of(process_map(log, select(log)))
            found.append(([(m.from_no, m.to_no) for m in paths.moves], paths.backbone, paths.shown))
    assert found[0] == found[1]


@pytest.mark.parametrize("cases", [[], random_cases(1, 1, longest=1)])
def test_no_paths(cases):
    with process_log(cases) as log:
        paths = paths_of(process_map(log, select(log)))
        assert (paths.moves, paths.backbone, paths.shown) == ([], 0, 0)
