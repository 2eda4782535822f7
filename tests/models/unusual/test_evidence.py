"""What pieces of evidence come to together, and the reasons they become."""

from __future__ import annotations

import pytest

from models.unusual.evidence import Piece, damped, rare_only, reasons, together, weight


def test_pieces_add_up_as_chances_that_one_is_right():
    assert together([Piece("a", 0.5), Piece("b", 0.5)], 0.01) == 0.75
    assert together([], 0.01) == 0.01


def test_a_rule_that_many_break_counts_for_less():
    assert damped(0.9, 0.01, 0.02) == pytest.approx(0.9)
    assert damped(0.9, 0.0, 0.02) == pytest.approx(0.9)
    # odds of 9 to 1, a tenth of them
    assert damped(0.9, 0.2, 0.02) == pytest.approx(0.9 / 1.9)


def test_reasons_lead_from_the_usual_chance_to_the_own():
    pieces = [Piece("small", 0.2, ("x",)), Piece("large", 0.9)]
    told = reasons(pieces, 0.01, together(pieces, 0.01))
    assert [each.text for each in told] == ["large", "small"]
    assert sum(each.points or 0 for each in told) == pytest.approx(together(pieces, 0.01) - 0.01)
    assert told[1].evidence == ("x",)


def test_what_is_rare_alone_never_comes_to_more_than_one_half_and_counts_once():
    long_day, long_week = Piece("a long day", 0.98), Piece("a long week", 0.6)
    alone = rare_only([long_day])
    assert together(alone, 0.01) == pytest.approx(0.98 / 1.98)
    both = rare_only([long_day, long_week])
    assert together(both, 0.01) == pytest.approx(together(alone, 0.01))
    assert [each.text for each in both] == ["a long day", "a long week"]
    assert both[0].chance > both[1].chance > 0
    assert rare_only([]) == []


def test_the_rarer_comes_first_among_what_is_rare_alone():
    assert weight(rare_only([Piece("rarer", 0.9)])) > weight(rare_only([Piece("rare", 0.5)]))
