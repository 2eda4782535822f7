"""The working clock agrees with business time, there and back."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import calendar
from models.lateness.working_clock import HOUR_US, WorkingClock
from tests.core.durations import duration

NEW_YORK = calendar("new_york")
MARCH = (datetime(2026, 3, 1, tzinfo=UTC).timestamp() / 86400, datetime(2026, 4, 1, tzinfo=UTC).timestamp() / 86400)
CLOCK = WorkingClock(NEW_YORK, *MARCH)


def day(at: datetime) -> float:
    return at.timestamp() / 86400


@given(st.tuples(st.floats(*MARCH), st.floats(*MARCH)))
def test_hours_are_those_of_business_time(pair: tuple[float, float]):
    since, until = sorted(pair)
    start, end = (datetime.fromtimestamp(each * 86400, UTC) for each in (since, until))
    exact = duration(NEW_YORK, start, end).business_us
    worked = CLOCK.worked(np.array([since, until]))
    assert exact is not None
    assert worked[1] - worked[0] == pytest.approx(exact / HOUR_US, abs=1e-4)


@given(st.floats(*MARCH), st.floats(0.01, 200))
def test_when_so_much_is_worked_it_is_worked(since: float, hours: float):
    begun = CLOCK.worked(np.array([since]))
    assert CLOCK.worked(CLOCK.when(begun + hours)) == pytest.approx(begun + hours, abs=1e-4)


def test_from_friday_afternoon_to_monday_morning():
    friday = np.array([day(datetime(2026, 3, 20, 20, tzinfo=UTC))])
    monday = CLOCK.when(CLOCK.worked(friday) + 2)
    assert monday == pytest.approx(day(datetime(2026, 3, 23, 14, tzinfo=UTC)), abs=1e-6)


def test_beyond_its_last_day_it_does_not_say():
    assert np.isnan(CLOCK.when(np.array([1e6]))).all()
