"""Work on no sent invoice at the end of a month: by age, by where its invoice stands, by project; and what leaks.

The same shares as `unbilled_wip`: an item counts with its worth at that month's end. Leaking is what is past the
billing cut-off, or time above the cap of its contract.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from core.errors import NotFound
from core.sql import load
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.narrowing import narrowed, where_facts_are
from metrics.period import Period

SLICES = frozenset(
    {"entity", "practice", "service_line", "client", "project", "project_manager", "billing_type", "kind"}
)
AGES = (0, 31, 61, 91)
"""The first day of age of each class; the last one has no end."""

STATES: Mapping[str, str] = MappingProxyType({
    "in_no_billing_event": "In no billing event",
    "not_billable": "Not billable yet",
    "not_ready": "Billable, not ready",
    "not_drafted": "Ready, not drafted",
    "not_sent": "Drafted, not sent",
    "sent_since": "Sent since",
    "cancelled": "Billing event cancelled",
})  # fmt: skip
"""Where the invoice of unbilled work stands now, in words."""


@dataclass(frozen=True)
class Money:
    """Items with their worth and what of it leaks, in hundredths of the base currency, and their age by worth."""

    items: int
    worth: float
    leakage: float
    age_days: float | None
    oldest_days: int


@dataclass(frozen=True)
class AgeClass:
    """Work so many days old; `until_days` is None in the last class."""

    from_days: int
    until_days: int | None
    money: Money


@dataclass(frozen=True)
class OfProject:
    """The unbilled work of a project, also in its own currency, and why it leaks: past the cut-off, above the cap."""

    project: str
    client: str | None
    entity: str | None
    practice: str | None
    project_manager: str | None
    billing_type: str | None
    currency: str | None
    own_worth: float
    own_leakage: float
    past_cutoff: float
    above_cap: float
    money: Money
    ages: tuple[AgeClass, ...]


@dataclass(frozen=True)
class Unbilled:
    """All unbilled work at a month's end; `states` and `kinds` by name, those with the most worth first."""

    month: date
    money: Money
    ages: tuple[AgeClass, ...]
    states: Mapping[str, Money]
    kinds: Mapping[str, Money]
    projects: tuple[OfProject, ...]


def unbilled(log: EventLog, only: Sequence[Only] = (), period: Period | None = None) -> Unbilled:
    """The unbilled work at the last month's end, or the last in a period, within what the viewer may see."""
    until = _until(log, period)
    month = _month(log, until, period)
    condition, values = narrowed(log.viewer, only, SLICES, "item")
    statement = load("metrics", "unbilled_work.sql").replace("{narrowed}", condition)
    table = log.database.arrow(where_facts_are(log.database, statement), until=until, ages=list(AGES), **values)
    rows: list[dict[str, Any]] = table.to_pylist()
    return Unbilled(
        month=month,
        money=_money(rows),
        ages=_ages(rows),
        states=_by(rows, lambda row: row["state"]),
        kinds=_by(rows, lambda row: row["kind"]),
        projects=tuple(_projects(rows, names=log.viewer.may_see_names)),
    )


def _until(log: EventLog, period: Period | None) -> datetime:
    """A moment after the month's end that is meant and before the next one, in whatever zone."""
    if period is None:
        last: datetime = log.database.value(
            where_facts_are(log.database, "select as_of + interval 1 second from fact.span")
        )
        return last
    return datetime.combine(period.last + timedelta(days=1), datetime.min.time()) + timedelta(hours=14)


def _month(log: EventLog, until: datetime, period: Period | None) -> date:
    statement = 'select max(month) from fact.month_end where "at" < $until'
    found: date | None = log.database.value(where_facts_are(log.database, statement), until=until)
    if found is not None:
        return found
    ended = f"by the end of {period.title}" if period else "yet"
    step = "Choose a later period." if period else "Pull the firm's systems and run `tracework build`."
    raise NotFound(f"Unbilled work is told at months' ends, and no month that the log knows has ended {ended}. {step}")


def _ages(rows: Sequence[Mapping[str, Any]]) -> tuple[AgeClass, ...]:
    return tuple(
        AgeClass(first, following and following - 1, _money(row for row in rows if row["age_from"] == first))
        for first, following in zip(AGES, (*AGES[1:], None), strict=True)
    )


def _by(rows: list[dict[str, Any]], key: Callable[[dict[str, Any]], Hashable]) -> Mapping[str, Money]:
    grouped: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(key(row), []).append(row)
    found = {name: _money(each) for name, each in grouped.items()}
    return dict(sorted(found.items(), key=lambda item: (-item[1].worth, item[0])))


def _money(rows: Iterable[Mapping[str, Any]]) -> Money:
    """The rows together; age weighs by worth in the base currency."""
    counted = [row for row in rows if row["base_worth"] is not None]
    worth = sum(row["base_worth"] for row in counted)
    aged = sum(row["age_worth"] * row["base_worth"] / row["worth"] for row in counted if row["worth"])
    return Money(
        items=sum(row["items"] for row in counted),
        worth=worth,
        leakage=sum(row["base_leakage"] for row in counted),
        age_days=aged / worth if worth else None,
        oldest_days=max((row["oldest_days"] for row in counted), default=0),
    )


def _projects(rows: list[dict[str, Any]], *, names: bool) -> list[OfProject]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["project"], []).append(row)
    found = [_project(name, each, names=names) for name, each in grouped.items()]
    return sorted(found, key=lambda one: (-one.money.worth, one.project))


def _project(name: str, rows: list[dict[str, Any]], *, names: bool) -> OfProject:
    first = rows[0]
    return OfProject(
        project=name,
        client=first["client"],
        entity=first["entity"],
        practice=first["practice"],
        project_manager=first["project_manager"] if names else None,
        billing_type=first["billing_type"],
        currency=first["currency"],
        own_worth=sum(row["worth"] or 0.0 for row in rows),
        own_leakage=sum(row["leakage"] or 0.0 for row in rows),
        past_cutoff=sum(row["past_cutoff"] for row in rows),
        above_cap=sum(row["above_cap"] for row in rows),
        money=_money(rows),
        ages=_ages(rows),
    )
