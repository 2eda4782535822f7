"""The records behind a number, and how they are spread."""

from dataclasses import replace

import pytest

from core.access import Viewer
from core.errors import NotAllowed
from metrics.cut import read_cut
from metrics.distribution import Bin, distribution
from metrics.records import records
from metrics.rollup import totals
from tests.metrics.hand_made_shares import kept, measure

WAITS = [
    {"object_id": "a", "starts_at": "2026-02-02 09:00", "ends_at": "2026-02-02 11:00", "practice": "Data"},
    {"object_id": "b", "starts_at": "2026-02-02 09:00", "ends_at": None, "practice": "Data"},
    {"object_id": "c", "starts_at": "2026-03-02 09:00", "ends_at": "2026-03-02 15:00", "practice": "Cloud"},
]


def test_open_ones_come_first_then_the_largest():
    found = records(kept(measure("km", "hours"), WAITS), "made", "median", read_cut())
    assert found.in_all == 3
    assert [(share.object_id, share.is_open) for share in found.shares] == [("b", True), ("c", False), ("a", False)]
    assert (found.shares[1].value, found.shares[1].elapsed) == (6.0, 6.0)


def test_they_are_those_of_the_total():
    log = kept(measure("km", "hours"), WAITS)
    for cut in (read_cut(), read_cut(period="2026-02"), read_cut(where="practice = Cloud"), read_cut(period="2026-05")):
        (total, *_) = totals(log, "made", cut)
        assert records(log, "made", "p90", cut).in_all == total.n


def test_of_a_sum_they_add_up_in_its_unit():
    rows = [{"object_id": name, "at": "2026-02-02", "value": 1250, "currency": "GBP"} for name in "ab"]
    log = kept(measure("sum", "money"), rows)
    shares = records(log, "made", "value", read_cut()).shares
    assert sum(share.value for share in shares) == totals(log, "made", read_cut())[0].value == 25.0
    assert {share.currency for share in shares} == {"GBP"}


def test_only_so_many_are_told_but_all_are_counted():
    found = records(kept(measure("km", "hours"), WAITS), "made", "median", read_cut(), most=1)
    assert (len(found.shares), found.in_all) == (1, 3)


PEOPLE = [{"object_id": f"p{n}", "at": "2026-02-02", "numerator": 1, "denominator": 2, "person": n} for n in range(6)]


def test_records_about_people_are_for_those_who_may_see_names():
    log = kept(measure("ratio", "share"), PEOPLE, about_people=True)
    assert records(log, "made", "value", read_cut()).in_all == 6
    blind = replace(log, viewer=Viewer("Vera", frozenset({"viewer"}), may_see_names=False))
    with pytest.raises(NotAllowed, match="names are hidden for your role"):
        records(blind, "made", "value", read_cut())


def test_records_of_few_people_are_not_shown():
    log = kept(measure("ratio", "share"), PEOPLE[:4], about_people=True)
    with pytest.raises(NotAllowed, match="fewer than 5 people"):
        records(log, "made", "value", read_cut())


def test_a_viewer_sees_the_own_records_only():
    log = replace(
        kept(measure("km", "hours"), WAITS), viewer=Viewer("Vera", frozenset(), practices=frozenset({"Cloud"}))
    )
    assert [share.object_id for share in records(log, "made", "median", read_cut()).shares] == ["c"]


def test_a_distribution_counts_everything_once_open_ones_apart():
    rows = [
        {"object_id": f"o{n}", "starts_at": "2026-02-02 00:00", "ends_at": f"2026-02-02 {n % 20:02}:30"}
        for n in range(100)
    ]
    rows += [{"object_id": "late", "starts_at": "2026-02-02 00:00", "ends_at": "2026-02-22 00:00"}]
    rows += [{"object_id": "open", "starts_at": "2026-06-09 22:00", "ends_at": None}]
    bins = distribution(kept(measure("km", "hours"), rows), "made", "median_elapsed", read_cut())
    assert bins[0] == Bin(0.0, 1.0, 5, 0)
    assert sum(each.done for each in bins) == 101
    assert [(each.first, each.open) for each in bins if each.open] == [(2.0, 1)]
    assert (bins[-1].end, bins[-1].done) == (None, 1)


def test_values_below_zero_are_in_it_too():
    rows = [{"object_id": f"o{n}", "at": "2026-02-02", "value": n} for n in range(-10, 11)]
    bins = distribution(kept(measure("mean", "points"), rows), "made", "value", read_cut())
    assert bins[0].first == -10.0
    assert sum(each.done for each in bins) == 21


def test_where_there_is_nothing_there_are_no_bins():
    assert distribution(kept(measure("km", "hours"), WAITS), "made", "median", read_cut(period="2026-05")) == []
