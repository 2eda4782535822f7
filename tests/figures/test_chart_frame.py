"""What every chart stands in: round steps, words of sources, the empty chart."""

import pytest

from figures.chart_frame import MOST_GRIDLINES, Look, framed, nothing, plain, round_steps
from figures.colours import DARK, LIGHT


@pytest.mark.parametrize(
    ("most", "steps"),
    [(15, [0, 5, 10, 15]), (1, [0, 0.5, 1]), (0.62, [0, 0.2, 0.4, 0.6]), (7_900_000, [0, 2e6, 4e6, 6e6]), (0, [0])],
)
def test_steps_are_round_and_few(most: float, steps: list[float]):
    assert round_steps(most) == pytest.approx(steps)


@pytest.mark.parametrize("power", range(-6, 13))
@pytest.mark.parametrize("factor", [1.0, 1.7, 2.2, 3.9, 5.1, 7.3, 9.9])
def test_steps_reach_at_least_half_way(power: int, factor: float):
    most = factor * 10.0**power
    steps = round_steps(most)
    assert 2 <= len(steps) <= MOST_GRIDLINES
    assert most / 2 <= steps[-1] <= most * (1 + 1e-9)


def test_words_of_a_source_stay_words():
    assert plain('<a href="x">A & B</a>\x00\u202e') == '&lt;a href="x"&gt;A &amp; B&lt;/a&gt;  '


@pytest.mark.parametrize(("theme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_a_frame_is_clear_and_in_the_theme(theme: str, colour: dict[str, str]):
    figure = framed(Look(theme=theme), 200, "in words", (1, 2, 3, 4))
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.font.color == colour["ink-3"]
    assert figure.layout.meta == {"summary": "in words"}
    assert figure.layout.width is None


def test_nothing_says_what_is_missing_in_lines_that_fit():
    words = "No weeks to draw: nobody has capacity in this range. Choose another range, or remove a filter."
    figure = nothing(Look(narrow=True), words)
    (told,) = figure.layout.annotations
    assert told.text.replace("<br>", " ") == words
    assert max(map(len, told.text.split("<br>"))) <= 44
    assert figure.layout.meta["summary"] == words
