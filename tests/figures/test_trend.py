"""The trend: its figures, gaps, comparisons and words, worked out on paper."""

from datetime import date

import pytest

from figures.amounts import Unit
from figures.chart_frame import Look
from figures.trend import EMPTY, Period, Shown, apart, trend

DAYS = Shown(Unit("business_days"), target=3.0)
QUARTER = [
    Period(date(2026, 1, 1), 3.4, 40, still_open=2, year_before=3.0, ninth=9.0),
    Period(date(2026, 2, 1), None, 0),
    Period(date(2026, 3, 1), 4.6, 30, still_open=6, year_before=3.4, ninth=13.2),
    Period(date(2026, 4, 1), 5.1, 20, still_open=14, so_far=True),
]


def trace(figure, name):
    return next(each for each in figure.data if each.name == name)


def texts(figure):
    return [each.text for each in figure.layout.annotations]


def test_the_line_holds_the_figures_with_their_gap():
    figure = trend(QUARTER, DAYS)
    assert list(trace(figure, "value").y) == [3.4, None, 4.6]
    assert trace(figure, "value").connectgaps is False
    assert list(trace(figure, "so far").y) == [4.6, 5.1]
    assert trace(figure, "so far").line.dash == "2px,4px"
    assert list(trace(figure, "so far").marker.size) == [0, 9]


def test_target_year_before_and_nine_in_ten_stand_beside_it():
    figure = trend(QUARTER, DAYS)
    assert list(trace(figure, "target").y) == [3.0, 3.0]
    assert list(trace(figure, "year before").y) == [3.0, None, 3.4, None]
    bands = [each for each in figure.data if each.name == "9 in 10"]
    assert [list(each.y) for each in bands] == [[3.4, 9.0], [4.6, 13.2]]
    words = texts(figure)
    for told in ("<b>Median 5.1 bd so far</b>", "Year before 3.4 bd", "9 in 10 within 13.2 bd", "<b>Target 3.0 bd</b>"):
        assert told in words


def test_a_gap_is_a_gap_in_every_line():
    values = [2.0, 3.0, None, 4.0, None, 5.0, 6.0]
    periods = [
        Period(date(2026, month, 1), value, 9, year_before=value, ninth=value and value * 2)
        for month, value in enumerate(values, 1)
    ]
    figure = trend([*periods, Period(date(2026, 8, 1), 7.0, 2, so_far=True)], DAYS)
    bands = [(list(each.x), list(each.y)) for each in figure.data if each.name == "9 in 10"]
    months = [[each.month for each in starts] for starts, _ in bands]
    assert months == [[1, 2], [4, 4], [6, 7]]
    assert [tops for _, tops in bands] == [[4.0, 6.0], [4.0, 8.0], [10.0, 12.0]]
    # each piece is filled down to its own floor, which is drawn right before it
    floors = [list(figure.data[place - 1].y) for place, each in enumerate(figure.data) if each.fill == "tonexty"]
    assert floors == [[2.0, 3.0], [5.0, 6.0]]
    # a year before, April stands alone and is a point, else nobody would see it
    assert list(trace(figure, "year before").marker.size) == [0, 0, 0, 4, 0, 0, 0, 0]
    after_gap = trend([*periods[:3], Period(date(2026, 4, 1), 4.0, 2, so_far=True)], DAYS)
    assert list(trace(after_gap, "so far").y) == [4.0]


def test_of_many_points_only_those_that_stand_alone_are_marked():
    many = [Period(date(2020 + month // 12, month % 12 + 1, 1), float(month % 7 != 3), 9) for month in range(48)]
    many[20:23] = [Period(each.start, 1.0 if place == 1 else None, 9) for place, each in enumerate(many[20:23])]
    sizes = trace(trend(many, DAYS), "value").marker.size
    assert [place for place, size in enumerate(sizes) if size] == [21]


def test_the_share_that_is_still_open_is_hatched_below():
    figure = trend(QUARTER, DAYS)
    bars = trace(figure, "still open")
    assert list(bars.y) == [2 / 40, 0, 6 / 30, 14 / 20]
    assert bars.marker.pattern.shape == "/"
    assert "14 of 20 open" in texts(figure)
    all_done = trend([QUARTER[1], Period(date(2026, 5, 1), 1.0, 3)], DAYS)
    assert "still open" not in [each.name for each in all_done.data]


def test_the_summary_compares_with_target_period_before_and_year_before():
    assert trend(QUARTER[:3], DAYS).layout.meta["summary"] == (
        "Median 4.6 bd in Mar 2026; +1.6 bd against the target of 3.0 bd; +1.2 bd on Jan 2026; "
        "+1.2 bd on the year before; 6 of 30 cases still open."
    )


def test_periods_come_in_any_order_and_start_at_zero():
    figure = trend(QUARTER[::-1], DAYS)
    assert list(trace(figure, "value").y) == [3.4, None, 4.6]
    assert figure.layout.yaxis.range[0] == 0
    assert len(figure.layout.yaxis.tickvals) <= 4


def test_values_below_zero_are_on_the_chart():
    figure = trend(
        [Period(date(2026, month, 1), -0.05 + 0.02 * month, 9) for month in range(1, 6)], Shown(Unit("points"))
    )
    low, top = figure.layout.yaxis.range
    assert low < -0.03
    assert top > 0.05
    assert min(figure.layout.yaxis.tickvals) < 0


def test_nothing_says_what_is_missing():
    for periods in ([], [Period(date(2026, 1, 1), None, 0)]):
        figure = trend(periods, DAYS)
        assert figure.layout.annotations[0].text.replace("<br>", " ") == EMPTY
        assert list(figure.data) == []


@pytest.mark.parametrize("narrow", [False, True])
def test_one_period_is_a_point_and_many_name_few_of_themselves(narrow: bool):
    one = trend(QUARTER[:1], DAYS, Look(narrow=narrow))
    assert trace(one, "value").mode == "markers"
    many = trend([Period(date(1990 + n // 12, n % 12 + 1, 1), n, 1) for n in range(500)], DAYS, Look(narrow=narrow))
    assert trace(many, "value").mode == "lines"
    assert len(trace(many, "value").x) == 500
    assert len(many.layout.xaxis.tickvals) <= (5 if narrow else 14)
    assert many.layout.xaxis.tickvals[-1] == date(1990 + 499 // 12, 499 % 12 + 1, 1)


def test_labels_move_apart_as_little_as_it_takes():
    assert apart([10, 50], 15) == [10, 50]
    assert apart([30, 30], 14) == [23, 37]
    assert apart([32, 30, 100], 14) == [38, 24, 100]
    found = apart([5, 5, 5, 5, 40], 15)
    assert all(later - earlier >= 15 - 1e-9 for earlier, later in zip(sorted(found), sorted(found)[1:], strict=False))


def test_a_point_says_its_change_on_the_period_before_and_what_is_open():
    figure = trend([QUARTER[0], *QUARTER[2:]], DAYS)
    assert trace(figure, "value").customdata[1] == (
        "<b>Mar 2026: 4.6 bd</b><br>+1.2 bd on Jan 2026<br>9 in 10 within 13.2 bd<br>a year before 3.4 bd<br>"
        "30 cases, 6 still open"
    )
    assert trace(figure, "so far").customdata[1].startswith("<b>Apr 2026 so far: 5.1 bd</b><br>+0.5 bd on Mar 2026")


def test_a_long_name_leaves_room_for_its_figure():
    name = "Invoice readiness lag of all billable events of the group"
    words = texts(trend(QUARTER, Shown(Unit("business_days"), called=name)))
    assert any(each.startswith("<b>Invoice readiness") and each.endswith("… 5.1 bd so far</b>") for each in words)


def test_names_cannot_write_into_the_page():
    figure = trend(QUARTER, Shown(Unit("days"), called="<a href='x'>Lag</a>", marks=((date(2026, 2, 1), "<b>v3</b>"),)))
    assert any("&lt;a href" in words for words in texts(figure))
    assert "&lt;b&gt;v3&lt;/b&gt;" in texts(figure)
