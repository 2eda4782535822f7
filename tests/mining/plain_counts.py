"""What the kernels should find, counted one by one in plain Python and numpy."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

import numpy as np

from mining.process_map import ProcessMap
from tests.generated_logs import Case

MICROSECOND = timedelta(microseconds=1)
Move = tuple[str, str]


def waits(cases: Iterable[Case], shown: Sequence[str] | None = None) -> dict[Move, list[int]]:
    """By move between shown activities, the waits in microseconds."""
    found: defaultdict[Move, list[int]] = defaultdict(list)
    for case in cases:
        events = [event for event in case.events if shown is None or event.activity in shown]
        for before, after in pairwise(events):
            found[before.activity, after.activity].append((after.at - before.at) // MICROSECOND)
    return dict(found)


def figures(values: list[int]) -> tuple[float, float, float, int]:
    """Mean, median, 95th percentile and total, as numpy has them."""
    return float(np.mean(values)), float(np.median(values)), float(np.quantile(values, 0.95)), sum(values)


def first_and_last(cases: Iterable[Case], shown: Sequence[str] | None = None) -> tuple[Counter[str], Counter[str]]:
    """How many cases start and end with each activity."""
    traces = [[name for name in case.trace if shown is None or name in shown] for case in cases]
    return Counter(t[0] for t in traces if t), Counter(t[-1] for t in traces if t)


def assert_map_is(drawn: ProcessMap, cases: Sequence[Case], shown: Sequence[str] | None = None) -> None:
    """Hold all of a map against these cases."""
    names = drawn.process.activities
    expected = waits(cases, shown)
    assert {(names[m.from_no], names[m.to_no]): m.count for m in drawn.moves} == {
        k: len(v) for k, v in expected.items()
    }
    for move in drawn.moves:
        ends = names[move.from_no], names[move.to_no]
        assert move.elapsed is not None
        found = (move.elapsed.mean_us, move.elapsed.median_us, move.elapsed.p95_us, move.elapsed.total_us)
        np.testing.assert_allclose(found, figures(expected[ends]), rtol=1e-12, atol=1e-3)
        assert move.cases == sum(ends in waits([case], shown) for case in cases)
    starts, ends_ = first_and_last(cases, shown)
    assert {a.name: a.starts for a in drawn.activities if a.starts} == starts
    assert {a.name: a.ends for a in drawn.activities if a.ends} == ends_
    kept = [name for case in cases for name in case.trace if shown is None or name in shown]
    assert {a.name: a.events for a in drawn.activities} == Counter(kept)
    assert {a.name: a.cases for a in drawn.activities} == Counter(n for c in cases for n in set(c.trace) & set(kept))
