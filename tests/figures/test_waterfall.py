"""The walk of a margin: levels, signs, and what the causes do not explain."""

import pytest

from figures.amounts import Unit
from figures.chart_frame import Look
from figures.colours import LIGHT
from figures.waterfall import EMPTY, UNEXPLAINED, Cause, Total, explained, waterfall

MARGIN = Unit("share", digits=1)
CAUSES = [Cause("Rate", -0.004), Cause("Hours over plan", -0.021), Cause("Changes", 0.007)]


def walk(end: float = 0.336, narrow: bool = False):
    return waterfall(Total("Baseline", 0.354), CAUSES, Total("Forecast", end), MARGIN, Look(narrow=narrow))


def bars(figure):
    return next(each for each in figure.data if each.type == "bar")


def test_each_step_begins_where_the_one_before_ends():
    found = bars(walk())
    assert list(found.y) == [-0.004, -0.021, 0.007]
    assert list(found.base) == pytest.approx([0.354, 0.350, 0.329])
    assert list(found.marker.color) == [LIGHT["ramp-4"], LIGHT["ramp-4"], LIGHT["surface"]]


def test_the_narrow_walk_goes_down_the_page_with_the_same_figures():
    found = bars(walk(narrow=True))
    assert found.orientation == "h"
    assert list(found.x) == [-0.004, -0.021, 0.007]
    assert list(found.base) == pytest.approx([0.354, 0.350, 0.329])


def test_totals_are_marks_and_the_axis_need_not_start_at_zero():
    figure = walk()
    thick = [each for each in figure.data if each.type == "scatter" and each.line.width == 5]
    assert [list(each.y) for each in thick] == [[0.354, 0.354], [0.336, 0.336]]
    assert figure.layout.yaxis.range[0] > 0.3


@pytest.mark.parametrize("narrow", [False, True])
def test_every_step_prints_its_name_and_signed_change(narrow: bool):
    words = [each.text for each in walk(narrow=narrow).layout.annotations]
    for told in ("<b>35.4%</b>", "−0.4 pts", "−2.1 pts", "+0.7 pts", "<b>33.6%</b>", "Baseline", "Forecast"):
        assert told in words


def test_what_is_left_is_a_step_of_its_own():
    rest = explained(Total("a", 0.354), CAUSES, Total("b", 0.326), MARGIN)[-1]
    assert (rest.name, rest.change) == (UNEXPLAINED, pytest.approx(-0.010))
    assert explained(Total("a", 0.354), CAUSES, Total("b", 0.33601), MARGIN) == CAUSES
    assert explained(Total("a", 0), [], Total("b", 12_000_000), Unit("money", "EUR"))[-1].change == 12_000_000
    assert walk(0.326).layout.meta["summary"] == (
        "Baseline 35.4%, Forecast 32.6%: −2.8 pts, of it Rate −0.4 pts, Hours over plan −2.1 pts, "
        "Changes +0.7 pts, Not explained −1.0 pts."
    )


def test_nothing_and_no_cause():
    assert waterfall(None, CAUSES, Total("Forecast", 1), MARGIN).layout.meta["summary"] == EMPTY
    even = waterfall(Total("Baseline", 5), [], Total("Forecast", 5), Unit("money", "USD"))
    assert even.layout.yaxis.range[0] < 5 < even.layout.yaxis.range[1]
