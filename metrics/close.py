"""The month-end close of each entity: which steps are done, what is open, who is waited for, how long it takes.

The numbers are those of `month_end_close_effort`. No system says when a step is due: it is due on the working day by
which half of the entity's closes before had it, at the latest on the target day. Who holds a step is the usual role.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from statistics import median
from types import MappingProxyType
from typing import Any, NamedTuple

from core.errors import NotFound
from core.metric_settings import Target
from core.sql import load
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.narrowing import narrowed, where_facts_are
from metrics.period import Period
from metrics.stored import place_of, stored_indicator

SLICES = frozenset({"entity", "region"})
INDICATOR = "month_end_close_effort"
BEFORE, DAYS = 12, 62
CLOSED = "period_closed"


class Kind(NamedTuple):
    """A step of every close: what it is called and the role that usually does it."""

    title: str
    role: str


STEPS: Mapping[str, Kind] = MappingProxyType({
    "time_cut_off": Kind("Time cut off", "Project managers"),
    "accruals_posted": Kind("Accruals posted", "General ledger"),
    "wip_reviewed": Kind("Unbilled work reviewed", "Project managers"),
    "revenue_recognised": Kind("Revenue recognised", "Revenue accounting"),
    "period_reconciled": Kind("Accounts reconciled", "General ledger"),
    CLOSED: Kind("Month closed", "Finance controller"),
})  # fmt: skip
"""The steps in the order of the work."""


@dataclass(frozen=True)
class Step:
    """A step of one close. Working days count from the month's end; `usual_day` is that by which half of the closes
    before had it. Where the entity has no calendar, or nothing was closed before, they are None."""

    name: str
    title: str
    role: str
    done_on: date | None
    working_day: int | None
    usual_day: int | None
    due_on: date | None


@dataclass(frozen=True)
class MonthClose:
    """The close of one month of one entity; an open one has its age in `business_days`. `away` has the days off."""

    object_id: str
    entity: str
    ended_on: date
    business_days: float | None
    elapsed_us: int
    is_open: bool
    touches: int
    manual_journals: int
    reconciling_items: int
    open_items: int
    reopenings: int
    target_on: date | None
    steps: tuple[Step, ...]
    away: Mapping[date, str]

    @property
    def waits_for(self) -> Step | None:
        """The first step that is not done; none of a close that is closed."""
        return next((step for step in self.steps if step.done_on is None), None) if self.is_open else None

    @property
    def closed_on(self) -> date | None:
        return None if self.is_open else self.steps[-1].done_on


@dataclass(frozen=True)
class Closes:
    """The closes of the month that is looked at, and all known ones of the months before, the latest month first."""

    month: date
    today: date
    target_days: float | None
    tolerance_days: float
    closes: tuple[MonthClose, ...]
    before: tuple[MonthClose, ...]


def closes(
    log: EventLog, targets: Mapping[str, Target], only: Sequence[Only] = (), period: Period | None = None
) -> Closes:
    """The closes of the last month that has ended, or of the last in a period, within what the viewer may see."""
    stored_indicator(log, INDICATOR)
    told = targets.get("median")
    target = told.target if told else None
    condition, values = narrowed(log.viewer, only, SLICES, "share")
    rows = _rows(log, "month_end_closes.sql", condition, values)
    wanted = [row for row in rows if period is None or row["ended_on"] <= period.last]
    if not wanted:
        ended = f"by the end of {period.title}" if period else "yet"
        raise NotFound(
            f"No month has ended {ended} that has a close you may see in this view. Choose a later period, or remove "
            "what narrows the view."
        )
    ended_on: date = wanted[-1]["ended_on"]
    done = _done(_rows(log, "close_steps.sql", condition, {**values, "steps": list(STEPS)}))
    days = _days(log, ended_on)
    made = [_close(row, wanted, done, days if row["ended_on"] == ended_on else {}, target) for row in wanted]
    today = log.database.value(where_facts_are(log.database, "select as_of::date from fact.span"))
    latest = tuple(each for each in made if each.ended_on == ended_on)
    before = tuple(each for each in reversed(made) if each.ended_on < ended_on)
    return Closes(ended_on.replace(day=1), today, target, told.tolerance if told else 0.0, latest, before)


Done = Mapping[str, Mapping[str, tuple[date, int | None]]]
"""By close and step, on which day it was done and the how-manieth working day that was."""


def _rows(log: EventLog, name: str, condition: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
    statement = load("metrics", name).replace("{narrowed}", condition)
    statement = statement.replace("indicator.", f"{place_of(log.database)}indicator.")
    found: list[dict[str, Any]] = log.database.arrow(where_facts_are(log.database, statement), **values).to_pylist()
    return found


def _done(rows: Iterable[Mapping[str, Any]]) -> Done:
    found: dict[str, dict[str, tuple[date, int | None]]] = {}
    for row in rows:
        found.setdefault(row["object_id"], {})[row["step"]] = (row["done_on"], row["working_day"])
    return found


def _days(log: EventLog, ended_on: date) -> Mapping[str, list[tuple[date, bool, str | None]]]:
    """By entity, each day after the month's end: whether it is worked, and the holiday it is."""
    statement = where_facts_are(log.database, load("metrics", "close_days.sql"))
    found: dict[str, list[tuple[date, bool, str | None]]] = {}
    for entity, day, is_worked, holiday in log.database.rows(statement, ended_on=ended_on, most=DAYS):
        found.setdefault(entity, []).append((day, is_worked, holiday))
    return found


def _close(
    row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], done: Done,
    days: Mapping[str, list[tuple[date, bool, str | None]]], target: float | None,
) -> MonthClose:  # fmt: skip
    calendar = days.get(row["entity"], [])
    worked = [day for day, is_worked, _ in calendar if is_worked]
    target_on = _on(worked, ceil(target) if target is not None else None)
    earlier = [
        done.get(other["object_id"], {})
        for other in rows
        if other["entity"] == row["entity"] and other["ended_on"] < row["ended_on"] and not other["is_open"]
    ][-BEFORE:]
    own = done.get(row["object_id"], {})
    return MonthClose(
        object_id=row["object_id"],
        entity=row["entity"],
        ended_on=row["ended_on"],
        business_days=row["business_days"],
        elapsed_us=int(row["elapsed_us"]),
        is_open=row["is_open"],
        **{name: int(row[name]) for name in COUNTED},
        target_on=target_on,
        steps=tuple(_step(name, own, earlier, worked, target_on) for name in STEPS),
        away={day: holiday or "not worked" for day, is_worked, holiday in calendar if not is_worked},
    )


COUNTED = ("touches", "manual_journals", "reconciling_items", "open_items", "reopenings")


def _step(
    name: str, own: Mapping[str, tuple[date, int | None]], earlier: Sequence[Mapping[str, tuple[date, int | None]]],
    worked: Sequence[date], target_on: date | None,
) -> Step:  # fmt: skip
    done_on, working_day = own.get(name, (None, None))
    known = [day for each in earlier if name in each and (day := each[name][1]) is not None]
    usual = ceil(median(known)) if known else None
    usual_on = _on(worked, usual)
    due_on = min(usual_on, target_on) if usual_on and target_on else usual_on or target_on
    return Step(name, *STEPS[name], done_on, working_day, usual, due_on)


def _on(worked: Sequence[date], number: int | None) -> date | None:
    """The how-manieth working day."""
    return worked[number - 1] if number and number <= len(worked) else None
