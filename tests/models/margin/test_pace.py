"""The forecast of a project's end, by hand, and what is learnt from projects that ended."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from models.margin.pace import Pace, Spread, Way, earned_value, forecast, learned_pace, read_pace
from tests.models.margin.hand_made_project import COURSE, FIXED, HOURLY, ended

ONE = Way(lean=0, lately=0, open=0)
AT_ITS_OWN = Pace(ways=(ONE,), usual=0.0, errors={"": (0.0,)}, below=0.3, ends=(0.0,))


def with_way(**how: float) -> Pace:
    return replace(AT_ITS_OWN, ways=(replace(ONE, **how),))


def test_what_is_booked_goes_on_at_the_pace_so_far():
    """120 hours for 100 planned: 300 to come become 360, so 480 hours cost 24,000 of 40,000."""
    end = forecast(FIXED, COURSE, AT_ITS_OWN)
    assert (end.pace, end.cost, end.revenue) == pytest.approx((1.2, 2_400_000, 4_000_000))
    assert end.margin == pytest.approx(0.4)


def test_work_by_the_hour_earns_for_its_hours():
    """11,000 billed and 30,000 to come, times 1.2."""
    assert forecast(HOURLY, COURSE, AT_ITS_OWN).revenue == pytest.approx(1_100_000 + 3_600_000)


def test_it_leans_to_the_usual_pace_while_little_is_worked():
    """100 hours of plan against 100 to lean on: half of the way, in logarithms, from 1 to 1.2."""
    assert forecast(FIXED, COURSE, with_way(lean=100)).pace == pytest.approx(1.2**0.5)


def test_the_last_weeks_count_as_much_as_was_learnt():
    course = replace(COURSE, lately_worked_cost=1_000_000)
    assert forecast(FIXED, course, with_way(lately=1.0)).pace == pytest.approx(2.0)
    assert forecast(FIXED, course, AT_ITS_OWN).pace == pytest.approx(1.2)


def test_of_several_ways_the_mean_is_told():
    """At its own pace of 1.2 and at that of the last weeks, 2: their geometric mean. Half of what is open is booked."""
    course = replace(COURSE, lately_worked_cost=1_000_000, uncovered=60 * 60)
    both = replace(AT_ITS_OWN, ways=(ONE, replace(ONE, lately=1.0, open=1.0)))
    end = forecast(FIXED, course, both)
    assert end.pace == pytest.approx((1.2 * 2) ** 0.5)
    assert end.open_cost == pytest.approx(30 * 5_000)


def test_open_requests_cost_what_is_booked_costs():
    """60 hours nobody is booked for, half of which are learnt to come, at 50 an hour and the pace of 1.2."""
    end = forecast(FIXED, replace(COURSE, uncovered=60 * 60), with_way(open=0.5))
    assert end.cost == pytest.approx(2_400_000 + 30 * 5_000 * 1.2)


def test_costs_beside_time_go_on_as_they_did():
    """The last forecast told 6,600 to date where time had cost 6,000: a tenth on top of 24,000. A twentieth is none."""
    told = replace(COURSE, told_so_far=660_000, told_time_cost=600_000)
    assert forecast(FIXED, told, AT_ITS_OWN).cost == pytest.approx(2_640_000)
    assert replace(told, told_so_far=629_000).beside == 0
    assert replace(told, told_time_cost=0).beside == 0


def test_earned_value_is_cost_so_far_over_the_part_done():
    """A quarter of the planned work is done: 6,000 become 24,000."""
    assert COURSE.done == 0.25
    assert earned_value(FIXED, COURSE).cost == pytest.approx(2_400_000)
    assert earned_value(HOURLY, COURSE).revenue == pytest.approx(4_400_000)


def test_the_spread_is_that_of_past_errors_times_what_is_to_come():
    """Nine errors, from -0.4 to 0.4: eight of ten are between the first and the last."""
    spread = Spread(tuple(n / 10 for n in range(-4, 5)), scale=0.5)
    assert spread.interval(0.3) == pytest.approx((0.1, 0.5))
    assert spread.chance_below(0.3, 0.3) == pytest.approx(4.5 / 10)
    assert spread.chance_below(0.0, 0.3) == pytest.approx(0.5 / 10)


def test_projects_that_ended_as_they_went_teach_to_trust_their_own_pace():
    """Each ended at the margin that its own pace gave, at paces of 0.8 to 1.5; so nothing is leant on, and no error."""
    known = []
    for number, pace in enumerate((0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5)):
        course = replace(COURSE, worked_cost=500_000 * pace, lately_worked_cost=500_000 * pace)
        known.append((ended(number, 1 - pace / 2), course))
    pace = learned_pace(known, tolerance=0.02)
    assert pace is not None
    assert {way.lean for way in pace.ways} == {0}
    assert max(abs(each) for each in pace.errors[""]) < 1e-3
    assert pace.below == 5 / 8
    assert read_pace(json.loads(json.dumps(pace.learned()))) == pace


def test_seven_projects_teach_nothing():
    assert learned_pace([(ended(number, 0.5), COURSE) for number in range(7)], tolerance=0.02) is None
