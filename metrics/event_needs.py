"""The preconditions of one billing event: met, unmet or not asked for, who holds each, how long it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from core.business_time import worked_expression
from core.errors import NotFound
from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import narrowed, where_facts_are
from metrics.readiness import SLICES, Billable

NEEDS: Mapping[str, str] = MappingProxyType({
    "contract_terms": "Contract terms complete",
    "purchase_order_number": "Order number of the client",
    "acceptance": "Client acceptance signed",
    "supplier_matched": "Supplier invoice matched",
    "time_approved": "Time submitted and approved",
    "time_posted": "Time posted in ERP",
    "expense_approved": "Expense submitted and approved",
    "expense_posted": "Expense posted in ERP",
})  # fmt: skip
"""What billing may ask for, in words."""


@dataclass(frozen=True)
class Need:
    """A kind of precondition: how many things it is of and how many of them are unmet; of none, it is not asked for.
    `holder` is who holds, or held, the oldest of them, None where the viewer sees no names."""

    name: str
    title: str
    things: int
    unmet: int
    since: datetime | None
    met_at: datetime | None
    holder_role: str
    holder: str | None
    business_days: float | None


@dataclass(frozen=True)
class EventNeeds:
    """One billing event with all its preconditions, in the order of `NEEDS`."""

    event: Billable
    billable_at: datetime | None
    ready_at: datetime | None
    cancelled_at: datetime | None
    needs: tuple[Need, ...]


def event_needs(log: EventLog, event: str) -> EventNeeds:
    """The preconditions of an event that the viewer may see."""
    condition, values = narrowed(log.viewer, (), SLICES, "event")
    statement = load("metrics", "event_needs.sql").replace("{narrowed}", condition)
    for name, moment, day in (("since", "timed.since_us", "day_since"), ("until", "timed.until_us", "day_until")):
        statement = statement.replace(f"{{worked_{name}}}", worked_expression(moment, day))
    rows = log.database.arrow(where_facts_are(log.database, statement), event=event, **values).to_pylist()
    if not rows:
        raise NotFound(f"There is no billing event {event!r} that you may see. Choose one from the list.")
    first, by_name = rows[0], {row["need"]: row for row in rows}
    names = log.viewer.may_see_names
    return EventNeeds(
        event=_billable(first, names=names),
        billable_at=first["billable_at"],
        ready_at=first["ready_at"],
        cancelled_at=first["cancelled_at"],
        needs=tuple(_need(name, title, by_name.get(name), names=names) for name, title in NEEDS.items()),
    )


def _billable(row: Mapping[str, Any], *, names: bool) -> Billable:
    told = {name: row[name] for name in Billable.__dataclass_fields__ if name != "base_amount"}
    return Billable(**{**told, "project_manager": row["project_manager"] if names else None}, base_amount=None)


def _need(name: str, title: str, row: Mapping[str, Any] | None, *, names: bool) -> Need:
    if row is None:
        return Need(name, title, 0, 0, None, None, "", None, None)
    role = row["holder_role"] or ""
    return Need(
        name=name,
        title=title,
        things=row["things"],
        unmet=row["unmet"],
        since=row["since"],
        met_at=row["met_at"],
        holder_role=role,
        holder=row["holder"] if names or role == "Client" else None,
        business_days=row["business_days"],
    )
