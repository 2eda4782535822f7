"""Durations of cases, elapsed and in business time, against plain Python over the same log."""

from datetime import timedelta

import pytest

from core.errors import WrongUse
from tests.eventlog.filters.chosen import chosen, expected
from tests.generated_logs import START, process_log, trace


def test_elapsed():
    assert chosen("duration > 10d") == expected(lambda case: case.seconds > 864_000)
    assert chosen("duration < 10d") == expected(lambda case: case.seconds < 864_000)
    assert chosen("duration >= 2d12h and duration <= 20d") == expected(
        lambda case: 216_000 <= case.seconds <= 1_728_000
    )


def test_the_bound_itself():
    log = process_log([trace("two hours", "ABC"), trace("one hour", "AB")])
    assert chosen("duration > 2h", log) == set()
    assert chosen("duration >= 2h", log) == {"two hours"}
    assert chosen("duration < 2h", log) == {"one hour"}
    assert chosen("duration <= 120m", log) == {"one hour", "two hours"}


def test_business_time():
    # Friday 16:00 to Monday 10:00 in New York is two hours of work there, and 66 on the clock
    friday = START.replace(day=9, hour=21)
    log = process_log([trace("weekend", "AB", friday, hours=66)], calendar_name="new_york")
    assert chosen("business duration >= 2h", log) == chosen("business duration <= 2h", log) == {"weekend"}
    assert chosen("duration > 65h", log) == {"weekend"}
    assert timedelta(hours=66).days == 2


def test_business_time_needs_a_calendar():
    log = process_log([trace("one", "AB")])
    with pytest.raises(WrongUse, match="Work has none"):
        chosen("business duration > 1h", log)


@pytest.mark.parametrize("amount", ["5", "5 days", "d", "-1h", "1h!"])
def test_an_amount_without_a_unit_is_refused(amount):
    with pytest.raises(WrongUse):
        chosen(f"duration > {amount}")
