"""The clock of a process knows its week and its yearly stop, from what ended; and where neither shows it is even."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from models.remaining_time.rhythm import EVEN, Rhythm, rhythm_of
from tests.models.remaining_time.made_cases import days, ended_twice_a_week

MONDAY, THURSDAY = 0, 3


@pytest.fixture(scope="module")
def learnt() -> Rhythm:
    return rhythm_of(ended_twice_a_week(date(2017, 1, 2), date(2018, 12, 1)), days(date(2018, 12, 1)))


def test_it_runs_on_the_days_on_which_cases_end(learnt: Rhythm):
    busy = [place for place, speed in enumerate(learnt.week) if speed > 1]
    assert busy == [MONDAY, THURSDAY]
    assert np.mean(learnt.week) == pytest.approx(1)


def test_a_stop_is_expected_again_in_the_same_weeks(learnt: Rhythm):
    # from the day after the last Thursday to the day before the first, in whole weeks a year later
    assert learnt.stops == (
        (days(date(2017, 12, 22)), days(date(2018, 1, 4))),
        (days(date(2018, 12, 21)), days(date(2019, 1, 3))),
    )


def test_without_an_earlier_year_no_stop_is_known():
    until = date(2017, 12, 1)
    assert rhythm_of(ended_twice_a_week(date(2017, 1, 2), until), days(until)).stops == ()


def test_what_is_not_known_yet_does_not_count(learnt: Rhythm):
    later = ended_twice_a_week(date(2017, 1, 2), date(2019, 12, 1))
    assert rhythm_of(later, days(date(2018, 12, 1))) == learnt


def test_a_beginning_and_an_end_are_no_stops():
    ends = ended_twice_a_week(date(2017, 2, 6), date(2017, 11, 1))
    early = days(date(2016, 12, 1)) + np.arange(5.0)
    assert rhythm_of(np.concatenate([early, ends]), days(date(2018, 2, 1))).stops == ()


def test_many_ended_at_once_are_no_rhythm():
    rng = np.random.default_rng(2)
    ends = np.concatenate([rng.uniform(17200, 17400, 2000), np.full(5000, 17380.5)])
    assert max(rhythm_of(ends, 17400.0).week) < 1.5


def test_chance_is_no_rhythm(scale: int):
    for seed in range(20 * scale):
        ends = np.random.default_rng(seed).uniform(17000, 17300, 400)
        assert rhythm_of(ends, 17300.0) == EVEN


def test_where_nothing_or_little_ended_the_clock_is_even():
    assert rhythm_of(np.zeros(0), 17000.0) == EVEN
    assert rhythm_of(np.array([17000.0]), 17100.0) == EVEN
    assert rhythm_of(np.array([17000.0] * 500), 17000.5) == EVEN


def test_days_and_clock_lead_to_each_other(learnt: Rhythm):
    rng = np.random.default_rng(1)
    at = np.sort(rng.uniform(days(date(2017, 6, 1)), days(date(2019, 6, 1)), 1000))
    shown = learnt.passed(at)
    assert (np.diff(shown) >= 0).all()
    working = np.all([(at < since) | (at > until) for since, until in learnt.stops], axis=0)
    np.testing.assert_allclose(learnt.when(shown)[working], at[working], atol=1e-6)
    # what is in a stop stands where the stop begins
    assert set(np.floor(learnt.when(shown)[~working]).tolist()) <= {
        float(one) for since, _ in learnt.stops for one in (since - 1, since)
    }


def test_a_stop_ahead_is_waited_for(learnt: Rhythm):
    friday = np.array([float(days(date(2018, 12, 21)))])
    week = learnt.days(friday, np.array([7.0]))
    assert week[0] == pytest.approx(13 + 7, abs=0.01)
    assert EVEN.days(friday, np.array([7.0]))[0] == pytest.approx(7)
    assert learnt.lasting(friday, np.array([13.0]))[0] == pytest.approx(0, abs=1e-9)


def test_it_is_the_same_after_being_kept(learnt: Rhythm):
    assert Rhythm.from_json(json.loads(json.dumps(learnt.as_json()))) == learnt
