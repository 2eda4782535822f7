"""Receipts handed in again and sums in pieces, by hand."""

from __future__ import annotations

import pytest

from models.unusual.expense_doubles import AGAIN, MORE_OFTEN, SPLIT, doubled, split, weighed
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


def test_pieces_of_a_day_and_merchant_over_the_limit():
    (found,) = split([line("one", 41.3), line("two", 38.9), line("elsewhere", 70, merchant="Corner Deli")])
    assert [each.line_id for each in found.lines] == ["one", "two"]
    assert found.amount == 8_020


@pytest.mark.parametrize(("one", "two"), [(30, 40), (80, 40)])
def test_under_the_limit_together_or_over_it_alone_is_no_split(one: float, two: float):
    assert split([line("one", one), line("two", two)]) == []


def test_the_same_receipt_twice_is_no_split_and_two_halves_are():
    assert split([line("one", 50), line("again", 50, report_id="another")]) == []
    assert len(split([line("one", 50), line("other half", 50)])) == 1


def test_alone_it_counts_by_how_rarely_reports_look_like_it():
    lines = [line("one", 41.3), line("two", 38.9)]
    (rare,) = weighed(lines, split(lines), 0.001, 0.01)
    (often,) = weighed(lines, split(lines), 0.05, 0.01)
    assert rare.chance == SPLIT
    # ten times as often: odds of a tenth
    assert often.chance == pytest.approx(0.1 / 1.1)


def test_who_does_it_again_and_again_is_told_where_others_sometimes_do():
    lines = [each for day in range(4) for each in (line(f"{day}.1", 41 + day, day), line(f"{day}.2", 39 + day, day))]
    found = list(weighed(lines, split(lines), 0.03, 0.01))
    each = (0.03 + MORE_OFTEN) / 0.03 * 2.718281828459045**-MORE_OFTEN
    odds = (each + each**2 + each**3 + each**4) / 4 / 99
    assert [one.times for one in found] == [4] * 4
    assert [one.chance for one in found] == pytest.approx([odds / (1 + odds)] * 4)
    assert "one of 4 times by Ann Other" in found[0].text


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


def test_who_as_often_stays_under_the_limit_with_two_sums_is_told_less():
    days = range(4)
    over = [each for day in days for each in (line(f"{day}.1", 41 + day, day), line(f"{day}.2", 39 + day, day))]
    under = [each for day in days for each in (line(f"{day}.3", 10 + day, day), line(f"{day}.4", 12 + day, day))]
    elsewhere = [line(each.line_id, each.amount / 100, int(each.line_id[0]), merchant="Corner Deli") for each in under]
    before = next(iter(weighed(over, split(over), 0.03, 0.01))).chance
    after = next(iter(weighed(over + elsewhere, split(over + elsewhere), 0.03, 0.01))).chance
    # each day is worth half as much
    each = (0.03 + MORE_OFTEN) / 0.03 * 2.718281828459045**-MORE_OFTEN / 2
    odds = (each + each**2 + each**3 + each**4) / 4 / 99
    assert after == pytest.approx(odds / (1 + odds))
    assert after < before
