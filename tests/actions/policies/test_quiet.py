"""Quiet hours by the calendar of the entity: a night, a weekend, a holiday, and nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from actions.policies.declaration import Quiet
from actions.policies.quiet import hush
from tests.actions.made_findings import calendars

WORK = Quiet(outside_business_hours=True)
NIGHT = Quiet.model_validate({"hours": ["22:00-07:00"]})


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("entity", "moment", "until"),
    [
        # Tuesday at noon in New York is work, at 23:00 it is not: until Wednesday 9:00, which is 14:00 UTC in winter
        ("new_york", utc(2026, 3, 3, 17), None),
        ("new_york", utc(2026, 3, 4, 4), utc(2026, 3, 4, 14)),
        # Friday evening before the clocks go forward: Monday 9:00 is 13:00 UTC, an hour earlier than the week before
        ("new_york", utc(2026, 3, 6, 23), utc(2026, 3, 9, 13)),
        # the evening before Thanksgiving: the next working hour is Friday 9:00
        ("new_york", utc(2026, 11, 25, 23), utc(2026, 11, 27, 14)),
        # Munich before the clocks go back on Sunday 25 October: Monday 26th, 9:00 is 8:00 UTC
        ("munich", utc(2026, 10, 23, 20), utc(2026, 10, 26, 8)),
    ],
)
def test_outside_the_working_hours_of_the_entity_it_is_quiet(entity: str, moment: datetime, until: datetime | None):
    found = hush(WORK, entity, calendars, moment)
    assert (found.until if found else None) == until


def test_an_entity_without_a_calendar_works_monday_to_friday():
    assert hush(WORK, "atlantis", calendars, utc(2026, 3, 3, 12)) is None
    found = hush(WORK, "atlantis", calendars, utc(2026, 3, 7, 12))
    assert found is not None
    assert found.why == "outside the business hours of Weekdays, UTC, because atlantis has no calendar"


def test_the_policys_own_calendar_comes_before_the_entitys():
    quiet = Quiet(outside_business_hours=True, calendar="new_york")
    assert hush(quiet, "munich", calendars, utc(2026, 3, 3, 20)) is None
    assert hush(WORK, "munich", calendars, utc(2026, 3, 3, 20)) is not None


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (utc(2026, 3, 3, 20, 59), None),  # 21:59 in Munich
        (utc(2026, 3, 3, 21), utc(2026, 3, 4, 6)),
        (utc(2026, 3, 4, 5, 59), utc(2026, 3, 4, 6)),
        (utc(2026, 3, 4, 6), None),
        # the night of 29 March is an hour shorter, that of 25 October an hour longer
        (utc(2026, 3, 28, 21), utc(2026, 3, 29, 5)),
        (utc(2026, 10, 24, 20), utc(2026, 10, 25, 6)),
    ],
)
def test_hours_of_the_wall_clock_are_as_long_as_the_night_is(moment: datetime, until: datetime | None):
    found = hush(NIGHT, "munich", calendars, moment)
    assert (found.until if found else None) == until


def test_hours_that_end_in_the_hour_that_comes_twice_are_quiet_both_times():
    quiet = Quiet.model_validate({"hours": ["01:00-02:30"]})
    # in Munich 02:15 comes twice on 25 October: at 00:15 and at 01:15 UTC
    assert hush(quiet, "munich", calendars, utc(2026, 10, 25, 0, 15)) is not None
    second = hush(quiet, "munich", calendars, utc(2026, 10, 25, 1, 15))
    assert second is not None
    assert second.until == utc(2026, 10, 25, 1, 30)


def test_hours_that_end_in_the_hour_that_is_skipped_end_when_the_clocks_change():
    # in Munich 29 March goes from 02:00 to 03:00 at 01:00 UTC, in New York 8 March at 07:00 UTC
    quiet = Quiet.model_validate({"hours": ["22:00-02:30"]})
    for entity, moment, until in (
        ("munich", utc(2026, 3, 28, 23), utc(2026, 3, 29, 1)),
        ("munich", utc(2026, 3, 29, 0, 59), utc(2026, 3, 29, 1)),
        ("new_york", utc(2026, 3, 8, 5), utc(2026, 3, 8, 7)),
    ):
        found = hush(quiet, entity, calendars, moment)
        assert found is not None
        assert found.until == until
        assert hush(quiet, entity, calendars, until) is None


def test_a_calendar_that_does_not_know_the_day_keeps_nobody_silent():
    assert hush(WORK, "new_york", calendars, utc(2041, 1, 5, 3)) is None
