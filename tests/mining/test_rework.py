"""Rework against plain Python: repeats at once and after others, loops there and back."""

import pytest

from eventlog.filters import parse, select
from mining.rework import rework
from tests.generated_logs import process_log, random_cases

CASES = random_cases(51, 150)


@pytest.mark.parametrize("text", ["", "case.region = AMER"])
def test_repeats(text):
    left = [case for case in CASES if not text or case.attributes["region"] == "AMER"]
    with process_log(CASES) as log:
        found = rework(log, select(log, parse(text)))
    assert found.cases == len(left)
    assert found.cases_with_rework == sum(len(set(case.trace)) < len(case.trace) for case in left)
    assert {row.name for row in found.activities} == {n for c in left for n in c.trace if c.trace.count(n) > 1}
    for row in found.activities:
        counts = [case.trace.count(row.name) for case in left if row.name in case.trace]
        assert (row.cases, row.events) == (len(counts), sum(counts))
        assert row.repeating_cases == sum(count > 1 for count in counts)
        assert row.extra == sum(count - 1 for count in counts) == row.at_once + row.after_others
        pair = (row.name, row.name)
        assert row.at_once == sum(step == pair for c in left for step in zip(c.trace, c.trace[1:], strict=False))


def test_loops():
    with process_log(CASES) as log:
        found = rework(log, select(log))
    expected = {}
    for case in CASES:
        for a, b, c in zip(case.trace, case.trace[1:], case.trace[2:], strict=False):
            if a == c != b:
                times, cases = expected.setdefault((a, b), [0, set()])
                expected[a, b] = [times + 1, cases | {case.id}]
    assert {(x.first, x.second): (x.times, x.cases) for x in found.loops} == {
        pair: (times, len(cases)) for pair, (times, cases) in expected.items()
    }


def test_no_rework():
    with process_log([]) as log:
        found = rework(log, select(log))
        assert (found.cases_with_rework, found.activities, found.loops) == (0, [], [])
