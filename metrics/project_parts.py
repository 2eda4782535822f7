"""What a project's page tells beside its money: what is billed, who works on it next, what happened, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.sql import load
from eventlog.reading import EventLog
from metrics.free_people import WEEKS
from metrics.narrowing import where_facts_are
from metrics.projects import Project

State = Literal["planned", "reached", "billable", "ready", "drafted", "sent", "paid"]


@dataclass(frozen=True)
class Billed:
    """A milestone, or a billing event of none. `ready_days` runs from billable to ready, or to now where it is not."""

    object_id: str
    title: str | None
    kind: str | None
    period_start: date | None
    amount: float | None
    currency: str | None
    planned_on: date | None
    reached_at: datetime | None
    billable_at: datetime | None
    ready_at: datetime | None
    drafted_at: datetime | None
    sent_at: datetime | None
    settled_at: datetime | None
    ready_days: float | None

    @property
    def state(self) -> State:
        """The last step it has come to."""
        steps: tuple[tuple[State, datetime | None], ...] = (
            ("paid", self.settled_at), ("sent", self.sent_at), ("drafted", self.drafted_at), ("ready", self.ready_at),
            ("billable", self.billable_at), ("reached", self.reached_at),
        )  # fmt: skip
        return next((name for name, at in steps if at), "planned")

    @property
    def day(self) -> date | None:
        """When it came to its state, or is planned."""
        at = self.settled_at or self.sent_at or self.drafted_at or self.ready_at or self.billable_at or self.reached_at
        return at.date() if at else self.planned_on


@dataclass(frozen=True)
class Member:
    """Somebody booked, or a request that nobody fills, with the minutes of each coming week by its Monday.

    Without an `object_id` it is all who are booked in a role.
    """

    object_id: str | None
    name: str | None
    role: str | None
    is_wanted: bool
    weeks: Mapping[date, float]


@dataclass(frozen=True)
class Told:
    """A kind of event that a system tells of the project, and when it happened."""

    system: str
    source: str
    event_type: str
    moments: tuple[datetime, ...]


@dataclass(frozen=True)
class Wrong:
    """Exceptions of a project by rule that have not ended: how many, since when, and one of the records."""

    rule: str
    records: int
    since: datetime
    object_id: str


def billing(log: EventLog, project: Project) -> list[Billed]:
    """The latest first."""
    rows = log.database.rows(
        where_facts_are(log.database, load("metrics", "project_billing.sql")), number=project.number
    )
    return [Billed(*row) for row in rows]


def team(log: EventLog, project: Project) -> list[Member]:
    """The coming weeks: what nobody fills first. Whoever may not see names sees those of a role together."""
    statement = where_facts_are(log.database, load("metrics", "project_team.sql"))
    names = log.viewer.may_see_names
    found: dict[tuple[str | None, str | None, str | None, bool], dict[date, float]] = {}
    for object_id, name, role, is_wanted, week, minutes in log.database.rows(
        statement, number=project.number, weeks=WEEKS
    ):
        key = (object_id, name, role, is_wanted) if names or is_wanted else (None, None, role, is_wanted)
        weeks = found.setdefault(key, {})
        weeks[week] = weeks.get(week, 0.0) + minutes
    return [Member(*key, weeks) for key, weeks in found.items()]


def story(log: EventLog, project: Project) -> list[Told]:
    """What happened to the project, its contract, milestones, billing events, invoices and payments."""
    rows = log.database.rows(where_facts_are(log.database, load("metrics", "project_story.sql")), number=project.number)
    return [Told(system, source, kind, tuple(moments)) for system, source, kind, moments in rows]


def wrong(log: EventLog, project: Project) -> list[Wrong]:
    """By rule, the most records first."""
    statement = (
        "select rule, count(*) as records, min(raised_at) as since, arg_min(object_id, raised_at) as object_id "
        "from fact.exception where ended_at is null and project = $code group by rule order by records desc, rule"
    )
    rows = log.database.rows(where_facts_are(log.database, statement), code=project.code)
    return [Wrong(*row) for row in rows]


def as_of(log: EventLog) -> datetime:
    """The end of what is known."""
    found: datetime = log.database.value(where_facts_are(log.database, "select as_of from fact.span"))
    return found
