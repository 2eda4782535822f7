"""What counts as right among the first of a week, by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from benchmarks.evaluate.planted_records import Counted, _count, _count_by_date
from models.detector import Place, Suggestion, Suspicion

MOMENT = datetime(2026, 3, 9)


def told(*reports: str) -> list[Suspicion]:
    return [
        Suspicion(
            "expense_report", report, 1.0, 0.9, 0.01, report, report, MOMENT, (), Suggestion("ask", "Ask."), Place()
        )
        for report in reports
    ]


def counted() -> Counted:
    return Counted(planted={"expense_splits": {"one", "two"}}, earlier={"before"})


def test_as_many_are_looked_at_as_came_on_record():
    one = counted()
    _count(one, told("one", "false", "two"), {"one", "two", "plain"})
    assert (one.shown, one.right) == (2, 1)
    assert one.wrong == {"false"}


def test_what_was_planted_before_the_half_year_is_right_by_both_counts():
    plain, by_date = counted(), counted()
    _count(plain, told("before", "one"), {"one"})
    _count_by_date(by_date, told("before", "one"), {"one": MOMENT - timedelta(days=2)}, MOMENT)
    assert (plain.shown, plain.right) == (1, 1)
    assert (by_date.shown_by_date, by_date.right_by_date) == (1, 1)


def test_by_date_what_is_not_handed_in_yet_leaves_its_place_to_a_false_one():
    one = counted()
    _count_by_date(one, told("false"), {"one": MOMENT - timedelta(days=2), "two": MOMENT - timedelta(days=9)}, MOMENT)
    assert (one.shown_by_date, one.right_by_date) == (1, 0)
