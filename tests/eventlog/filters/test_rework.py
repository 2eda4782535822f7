"""Repeated activities, against plain Python over the same log."""

from tests.eventlog.filters.chosen import chosen, expected


def test_any_activity_repeated():
    assert chosen("rework") == expected(lambda case: len(set(case.trace)) < len(case.trace))
    assert chosen("no rework") == expected(lambda case: len(set(case.trace)) == len(case.trace))


def test_one_activity_repeated():
    assert chosen('rework "C"') == expected(lambda case: case.trace.count("C") > 1)
    assert chosen('no rework "C"') == expected(lambda case: case.trace.count("C") <= 1)
    assert chosen('rework and has "C"') == expected(
        lambda case: len(set(case.trace)) < len(case.trace) and "C" in case.trace
    )
