"""One among its peers: a dot for each, its own place, and what is said where there is nothing to compare with."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from figures.peers import EMPTY, HEIGHT, MOST_IN_STACK, SIDE, axis, in_unit, near, peers, summary

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*told: object) -> ElementTree.Element:
    return ElementTree.fromstring(peers(*told, theme="light"))  # type: ignore[arg-type]


def test_each_peer_is_a_dot_and_its_own_stands_where_its_value_is():
    tree = drawn([1.0, 2.0, 3.0], 10.0, "h", 220.0)
    dots = [float(dot.get("cx", "")) for dot in tree.iter(f"{SVG}circle")]
    assert len(dots) == 3
    assert dots == sorted(dots)
    # from 0 to 10 over 200 wide
    assert dots == pytest.approx([SIDE + 20, SIDE + 40, SIDE + 60], abs=8)
    (diamond,) = tree.iter(f"{SVG}polygon")
    assert diamond.get("points", "").startswith("210,")
    assert "10 h here" in [each.text for each in tree.iter(f"{SVG}text")]
    assert tree.get("aria-label") == "3 peers from 1 h to 3 h; 10 h here, more than 3 of them."


def test_alike_ones_stack_and_many_share_a_dot():
    assert len(list(drawn([5.0] * MOST_IN_STACK, 9.0, "h").iter(f"{SVG}circle"))) == MOST_IN_STACK
    many = drawn([5.0] * 95, 9.0, "h")
    assert len(list(many.iter(f"{SVG}circle"))) == 10
    assert "A dot stands for 10." in [each.text for each in many.iter(f"{SVG}text")]
    assert all(0 <= float(dot.get("cy", "")) <= HEIGHT for dot in many.iter(f"{SVG}circle"))


def test_a_few_far_beyond_are_told_and_do_not_squeeze_the_others():
    tree = drawn([*(float(n) for n in range(100)), 3_500_000.0], 80.0, "times rarer", 220.0)
    told = [each.text for each in tree.iter(f"{SVG}text")]
    assert "1 peer far beyond, up to 3,500,000." in told
    assert "100" in told
    (diamond,) = tree.iter(f"{SVG}polygon")
    assert float(diamond.get("points", "").split(",")[0]) > SIDE + 150
    assert float(tree.get("height", "0")) > HEIGHT
    assert tree.get("aria-label", "").startswith("101 peers from 0 times rarer to 3,500,000 times rarer")
    assert near([1.0, 2.0, 9.0], 2.0) == [1.0, 2.0, 9.0]
    assert near([1.0] * 60 + [900.0], 500.0) == [1.0] * 60 + [900.0]
    assert near([-5.0, -1.0], -3.0) == [-5.0, -1.0]


@pytest.mark.parametrize(("values", "own"), [([], 1.0), ([float("nan")], 1.0), ([1.0], float("inf"))])
def test_nothing_to_compare_with_is_said(values: list[float], own: float):
    assert EMPTY in peers(values, own, "h")


@pytest.mark.parametrize(
    ("values", "span"),
    [([1, 9], (0, 9)), ([0.1, 0.31], (0, 0.35)), ([95, 100], (95, 100)), ([-2, 3], (-2, 3)), ([0, 0], (0, 1))],
)
def test_the_axis_begins_at_zero_unless_all_lie_far_from_it(values: list[float], span: tuple[float, float]):
    assert axis(values) == pytest.approx(span)


def test_values_in_their_unit():
    assert (in_unit(0.31, "share"), in_unit(38, "h"), in_unit(-2.5, "h")) == ("31%", "38 h", "−2.5 h")
    assert (in_unit(1_320_620, "GBP"), in_unit(-930.25, "EUR"), in_unit(5, "CHF")) == ("£1,320,620", "−€930", "5 CHF")
    assert summary([0.1, 0.2], 0.15, "share") == "2 peers from 10% to 20%; 15% here, more than 1 of them."
