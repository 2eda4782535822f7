"""Utilization by person and week: steps, figures, leave and holidays, and what does not fit."""

from datetime import date, timedelta

import pytest

from figures.chart_frame import Look
from figures.heat_map import EMPTY, Cell, heat_map, step_of

WEEK = date(2026, 4, 6)
CELLS = [
    Cell("Ann", WEEK, 0.62),
    Cell("Ann", WEEK + timedelta(7), None, "leave"),
    Cell("Bo", WEEK, 1.42),
    Cell("Bo", WEEK + timedelta(7), 0.4, "holiday"),
    Cell("Cy", WEEK + timedelta(7), None, "holiday"),
]


def printed(figure):
    """What is printed in each cell, by (week, person) as they are numbered."""
    return {
        (x, y): words
        for each in figure.data if each.type == "scatter"
        for x, y, words in zip(each.x, each.y, each.text, strict=True)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("utilization", "step"),
    [(0, 0), (0.25, 0), (0.26, 1), (0.62, 2), (0.8, 3), (1.0, 3), (1.05, 4), (1.3, 4), (9.0, 4), (-0.1, 0)],
)
def test_steps_are_fifths_of_130_percent(utilization: float, step: int):
    assert step_of(utilization) == step


def test_cells_hold_their_step_and_print_their_figure():
    figure = heat_map(CELLS)
    ground, away = (each for each in figure.data if each.type == "heatmap")
    assert [list(row) for row in ground.z] == [[2, None], [4, 1], [None, None]]
    assert [list(row) for row in away.z] == [[None, 0], [None, None], [0, 0]]
    assert printed(figure) == {(0, 0): "62", (1, 0): "leave", (0, 1): "142", (1, 1): "40*", (0, 2): "–", (1, 2): "hol."}


def test_the_scale_is_one_the_browser_accepts():
    scale = [place for place, _ in heat_map(CELLS).data[0].colorscale]
    assert scale == sorted(scale)
    assert (scale[0], scale[-1]) == (0, 1)


def test_the_words_on_hover_name_person_week_and_what_was():
    hover = heat_map(CELLS).data[0].customdata
    assert hover[0][1] == "<b>Ann</b><br>week of 13 Apr 2026: on leave"
    assert hover[1][1] == "<b>Bo: 40%</b><br>week of 13 Apr 2026, with public holiday"
    assert heat_map(CELLS).layout.meta["summary"] == (
        "3 people, 2 weeks; 1 week of a person over 100%; 3 with leave or a holiday."
    )


def test_the_last_weeks_and_the_first_people_are_shown_and_the_others_counted():
    cells = [Cell(f"Person {n}", WEEK + timedelta(7 * week), 0.5) for n in range(500) for week in range(30)]
    wide, narrow = heat_map(cells), heat_map(cells, Look(narrow=True))
    assert (len(wide.data[0].z), len(wide.data[0].z[0]), len(narrow.data[0].z[0])) == (60, 26, 6)
    assert any("440 more people in the table" in each.text for each in wide.layout.annotations)
    assert {"21 Sep", "5 Oct", "26"} < {each.text for each in narrow.layout.annotations}
    assert any(each.text == "26 Oct" for each in wide.layout.annotations)


def test_on_a_phone_a_month_is_named_once_so_that_weeks_do_not_touch():
    cells = [Cell("Ann", date(2026, 3, 2) + timedelta(7 * week), 0.5) for week in range(6)]
    words = [[each.text for each in heat_map(cells, Look(narrow=narrow)).layout.annotations[1:7]] for narrow in (1, 0)]
    assert words == [
        ["2 Mar", "9", "16", "23", "30", "6 Apr"],
        ["2 Mar", "9 Mar", "16 Mar", "23 Mar", "30 Mar", "6 Apr"],
    ]


def test_nothing_says_what_is_missing():
    assert heat_map([]).layout.meta["summary"] == EMPTY
