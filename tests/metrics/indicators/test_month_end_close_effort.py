"""How long the close of a month takes, in business days, and what is done for it."""

from __future__ import annotations

from tests.metrics.tiny_log import TinyLog, at

CLOSE = "netsuite:1/2026-01"
ENDED = at("2026-01-31 23:59:59.999999")
EFFORTS = ("touches", "manual_journals", "reconciling_items", "reopenings")


def close(*steps: tuple[str, str], as_of: str = "2026-03-01") -> TinyLog:
    log = TinyLog(as_of)
    log.thing("period_close", CLOSE, month="2026-01", entity="london")
    for kind, when in steps:
        log.event(kind, when, CLOSE)
    return log


def duration(log: TinyLog) -> list:
    return log.shares("month_end_close_effort", '"at", value, is_open')


def test_business_days_from_the_end_of_the_month_to_its_close():
    """January ends on a Saturday; from Monday until Thursday at 13:00 are three and a half days of eight hours."""
    assert duration(close(("period_closed", "2026-02-05 13:00"))) == [(ENDED, 3.5, False)]


def test_until_it_is_closed_for_the_last_time():
    steps = [
        ("period_closed", "2026-02-05 13:00"),
        ("period_reopened", "2026-02-06"),
        ("period_closed", "2026-02-09 17:00"),
    ]
    assert duration(close(*steps)) == [(ENDED, 6, False)]
    assert duration(close(*steps[:2], as_of="2026-02-09 17:00")) == [(ENDED, 6, True)]


def test_every_step_is_a_touch_and_the_end_of_the_month_is_one():
    log = close(
        ("period_ended", "2026-01-31 23:59:59.999999"), ("time_cut_off", "2026-02-02"),
        ("reconciling_item_found", "2026-02-03"), ("reconciling_item_cleared", "2026-02-03"),
        ("reconciling_item_found", "2026-02-03"), ("period_closed", "2026-02-05"), ("period_reopened", "2026-02-06"),
    )  # fmt: skip
    for number, manual in ((41, True), (42, False), (43, True)):
        log.thing("journal", f"netsuite:{number}", manual=manual)
        log.link(f"netsuite:{number}", "in", CLOSE)
        log.event("journal_posted", "2026-02-03", f"netsuite:{number}", f"in:{CLOSE}")
    found = [log.shares("month_end_close_effort", "value", measure)[0][0] for measure in EFFORTS]
    assert found == [1 + 6 + 3, 2, 2, 1]


def test_a_month_that_has_not_ended_is_not_there():
    log = close(as_of="2026-01-20")
    assert duration(log) == []
    assert log.shares("month_end_close_effort", "value", "touches") == []
