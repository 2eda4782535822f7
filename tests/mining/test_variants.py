"""Variants against plain Python: counts, shares, durations, and the words for what differs."""

from collections import Counter

import numpy as np
import pytest

from eventlog.filters import parse, select
from mining.variants import difference, variants
from tests.generated_logs import process_log, random_cases

CASES = random_cases(41, 150)


@pytest.mark.parametrize("region", ["", "EMEA"])
def test_counts_shares_and_durations(region):
    left = [case for case in CASES if region in ("", case.attributes["region"])]
    with process_log(CASES) as log:
        found = variants(log, select(log, parse(f"case.region = {region}" if region else "")), 1000)
    expected = Counter(case.trace for case in left)
    assert {row.activities: row.cases for row in found.top} == expected
    assert (found.total, found.cases) == (len(expected), len(left))
    assert [row.cases for row in found.top] == sorted(expected.values(), reverse=True)
    for row in found.top:
        durations = [case.seconds for case in left if case.trace == row.activities]
        np.testing.assert_allclose(
            (row.median_us / 1e6, row.p90_us / 1e6), np.quantile(durations, [0.5, 0.9]), atol=1e-6
        )
        assert row.share == row.cases / len(left)
        assert row.events == row.cases * len(row.activities)


def test_only_the_commonest_are_listed():
    with process_log(CASES) as log:
        found = variants(log, select(log), 3)
        assert len(found.top) == 3
        assert found.total > 3
        assert [row.number for row in found.top] == [1, 2, 3]
        assert found.top[0].difference == "the commonest way"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (["submit", "check", "pay"], "the commonest way"),
        (["submit", "reject", "check", "pay"], "adds reject"),
        (["submit", "pay"], "without check"),
        (["submit", "check", "submit", "check", "pay"], "repeats submit, check"),
        (["submit", "check", "check", "check", "pay"], "repeats check ×2"),
        (["submit", "ask", "ask", "pay"], "adds ask ×2; without check"),
        (["check", "submit", "pay"], "elsewhere: check"),
        (["other"], "adds other; without submit, check, pay"),
    ],
)
def test_difference_in_words(other, words):
    assert difference(["submit", "check", "pay"], other) == words


def test_difference_stays_short_and_quick():
    many = [f"step {number}" for number in range(20)]
    assert difference(["pay"], ["pay", *many]) == f"adds {', '.join(many[:8])}, 12 more"
    long = ["check", "wait"] * 50_000
    assert difference(long, [*long, "pay"]) == "adds pay"


def test_no_cases():
    with process_log([]) as log:
        found = variants(log, select(log))
        assert (found.cases, found.total, found.top) == (0, 0, [])
