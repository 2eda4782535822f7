"""Expenses written by hand, and honest ones of many people."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from models.unusual.expense_line import Line

FIRST = datetime(2026, 1, 5, 10)


def line(name: str, amount: float, day: int = 0, **said: object) -> Line:
    """A meal of `ann`, in a report of the same day unless it says another."""
    at = FIRST + timedelta(days=day)
    told: dict[str, object] = {
        "line_id": name, "report_id": f"report {day} of {said.get('person_id', 'ann')}", "begun_at": at,
        "submitted_at": at, "finance_approved_at": None, "reimbursed_at": None, "person_id": "ann",
        "name": "Ann Other", "entity": "london", "grade": None, "practice": None, "project": None, "client": None,
        "category": "Meals", "merchant": "The Anchor", "amount": round(amount * 100), "currency": "GBP",
        "spent_on": date(2026, 1, 5) + timedelta(days=day), "has_receipt": True, "allowed": 7_500.0,
    }  # fmt: skip
    return Line(**(told | said))  # type: ignore[arg-type]


def honest(people: int, days: int, seed: int = 1) -> list[Line]:
    """A meal a day of each of them, about 30, each day elsewhere."""
    dice = random.Random(seed)
    return [
        line(
            f"{who} {day}",
            30 * dice.lognormvariate(0, 0.4) + 0.003,
            day,
            person_id=f"honest {who}",
            merchant=f"{who}.{day}",
        )
        for day in range(days)
        for who in range(people)
    ]
