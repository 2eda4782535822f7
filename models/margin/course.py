"""Projects and how they stood at a moment: worked, planned until then, and booked from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.errors import NotFound
from core.sql import load
from eventlog.reading import EventLog
from metrics.margin_walk import BY_THE_HOUR
from metrics.narrowing import where_facts_are

LEAST_BESIDE = 0.05


@dataclass(frozen=True)
class Project:
    """A project on which time was logged; money is in hundredths of its currency. `known_at` is when the first time of
    it was on record; `revenue` and `cost` are those of the first forecast taken after it was closed."""

    number: int
    id: str
    code: str | None
    title: str | None
    client: str | None
    entity: str | None
    practice: str | None
    billing_type: str | None
    currency: str | None
    starts_on: date | None
    ends_on: date | None
    baseline_revenue: float
    baseline_cost: float
    cancelled_at: datetime | None
    first_day: date
    known_at: datetime
    closed_at: datetime | None
    taken_at: datetime | None
    revenue: float | None
    cost: float | None

    @property
    def by_the_hour(self) -> bool:
        """Whether it earns what is worked; else it earns what was agreed."""
        return self.billing_type in BY_THE_HOUR

    @property
    def baseline(self) -> float:
        """The part of revenue it was to earn."""
        return 1 - self.baseline_cost / self.baseline_revenue

    @property
    def ended(self) -> float | None:
        """The part of revenue it earned in the end."""
        return None if not self.revenue or self.cost is None else 1 - self.cost / self.revenue

    def runs(self, moment: datetime) -> bool:
        ended = (at for at in (self.closed_at, self.cancelled_at) if at is not None)
        return self.known_at <= moment and all(at > moment for at in ended)

    def is_told(self, moment: datetime) -> bool:
        """Whether its end is on record by then."""
        return self.taken_at is not None and self.taken_at <= moment and self.ended is not None

    def at(self, share: float) -> datetime | None:
        """The beginning of the day on which that part of its time from the first work to the planned end is over."""
        if self.ends_on is None or self.ends_on <= self.first_day:
            return None
        begun = datetime.combine(self.first_day, datetime.min.time())
        return begun + timedelta(days=int((self.ends_on - self.first_day).days * share))


@dataclass(frozen=True)
class Course:
    """Minutes and money of a project as known at a moment, as `course.sql` says them; `told_*` is the firm's own last
    forecast of the end, with the cost it told to date and that of the time until then."""

    worked: float
    worked_cost: float
    worked_worth: float
    free_worth: float
    free: float
    planned: float
    planned_cost: float
    planned_worth: float
    coming: float
    coming_cost: float
    coming_worth: float
    lately_worked_cost: float
    lately_planned_cost: float
    supplier_cost: float
    supplier_minutes: float
    uncovered: float
    told_revenue: float | None
    told_cost: float | None
    told_so_far: float = 0.0
    told_time_cost: float = 0.0

    @property
    def beside(self) -> float:
        """What the project cost beside time for each of time's cost, as far as the firm's own figures show it: what the
        cost to date of its last forecast was above that of the time until then; little is a matter of the calendar."""
        if self.told_time_cost <= 0:
            return 0.0
        more = self.told_so_far / self.told_time_cost - 1
        return more if more > LEAST_BESIDE else 0.0

    @property
    def done(self) -> float:
        """The part of what bookings cost that lies behind."""
        whole = self.planned_cost + self.coming_cost
        return self.planned_cost / whole if whole else 0.0


def projects(log: EventLog) -> list[Project]:
    """All that have a baseline and on which time was logged, in the order of their ids."""
    try:
        statement = where_facts_are(log.database, load("models.margin", "ended.sql"))
    except NotFound:
        return []
    return [Project(*row) for row in log.database.rows(statement)]


def courses(log: EventLog, asked: Sequence[tuple[Project, datetime]]) -> list[Course | None]:
    """One for each project and moment; None where nothing of it was worked or booked then."""
    if not asked:
        return []
    statement = where_facts_are(log.database, load("models.margin", "course.sql"))
    numbers, moments = [project.number for project, _ in asked], [moment for _, moment in asked]
    table = log.database.arrow(statement, projects=numbers, moments=moments)
    found = {}
    for row in table.to_pylist():
        told = {name: row[name] for name in Course.__dataclass_fields__}
        found[row["project_no"], row["moment"]] = None if row["worked"] is None else Course(**told)
    return [found[number, moment] for number, moment in zip(numbers, moments, strict=True)]
