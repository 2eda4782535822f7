"""One engagement over all systems: places in time, words that never touch, shapes where there is no room."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from figures.svg import SMALL
from figures.text_width import cut, text_width
from figures.timeline import EMPTY, LONGEST_WORDS, MOST_ROWS, Bar, Lane, Point, timeline

SVG = "{http://www.w3.org/2000/svg}"
TODAY = datetime(2026, 4, 15, tzinfo=UTC)
LANES = [Lane("CRM", "Salesforce"), Lane("Time", "Kantata")]
ITEMS = [
    Point("CRM", datetime(2025, 9, 7, tzinfo=UTC), "Contract <signed>"),
    Point("Time", datetime(2026, 2, 13, tzinfo=UTC), "Late, weeks 3–6", "watch"),
    Bar("Time", datetime(2026, 1, 12, tzinfo=UTC), datetime(2026, 2, 12, tzinfo=UTC), "Waits"),
    Bar("Time", datetime(2026, 3, 25, tzinfo=UTC), None, "64 h not approved", "long_wait"),
]


def texts(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize("width", [366, 1068])
def test_all_is_told_and_today_is_marked(width: int):
    svg = timeline(LANES, ITEMS, TODAY, width, "light")
    found = [each.text for each in texts(svg)]
    for words in ("CRM", "Salesforce", "Contract <signed>", "Late, weeks 3–6", "64 h not approved", "today"):
        assert words in found
    titles = [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}title")]
    assert "64 h not approved, 25 Mar 2026 to now" in titles
    assert ElementTree.fromstring(svg).get("aria-label") == (
        "4 events in 2 lanes, 7 Sep 2025 to 25 Mar 2026; 1 still lasting."
    )


def test_time_runs_evenly_from_left_to_right():
    tree = ElementTree.fromstring(timeline(LANES, ITEMS, TODAY, 1068, "light"))
    waits = next(each for each in tree.iter(f"{SVG}rect") if each.get("stroke"))
    lasting = next(each for each in tree.iter(f"{SVG}rect") if each.get("stroke-dasharray"))
    one, other = float(waits.get("width")), float(lasting.get("width"))
    assert one / other == pytest.approx(31 / 21, rel=0.01)
    today = next(each for each in tree.iter(f"{SVG}line") if each.get("stroke-width") == "1.5")
    assert float(lasting.get("x")) + other == pytest.approx(float(today.get("x1")), abs=0.1)


@pytest.mark.parametrize("width", [366, 1068])
@pytest.mark.parametrize("seed", range(3))
def test_words_never_touch_however_many_there_are(width: int, seed: int):
    throw = random.Random(seed)
    items = [
        Point(throw.choice(LANES).name, TODAY - timedelta(hours=throw.randrange(5000)), f"Event {n} of some length")
        for n in range(500)
    ]
    svg = timeline(LANES, items, TODAY, width, "light")
    rows: dict[str, list[tuple[float, float]]] = {}
    for each in texts(svg):
        if each.text.startswith("Event"):
            left = float(each.get("x"))
            rows.setdefault(each.get("y"), []).append((left, left + text_width(each.text, SMALL)))
    shown = sum(map(len, rows.values()))
    assert 0 < shown < 500
    for taken in rows.values():
        taken.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(taken))
        assert taken[0][0] >= 0
        assert taken[-1][1] <= width
    assert len(rows) <= (MOST_ROWS - 1) * len(LANES)
    silent = [int(each.text.rpartition("+")[2]) for each in texts(svg) if "+" in each.text]
    assert sum(silent) == 500 - shown


def test_long_words_are_cut_and_whole_in_their_title():
    words = "Acceptance asked in March and asked again in April and never answered by anybody at all"
    svg = timeline(LANES, [Point("CRM", TODAY, words)], TODAY, 1068)
    assert cut(words, LONGEST_WORDS, SMALL) in [each.text for each in texts(svg)]
    assert f"{words}, 15 Apr 2026" in svg


@pytest.mark.parametrize("span", [0.02, 1, 20, 400, 4000, 40_000])
def test_the_axis_names_what_fits(span: float):
    items = [Point("CRM", TODAY - timedelta(days=span), "a"), Point("CRM", TODAY, "b")]
    named = [each for each in texts(timeline(LANES, items, TODAY, 366)) if each.get("y") == "14"]
    assert 1 <= len(named) <= 6
    ends = sorted((float(each.get("x")), text_width(each.text, SMALL)) for each in named if each.text != "today")
    assert all(left + width <= after for (left, width), (after, _) in pairwise(ends))


def test_nothing_and_a_lane_that_is_not_there():
    assert ElementTree.fromstring(timeline(LANES, [], TODAY)).get("aria-label") == EMPTY
    with pytest.raises(ValueError, match="not given: HR"):
        timeline(LANES, [Point("HR", TODAY, "Hired")], TODAY)
