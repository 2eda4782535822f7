"""Small drawings: words that cannot break out, shapes that differ without colour."""

from xml.etree import ElementTree

import pytest

from figures.colours import LIGHT
from figures.svg import MARK_COLOURS, clean, drawing, element, mark, palette, says_nothing, text, titled

HOSTILE = '<script>alert("x")</script> & \x00\x1b\ud800 \u202e'


def test_words_of_a_source_stay_words():
    svg = drawing((10, 10), HOSTILE, [titled(HOSTILE, text(HOSTILE, (0, 0), "#000000"))])
    tree = ElementTree.fromstring(svg)
    assert [each.tag.partition("}")[2] for each in tree.iter()] == ["svg", "g", "title", "text"]
    assert clean("\x00a\ud800b") == " a?b"


def test_the_shapes_of_a_status_differ_without_their_colour():
    drawn = {kind: mark(kind, (5, 5), palette("light")) for kind in MARK_COLOURS}
    for kind, svg in drawn.items():
        for colour in LIGHT.values():
            svg = svg.replace(colour, "")
        drawn[kind] = svg
    assert len(set(drawn.values())) == len(MARK_COLOURS)


@pytest.mark.parametrize("theme", ["light", "dark", "page"])
def test_a_theme_names_every_colour(theme: str):
    assert palette(theme).keys() == LIGHT.keys()


def test_an_element_leaves_out_what_is_none_and_writes_numbers_short():
    assert element("rect", {"x": 1.50, "y": 2.0, "rx": None}) == '<rect x="1.5" y="2"/>'


def test_what_is_missing_is_said_in_lines_that_fit():
    words = "No close to draw: no period has ended yet, or no system tells of its tasks."
    tree = ElementTree.fromstring(says_nothing(words, 200, "light"))
    lines = [each.text for each in tree]
    assert len(lines) > 1
    assert " ".join(lines) == words
    assert tree.get("aria-label") == words
