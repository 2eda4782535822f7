"""From an expense report's first submission to the last approval of finance."""

from __future__ import annotations

from tests.metrics.people import HOUR, PROJECT, with_project
from tests.metrics.tiny_log import TinyLog

REPORT = "concur:1"


def a_report(as_of: str = "2026-04-01", *steps: tuple[str, str]) -> TinyLog:
    log = with_project(TinyLog(as_of))
    log.thing("expense_report", REPORT, "2026-02-01", entity="london", amount=90, currency="GBP")
    log.link(REPORT, "on", PROJECT)
    for kind, when in steps:
        log.event(f"expense_{kind}", when, REPORT)
    return log


def shares(log: TinyLog, measure: str = "value", columns: str = "value, elapsed, is_open") -> list:
    return log.shares("expense_approval_cycle_time", columns, measure)


def test_it_runs_from_the_first_submission_to_the_last_approval_of_finance():
    log = a_report(
        "2026-04-01",
        ("submitted", "2026-02-02 10:00"), ("manager_approved", "2026-02-02 12:00"),
        ("rejected", "2026-02-02 15:00"), ("submitted", "2026-02-03 09:00"),
        ("finance_approved", "2026-02-03 10:00"), ("finance_approved", "2026-02-04 10:00"),
    )  # fmt: skip
    assert shares(log) == [(16 * HOUR, 48 * HOUR, False)]
    assert shares(log, "rejections_per_report", "value, project") == [(1, "P-1")]


def test_what_the_manager_alone_approved_is_open():
    log = a_report("2026-02-03 10:00", ("submitted", "2026-02-02 10:00"), ("manager_approved", "2026-02-02 12:00"))
    assert shares(log) == [(8 * HOUR, 24 * HOUR, True)]
    assert shares(log, "rejections_per_report", "value") == [(0,)]


def test_a_report_not_handed_in_does_not_count():
    assert shares(a_report()) == []


def test_approved_before_it_was_submitted_is_no_duration():
    log = a_report("2026-04-01", ("submitted", "2026-02-02 10:00"), ("finance_approved", "2026-02-01 10:00"))
    assert shares(log) == []
