"""Bottlenecks against plain Python: by move, activity, who acts next, and change of system; elapsed and business."""

from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest

from core.errors import WrongUse
from eventlog.filters import parse, select
from mining.bottlenecks import bottlenecks
from tests.generated_logs import process_log, random_cases, trace
from tests.mining.plain_counts import MICROSECOND, figures

CASES = random_cases(61, 120)
KEYS = {
    "move": lambda a, b: (a.activity, b.activity),
    "activity": lambda a, b: (None, b.activity),
    "resource": lambda a, b: (None, b.resource),
    "system_change": lambda a, b: (a.system, b.system),
}


@pytest.fixture(scope="module")
def process():
    with process_log(CASES) as log:
        yield log


@pytest.mark.parametrize("by", KEYS)
@pytest.mark.parametrize("text", ["", "case.region = EMEA", "trimmed 2026"])
def test_against_plain_counting(process, by, text):
    left = [case for case in CASES if "region" not in text or case.attributes["region"] == "EMEA"]
    if "trimmed" in text:
        left = [type(c)(c.id, [e for e in c.events if e.at.year == 2026]) for c in left]
    expected = defaultdict(list)
    for case in left:
        for before, after in pairwise(case.events):
            expected[KEYS[by](before, after)].append((after.at - before.at) // MICROSECOND)
    everything = sum(map(sum, expected.values()))
    if by == "system_change":
        expected = {key: values for key, values in expected.items() if key[0] != key[1]}
    found = bottlenecks(process, select(process, parse(text)), by, top=1000)
    assert {(row.after, row.before): row.count for row in found} == {key: len(v) for key, v in expected.items()}
    assert [row.elapsed.total_us for row in found] == sorted(map(sum, expected.values()), reverse=True)
    for row in found:
        values = expected[row.after, row.before]
        measured = (row.elapsed.mean_us, row.elapsed.median_us, row.elapsed.p95_us, row.elapsed.total_us)
        np.testing.assert_allclose(measured, figures(values), rtol=1e-12, atol=1e-3)
        assert row.share == pytest.approx(sum(values) / everything)


def test_business_time_ranks_by_itself():
    from datetime import UTC, datetime

    friday = datetime(2026, 1, 9, 21, tzinfo=UTC)
    cases = [trace("weekend", "AB", friday, hours=66), trace("day", "CD", friday.replace(hour=15), hours=6)]
    with process_log(cases, calendar_name="new_york") as log:
        assert [row.before for row in bottlenecks(log, select(log), "activity")] == ["B", "D"]
        business = bottlenecks(log, select(log), "activity", "business")
        assert [(row.before, row.business.total_us / 3.6e9) for row in business] == [("D", 6), ("B", 2)]
        assert [row.share for row in business] == [0.75, 0.25]


def test_wrong_questions_are_refused(process):
    with pytest.raises(WrongUse, match="Choose one of move"):
        bottlenecks(process, select(process), "team")
    with pytest.raises(WrongUse, match="no calendar"):
        bottlenecks(process, select(process), "move", "business")


def test_no_waits():
    with process_log([trace("1", "A")]) as log:
        for by in KEYS:
            assert bottlenecks(log, select(log), by) == []
