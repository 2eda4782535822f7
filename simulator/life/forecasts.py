"""Forecasts: of each entity for the months to come, of each project at the end of every month."""

from __future__ import annotations

import numpy as np

from simulator.life.billing import card_rate, first_of_month, month_of
from simulator.life.chance import Floats, Ints, keyed
from simulator.life.clients import in_currency
from simulator.life.deals import T_AND_M
from simulator.life.life import Life
from simulator.life.rows import DAY, HOUR, NEVER, Rows
from simulator.life.setup import desk

AHEAD = 3


def forecast(life: Life) -> None:
    _projects(life)
    _entities(life)


def _earned(life: Life) -> tuple[Ints, Ints]:
    """What each timecard's work is worth at its rate, and what it cost, in cents of its project's currency."""
    cards, projects, people = life["timecard"], life["project"], life["resource"]
    at_rate = np.where(cards.project >= 0, cards.total.astype(np.int64) * card_rate(life) // 60, 0)
    days = np.maximum(cards.month, 1)
    spent = cards.total.astype(np.int64) * people.cost_cents_per_hour[cards.person] // 60
    to = np.where(cards.project >= 0, projects.office[cards.project], cards.office)
    return at_rate, in_currency(life, spent, days, (cards.office, to))


def _by_project_month(life: Life, values: Ints, first: int, count: int) -> Floats:
    cards = life["timecard"]
    row = np.flatnonzero(cards.project >= 0)
    cell = cards.project[row] * count + np.clip(cards.month_no[row] - first, 0, count - 1)
    return np.asarray(np.bincount(cell, values[row], len(life["project"]) * count), np.float64).reshape(-1, count)


def _projects(life: Life) -> None:
    """At the end of each month in which a project runs: what was earned and spent, and what is expected in the end."""
    projects = life["project"]
    first, last = int(month_of(np.array([life.since]))[0]), int(month_of(np.array([life.today]))[0])
    count = last - first + 1
    earned, cost = (_by_project_month(life, values, first, count).cumsum(axis=1) for values in _earned(life))
    begins = month_of(np.minimum(projects.kickoff_at // DAY, life.today + 400)) - first
    ends = month_of(np.minimum(projects.closed_at // DAY, life.today + 400)) - first
    project, month = (
        column.ravel() for column in np.meshgrid(np.arange(len(projects)), np.arange(count), indexing="ij")
    )
    kept = (month >= begins[project]) & (month <= ends[project])
    project, month = project[kept], month[kept]
    key = keyed(projects.key[project], month, 51)
    day = first_of_month(month + first + 1) + 2
    minute = life.dice("project forecast").whole(key, 0, 300) * 60
    taken = life.next_open(projects.manager_id[project], day * DAY + 9 * HOUR + minute)
    span = np.maximum(projects.ends_on[project] - projects.starts_on[project], 30)
    done = np.clip((day - 2 - projects.kickoff_at[project] // DAY) / span, 0.03, 1.0)
    noise = np.exp(0.05 * life.dice("forecast noise").normal(key))
    planned_cost = projects.baseline_cost_cents[project]
    expected = cost[project, month] / done * noise
    at_end = np.where(done >= 1, cost[project, month], (1 - done) * planned_cost + done * expected)
    hourly = projects.billing[project] == T_AND_M
    value = projects.baseline_revenue_cents[project]
    to_date = np.where(hourly, earned[project, month], value * done)
    revenue = np.where(hourly, np.where(done >= 1, to_date, (1 - done) * value + to_date), value)
    rows = Rows(
        project_id=project + 1, taken_at=taken, revenue_cents=np.rint(revenue).astype(np.int64),
        cost_cents=np.rint(at_end).astype(np.int64), revenue_to_date_cents=np.rint(to_date).astype(np.int64),
        cost_to_date_cents=np.rint(cost[project, month]).astype(np.int64),
    )  # fmt: skip
    rows = rows.pick(np.lexsort((rows.project_id, rows.taken_at)))
    life.rows["project_forecast"] = rows.pick(rows.taken_at < life.as_of)


def _entities(life: Life) -> None:
    """Before each month ends, the next three are forecast: a little too high, and the less sure the further ahead."""
    cards, sheets, projects = life["timecard"], life["timesheet"], life["project"]
    first, last = int(month_of(np.array([life.since]))[0]), int(month_of(np.array([life.today]))[0])
    count, offices = last - first + 1, len(life.offices)
    earned, cost = _earned(life)
    row = np.flatnonzero(cards.project >= 0)

    def monthly(office: Ints, month: Ints, values: Ints) -> Floats:
        cell = office * count + np.clip(month - first, 0, count - 1)
        return np.asarray(np.bincount(cell, values, offices * count), np.float64).reshape(offices, count)

    revenue = monthly(projects.office[cards.project[row]], cards.month_no[row], earned[row])
    spent = monthly(projects.office[cards.project[row]], cards.month_no[row], cost[row])
    billable = monthly(cards.office, cards.month_no, cards.total * cards.billable)
    capacity = np.maximum(monthly(sheets.office, month_of(sheets.week_end), sheets.capacity_minutes), 1)
    office, month, ahead = (column.ravel() for column in np.meshgrid(
        np.arange(offices), np.arange(count), np.arange(1, AHEAD + 1), indexing="ij"))  # fmt: skip
    key = keyed(office + 1, month, ahead, 61)
    target = np.clip(month + ahead, 0, count - 2)
    noise = np.exp(0.03 + 0.05 * ahead * life.dice("entity forecast").normal(key))
    taken_on = first_of_month(month + first) + 24
    who = desk(life, "Finance Controller", office, 0 * office)
    taken = life.next_open(who, taken_on * DAY + 14 * HOUR)
    joined = np.array([life.joined(n) for n in range(offices)])[office]
    use = np.clip(
        billable[office, target] / capacity[office, target] * np.exp(0.04 * life.dice("use forecast").normal(key)), 0, 1
    )
    rows = Rows(
        entity_id=office + 1, taken_at=taken, month=first_of_month(month + first + ahead),
        revenue_cents=np.rint(revenue[office, target] * noise).astype(np.int64), utilization=np.round(use, 4),
        margin_cents=np.rint((revenue - spent)[office, target] * noise * 0.98).astype(np.int64),
        currency=np.array([place.currency for place in life.offices], object)[office],
    )  # fmt: skip
    kept = (taken_on >= joined) & (taken < NEVER) & (taken < life.as_of)
    life.rows["forecast"] = rows.pick(kept)
