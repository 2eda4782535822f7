"""Bars by slice: order, what misses the target, what is too small, what is left out."""

from figures.amounts import Unit
from figures.chart_frame import Look
from figures.colours import LIGHT
from figures.slices import EMPTY, Slice, Sliced, slices

FOUND = [
    Slice("London", 4.3, 161, 11),
    Slice("Paris", None, 0),
    Slice("Leeds", None, 3, hidden=True),
    Slice("Munich", 6.1, 148, 17),
    Slice("New York", 2.2, 177),
    Slice("Oslo", 3.3, 7),
]
DAYS = Sliced(Unit("business_days"), target=3.0)


def words(figure):
    return [each.text for each in figure.layout.annotations]


def test_bars_are_sorted_and_those_that_miss_are_rust_and_say_so():
    figure = slices(FOUND, DAYS)
    (bars,) = figure.data
    assert list(bars.x) == [6.1, 4.3, 3.3, 2.2, 0, 0]
    rust, grey = LIGHT["ramp-4"], LIGHT["comparison"]
    assert list(bars.marker.color) == [rust, rust, rust, grey, grey, grey]
    assert "6.1 bd ◆ over · 148, 17 open" in words(figure)
    assert "2.2 bd · 177" in words(figure)
    assert figure.layout.shapes[0].x0 == 3.0


def test_small_groups_are_told_and_hidden_ones_show_no_figure():
    figure = slices(FOUND, DAYS)
    assert "3.3 bd ◆ over · 7 ▲ few" in words(figure)
    assert "○ too few people, not shown" in words(figure)
    assert "○ no figure · 0" in words(figure)
    leeds = figure.data[0].customdata[4]
    assert leeds.startswith("<b>Leeds: too few people, not shown")
    assert "3" not in leeds


def test_where_more_is_better_what_is_below_misses():
    figure = slices([Slice("A", 0.8, 50), Slice("B", 0.95, 50)], Sliced(Unit("share"), 0.9, "higher"))
    assert list(figure.data[0].marker.color) == [LIGHT["comparison"], LIGHT["ramp-4"]]
    assert "80% ◆ below · 50" in words(figure)
    assert figure.layout.meta["summary"] == (
        "2 slices; the largest is B with 95%, the smallest A with 80%; 1 of 2 miss the target of 90%."
    )


def test_without_a_target_all_bars_are_of_this_period():
    assert set(slices(FOUND, Sliced(Unit("days"))).data[0].marker.color) == {LIGHT["accent"]}


def test_of_very_many_the_first_are_drawn_and_the_others_counted():
    figure = slices([Slice(f"Client {n}", n, n) for n in range(500)], Sliced(Unit("count"), most=20))
    assert list(figure.data[0].x) == list(range(499, 479, -1))
    assert "480 more slices in the table" in words(figure)
    assert figure.layout.height < 800


def test_long_names_are_cut_and_whole_on_hover():
    name = "Meridian Health Systems of the Greater Hudson Valley and Connecticut, <Incorporated>"
    for narrow in (False, True):
        figure = slices([Slice(name, 1.0, 20)], DAYS, Look(narrow=narrow))
        cut = next(each for each in figure.layout.annotations if each.hovertext)
        assert cut.text.endswith("…")
        assert cut.hovertext.endswith("&lt;Incorporated&gt;")


def test_nothing_says_what_is_missing():
    assert slices([Slice("A", None, 0)], DAYS).layout.meta["summary"] == EMPTY
    assert len(slices([Slice("A", 1.0, 1)], DAYS).data[0].x) == 1
