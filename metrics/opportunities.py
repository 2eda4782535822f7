"""Where a stated improvement would return the most money: every wait has a price, so has idle time and what leaks.

A wait delays cash: the money of its case, times the days it waited, at the cost of capital. Idle time costs what the
hours cost. What leaked is lost whole. All of the year up to the latest load, in the base currency.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.metric_settings import MetricSettings
from core.sql import load, quoted
from eventlog.reading import EventLog
from metrics.catalogue import indicator
from metrics.cut import Only
from metrics.narrowing import narrowed, where_facts_are
from metrics.stored import untold_by

DAYS_OF_YEAR = 365
PRICED = ("expense_approval", "milestone_billing", "sales_to_project", "time_capture")
"""Processes whose waits delay cash. The whole way from project to cash has the same waits again, so it is left out."""

IMPROVEMENTS: Mapping[str, float] = MappingProxyType({"wait": 0.25, "bench": 0.1, "leakage": 0.5})
"""By how much each kind is assumed to get better, where nobody says otherwise."""


@dataclass(frozen=True)
class Opportunity:
    """A place where money is lost. `price` is what it cost in the last year and `returns` what the improvement would
    give back, in hundredths of the base currency. `half_us` and `most_us` are working time: half, and nine in ten, of
    the waits took no longer. `money` is what went through it, `count` the waits, people or items."""

    kind: str
    process: str
    after: str
    before: str
    count: int
    money: float
    half_us: float | None
    most_us: float | None
    price: float
    improvement: float

    @property
    def returns(self) -> float:
        return self.price * self.improvement

    @property
    def assumption(self) -> str:
        """What the figure takes for granted, in words."""
        part = f"{self.improvement:.0%}"
        if self.kind == "wait":
            return f"If these waits were {part} shorter and cash came as much earlier."
        if self.kind == "bench":
            return f"If {part} of the idle hours were worked on projects."
        return f"If {part} of what leaks were billed in time."


def opportunities(
    log: EventLog,
    settings: MetricSettings,
    improvements: Mapping[str, float] = IMPROVEMENTS,
    only: Sequence[Only] = (),
) -> list[Opportunity]:
    """All places where money is lost, the one that would return the most first, within what the viewer may see.

    `improvements` are parts from 0 to 1 by kind: `wait`, `bench`, `leakage`. What has no client, as idle time, is left
    out where only some clients are asked for.
    """
    assumed = {**IMPROVEMENTS, **improvements}
    found = [
        *(
            wait
            for process in PRICED
            if process in log.processes()
            for wait in _waits(log, process, (settings.cost_of_capital, assumed["wait"]), only)
        ),
        *_bench(log, assumed["bench"], only),
        *_leakage(log, assumed["leakage"], only),
    ]
    return sorted(found, key=lambda one: (-one.returns, one.process, one.after, one.before))


def _waits(log: EventLog, process: str, priced_by: tuple[float, float], only: Sequence[Only]) -> list[Opportunity]:
    """By the cost of capital in a year, and by how much the waits would get shorter."""
    cost_of_capital, improvement = priced_by
    columns = set(log.database.column("select name from " + quoted(process) + ".slice"))
    condition, values = narrowed(log.viewer, only, columns, "slice")
    statement = (
        load("metrics", "waits_priced.sql").replace("{process}", quoted(process)).replace("{narrowed}", condition)
    )
    return [
        Opportunity(
            "wait", process, after, before, count, money, half, most, days * cost_of_capital / DAYS_OF_YEAR, improvement
        )
        for after, before, count, half, most, money, days in log.database.rows(
            where_facts_are(log.database, statement), **values
        )
        if days > 0
    ]


def _bench(log: EventLog, improvement: float, only: Sequence[Only]) -> list[Opportunity]:
    condition, values = narrowed(log.viewer, only, {"entity", "practice"}, "person")
    statement = where_facts_are(log.database, load("metrics", "bench.sql").replace("{narrowed}", condition))
    if untold_by(log, *indicator("utilization").needs):
        return []
    return [
        Opportunity("bench", "", practice, "", people, cost, None, None, cost, improvement)
        for practice, people, _, cost in log.database.rows(statement, **values)
        if practice and cost
    ]


def _leakage(log: EventLog, improvement: float, only: Sequence[Only]) -> list[Opportunity]:
    condition, values = narrowed(log.viewer, only, {"entity", "practice", "client", "project"}, "unbilled")
    statement = where_facts_are(log.database, load("metrics", "leaking.sql").replace("{narrowed}", condition))
    if untold_by(log, *indicator("unbilled_wip").needs):
        return []
    rows = log.database.rows(statement, **values)
    return [
        Opportunity("leakage", "", kind, "", count, money, None, None, money, improvement)
        for kind, count, money in rows
        if money
    ]
