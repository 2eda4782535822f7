"""The pretend firm's office hours, against answers worked out by hand."""

from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

from simulator.working_time import LONDON, MUNICH, NEW_YORK


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_an_hour_from_friday_evening_is_done_on_monday():
    assert NEW_YORK.after(at("2026-03-20 16:30", "America/New_York"), 1) == at("2026-03-23 09:30", "America/New_York")


def test_a_day_off_does_not_count():
    thanksgiving = at("2025-11-26 16:00", "America/New_York")
    assert NEW_YORK.after(thanksgiving, 2) == at("2025-11-28 10:00", "America/New_York")


def test_the_clock_change_moves_the_opening_not_the_hours():
    friday = at("2026-03-27 16:30", "Europe/London")
    assert LONDON.after(friday, 2) == at("2026-03-30 10:00", "Europe/London")


def test_hours_worked_are_the_hours_asked_for(scale: int):
    rng = Random(3)
    for _ in range(200 * scale):
        start = MUNICH.next_open(datetime(2025, rng.randint(1, 12), rng.randint(1, 28), rng.randint(0, 23), tzinfo=UTC))
        hours = rng.uniform(0.1, 60)
        assert abs(MUNICH.worked_between(start, MUNICH.after(start, hours)) - hours) < 1e-6


def test_a_weekday_of_decision_is_waited_for():
    wednesday = at("2026-02-11 10:00", "Europe/Berlin")
    assert MUNICH.on_weekday(wednesday, frozenset({1, 3})) == at("2026-02-12 08:30", "Europe/Berlin")
    assert MUNICH.on_weekday(wednesday, frozenset({2})) == wednesday
