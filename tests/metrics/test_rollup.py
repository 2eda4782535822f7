"""Totals of shares that are worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from core.access import Viewer
from core.errors import NotAllowed, NotFound, WrongUse
from metrics.cut import read_cut
from metrics.rollup import totals
from metrics.total import hours, hours_of_all
from tests.metrics.hand_made_shares import OWNER, kept, measure


def told(log, *names, **cut):
    """Of each total, the attributes named."""
    return [tuple(getattr(total, name) for name in names) for total in totals(log, "made", read_cut(**cut))]


def days(*parts, **common):
    """Shares of durations: object, from, to."""
    return [{"object_id": name, "starts_at": since, "ends_at": until, **common} for name, since, until in parts]


# Friday 16:00 to Monday 10:00 in London is 66 hours, of which 2 are worked (9:00 to 17:30 there)
WAITS = [
    *days(("a", "2026-02-06 16:00", "2026-02-09 10:00"), ("b", "2026-02-09 10:00", "2026-02-09 14:00")),
    *days(("c", "2026-02-10 10:00", None), ("d", "2026-03-10 09:00", "2026-03-10 12:00"), practice="Data"),
]


def test_durations_are_told_in_four_ways_open_ones_among_them():
    log = kept(measure("km", "hours"), WAITS)
    found = told(log, "measure", "value", "n", "open", "why")
    assert [(name, n, still) for name, _, n, still, _ in found] == [
        (name, 4, 1) for name in ("median", "median_elapsed", "p90", "p90_elapsed")
    ]
    values = {name: value for name, value, *_ in found}
    # working time 2.5 (16:00-17:30, 9:00-10:00), 3, 4 and open: half are done after 3; by the wall clock 3, 4, 66
    assert values == {"median": 3.0, "p90": None, "median_elapsed": 4.0, "p90_elapsed": None}
    assert dict(told(log, "measure", "why"))["p90"] == "Fewer than nine in ten are done."


def test_a_duration_belongs_to_the_period_of_its_start():
    log = kept(measure("km", "hours"), WAITS)
    assert told(log, "n", "open", period="2026-02", measures="median") == [(3, 1)]
    assert told(log, "value", "n", "open", period="2026-03", measures="median") == [(3.0, 1, 0)]


def test_a_trend_has_every_bucket_between():
    log = kept(measure("km", "hours"), [*WAITS, *days(("e", "2026-05-04 09:00", "2026-05-04 10:00"))])
    found = [
        (total.period.slug, total.n, total.why)
        for total in totals(log, "made", read_cut(grain="month", measures="median"))
    ]
    assert found == [
        ("2026-02", 3, ""),
        ("2026-03", 1, ""),
        ("2026-04", 0, "Nothing in this period."),
        ("2026-05", 1, ""),
    ]


def test_what_ends_before_it_starts_is_no_duration_and_what_starts_later_is_not_yet():
    log = kept(
        measure("km", "hours"),
        days(("a", "2026-02-06 16:00", "2026-02-06 15:00"), ("b", "2026-07-01", None), ("c", "2026-02-02 09:00", None)),
    )
    assert told(log, "n", "open", measures="median") == [(1, 1)]


def test_an_entity_without_a_calendar_has_no_working_time():
    rows = days(("a", "2026-02-02 09:00", "2026-02-02 10:00")) + days(
        ("b", "2026-02-02 09:00", "2026-02-02 12:00"), entity="mars"
    )
    log = kept(measure("km", "hours"), rows)
    (median,) = totals(log, "made", read_cut(measures="median"))
    assert (median.value, median.n) == (1.0, 2)
    assert median.why == "Without 1 of 2, whose entity has no calendar."
    (alone,) = totals(log, "made", read_cut(measures="median", where="entity = mars"))
    assert alone.value is None
    assert alone.why.startswith("No entity in it has a calendar")
    assert told(log, "value", measures="median_elapsed", where="entity = mars") == [(3.0,)]


def test_a_duration_in_business_days_is_in_mean_working_days_of_its_entity():
    log = kept(measure("km", "business_days"), days(("a", "2026-02-02 09:00", "2026-02-04 09:00")))
    assert told(log, "value", "unit", measures="median") == [(2.0, "business_days")]
    assert told(log, "value", "unit", measures="median_elapsed") == [(48.0, "hours")]


def flow(name, day, **more):
    return {"object_id": name, "at": f"{day} 12:00", **more}


def test_a_ratio_is_that_of_the_sums():
    rows = [flow("a", "2026-02-02", numerator=1, denominator=2), flow("b", "2026-02-03", numerator=3, denominator=4)]
    log = kept(measure("ratio", "share"), rows)
    assert told(log, "value", "numerator", "denominator", "n") == [(round(4 / 6, 6), 4.0, 6.0, 2)]


def test_below_the_line_nothing_is_no_value():
    log = kept(measure("ratio", "share"), [flow("a", "2026-02-02", numerator=1, denominator=0)])
    assert told(log, "value", "numerator", "denominator", "why") == [(None, 1.0, 0.0, "Nothing to divide by.")]


HOURS = [
    flow("p/1", "2026-02-02", numerator=0, denominator=480, practice="Data"),
    flow("p/1", "2026-02-02", numerator=240, denominator=0, practice="Data", client="Ace"),
    flow("p/1", "2026-02-02", numerator=120, denominator=0, practice="Data", client="Bee"),
]


def test_by_what_the_denominator_does_not_have_only_the_numerator_is_told():
    log = kept(measure("ratio", "share", parts="worked_hours", above_only=["client"]), HOURS)
    assert told(log, "value", "numerator", "denominator", "n") == [(0.75, 6.0, 8.0, 1)]
    assert told(log, "slice", "value", "numerator", "denominator", "why", by="client") == [
        ({"client": "Ace"}, None, 4.0, None, "What is below the line has no client."),
        ({"client": "Bee"}, None, 2.0, None, "What is below the line has no client."),
    ]
    assert told(log, "value", "numerator", where="client = Ace") == [(None, 4.0)]
    assert told(log, "value", "n", by="practice") == [(0.75, 1)]


def test_a_ratio_in_points_is_told_times_a_hundred():
    log = kept(
        measure("ratio", "points", parts="worked_hours"), [flow("a", "2026-02-02", numerator=60, denominator=240)]
    )
    assert told(log, "value", "numerator", "denominator") == [(25.0, 1.0, 4.0)]


def test_means_spread_skill_and_weights():
    values = [flow("a", "2026-02-02", value=-2), flow("b", "2026-02-02", value=4)]
    assert told(kept(measure("mean"), values), "value") == [(1.0,)]
    assert told(kept(measure("mean_abs"), values), "value") == [(3.0,)]
    assert told(kept(measure("spread"), values), "value") == [(3.0,)]
    weighted = [flow("a", "2026-02-02", value=1, weight=1), flow("b", "2026-02-02", value=4, weight=2)]
    assert told(kept(measure("weighted", "days"), weighted), "value", "numerator", "denominator") == [(3.0, 9.0, 3.0)]
    forecast = [flow("a", "2026-02-02", numerator=90, denominator=100)]
    assert told(kept(measure("skill", "share"), forecast), "value") == [(0.9,)]


def test_money_is_in_the_currency_a_slice_only_ever_has_else_in_the_base_one_at_the_rate_of_the_day():
    rows = [
        flow("a", "2026-02-02", value=10_000, currency="EUR", entity="munich"),
        flow("b", "2026-03-02", value=10_000, currency="EUR", entity="munich"),
        flow("c", "2026-02-02", value=10_000, currency="GBP"),
    ]
    log = kept(measure("sum", "money"), rows)
    assert told(log, "value", "currency") == [(110.0 + 120.0 + 125.0, "USD")]
    assert told(log, "slice", "value", "currency", by="entity") == [
        ({"entity": "london"}, 100.0, "GBP"),
        ({"entity": "munich"}, 200.0, "EUR"),
    ]
    assert told(log, "value", "currency", period="2026-03") == [(120.0, "USD")]
    assert told(log, "value", "currency", where="entity = munich") == [(200.0, "EUR")]


def test_money_without_a_rate_is_not_left_out_silently():
    rows = [
        flow("a", "2026-02-02", value=10_000, currency="MRS", entity="mars"),
        flow("b", "2026-02-02", value=100, currency="GBP"),
    ]
    log = kept(measure("sum", "money"), rows)
    assert told(log, "value", "n", "why") == [(None, 2, "Not every currency in it has a rate.")]
    assert told(log, "value", "currency", where="entity = mars") == [(100.0, "MRS")]


def test_of_a_stock_a_range_shows_its_last_month_end():
    rows = [
        {"object_id": name, "at": f"2026-0{month}-{last} 12:00", "value": value}
        for name, month, last, value in (("a", 1, 31, 1), ("a", 2, 28, 2), ("b", 2, 28, 3), ("a", 3, 31, 4))
    ]
    log = kept(measure("sum", stock=True), rows)
    assert told(log, "value", "n", period="2026-02") == [(5.0, 2)]
    assert told(log, "value", "n", period="2026-01..2026-02") == [(5.0, 2)]
    assert told(log, "value", "n", period="2026-03-05..2026-04-02") == [(4.0, 1)]
    # the last month that has ended is May, and nothing stood there at its end
    assert told(log, "value", "n") == [(0.0, 0)]
    by_quarter = [(total.period.slug, total.value) for total in totals(log, "made", read_cut(grain="quarter"))]
    assert by_quarter == [("2026-Q1", 4.0)]


def test_n_counts_a_thing_once_however_many_places_it_has():
    rows = [
        flow("a", "2026-02-02", numerator=0.5, denominator=0.5, project="P1", client="Ace"),
        flow("a", "2026-02-02", numerator=0.5, denominator=0.5, project="P2", client="Ace"),
        flow("a", "2026-02-02", numerator=1, denominator=1, project="P2", client="Ace", part="second"),
    ]
    log = kept(measure("ratio", "share"), rows)
    assert told(log, "n") == [(2,)]
    assert told(log, "n", by="client") == [(2,)]
    assert told(log, "slice", "n", by="project") == [({"project": "P1"}, 1), ({"project": "P2"}, 2)]
    assert told(log, "n", where="project = P1") == [(1,)]


def test_nothing_is_not_zero_and_not_the_same_as_not_knowing():
    log = kept(
        measure("sum", name="count") + measure("mean", name="average") + measure("sum", name="lost"),
        [flow("a", "2026-02-02", value=1, measure="count"), flow("a", "2026-02-02", value=1, measure="average")],
    )
    assert told(log, "measure", "value", "why", period="2026-03") == [
        ("count", 0.0, ""),
        ("average", None, "Nothing in this period."),
        ("lost", None, "No system gives what this needs."),
    ]
    assert told(log, "value", "why", period="2026-09", measures="count") == [(None, "The period has not come yet.")]


def test_a_rate_of_single_months_has_no_value_over_more():
    rows = [
        flow("a", "2026-02-02", numerator=100, denominator=2),
        flow("b", "2026-03-02", numerator=100, denominator=1),
    ]
    log = kept(measure("ratio", "per_100", monthly=True), rows)
    assert told(log, "value", period="2026-02") == [(50.0,)]
    assert told(log, "value", "why") == [(None, "Told for single months only.")]


def test_another_formulas_name_tells_the_same_shares():
    shares = [flow("a", "2026-02-02", numerator=1, denominator=4)]
    same = measure("ratio", "share", name="other", as_measure="value", formula="Other")
    assert told(kept(measure("ratio", "share") + same, shares), "measure", "value") == [
        ("value", 0.25),
        ("other", 0.25),
    ]


def test_days_are_those_of_the_entity():
    rows = [{"object_id": "a", "at": "2026-01-31 23:30", "value": 1, "entity": "munich"}]
    log = kept(measure("sum"), rows)
    assert told(log, "value", period="2026-02-01") == [(1.0,)]
    assert told(log, "value", period="2026-01") == [(0.0,)]


PLACES = [
    flow("a", "2026-02-02", value=1, practice="Data", client="Ace", project="P1", project_manager="Ann"),
    flow("b", "2026-02-02", value=2, practice="Cloud", client="Bee", project="P2", project_manager="Bob"),
    flow("c", "2026-02-02", value=4, entity="munich", practice="Data", client="Ace", project="P3"),
    flow("d", "2026-02-02", value=8),
]


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        ({}, 15.0),
        ({"entities": {"london"}}, 11.0),
        ({"practices": {"Data"}}, 5.0),
        ({"clients": {"Bee"}}, 2.0),
        ({"projects": {"P1", "P2"}}, 3.0),
        ({"entities": {"london"}, "practices": {"Data"}}, 1.0),
        ({"entities": set()}, None),
    ],
)
def test_a_viewer_is_told_of_the_own_rows_only(scope, value):
    log = kept(measure("sum"), PLACES)
    viewer = Viewer("Vera", frozenset({"viewer"}), **{name: frozenset(values) for name, values in scope.items()})
    seen = replace(log, viewer=viewer)
    assert told(seen, "value") == [(value,)]
    assert {total.slice["practice"] for total in totals(seen, "made", read_cut(by="practice"))} <= {
        "Data",
        "Cloud",
        None,
    }


def test_names_of_people_are_not_for_everybody():
    viewer = Viewer("Vera", frozenset({"viewer"}), may_see_names=False)
    log = replace(kept(measure("sum"), PLACES), viewer=viewer)
    with pytest.raises(NotAllowed, match="Names are hidden for your role"):
        totals(log, "made", read_cut(by="project_manager"))
    with pytest.raises(NotAllowed):
        totals(log, "made", read_cut(where="project_manager = Ann"))


def test_conditions_are_those_of_the_grammar():
    log = kept(measure("sum"), PLACES)
    assert told(log, "value", where="practice in (Data, Cloud) and entity != munich") == [(3.0,)]
    assert told(log, "value", where="practice != Data") == [(10.0,)]
    assert [only.to_text() for only in read_cut(where='client = "A & B" and practice in (a, b)').only] == [
        'client = "A & B"',
        "practice in (a, b)",
    ]


@pytest.mark.parametrize(
    ("cut", "words"),
    [
        ({"by": "colour"}, "No indicator is sliced by"),
        ({"grain": "decade"}, "There is no trend by"),
        ({"measures": "mode"}, "has no measure 'mode'. It has: value"),
        ({"where": "colour = red"}, "No indicator is sliced by"),
    ],
)
def test_what_is_asked_wrongly_is_told(cut, words):
    with pytest.raises(WrongUse, match=words):
        totals(kept(measure("sum"), PLACES), "made", read_cut(**cut))


def test_one_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(NotFound, match=r"no indicator 'other'\. There are: made"):
        totals(kept(measure("sum"), PLACES), "other")


def test_a_generation_without_indicators_says_how_to_make_them():
    log = kept(measure("sum"), PLACES)
    log.database.run("drop schema indicator cascade")
    log = replace(log, database=log.database.cursor())
    with pytest.raises(NotFound, match="Rebuild with `tracework build`"):
        totals(log, "made")


def test_people_are_counted_where_it_is_about_them():
    rows = [flow(f"p{n}/1", "2026-02-02", numerator=1, denominator=2, person=n % 3) for n in range(6)]
    log = kept(measure("ratio", "share"), rows, about_people=True)
    assert told(log, "people") == [(3,)]
    assert OWNER.scopes == {}


def test_hours_of_many_are_rounded_as_those_of_one():
    half_way = [number * 1_800 for number in range(-8, 9)]
    some = [*half_way, 1, 3_599_999_999, 2**50 + 1]
    assert hours_of_all(np.array(some)) == [hours(float(time)) for time in some]
