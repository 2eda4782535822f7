"""The margin that running projects are forecast to end with, against the one they began with."""

from __future__ import annotations

import pytest

from tests.metrics.billing import PERSON, PROJECT, with_project
from tests.metrics.tiny_log import TinyLog, at

JANUARY, FEBRUARY, MARCH = (
    at(day) for day in ("2026-01-31 23:59:59.999999", "2026-02-28 23:59:59.999999", "2026-03-31 22:59:59.999999")
)


def project(baseline: tuple[float, float] = (1000, 600), **said: object) -> TinyLog:
    """A project that began in January with a margin of forty per cent."""
    log = with_project(TinyLog("2026-04-10"))
    log.thing("timesheet", "salesforce:any", week_end="2026-01-04")
    log.event("time_logged", "2026-01-02 12:00", "salesforce:any", f"of:{PERSON}", day="2026-01-02", hours=1)
    log.say(PROJECT, "1970-01-01", baseline_revenue=baseline[0], baseline_cost=baseline[1], **said)
    log.event("project_shell_created", "2026-01-10", PROJECT)
    return log


def forecast(log: TinyLog, when: str, end: tuple[float, float], to_date: tuple[float, float] = (0, 0)) -> None:
    log.say(
        PROJECT, when, forecast_revenue=end[0], forecast_cost=end[1], revenue_to_date=to_date[0],
        cost_to_date=to_date[1],
    )  # fmt: skip


def shares(log: TinyLog, measure: str = "value", columns: str = '"at", value, weight') -> list:
    return log.shares("project_margin_deviation", columns, measure)


def test_the_last_forecast_by_the_months_end_counts():
    log = project()
    forecast(log, "2026-02-03", (2000, 1000))
    forecast(log, "2026-02-25", (1000, 700))
    forecast(log, "2026-03-31 23:30", (1000, 1000))
    assert shares(log) == [
        (FEBRUARY, pytest.approx(-10), 100000),
        (MARCH, pytest.approx(-10), 100000),
    ]


def test_in_money_and_to_date():
    log = project()
    forecast(log, "2026-02-03", (2000, 1000), (500, 400))
    assert shares(log, "money", '"at", value')[0] == (FEBRUARY, 60000)
    assert shares(log, "to_date")[0] == (FEBRUARY, pytest.approx(20 - 40), 200000)


def test_without_revenue_there_are_no_points_but_money():
    log = project()
    forecast(log, "2026-02-03", (0, 500))
    assert shares(log) == []
    assert shares(log, "money", "value") == [(-90000,), (-90000,)]


@pytest.mark.parametrize("way", ["closed", "cancelled"])
def test_a_project_that_is_closed_or_cancelled_by_then_is_not_running(way: str):
    log = project(**({"cancelled_at": "2026-03-05 00:00:00"} if way == "cancelled" else {}))
    forecast(log, "2026-01-20", (1000, 600))
    if way == "closed":
        log.event("project_closed", "2026-03-05", PROJECT)
    assert [row[0] for row in shares(log)] == [JANUARY, FEBRUARY]
