"""The shapes of the pretend firm against the published figures they are calibrated on, within a wide margin."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from simulator.life.simulate import simulate
from simulator.life.troubles import Troubles
from simulator.state import State

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def firm() -> State:
    return simulate(7, 240, Troubles.named("none"))


def quantiles(rows: pl.DataFrame, start: str, end: str, *of: float) -> list[float]:
    hours = rows.select((pl.col(end) - pl.col(start)).dt.total_seconds() / 3600).to_series().drop_nulls()
    return [float(hours.quantile(q) or 0) for q in of]


def test_an_expense_approval_takes_about_as_long_as_in_bpi_2020():
    """There a step takes 20 to 26 hours in the median, and more than 114 to 165 in one case of ten."""
    rows = firm()["approval"].filter(pl.col("kind").is_in(["expense_manager", "expense_finance"]))
    median, ninth = quantiles(rows, "asked_at", "decided_at", 0.5, 0.9)
    assert 15 < median < 45
    assert 70 < ninth < 190


def test_as_many_expense_reports_are_sent_back_as_in_bpi_2020():
    reports = firm()["expense_report"].drop_nulls("finance_approved_at")
    assert 0.08 < reports["rejected_at"].is_not_null().mean() < 0.17


def test_money_is_on_its_way_some_three_days_after_the_last_approval():
    median, last = quantiles(firm()["expense_report"], "finance_approved_at", "reimbursed_at", 0.5, 0.9)
    assert 55 < median < 125
    assert last < 230


def test_a_third_of_the_invoices_is_paid_late_and_disputed_ones_later():
    invoices = firm()["invoice"].drop_nulls("settled_at")
    disputed = pl.col("id").is_in(firm()["dispute"]["invoice_id"].implode())
    late = pl.col("settled_at").dt.date() > pl.col("due_on")
    assert 0.28 < invoices.select(late.mean()).item() < 0.44
    days = (pl.col("settled_at").dt.date() - pl.col("due_on")).dt.total_days()
    assert (
        invoices.filter(disputed).select(days.mean()).item() > invoices.filter(~disputed).select(days.mean()).item() + 5
    )


def test_a_few_in_a_hundred_invoices_are_disputed():
    sent = firm()["invoice"].drop_nulls("sent_at")
    assert 0.015 < len(firm()["dispute"]) / len(sent) < 0.06


def test_deals_take_six_weeks_or_so_and_half_of_them_is_won():
    deals = firm()["opportunity"].filter(pl.col("created_at").dt.year() < 2026)
    closed = deals.filter(pl.col("won_at").is_not_null() | pl.col("lost_at").is_not_null())
    assert 0.45 < closed["won_at"].is_not_null().mean() < 0.65
    (median,) = quantiles(closed, "created_at", "won_at", 0.5)
    assert 25 < median / 24 < 70


def test_people_work_on_clients_most_of_their_time():
    minutes = pl.sum_horizontal(DAYS).cast(pl.Int64)
    cards = firm()["timecard"].filter(pl.col("month").dt.year() == 2025)
    billable = cards.filter("billable").select(minutes.sum()).item()
    sheets = firm()["timesheet"].filter(pl.col("week_end").dt.year() == 2025)
    assert 0.55 < billable / sheets["capacity_minutes"].sum() < 0.85


def test_most_timesheets_come_by_monday_noon_and_some_days_later():
    sheets = firm()["timesheet"].drop_nulls("submitted_at")
    days = (pl.col("submitted_at").dt.date() - pl.col("week_end")).dt.total_days()
    assert 0.8 < sheets.select((days <= 1).mean()).item() < 0.97
    assert sheets.select(days.quantile(0.99)).item() >= 3


def test_projects_plan_a_margin_of_about_a_third_and_stray_from_it():
    projects = firm()["project"]
    margin = 1 - projects["baseline_cost_cents"].sum() / projects["baseline_revenue_cents"].sum()
    assert 0.28 < margin < 0.48
    last = firm()["project_forecast"].group_by("project_id", maintain_order=True).last()
    both = projects.join(last, left_on="id", right_on="project_id").filter(pl.col("revenue_cents") > 0)
    away = both.select(
        (1 - pl.col("cost_cents") / pl.col("revenue_cents"))
        - (1 - pl.col("baseline_cost_cents") / pl.col("baseline_revenue_cents"))
    ).to_series()
    assert away.std() > 0.03


@pytest.mark.parametrize("kind", ["contract", "budget", "timesheet", "purchase", "vendor_invoice", "invoice_review"])
def test_every_kind_of_approval_is_mostly_given_the_first_time(kind: str):
    first = firm()["approval"].filter((pl.col("kind") == kind) & (pl.col("round") == 1)).drop_nulls("approved")
    assert len(first)
    assert 0.75 < first["approved"].mean() <= 1
