"""The line in a tile: points where they belong, gaps, the target, the last point."""

import re
from xml.etree import ElementTree

import pytest

from figures.colours import LIGHT
from figures.sparkline import HEIGHT, INSET, WIDTH, sparkline

SVG = "{http://www.w3.org/2000/svg}"


def points(svg: str) -> list[list[tuple[float, ...]]]:
    tree = ElementTree.fromstring(svg)
    return [
        [tuple(map(float, pair.split(","))) for pair in line.get("points").split()]
        for line in tree.iter(f"{SVG}polyline")
    ]


def test_the_line_spans_the_tile_from_lowest_to_highest():
    (line,) = points(sparkline([2, 6, 4], theme="light"))
    assert line == [(INSET, HEIGHT - INSET), (WIDTH / 2, INSET), (WIDTH - INSET, HEIGHT / 2)]


def test_a_gap_parts_the_line_and_a_lone_point_is_a_dot():
    svg = sparkline([1, 2, None, 3, None, 2, 1], theme="light")
    assert [len(line) for line in points(svg)] == [2, 2]
    assert svg.count("<circle") == 2


def test_the_target_is_dashed_and_within_the_tile():
    tree = ElementTree.fromstring(sparkline([1, 2], 5.0, "light"))
    target = tree.find(f"{SVG}line")
    assert target.get("stroke-dasharray") == "2 2"
    assert float(target.get("y1")) == INSET
    assert tree.get("aria-label") == "ends higher than it begins, below its target"


def test_what_is_not_over_ends_hollow():
    done, running = (sparkline([1, 2], None, "light", so_far) for so_far in (False, True))
    assert f'fill="{LIGHT["ink-2"]}"' in re.search("<circle[^>]*>", done)[0]
    assert f'fill="{LIGHT["surface"]}"' in re.search("<circle[^>]*>", running)[0]


def test_the_page_theme_follows_the_page():
    assert "var(--ink-2,#434B5A)" in sparkline([1, 2])


@pytest.mark.parametrize("values", [[], [None, None]])
def test_nothing_is_a_dotted_line_that_says_so(values: list[None]):
    tree = ElementTree.fromstring(sparkline(values))
    assert tree.get("aria-label") == "no figures yet"
    assert points(ElementTree.tostring(tree, encoding="unicode")) == []


def test_one_value_all_the_same_and_very_many():
    assert points(sparkline([5.0])) == []
    assert {y for _, y in points(sparkline([3, 3, 3]))[0]} == {HEIGHT / 2}
    assert len(points(sparkline(list(range(500))))[0]) == 500
