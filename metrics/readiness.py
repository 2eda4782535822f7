"""What can be billed and is not ready for it: what blocks each billing event, who holds that, how long, how much money.

An event is counted once, at the blocker that has held it longest; a wait begins when the one who holds it got it, at
the earliest when the event became billable. What is ready and not on a sent invoice is told apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from statistics import median
from types import MappingProxyType
from typing import Any

from core.business_time import worked_expression
from core.metric_settings import MetricSettings
from core.sql import load
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.narrowing import narrowed, where_facts_are

SLICES = frozenset(
    {"entity", "region", "practice", "service_line", "client", "project", "project_manager", "billing_type", "kind"}
)
DAYS_OF_YEAR, DAYS_OF_WEEK = 365, 7
WITH_PERSON = "Consultant"
"""The role of who has to hand in, or to correct, time and expense."""

BLOCKERS: Mapping[str, str] = MappingProxyType({
    "contract_terms": "Contract terms incomplete",
    "purchase_order_number": "Order number of the client missing",
    "acceptance": "Client acceptance not signed",
    "supplier_matched": "Supplier invoice not matched",
    "time_submitted": "Time not submitted",
    "expense_submitted": "Expense not submitted",
    "time_approved": "Time not approved",
    "expense_approved": "Expense not approved",
    "time_posted": "Time not posted in ERP",
    "expense_posted": "Expense not posted in ERP",
})  # fmt: skip
"""What can be missing, in words; of those that hold an event equally long, the first counts."""


@dataclass(frozen=True)
class Missing:
    """One thing an event lacks. `holder` is a name, None where none is known or the viewer sees no names; `holder_id`
    is the person's or client's name in the log. Money is in hundredths of `currency`, None where it has none itself.
    Of time, `minutes` and `week_end` say what it is; of terms, `detail` which of them are missing."""

    blocker: str
    object_id: str
    part: str
    holder_role: str
    holder: str | None
    holder_id: str | None
    since: datetime
    business_days: float | None
    elapsed_us: int
    money: float | None
    currency: str | None
    minutes: int | None
    week_end: date | None
    detail: str | None


@dataclass(frozen=True)
class Billable:
    """A billing event; money in hundredths, `base_amount` of the base currency (None: no rate)."""

    object_id: str
    kind: str | None
    milestone: str | None
    period_start: date | None
    period_end: date | None
    amount: float | None
    currency: str | None
    base_amount: float | None
    entity: str | None
    practice: str | None
    client: str | None
    project: str | None
    project_manager: str | None
    billing_type: str | None


@dataclass(frozen=True)
class Waiting:
    """An event that cannot be billed yet, with all it lacks, what has held it longest first."""

    event: Billable
    project_title: str | None
    billable_at: datetime
    cutoff_on: date
    is_past_cutoff: bool
    missing: tuple[Missing, ...]

    @property
    def blocker(self) -> str:
        return self.missing[0].blocker

    @property
    def held(self) -> tuple[Missing, ...]:
        """What is missing of the blocker that holds it."""
        return tuple(each for each in self.missing if each.blocker == self.blocker)

    @property
    def business_days(self) -> float | None:
        return self.missing[0].business_days


@dataclass(frozen=True)
class Blocker:
    """A tile: how many events wait at it, their money, its part of all, and the days half of them are older than."""

    name: str
    title: str
    events: int
    base_money: float
    share: float
    half_days: float | None


@dataclass(frozen=True)
class ToInvoice:
    """An event that is ready, with where its invoice stands: not_drafted, in_review, sent_back or not_sent."""

    event: Billable
    ready_at: datetime
    stage: str
    invoice: str | None
    elapsed_us: int


@dataclass(frozen=True)
class Readiness:
    """All that waits, the longest first; blockers by money. `cost_a_week` is at the cost of capital."""

    waiting: tuple[Waiting, ...]
    blockers: tuple[Blocker, ...]
    base_money: float
    cost_a_week: float

    @property
    def past_cutoff(self) -> int:
        return sum(each.is_past_cutoff for each in self.waiting)


def readiness(log: EventLog, settings: MetricSettings, only: Sequence[Only] = ()) -> Readiness:
    """What waits now, within what the viewer may see and `only` narrows it to."""
    condition, values = narrowed(log.viewer, only, SLICES, "event")
    statement = load("metrics", "waiting_events.sql").replace("{narrowed}", condition)
    for name, moment, day in (("since", "timed.since_us", "day_since"), ("until_now", "timed.now_us", "day_now")):
        statement = statement.replace(f"{{worked_{name}}}", worked_expression(moment, day))
    rows = log.database.arrow(where_facts_are(log.database, statement), **values).to_pylist()
    names = log.viewer.may_see_names
    waiting = [_waiting(list(needs), names=names) for _, needs in groupby(rows, key=lambda row: row["object_id"])]
    waiting.sort(key=lambda each: (-each.missing[0].elapsed_us, each.event.object_id))
    money = _sum(waiting)
    cost = money * settings.cost_of_capital * DAYS_OF_WEEK / DAYS_OF_YEAR
    return Readiness(tuple(waiting), tuple(_blockers(waiting, money)), money, cost)


def to_invoice(log: EventLog, only: Sequence[Only] = ()) -> list[ToInvoice]:
    """What is ready and not billed, what has been ready longest first."""
    condition, values = narrowed(log.viewer, only, SLICES, "event")
    statement = load("metrics", "events_to_invoice.sql").replace("{narrowed}", condition)
    names = log.viewer.may_see_names
    return [
        ToInvoice(_event(row, names=names), row["ready_at"], row["stage"], row["number"], row["elapsed_us"])
        for row in log.database.arrow(where_facts_are(log.database, statement), **values).to_pylist()
    ]


def _waiting(needs: list[dict[str, Any]], *, names: bool) -> Waiting:
    first, order = needs[0], list(BLOCKERS)
    missing = sorted(
        (_missing(need, names=names) for need in needs), key=lambda one: (one.since, order.index(one.blocker))
    )
    return Waiting(
        event=_event(first, names=names),
        project_title=first["project_title"],
        billable_at=first["billable_at"],
        cutoff_on=first["cutoff_on"],
        is_past_cutoff=first["cutoff_on"] < first["today"],
        missing=tuple(missing),
    )


def _missing(need: Mapping[str, Any], *, names: bool) -> Missing:
    blocker = need["need"]
    if need["holder_role"] == WITH_PERSON:
        blocker = blocker.replace("_approved", "_submitted")
    return Missing(
        blocker=blocker,
        object_id=need["needed_id"],
        part=need["part"] or "",
        holder_role=need["holder_role"],
        holder=need["holder"] if names or need["holder_role"] == "Client" else None,
        holder_id=need["holder_id"],
        since=need["since"],
        business_days=need["business_days"],
        elapsed_us=need["elapsed_us"],
        money=need["money"],
        currency=need["money_currency"],
        minutes=need["minutes"] and int(need["minutes"]),
        week_end=need["week_end"],
        detail=need["detail"],
    )


def _event(row: Mapping[str, Any], *, names: bool) -> Billable:
    told = {name: row[name] for name in Billable.__dataclass_fields__}
    return Billable(**{**told, "project_manager": row["project_manager"] if names else None})


def _blockers(waiting: Sequence[Waiting], money: float) -> Iterator[Blocker]:
    by_name: dict[str, list[Waiting]] = {}
    for each in waiting:
        by_name.setdefault(each.blocker, []).append(each)
    for name, events in sorted(by_name.items(), key=lambda item: (-_sum(item[1]), item[0])):
        days = [each.business_days for each in events if each.business_days is not None]
        held = _sum(events)
        yield Blocker(
            name, BLOCKERS[name], len(events), held, held / money if money else 0.0, median(days) if days else None
        )


def _sum(waiting: Iterable[Waiting]) -> float:
    return sum(each.event.base_amount or 0.0 for each in waiting)
