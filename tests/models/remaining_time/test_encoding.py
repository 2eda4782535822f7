"""What a model sees of a case, worked out by hand; nothing of it is later than the look."""

from __future__ import annotations

import numpy as np
import pytest

from models.remaining_time.encoding import encode, vocabulary
from models.remaining_time.histories import Histories, Moments, after_events
from tests.models.remaining_time.made_cases import generated, histories

CASES = histories(
    [(4.5, "ask"), (5.0, "again"), (7.25, "again"), (9.0, "done")],
    [(6.0, "ask"), (8.0, "done")],
    who=["x", "y", "y", "x", None, "x"],
)


@pytest.fixture
def rows() -> dict[str, list[float]]:
    looks = Moments(np.array([2, 4]), np.array([8.5, 8.5]))
    words = vocabulary(CASES, after_events(CASES), np.array([4.5, 4.0, 1.75, 2.0]))
    return dict(zip(words.names, encode(CASES, looks, words).T.tolist(), strict=True))


def test_times(rows: dict[str, list[float]]):
    assert rows["elapsed"] == [4.0, 2.5]
    assert rows["since_last"] == [1.25, 2.5]
    assert rows["last_gap"] == [2.25, 0]
    assert rows["gap_before"] == [0.5, 0]
    assert rows["hour"] == [12, 12]
    # the ninth of January 1970 was a Friday
    assert rows["weekday"] == [4, 4]
    assert rows["of_week"] == [4.5, 4.5]
    assert rows["to_year_end"] == [60, 60]


def test_the_end_of_a_year_comes_near():
    """The days of December 1970 from the 30th on; the year has 365."""
    cases = histories([(363.5, "ask"), (364.0, "again"), (365.0, "done")], who=["x", "x", "x"])
    looks = Moments(np.array([0, 1, 2]), np.array([363.5, 364.9, 365.0]))
    words = vocabulary(cases, looks, np.ones(3))
    assert encode(cases, looks, words)[:, words.names.index("to_year_end")].tolist() == [2, 1, 60]


def test_load_counts_what_was_known_at_the_look(rows: dict[str, list[float]]):
    # two had begun, one of them was done
    assert rows["open_cases"] == [1, 1]
    assert rows["begun_last_week"] == [2, 2]
    assert rows["events_last_week"] == [5, 5]


def test_activities(rows: dict[str, list[float]]):
    assert rows["count:again"] == [2, 0]
    assert rows["count:ask"] == [1, 1]
    assert rows["count:done"] == [0, 0]
    assert rows["events"] == [3, 1]
    assert rows["repeats"] == [1, 0]


def test_levels_stand_in_the_order_of_what_was_told(rows: dict[str, list[float]]):
    """After "again" 4 and 1.75 days remained, after "ask" 4.5 and 2: the medians are 2.875 and 3.25."""
    assert rows["last:activity"] == [0, 1]
    # x had 4.5, y 4 and 1.75, nobody 2
    assert rows["last:who"] == [1, 0]


def test_a_level_never_seen_stands_in_the_middle():
    words = vocabulary(CASES, after_events(CASES), np.array([4.5, 4.0, 1.75, 2.0]))
    other = histories([(0, "new"), (1, "done")], who=["z", "z"])
    row = dict(zip(words.names, encode(other, after_events(other), words)[0].tolist(), strict=True))
    assert row["last:activity"] == 0.5
    assert row["last:who"] == 1


def test_nothing_later_than_the_look_is_read():
    whole, _ = generated(200)
    words = vocabulary(whole, after_events(whole), np.ones(len(after_events(whole))))
    now = 60.0
    kept = np.flatnonzero(whole.day <= now)
    first = np.searchsorted(kept, whole.first)
    first = first[: int(np.searchsorted(first, len(kept))) + 1]
    cut = Histories(
        first, whole.day[kept], [whole.activity[one] for one in kept],
        {"colour": [whole.said["colour"][one] for one in kept]},
    )  # fmt: skip
    cases = np.arange(cut.cases)
    of_cut = Moments(cut.first[1:] - 1, np.full(cut.cases, now))
    of_whole = Moments(kept[of_cut.event], of_cut.day)
    assert cut.cases > 100
    assert (whole.case[of_whole.event] == cases).all()
    np.testing.assert_array_equal(encode(cut, of_cut, words), encode(whole, of_whole, words))
