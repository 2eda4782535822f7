"""Service levels of the processes of a log, and what is known of the cases that they hold for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from core.calendars import calendar
from core.errors import NotFound
from core.sql import load, quoted
from core.words import event_label, slice_label
from eventlog.process_declaration import ProcessDeclaration, ServiceLevel, declared_processes, slug
from eventlog.reading import EventLog, ProcessLog
from models.lateness.working_clock import DAY_US, WorkingClock
from models.remaining_time.histories import Floats, Histories, Ints, Moments, at
from models.remaining_time.reading import histories

EPOCH = datetime(1970, 1, 1)
DAY = timedelta(days=1)
Objects = dict[int, tuple[str, str | None, float, float]]
"""By number of the case its object, the value by which its calendar is chosen, the day on which it was called off, and
the day since when it is there."""
ALWAYS = "always"
MOST_LOOKS = 15
"""At one case so many, a day apart."""


@dataclass(frozen=True)
class Watched:
    """A service level with the cases that reached its first event: place among the histories' cases, when it began,
    when it was kept (not a number: not yet), when it is due by the case's calendar, and that calendar's clock. `gone`
    is when a case was called off or deleted, infinite where it was not."""

    process: str
    object_type: str
    level: ServiceLevel
    histories: Histories
    ids: tuple[str, ...]
    case: Ints
    begun: Floats
    kept: Floats
    due: Floats
    gone: Floats
    clock_of: tuple[WorkingClock, ...]
    hours: str = "working hours"
    """What its hours are called: by a calendar working hours, by the clock on the wall just hours."""

    @property
    def name(self) -> str:
        return f"{self.process}: {self.level.name}"

    def used(self, rows: Ints, days: Floats) -> Floats:
        """The part of the hours it may take that was over at a day, for each of the cases in these rows."""
        found = np.zeros(len(rows))
        clocks = np.array([id(self.clock_of[row]) for row in rows.tolist()], np.int64)
        for one in np.unique(clocks):
            here = clocks == one
            clock = self.clock_of[int(rows[np.argmax(here)])]
            found[here] = clock.worked(days[here]) - clock.worked(self.begun[rows[here]])
        return found / self.level.hours

    def running(self, day: float) -> Ints:
        """Rows of the cases that had begun and were neither done, late nor called off."""
        ends = np.fmin(np.fmin(self.kept, self.due), self.gone)
        return np.flatnonzero((self.begun <= day) & (ends > day))

    def looks(self, until: float) -> tuple[Ints, Floats]:
        """Rows and days at which one may look at a case that is neither done nor late: right after its beginning, and
        each day at the time of day of `until`."""
        rows, days = [], []
        for row in range(len(self.case)):
            end = np.nanmin([self.kept[row], self.due[row], self.gone[row], until])
            first = np.floor(self.begun[row] - until % 1) + 1 + until % 1
            found = [self.begun[row], *np.arange(first, end, 1.0)[:MOST_LOOKS].tolist()]
            found = [day for day in found if day < end or day == until == end]
            rows += [row] * len(found)
            days += found
        return np.array(rows, np.int64), np.array(days, np.float64)

    def moments(self, rows: Ints, days: Floats) -> Moments:
        return at(self.histories, days, self.case[rows])

    def missed(self, rows: Ints, until: float) -> Floats:
        """1 where the level was missed, 0 where it was kept, not a number where that is not known by `until`, or the
        case was called off before."""
        kept, due = self.kept[rows], np.where(self.gone[rows] <= self.due[rows], np.inf, self.due[rows])
        late = np.where(np.isnan(kept), np.inf, kept) > due
        known = np.where(late, due <= until, kept <= until)
        return np.where(known, late.astype(np.float64), np.nan)


def watched(log: EventLog, moment: datetime) -> Iterator[Watched]:
    """Each service level of the log's processes, as it was known at a moment. One that two processes have is watched
    in the one that takes fewer kinds of events."""
    declared = declared_processes(log.workspace)
    names = [name for name in log.processes_of_work() if name in declared and declared[name].service_levels]
    processes = {name: log.process(name) for name in names}
    seen: set[tuple[str, str]] = set()
    try:
        for name in sorted(names, key=lambda name: (len(declared[name].event_types), name)):
            levels = [each for each in declared[name].service_levels if (each.since, each.until) not in seen]
            seen |= {(each.since, each.until) for each in levels}
            if levels:
                yield from watched_in(log, processes[name], _with_levels(declared[name], levels), moment)
    finally:
        for process in processes.values():
            process.close()


def _with_levels(declaration: ProcessDeclaration, levels: list[ServiceLevel]) -> ProcessDeclaration:
    return declaration.model_copy(update={"service_levels": tuple(levels)})


def watched_in(
    log: EventLog, process: ProcessLog, declaration: ProcessDeclaration, moment: datetime
) -> Iterator[Watched]:
    """The service levels of one declaration, on the case tables that were built by it."""
    objects = _objects(process, declaration)
    known = _there(histories(process, moment), objects, days(moment))
    if not known.cases:
        return
    of_cases = [objects[number] for number in known.number.tolist()]
    ids, by_value = tuple(each[0] for each in of_cases), [each[1] for each in of_cases]
    gone = np.array([each[2] for each in of_cases], np.float64)
    gone[gone > days(moment)] = np.inf
    known = replace(known, said={**known.said, "place": [by_value[case] for case in known.case.tolist()]})
    clocks = _clocks(log, declaration, by_value, known)
    for level in declaration.service_levels:
        begun, kept = _between(known, level)
        wanted = ~np.isnan(begun)
        if level.entities:
            wanted &= np.array([value is not None and slug(value) in level.entities for value in by_value])
        own = [(case, clock) for case in np.flatnonzero(wanted).tolist() if (clock := clocks[case]) is not None]
        if own:
            case, clock_of = np.array([case for case, _ in own], np.int64), tuple(clock for _, clock in own)
            due = [_due(clock, day, level.hours) for clock, day in zip(clock_of, begun[case].tolist(), strict=True)]
            yield Watched(
                process.name, process.object_type, level, known, ids, case, begun[case], kept[case],
                np.array(due, np.float64), gone[case], clock_of, "working hours" if declaration.calendars else "hours",
            )  # fmt: skip


def _there(known: Histories, objects: Objects, now: float) -> Histories:
    """The cases whose object was there, ordered by what happened and not by what an object was called later."""
    events = list(zip(known.day.tolist(), known.activity, strict=True))
    bounds = known.first.tolist()
    kept = [case for case, number in enumerate(known.number.tolist()) if objects[number][3] <= now]
    kept.sort(key=lambda case: (events[bounds[case] : bounds[case + 1]], str(objects[int(known.number[case])][1])))
    return known.of_cases(np.array(kept, np.int64))


def _due(clock: WorkingClock, begun: float, hours: float) -> float:
    since = clock.worked(np.array([begun]))
    return float(clock.when(since + hours)[0])


def _objects(process: ProcessLog, declaration: ProcessDeclaration) -> Objects:
    by = declaration.calendar_by
    names = {each.name for each in process.slices}
    found = next((name for name in ((by.attribute, slice_label(by.attribute)) if by else ()) if name in names), None)
    text = load("models.lateness", "cases.sql").replace("{by}", quoted(found) if found else "null")
    return {
        number: (
            object_id,
            value,
            np.inf if gone is None else gone / DAY_US,
            -np.inf if since is None else since / DAY_US,
        )
        for number, object_id, value, gone, since in process.database.rows(text)
    }


def _clocks(
    log: EventLog, declaration: ProcessDeclaration, by_value: list[str | None], known: Histories
) -> list[WorkingClock | None]:
    """The clock of each case; None where its calendar is not known. In a process that names none all hours count."""
    by = declaration.calendar_by
    named: Mapping[str, str] = {slug(value): name for value, name in by.values.items()} if by else {}
    made: dict[str | None, WorkingClock | None] = {}
    for value in dict.fromkeys(by_value):
        own = slug(value) if value else ""
        wanted = [named.get(own), own or None, declaration.calendar] if declaration.calendars else [ALWAYS]
        made[value] = None
        for name in filter(None, wanted):
            try:
                found = calendar(name, log.workspace)
            except NotFound:
                continue
            clock = WorkingClock(found, float(known.day.min()), float(known.day.max()))
            made[value] = clock if clock.runs else None
            break
    return [made[value] for value in by_value]


def _between(known: Histories, level: ServiceLevel) -> tuple[Floats, Floats]:
    """When each case had its first event, and after it the other."""
    begun = known.happened(event_label(level.since))
    kept = np.full(known.cases, np.nan)
    label = event_label(level.until)
    for event in np.flatnonzero(known.names == label)[::-1].tolist():
        case = known.case[event]
        if known.day[event] >= begun[case]:
            kept[case] = known.day[event]
    return begun, kept


def days(at: datetime) -> float:
    """A moment in days since 1970."""
    return (at - EPOCH) / DAY


def moment_of(day: float) -> datetime:
    return EPOCH + timedelta(days=day)
