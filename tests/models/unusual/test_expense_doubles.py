"""Receipts handed in again, by hand."""

from __future__ import annotations

import pytest

from models.unusual.expense_doubles import AGAIN, doubled
from tests.models.unusual.lines import line


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("other_report", {"report_id": "another"}),
        ("same_report", {}),
        ("other_person", {"report_id": "another", "person_id": "bob"}),
        ("other_day", {"report_id": "another", "spent_on": line("x", 1, 3).spent_on}),
    ],
)
def test_how_a_line_repeats_another(how: str, said: dict[str, object]):
    (found,) = doubled([line("first", 23.45), line("again", 23.45, **said)])
    assert (found.how, found.line.line_id, found.earlier.line_id) == (how, "again", "first")
    assert found.chance == pytest.approx(AGAIN[how])


@pytest.mark.parametrize("said", [{"category": "Taxi"}, {"merchant": "Corner Deli"}, {"currency": "EUR"}])
def test_what_differs_repeats_nothing(said: dict[str, object]):
    assert list(doubled([line("first", 23.45), line("other", 23.45, report_id="another", **said)])) == []


def test_another_day_of_the_same_report_or_long_after_repeats_nothing():
    assert list(doubled([line("first", 23.45), line("next", 23.45, 1, report_id="report 0 of ann")])) == []
    assert list(doubled([line("first", 23.45), line("much later", 23.45, 30)])) == []


def test_a_price_paid_on_other_days_counts_for_less():
    lines = [line(f"day {day}", 4.5, day, person_id="bob") for day in range(10, 19)]
    (found,) = (
        each for each in doubled([line("first", 4.5), line("again", 4.5, report_id="another"), *lines])
        if each.line.person_id == "ann"
    )  # fmt: skip
    odds = AGAIN["other_report"] / (1 - AGAIN["other_report"]) / 10
    assert found.as_often == 9
    assert found.chance == pytest.approx(odds / (1 + odds))


def test_what_repeats_stands_in_the_report_begun_later_though_handed_in_before():
    first = line("first", 23.45, submitted_at=line("x", 1, 9).submitted_at)
    again = line("again", 23.45, report_id="another", begun_at=line("x", 1, 1).begun_at)
    (found,) = doubled(sorted([first, again], key=lambda each: each.submitted_at))
    assert (found.line.line_id, found.earlier.line_id) == ("again", "first")


def test_prices_that_fall_together_elsewhere_too_count_for_less():
    one, other = line("ann", 23.45), line("bob", 23.45, person_id="bob")
    strangers = [line("cy", 31, 10, person_id="cy"), line("dee", 31, 11, person_id="dee")]
    (found,) = doubled([one, other, *strangers])
    # of the five pairs of two people and two days one has the same price; one pair shares a day
    assert found.accidents == pytest.approx(1 / 5)
    assert found.chance == pytest.approx(AGAIN["other_person"] * 4 / 5)
