"""How near the last forecast before a month came to what the month brought."""

from __future__ import annotations

import pytest

from tests.metrics.people import PERSON, PROJECT, add_booking, add_sheet, step, with_person, with_project
from tests.metrics.tiny_log import TinyLog, at


def a_month(as_of: str = "2026-03-05", **person: object) -> TinyLog:
    """Forty hours in February at 100 pounds, which cost 60 each."""
    about: dict[str, object] = {"cost_rate": 60, "cost_currency": "GBP", **person}
    log = with_project(with_person(TinyLog(as_of), **about))
    add_booking(log, "salesforce:booking", {}, bill_rate=100, currency="GBP")
    worked(log, "2026-02-02", 40, "salesforce:booking")
    return log


def worked(log: TinyLog, day: str, hours: float, booking: str | None = None) -> str:
    sheet = add_sheet(log, week_end=day)
    about = [f"under:{booking}"] if booking else []
    log.event("time_logged", f"{day} 12:00", sheet, f"on:{PROJECT}", *about, timecard=day, hours=hours, billable=True)
    return sheet


def forecast(log: TinyLog, name: str, taken: str, month: str = "2026-02", **said: object) -> None:
    about: dict[str, object] = {"revenue": 5000, "margin": 2000, "utilization": 0.3, **said}
    log.thing("forecast", name, taken, entity="london", month=month, currency="GBP", **about)
    log.event("forecast_taken", taken, name)


def shares(log: TinyLog, measure: str, columns: str = "object_id, numerator, denominator") -> list:
    return log.shares("forecast_accuracy", columns, measure)


def test_the_last_forecast_before_the_month_is_held_against_it():
    log = a_month()
    forecast(log, "salesforce:f1", "2026-01-10", revenue=1)
    forecast(log, "salesforce:f2", "2026-01-31 23:00")
    forecast(log, "salesforce:f3", "2026-02-01 00:00", revenue=2)
    assert shares(log, "revenue") == [("salesforce:f2", 500000, 400000)]
    assert shares(log, "revenue_bias") == [("salesforce:f2", 100000, 400000)]
    assert shares(log, "margin") == [("salesforce:f2", 200000, 160000)]
    assert shares(log, "revenue", '"at", currency') == [(at("2026-02-01"), "GBP")]


def test_utilization_is_that_of_the_month():
    """London works twenty days in February, of 7.5 hours each."""
    log = a_month()
    worked(log, "2026-02-28", 20)
    worked(log, "2026-03-01", 20)
    forecast(log, "salesforce:f1", "2026-01-10")
    assert shares(log, "utilization") == [("salesforce:f1", 0.3, pytest.approx(60 / 150))]
    assert shares(log, "utilization_bias", "numerator") == [(pytest.approx(0.3 - 60 / 150),)]


def test_a_month_that_is_not_over_does_not_count():
    log = a_month(as_of="2026-02-28 23:00")
    forecast(log, "salesforce:f1", "2026-01-10")
    assert shares(log, "revenue") == []


def test_rejected_hours_bring_nothing():
    log = a_month()
    forecast(log, "salesforce:f1", "2026-01-10")
    step(log, "timesheet_rejected", "2026-02-09", f"salesforce:{PERSON}/2026-02-02", "2026-02-02")
    assert shares(log, "revenue") == [("salesforce:f1", 500000, 0)]


def test_time_of_no_booking_is_worth_what_the_contract_says_of_the_grade_on_that_day():
    log = a_month()
    log.thing("contract", "salesforce:contract", entity="london")
    log.link(PROJECT, "under", "salesforce:contract")
    for grade, rate in (("Consultant", 80), ("Manager", 120)):
        log.thing("rate", f"salesforce:{grade}", kind="contract", grade=grade, rate=rate, currency="GBP")
        log.link(f"salesforce:{grade}", "of", "salesforce:contract")
    log.say(PERSON, "2026-02-10", grade="Manager")
    worked(log, "2026-02-09", 1)
    worked(log, "2026-02-10", 1)
    forecast(log, "salesforce:f1", "2026-01-10")
    assert shares(log, "revenue", "denominator") == [(400000 + 8000 + 12000,)]


def test_hours_of_somebody_from_elsewhere_cost_what_their_money_was_worth_when_the_month_began():
    log = a_month(cost_currency="EUR")
    for code, old, new in (("GBP", 1.25, 1.3), ("EUR", 1.0, 1.1)):
        log.thing("currency", f"netsuite:{code}", code=code)
        log.say(f"netsuite:{code}", "2026-02-01", rate=old)
        log.say(f"netsuite:{code}", "2026-02-02", rate=new)
    forecast(log, "salesforce:f1", "2026-01-10")
    assert shares(log, "margin", "denominator") == [(400000 - 240000 / 1.25,)]


def test_a_margin_whose_costs_nobody_can_convert_is_unknown():
    log = a_month(cost_currency="EUR")
    forecast(log, "salesforce:f1", "2026-01-10")
    assert shares(log, "margin") == []
    assert len(shares(log, "revenue")) == 1


def test_a_margin_whose_costs_no_system_tells_is_unknown():
    log = a_month()
    log.database.run("delete from object_attribute where name = 'cost_rate'")
    forecast(log, "salesforce:f1", "2026-01-10")
    assert shares(log, "margin") == []


def test_a_month_in_which_nothing_was_worked_brought_nothing():
    log = a_month()
    forecast(log, "salesforce:f1", "2026-01-10", month="2026-03")
    log.database.run("update landed_run set as_of = '2026-04-05'")
    assert shares(log, "revenue") == [("salesforce:f1", 500000, 0)]
