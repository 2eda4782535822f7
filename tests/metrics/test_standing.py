"""Against the target, in words and a shape; and what is not shown of few people."""

import pytest

from core.metric_settings import Target
from metrics.cut import read_cut
from metrics.rollup import totals
from metrics.standing import shown, standing
from tests.metrics.hand_made_shares import kept, measure


def one(value, aggregate="mean", unit="count", better="lower"):
    log = kept(measure(aggregate, unit, better=better), [{"at": "2026-02-02", "value": value}])
    (total,) = totals(log, "made", read_cut())
    return total


@pytest.mark.parametrize(
    ("value", "better", "target", "words", "shape"),
    [
        (5, "lower", (5, 1), "On target", "●"),
        (5.6, "lower", (5, 1), "Near target by 0.6", "▲"),
        (6.6, "lower", (5, 1), "Over target by 1.6", "◆"),
        (4, "lower", (5, 0), "On target", "●"),
        (5, "higher", (5, 1), "On target", "●"),
        (4.5, "higher", (5, 1), "Near target by 0.5", "▲"),
        (3, "higher", (5, 1), "Under target by 2", "◆"),
        (-2, "near_zero", (0, 3), "Near target by 2", "▲"),
        (-4, "near_zero", (0, 3), "Off target by 4", "◆"),
        (0, "near_zero", (0, 3), "On target", "●"),
    ],
)
def test_how_a_value_stands(value, better, target, words, shape):
    stands = standing(one(value, better=better), {"value": Target(target=target[0], tolerance=target[1])})
    assert (stands.words, stands.shape) == (words, shape)
    assert stands.is_missed == (shape == "◆")


def test_the_distance_has_the_unit_of_the_measure():
    assert standing(one(0.5, unit="share"), {"value": Target(target=0.2)}).words == "Over target by 30.0 pts"


def test_without_a_target_or_a_value_nothing_stands_anywhere():
    assert standing(one(5), {}) is None
    (empty,) = totals(kept(measure("mean"), [{"at": "2026-02-02", "value": 1}]), "made", read_cut(period="2026-01"))
    assert standing(empty, {"value": Target(target=1)}) is None


def test_of_fewer_people_than_the_limit_nothing_is_shown():
    rows = [
        {"object_id": f"p{n}", "at": "2026-02-02", "numerator": 1, "denominator": 2, "person": n, "practice": practice}
        for practice, people in (("Data", 4), ("Cloud", 5))
        for n in range(people)
    ]
    log = kept(measure("ratio", "share", better="higher"), rows, about_people=True)
    cloud, data = shown(totals(log, "made", read_cut(by="practice")), 5)
    assert (cloud.value, cloud.people, cloud.hidden) == (0.5, 5, False)
    assert (data.value, data.numerator, data.denominator, data.n, data.people) == (None, None, None, 0, None)
    assert data.why == "Fewer than 5 people, not shown."
    assert standing(data, {"value": Target(target=1)}) is None


def test_where_there_is_nobody_nothing_is_hidden():
    log = kept(measure("ratio", "share"), [{"at": "2026-02-02", "numerator": 1, "denominator": 1, "person": 1}], True)
    (nobody,) = shown(totals(log, "made", read_cut(period="2026-01")), 5)
    assert not nobody.hidden
    assert nobody.why == "Nothing in this period."
