"""From the margin a project began with to the one that is forecast, in causes that the log can tell; the rest is said.

The baseline's hours are those asked for when people were requested. What an hour costs and earns in the baseline is
its money over those hours. If the hours asked for, at the contract's rates for their grades, are not worth about the
baseline's revenue, they are not the baseline's hours, and nothing is told by hours. From there:

- hours: those worked and still planned, less those asked for, at the baseline's cost; time and materials earn for them
- grade mix: own people's hours at what they cost, against the baseline's cost of an hour
- subcontractors: the same of theirs
- rate: what billable hours earn and hours that are not billable do not, against the baseline's rate; only where
  hours are billed
- expenses: costs that are not billed on, as far as the forecast's cost to date is above the cost of time
- scope: signed additions to the contract, as far as the forecast's revenue is above the baseline's

Where nothing is told by hours, billed work is measured by its cost, other work by the forecast's own progress.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from metrics.projects import Money, Project

BY_THE_HOUR = frozenset({"time_and_materials", "capped_time_and_materials"})
HOUR = 60
MOST_APART = 0.15
SCOPE = "Scope"


@dataclass(frozen=True)
class Cause:
    """What moved the margin: through revenue and through cost, in hundredths of the project's currency; more is better.

    `about` says of what.
    """

    name: str
    revenue: float
    cost: float
    about: str

    @property
    def amount(self) -> float:
        return self.revenue + self.cost


@dataclass(frozen=True)
class Walk:
    """The causes in the order of their size, and what they leave unexplained; together the change."""

    change: float
    causes: tuple[Cause, ...]
    unexplained: Cause


def margin_walk(log: EventLog, project: Project) -> Walk | None:
    """None where there is no baseline or no forecast."""
    baseline, forecast = project.baseline, project.forecast
    if baseline is None or forecast is None:
        return None
    statement = where_facts_are(log.database, load("metrics", "margin_walk.sql"))
    table = log.database.arrow(statement, number=project.number, taken_at=project.forecast_at)
    told = {name: float(value or 0) for name, value in table.to_pylist()[0].items()}
    by_the_hour = project.billing_type in BY_THE_HOUR
    money = _of_money(told, baseline, forecast)
    found = _of_hours(told, baseline, by_the_hour)
    if not found and by_the_hour and baseline.cost:
        # what was added to the contract is more work, and is in there
        money = [each for each in money if each.name != SCOPE]
        found = _of_amount(baseline, forecast, money)
    elif not found:
        found = _of_progress(told, baseline, forecast, money)
    found += money
    causes = tuple(sorted((each for each in found if round(each.amount)), key=lambda each: -abs(each.amount)))
    revenue = forecast.revenue - baseline.revenue - sum(each.revenue for each in causes)
    cost = baseline.cost - forecast.cost - sum(each.cost for each in causes)
    rest = Cause("Not explained", revenue, cost, "by what the log tells")
    return Walk(forecast.earned - baseline.earned, causes, rest)


def _of_hours(told: Mapping[str, float], baseline: Money, by_the_hour: bool) -> list[Cause]:
    """Nothing where the baseline's hours are not known."""
    if not told["asked"] or not baseline.revenue:
        return []
    if told["asked_worth"] and abs(told["asked_worth"] / baseline.revenue - 1) > MOST_APART:
        return []
    cost, rate = (each / told["asked"] * HOUR for each in (baseline.cost, baseline.revenue))
    more = (told["worked"] + told["planned"] - told["asked"]) / HOUR
    words = f"{abs(more):,.0f} h {'more' if more > 0 else 'less'} than asked for"
    found = [Cause("Hours", more * rate if by_the_hour else 0.0, -more * cost, words)]
    if not told["without_cost"]:
        own, others = ((told["worked"] - told["supplier_minutes"]) / HOUR, told["supplier_minutes"] / HOUR)
        found += [
            Cause("Grade mix", 0.0, own * cost - told["own_cost"], f"{own:,.0f} h of own people"),
            Cause("Subcontractors", 0.0, others * cost - told["supplier_cost"], f"{others:,.0f} h of theirs"),
        ]
    if by_the_hour and not told["without_rate"]:
        free = (told["worked"] - told["billable_minutes"]) / HOUR
        words = f"{told['billable_minutes'] / HOUR:,.0f} h billable, {free:,.0f} h not"
        found.append(Cause("Rate", told["worth"] - told["worked"] / HOUR * rate, 0.0, words))
    return found


def _of_amount(baseline: Money, forecast: Money, money: list[Cause]) -> list[Cause]:
    """Of work that is billed by the hour: how much there is by its cost, and what that earns."""
    share = (forecast.cost + sum(each.cost for each in money)) / baseline.cost
    words = f"{share:.0%} of the baseline's work, by what it costs"
    more, left = share - 1, forecast.revenue - share * baseline.revenue
    return [
        Cause("Amount of work", more * baseline.revenue, -more * baseline.cost, words),
        Cause("Revenue for cost", left, 0.0, "rates, grades and hours that are not billed, together"),
    ]


def _of_progress(told: Mapping[str, float], baseline: Money, forecast: Money, money: list[Cause]) -> list[Cause]:
    """Of work at a price: what is done, by the forecast's own measure, and what is to come."""
    if not told["cost_to_date"] or not told["revenue_to_date"] or not forecast.revenue:
        return []
    done = min(told["revenue_to_date"] / forecast.revenue, 1.0)
    spent = told["cost_to_date"] + sum(each.cost for each in money)
    so_far = done * baseline.cost - spent
    to_come = (1 - done) * baseline.cost - (forecast.cost - told["cost_to_date"])
    return [
        Cause("Cost so far", 0.0, so_far, f"{done:.0%} is done, by the revenue that is earned"),
        Cause("Cost still expected", 0.0, to_come, f"of the {1 - done:.0%} that is left"),
    ]


def _of_money(told: Mapping[str, float], baseline: Money, forecast: Money) -> list[Cause]:
    time = told["own_cost"] + told["supplier_cost"]
    beside = 0.0 if told["without_cost"] else max(told["cost_to_date"] - time, 0.0)
    added = max(forecast.revenue - baseline.revenue, 0.0)
    return [
        Cause("Expenses", 0.0, -min(told["bought"], beside), "costs that are not billed on"),
        Cause(SCOPE, min(told["added"], added), 0.0, "additions signed"),
    ]
