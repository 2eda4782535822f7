"""Numbers as people read them."""

import pytest

from metrics.cut import read_cut
from metrics.figures import in_words
from metrics.rollup import totals
from tests.metrics.hand_made_shares import kept, measure


@pytest.mark.parametrize(
    ("unit", "share", "words"),
    [
        ("count", {"value": 1234}, "1,234"),
        ("count", {"value": 1.25}, "1.2"),
        ("money", {"value": -9_600_000, "currency": "EUR"}, "−€96,000"),
        ("money", {"value": 100, "currency": "MRS"}, "MRS 1"),
        ("points", {"value": 2.34}, "+2.3 pts"),
        ("points", {"value": -2.34}, "−2.3 pts"),
        ("days", {"value": 45}, "45.0 days"),
        ("worked_hours", {"value": 90}, "1.5 h"),
        ("share", {"value": 0.6234}, "62.3%"),
        ("count", {"value": None}, "–"),
    ],
)
def test_a_value_has_its_unit(unit, share, words):
    aggregate = "sum" if unit == "money" else "mean"
    log = kept(measure(aggregate, unit), [{"at": "2026-02-02", **share}])
    (total,) = totals(log, "made", read_cut())
    assert in_words(total) == words


def test_a_duration_says_its_clock():
    log = kept(measure("km", "hours"), [{"starts_at": "2026-02-02 09:00", "ends_at": "2026-02-02 13:36"}])
    words = [in_words(total) for total in totals(log, "made", read_cut(measures=("median", "median_elapsed")))]
    assert words == ["4.6 working hours", "4.6 h"]


@pytest.mark.parametrize(
    ("aggregate", "unit", "share", "words"),
    [("mean", "points", {"value": -0.01}, "0.0 pts"), ("sum", "money", {"value": -40, "currency": "EUR"}, "€0")],
)
def test_a_small_negative_that_rounds_to_nothing_has_no_sign(aggregate, unit, share, words):
    log = kept(measure(aggregate, unit), [{"at": "2026-02-02", **share}])
    assert in_words(totals(log, "made", read_cut())[0]) == words
