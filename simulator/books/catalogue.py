"""Which indicators the books keep, by name."""

from __future__ import annotations

from collections.abc import Callable

from simulator.books.firm import Firm
from simulator.books.indicators import (
    approval_cycle_time,
    billing_dispute_rate,
    exception_volume,
    expense_approval_cycle_time,
    first_time_right_billing,
    forecast_accuracy,
    invoice_cycle_time,
    invoice_readiness_lag,
    month_end_close_effort,
    project_margin_deviation,
    realization_rate,
    reconciliation_gap,
    sales_to_project_setup_time,
    staffing_fulfilment_time,
    timesheet_submission_lag,
    unbilled_wip,
    utilization,
    utilization_variance,
)
from simulator.books.shares import Measure

INDICATORS: dict[str, Callable[[Firm], list[Measure]]] = {
    module.__name__.rpartition(".")[2]: module.measures
    for module in (
        sales_to_project_setup_time,
        staffing_fulfilment_time,
        timesheet_submission_lag,
        expense_approval_cycle_time,
        approval_cycle_time,
        invoice_readiness_lag,
        invoice_cycle_time,
        billing_dispute_rate,
        first_time_right_billing,
        utilization,
        utilization_variance,
        realization_rate,
        project_margin_deviation,
        exception_volume,
        month_end_close_effort,
        reconciliation_gap,
        unbilled_wip,
        forecast_accuracy,
    )
}
