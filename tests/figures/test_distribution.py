"""The spread of durations: bins counted by hand, open ones on top, the marks where they belong."""

import random

import pytest

from figures.amounts import Unit
from figures.chart_frame import Look
from figures.colours import LIGHT
from figures.distribution import EMPTY, Durations, binned, distribution

DAYS = Unit("business_days")


def test_bins_are_counted_by_hand():
    bins = binned(Durations([0, 0.5, 1.0, 1.9, 7.0], [2.5, 7.9]), 9)
    assert [(each.low, each.high) for each in bins] == [(n, n + 1) for n in range(8)]
    assert [each.done for each in bins] == [2, 2, 0, 0, 0, 0, 0, 1]
    assert [each.still_open for each in bins] == [0, 0, 1, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("seed", range(5))
def test_every_duration_is_in_one_bin_and_there_are_few_bins(seed: int):
    throw = random.Random(seed)
    done = [throw.expovariate(1 / 10 ** throw.uniform(-1, 4)) for _ in range(500)]
    still = [throw.expovariate(1 / 50) for _ in range(throw.randrange(60))]
    bins = binned(Durations(done, still), 24)
    assert sum(each.done for each in bins) == 500
    assert sum(each.still_open for each in bins) == len(still)
    assert len(bins) <= 24
    for each in bins[:-1]:
        assert each.done == sum(each.low <= value < each.high for value in done)


def test_done_and_open_are_stacked_and_what_is_over_target_is_rust():
    figure = distribution(Durations([0.5, 1.5, 3.5], [2.5], 1.5, 3.5), DAYS, target=2.0)
    done, still = figure.data
    assert figure.layout.barmode == "stack"
    assert sum(done.y) == 3
    assert sum(still.y) == 1
    assert still.marker.pattern.shape == "/"
    late = [colour for colour, middle in zip(done.marker.color, done.x, strict=True) if middle > 2]
    assert set(late) == {LIGHT["ramp-3"]}
    assert LIGHT["comparison"] in done.marker.color


def test_target_median_and_nine_in_ten_are_marked_in_words():
    figure = distribution(Durations([1, 2, 3, 40], (), 2.0, 40.0), DAYS, target=3.0)
    words = [each.text for each in figure.layout.annotations]
    assert words[:3] == ["<b>target 3.0 bd</b>", "<b>half within 2.0 bd</b>", "<b>9 in 10 within 40.0 bd</b>"]
    assert "longer than the target" in words[3]
    lines = [shape.x0 for shape in figure.layout.shapes if shape.x0 == shape.x1]
    assert lines == [3.0, 2.0, 40.0]
    assert figure.layout.meta["summary"] == (
        "4 cases done, 0 still open; half within 2.0 bd; 9 in 10 within 40.0 bd; "
        "1 of those done took longer than the target of 3.0 bd."
    )


def test_a_mark_beyond_the_last_bar_stands_at_the_end():
    figure = distribution(Durations([1.0] * 200, [900.0], 1.0, 900.0), DAYS)
    end = figure.layout.xaxis.range[1]
    assert max(shape.x0 for shape in figure.layout.shapes if shape.x0 == shape.x1) == end
    assert figure.layout.xaxis.ticktext[-1].endswith("and more")


@pytest.mark.parametrize("narrow", [False, True])
def test_nothing_one_and_all_the_same(narrow: bool):
    assert distribution(Durations([]), DAYS, look=Look(narrow=narrow)).layout.meta["summary"] == EMPTY
    assert sum(distribution(Durations([2.2]), DAYS, look=Look(narrow=narrow)).data[0].y) == 1
    assert sum(distribution(Durations([0.0] * 9), DAYS, look=Look(narrow=narrow)).data[0].y) == 9
