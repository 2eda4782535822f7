"""People whose sums are higher and rounder than those of peers since some day, among honest ones."""

from __future__ import annotations

from dataclasses import replace

from models.unusual.expense_line import Line, compared
from models.unusual.expense_padding import by_report, is_round, patterns
from tests.models.unusual.lines import honest, line


def found(lines: list[Line]):
    ordered = sorted(lines, key=lambda each: each.submitted_at)
    return ordered, patterns(ordered, compared(ordered), 0.01)


def rounded(lines: list[Line], person: str, since: int, times: float = 1.6) -> list[Line]:
    """The lines of a person from some place on made more, and round."""
    own = [each for each in lines if each.person_id == person]
    more = {each.line_id: replace(each, amount=round(each.amount * times / 500) * 500) for each in own[since:]}
    return [more.get(each.line_id, each) for each in lines]


def test_nobody_among_honest_people():
    for seed in range(5):
        assert found(honest(30, 20, seed))[1] == {}


def test_who_pads_is_found_with_the_lines_since_then():
    lines, told = found(rounded(honest(30, 20), "honest 7", 8))
    assert set(told) == {"honest 7"}
    pattern = told["honest 7"]
    assert pattern.chance > 0.9
    days = [(lines[place].submitted_at - lines[0].submitted_at).days for place in pattern.lines]
    assert min(days) >= 7
    assert len(days) >= 9
    assert pattern.round >= 9
    assert pattern.more > 1.3
    reports = by_report(lines, told)
    assert len(reports) == len(days)
    assert all(lines[place].report_id == report for report, (_, places) in reports.items() for place in places)


def test_a_category_that_is_not_padded_is_left_out():
    trains = [
        line(f"train {day} {who}", 30 + day % 7 + 0.17, day, person_id=f"honest {who}", category="Train")
        for day in range(20)
        for who in range(30)
    ]
    # one dear train among those that cost as much as others'
    trains = [replace(each, amount=4_511) if each.line_id == "train 15 7" else each for each in trains]
    lines, told = found(rounded(honest(30, 20), "honest 7", 8) + trains)
    assert {lines[place].category for place in told["honest 7"].lines} == {"Meals"}


def test_round_sums_are_no_hint_where_all_write_them():
    everybody = [replace(each, amount=round(each.amount / 500) * 500) for each in honest(30, 20)]
    assert found(everybody)[1] == {}


def test_who_is_only_rounder_is_not_told():
    assert found(rounded(honest(30, 12), "honest 7", 9, times=1.0))[1] == {}


def test_what_is_round():
    assert is_round(line("a", 45))
    assert not is_round(line("b", 45.5))
    # small sums are often round by accident
    assert not is_round(line("c", 5))


def test_what_hardly_speaks_for_it_hardly_belongs_to_it():
    dear = replace(line("dear train", 34.17, 15, person_id="honest 7", category="Train"), amount=4_401)
    trains = [
        line(f"train {who}", 30.17 + who / 9, 3, person_id=f"honest {who}", category="Train") for who in range(30)
    ]
    plain = [each for each in trains if each.person_id != "honest 7"]
    lines, told = found([*rounded(honest(30, 20), "honest 7", 8), *plain, dear])
    belongs = {lines[place].line_id: part for place, part in told["honest 7"].belongs.items()}
    assert set(told["honest 7"].lines) == set(told["honest 7"].belongs)
    # far into it, of the category that is padded: sure; another category by one sum alone: hardly better than a guess
    assert belongs["7 19"] > 0.99
    assert 0.5 < belongs["dear train"] < 0.9
