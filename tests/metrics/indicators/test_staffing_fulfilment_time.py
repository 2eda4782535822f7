"""From a request for somebody until the hours booked reach those asked for."""

from __future__ import annotations

from tests.metrics.people import HOUR, PROJECT, add_booking, with_person, with_project
from tests.metrics.tiny_log import TinyLog, at

REQUEST = "salesforce:request"


def a_request(as_of: str = "2026-04-01", hours: float = 40, wanted: str = "2026-02-09", **said: object) -> TinyLog:
    """Asked for on Monday 2 February at 10:00."""
    log = with_project(with_person(TinyLog(as_of)))
    log.thing("resource_request", REQUEST, "2026-02-02 10:00", hours=hours, wanted_on=wanted, **said)
    log.link(REQUEST, "for", PROJECT)
    log.event("resource_requested", "2026-02-02 10:00", REQUEST)
    return log


def booked(log: TinyLog, name: str, when: str, hours: float, **said: object) -> None:
    log.link(add_booking(log, name, {"2026-02-09": hours}, when, **said), "fills", REQUEST)


def shares(log: TinyLog, measure: str = "value", columns: str = "value, elapsed, is_open") -> list:
    return log.shares("staffing_fulfilment_time", columns, measure)


def test_it_is_filled_when_bookings_come_to_the_hours_asked_for():
    log = a_request()
    booked(log, "salesforce:b1", "2026-02-03 10:00", 24)
    booked(log, "salesforce:b2", "2026-02-04 10:00", 16)
    booked(log, "salesforce:b3", "2026-02-05 10:00", 8)
    assert shares(log) == [(16 * HOUR, 48 * HOUR, False)]
    assert shares(log, columns='"at", practice, project') == [(at("2026-02-02 10:00"), "Technology", "P-1")]


def test_withdrawn_bookings_fill_nothing():
    log = a_request(as_of="2026-02-04 10:00")
    booked(log, "salesforce:b1", "2026-02-03 10:00", 40, withdrawn_at="2026-02-03 12:00:00")
    assert shares(log) == [(16 * HOUR, 48 * HOUR, True)]


def test_a_withdrawn_request_leaves_the_population():
    log = a_request(withdrawn_at="2026-02-05 10:00:00")
    assert shares(log) == []
    assert shares(log, "fill_rate") == []


def test_filled_by_the_wanted_day_is_by_the_calendar_there():
    for when, found in (("2026-02-09 23:00", 1), ("2026-02-10 00:00", 0)):
        log = a_request()
        booked(log, "salesforce:b1", when, 40)
        assert shares(log, "fill_rate", 'numerator, denominator, "at"') == [(found, 1, at("2026-02-09"))]


def test_the_fill_rate_is_of_requests_whose_wanted_day_has_come():
    log = a_request(as_of="2026-02-08 12:00")
    assert shares(log, "fill_rate") == []
    assert len(shares(log)) == 1
