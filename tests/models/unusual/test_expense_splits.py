"""Sums in pieces under the limit, by hand."""

from __future__ import annotations

import pytest

from models.unusual.expense_line import Line
from models.unusual.expense_splits import MORE_OFTEN, SPLIT, split, weighed
from tests.models.unusual.lines import line


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


def test_who_as_often_stays_under_the_limit_with_two_sums_is_told_less():
    days = range(4)
    over = [each for day in days for each in (line(f"{day}.1", 41 + day, day), line(f"{day}.2", 39 + day, day))]
    under = [each for day in days for each in (line(f"{day}.3", 10 + day, day), line(f"{day}.4", 12 + day, day))]
    elsewhere = [line(each.line_id, each.amount / 100, int(each.line_id[0]), merchant="Corner Deli") for each in under]
    # so many small sums that two of all are hardly ever over the limit
    small = [line(f"small {day}", 5, 100 + day, person_id="bob") for day in range(60)]
    before = next(iter(weighed(over + small, split(over), 0.03, 0.01))).chance
    after = next(iter(weighed(over + elsewhere + small, split(over), 0.03, 0.01))).chance
    # each day is worth half as much
    each = (0.03 + MORE_OFTEN) / 0.03 * 2.718281828459045**-MORE_OFTEN / 2
    odds = (each + each**2 + each**3 + each**4) / 4 / 99
    assert after == pytest.approx(odds / (1 + odds))
    assert after < before


def test_it_stands_in_the_report_with_which_all_were_there():
    (found,) = split(
        [line("one", 41.3, report_id="early"), line("two", 38.9, submitted_at=line("x", 1, 9).submitted_at)]
    )
    assert found.report_id == "report 0 of ann"


def test_what_chance_alone_puts_over_the_limit_counts_for_less():
    lines = [line("one", 60), line("two", 30)]
    pair = [line("bob 1", 20, person_id="bob"), line("bob 2", 10, person_id="bob")]
    (before,) = weighed(lines, split(lines), 0.001, 0.01)
    (after,) = weighed(lines + pair, split(lines), 0.001, 0.01)
    assert before.chance == SPLIT
    # of the six pairs of 60, 30, 20 and 10 two are over 75, four are not: for the pair that is not, half a one
    assert after.chance == pytest.approx(SPLIT / 2)


def test_where_chance_alone_puts_many_over_the_limit_even_several_are_no_habit():
    lines = [each for day in range(4) for each in (line(f"{day}.1", 41 + day, day), line(f"{day}.2", 39 + day, day))]
    others = [
        each
        for day in range(4)
        for each in (line(f"bob {day}.1", 36, day, person_id="bob"), line(f"bob {day}.2", 37, day, person_id="bob"))
    ]
    before = next(iter(weighed(lines, split(lines), 0.001, 0.01))).chance
    after = next(iter(weighed(lines + others, split(lines), 0.001, 0.01))).chance
    assert before > 0.9
    assert after < 0.1


def test_what_stands_in_one_report_counts_once():
    def of(report: str) -> list[Line]:
        return [
            line(f"{day}.{part}", amount, day, merchant=f"{day}", report_id=report.format(day))
            for day in range(3)
            for part, amount in (("1", 41.3), ("2", 38.9))
        ]

    together, apart = of("one"), of("report {}")
    assert {one.times for one in weighed(together, split(together), 0.001, 0.01)} == {1}
    assert {one.times for one in weighed(apart, split(apart), 0.001, 0.01)} == {3}
