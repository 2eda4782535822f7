"""What is told where there are no shares, of a log from 1 January to 10 June 2026 whose shares are written by hand."""

from datetime import date

import pytest

from metrics.cut import read_cut
from metrics.empty import NO_MONTH_END, NOT_YET, NOTHING_THEN, TOO_EARLY, UNKNOWN, Span, span_of
from metrics.rollup import totals
from tests.metrics.hand_made_shares import kept, measure

AT_MONTH_ENDS = [{"object_id": "a", "at": f"2026-{end} 12:00", "value": 7} for end in ("02-28", "03-31")]


def told(log, **cut):
    """The value of each total and why it has none."""
    return [(total.value, total.why) for total in totals(log, "made", read_cut(**cut))]


def test_the_span_is_what_the_log_is_complete_for():
    log = kept(measure("sum"), [{"at": "2026-02-02", "value": 1}])
    assert span_of(log.database) == Span(date(2026, 1, 1), date(2026, 6, 10))


@pytest.mark.parametrize("period", ["2026-W10", "2026-03-30", "2026-06", "2026-06-01..2026-06-10"])
def test_a_stock_is_not_zero_where_no_month_has_ended(period):
    log = kept(measure("sum", stock=True), AT_MONTH_ENDS)
    assert told(log, period=period) == [(None, NO_MONTH_END)]


@pytest.mark.parametrize("period", ["2026-04", "2026-W18", "2026-04-30", "2026-04..2026-06"])
def test_a_stock_is_zero_where_nothing_stood_at_the_end_of_a_month(period):
    log = kept(measure("sum", stock=True), AT_MONTH_ENDS)
    assert told(log, period=period) == [(0.0, "")]


def test_a_trend_of_a_stock_has_values_only_where_months_end():
    log = kept(measure("sum", stock=True), AT_MONTH_ENDS)
    weeks = told(log, grain="week", period="2026-03-16..2026-04-12")
    assert weeks == [(None, NO_MONTH_END), (None, NO_MONTH_END), (7.0, ""), (None, NO_MONTH_END)]


def test_before_the_first_recorded_time_nothing_is_known():
    log = kept(measure("sum") + measure("mean", name="average"), [{"at": "2026-02-02", "value": 1}])
    assert told(log, period="2025-12", measures="value") == [(None, TOO_EARLY)]
    assert told(log, period="2026-01", measures="value") == [(0.0, "")]
    assert told(log, period="2025-12-30..2026-01-01", measures="value") == [(0.0, "")]


def test_what_counts_nothing_among_those_chosen_says_so_and_blames_no_system():
    log = kept(measure("sum") + measure("sum", name="lost"), [{"at": "2026-02-02", "value": 1, "practice": "Data"}])
    assert told(log, where="entity = lodnon and practice = Data") == [
        (None, "It counts nothing where entity = lodnon and practice = Data."),
        (None, UNKNOWN),
    ]
    assert told(log, where="practice = Data", period="2026-05", measures="value") == [(0.0, "")]


def test_a_period_to_come_is_told_as_such_whatever_is_asked():
    log = kept(measure("sum", stock=True) + measure("mean", name="average"), AT_MONTH_ENDS)
    assert told(log, period="2026-07", measures="value") == [(None, NOT_YET)]
    log = kept(measure("mean"), [{"at": "2026-02-02", "value": 1}])
    assert told(log, period="2026-07") == [(None, NOT_YET)]
    assert told(log, period="2026-03") == [(None, NOTHING_THEN)]


def test_nothing_is_told_in_the_currency_of_the_other_periods():
    shares = [
        {"at": "2026-02-28", "value": 700, "currency": "EUR", "entity": "munich"},
        {"at": "2026-02-28", "value": 500, "currency": "GBP"},
    ]
    log = kept(measure("sum", "money", stock=True), shares)
    for where, currency in (("entity = munich", "EUR"), ("", "USD")):
        found = totals(log, "made", read_cut(where=where, grain="month", period="2026-02..2026-06"))
        assert {total.currency for total in found} == {currency}
        assert [total.value for total in found][1:] == [0.0, 0.0, 0.0, None]
    (nobody,) = totals(log, "made", read_cut(where="entity = mars"))
    assert (nobody.value, nobody.currency) == (None, None)
