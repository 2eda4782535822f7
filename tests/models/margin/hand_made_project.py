"""A project by hand: 100 hours planned so far and 120 worked, 300 hours to come, at 50 an hour; sold for 40,000."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from models.margin.course import Course, Project

FIXED = Project(
    number=1, id="psa:1", code="P-1", title="Review", client="Acme", entity="london", practice="Design",
    billing_type="fixed_price", currency="GBP", starts_on=date(2026, 1, 5), ends_on=date(2026, 4, 15),
    baseline_revenue=4_000_000, baseline_cost=2_000_000, cancelled_at=None, first_day=date(2026, 1, 5),
    known_at=datetime(2026, 1, 9), closed_at=None, taken_at=None, revenue=None, cost=None,
)  # fmt: skip
HOURLY = replace(FIXED, billing_type="time_and_materials")
COURSE = Course(
    worked=120 * 60, worked_cost=600_000, worked_worth=1_100_000, free_worth=100_000, free=10 * 60,
    planned=100 * 60, planned_cost=500_000, planned_worth=1_000_000, coming=300 * 60, coming_cost=1_500_000,
    coming_worth=3_000_000, lately_worked_cost=600_000, lately_planned_cost=500_000, supplier_cost=0,
    supplier_minutes=0, uncovered=0, told_revenue=None, told_cost=None,
)  # fmt: skip


def ended(number: int, margin: float, moment: datetime = datetime(2026, 5, 1)) -> Project:
    """One that was closed, with the margin it came to."""
    return replace(
        FIXED, number=number, closed_at=moment, taken_at=moment, revenue=4_000_000, cost=4_000_000 * (1 - margin)
    )  # fmt: skip
