"""Projects that run: the margin forecast against the baseline, hours, cash, exceptions; most money at risk first.

Money at risk is how much less a project is forecast to earn than its baseline; money is in hundredths of the project's
currency, `base_change` in those of the base currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.errors import NotFound
from core.sql import load
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.narrowing import narrowed, where_facts_are

SLICES = frozenset(
    {"entity", "practice", "service_line", "client", "project", "project_manager", "billing_type", "region"}
)


@dataclass(frozen=True)
class Money:
    """Revenue and what it costs."""

    revenue: float
    cost: float

    @property
    def earned(self) -> float:
        return self.revenue - self.cost

    @property
    def margin(self) -> float | None:
        """The part of revenue that is earned."""
        return self.earned / self.revenue if self.revenue else None


@dataclass(frozen=True)
class Project:
    """One project; `baseline` or `forecast` is None where no system tells it, `booked_minutes` if nobody is booked."""

    number: int
    object_id: str
    code: str
    title: str
    client: str | None
    entity: str | None
    practice: str | None
    project_manager: str | None
    billing_type: str | None
    currency: str | None
    starts_on: date | None
    ends_on: date | None
    closed_at: datetime | None
    contract: float | None
    baseline: Money | None
    forecast: Money | None
    forecast_at: datetime | None
    worked_minutes: float
    booked_minutes: float | None
    exceptions: int
    received: float
    base_change: float | None

    @property
    def change(self) -> float | None:
        """How much more is earned by forecast than by baseline."""
        return self.forecast.earned - self.baseline.earned if self.forecast and self.baseline else None

    @property
    def points(self) -> float | None:
        """The same of margins, as parts of one."""
        if not (self.forecast and self.baseline):
            return None
        now, then = self.forecast.margin, self.baseline.margin
        return None if now is None or then is None else now - then

    @property
    def at_risk(self) -> float:
        """What is missing to the baseline, in the base currency."""
        return max(-(self.base_change or 0.0), 0.0)

    @property
    def used(self) -> float | None:
        """The part of the booked hours that is worked."""
        return self.worked_minutes / self.booked_minutes if self.booked_minutes else None


@dataclass(frozen=True)
class Taken:
    """A forecast of a project's end, as taken at a moment."""

    at: datetime
    money: Money


def projects(log: EventLog, only: Sequence[Only] = ()) -> list[Project]:
    """Those that are not closed, the most money at risk first; those without a forecast last."""
    return _read(log, only, closed_too=False)


def project_named(log: EventLog, code: str) -> Project:
    """One project, also a closed one. Whoever may not see it is told what is told of one that is not there."""
    found = _read(log, (Only("project", (code,)),), closed_too=True)
    if not found:
        raise NotFound(f"No project {code!r} is known, or it was cancelled. See the projects for those that run.")
    return found[0]


def forecasts(log: EventLog, project: Project) -> list[Taken]:
    """All forecasts of a project, the first one first."""
    statement = (
        'select taken_at, revenue, taken."cost" from fact.project_forecast as taken '
        "where project_no = $number order by taken_at"
    )
    rows = log.database.rows(where_facts_are(log.database, statement), number=project.number)
    return [Taken(at, Money(revenue, cost)) for at, revenue, cost in rows]


def _read(log: EventLog, only: Sequence[Only], *, closed_too: bool) -> list[Project]:
    condition, values = narrowed(log.viewer, only, SLICES, "project")
    statement = load("metrics", "projects.sql").replace("{narrowed}", condition)
    table = log.database.arrow(where_facts_are(log.database, statement), closed_too=closed_too, **values)
    return [_project(row, names=log.viewer.may_see_names) for row in table.to_pylist()]


def _project(row: dict[str, Any], *, names: bool) -> Project:
    return Project(
        number=row["thing_no"],
        object_id=row["object_id"],
        code=row["project"],
        title=row["title"] or row["project"],
        client=row["client"],
        entity=row["entity"],
        practice=row["practice"],
        project_manager=row["project_manager"] if names else None,
        billing_type=row["billing_type"],
        currency=row["currency"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        closed_at=row["closed_at"],
        contract=row["contract_amount"],
        baseline=_money(row["baseline_revenue"], row["baseline_cost"]),
        forecast=_money(row["revenue"], row["cost"]),
        forecast_at=row["taken_at"],
        worked_minutes=float(row["worked_minutes"]),
        booked_minutes=float(row["booked_minutes"]) if row["booked_minutes"] else None,
        exceptions=row["exceptions"],
        received=row["received"],
        base_change=row["base_change"],
    )


def _money(revenue: float | None, cost: float | None) -> Money | None:
    return None if revenue is None or cost is None else Money(float(revenue), float(cost))
