"""What is missing to the margin, in parts by hand that add up to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.margin.course import Course, Project
from models.margin.pace import Pace, Way, forecast
from models.margin.parts import missing, parts
from tests.models.margin.hand_made_project import COURSE, FIXED, HOURLY

PACE = Pace(ways=(Way(lean=0, lately=0, open=1.0),), usual=0.0, errors={"": (0.0,)}, below=0.3, ends=(0.0,))
WITH_SUPPLIER = replace(COURSE, supplier_minutes=40 * 60, supplier_cost=320_000, uncovered=20 * 60)
WITH_MORE = replace(WITH_SUPPLIER, worked_cost=150_000, worked=1_800, told_so_far=200_000, told_time_cost=150_000)


def amounts(project: Project, course: Course) -> dict[str, float]:
    end = forecast(project, course, PACE)
    return {each.name: round(each.amount) for each in parts(project, course, end)}


def test_a_fixed_price_pays_for_every_hour_more():
    """Booked are 400 hours at 50, as the baseline; 20 more were worked, 60 more are to come: 4,000 are missing."""
    assert amounts(FIXED, COURSE) == {"Hours so far": 100_000, "Hours to come": 300_000}
    assert missing(FIXED, forecast(FIXED, COURSE, PACE)) == pytest.approx(400_000)


def test_by_the_hour_only_what_is_not_billable_is_missing():
    """Half of what is earned is margin, as in the baseline; 10 hours at 100 are not billed, of which half was cost."""
    assert amounts(HOURLY, COURSE) == {"Not billable": 50_000}


def test_subcontractors_are_told_by_what_they_cost_more_than_own_people():
    """40 hours at 80 of 400; the other 360 cost 16,800, which is 46.67 an hour."""
    own = (2_000_000 - 320_000) / 360
    assert amounts(FIXED, replace(WITH_SUPPLIER, uncovered=0))["Subcontractors"] == round(320_000 - 40 * own)


@pytest.mark.parametrize("project", [FIXED, HOURLY])
@pytest.mark.parametrize("course", [COURSE, WITH_SUPPLIER, WITH_MORE])
def test_parts_add_up_to_what_is_missing(project: Project, course: Course):
    end = forecast(project, course, PACE)
    assert sum(each.amount for each in parts(project, course, end)) == pytest.approx(missing(project, end), abs=2)
