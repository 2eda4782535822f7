"""Each object's share, read from the log of the pretend firm, is the one that a flawless clerk has in the books."""

from __future__ import annotations

import pytest

from tests.metrics.books import Books

INDICATORS = (
    "approval_cycle_time", "billing_dispute_rate", "expense_approval_cycle_time", "first_time_right_billing",
    "forecast_accuracy", "invoice_cycle_time", "invoice_readiness_lag", "month_end_close_effort",
    "project_margin_deviation", "realization_rate", "sales_to_project_setup_time", "staffing_fulfilment_time",
    "timesheet_submission_lag", "unbilled_wip", "utilization", "utilization_variance",
)  # fmt: skip


@pytest.mark.parametrize("name", INDICATORS)
def test_the_log_tells_each_share_as_the_books_have_it(books: Books, name: str):
    assert books.differences(name)[:5] == []
    assert books.database.value(f"select count(*) from indicator.{name}") > 0
