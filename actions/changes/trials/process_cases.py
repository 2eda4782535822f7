"""The cases of a process as a declaration makes them of the published log, built in a scratch place, and what they come
to: how many, how long, by which steps, past which service levels."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import numpy as np

from core.calendars import calendar
from core.sql import load, quoted
from core.words import slice_label
from eventlog.case_tables.build import build_case_tables
from eventlog.process_declaration import ProcessDeclaration
from eventlog.reading import EventLog, ProcessLog
from models.lateness.watched import Watched, days, watched_in

HERE = "actions.changes.trials"
ENTITY_NAMES = ("entity", slice_label("entity"))
MOST_STEPS = 3_000_000
"""Of so many steps service levels are told: their cases are held in memory, at about half a kilobyte a step."""


@dataclass(frozen=True)
class Level:
    """A service level: hours it may take, cases of which it is known whether it was kept, those past it, and both by
    legal entity."""

    hours: float
    known: int
    missed: int
    by_entity: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Cases:
    """What the cases of a process come to. Durations are medians, in microseconds by the wall clock and by working
    time; `activities` has the steps and the cases of each, `entities` the cases of each legal entity."""

    cases: int = 0
    steps: int = 0
    variants: int = 0
    duration_us: float | None = None
    business_us: float | None = None
    activities: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    entities: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)

    @property
    def too_many_steps(self) -> bool:
        return self.steps > MOST_STEPS

    @property
    def missed(self) -> int:
        """How many times a case is past a service level."""
        return sum(each.missed for each in self.levels.values())

    def missed_in(self, entity: str) -> tuple[int, int]:
        """How often it is known whether a service level was kept in a legal entity, and how often it was missed."""
        found = [each.by_entity.get(entity, (0, 0)) for each in self.levels.values()]
        return sum(known for known, _ in found), sum(missed for _, missed in found)


NO_CASES = Cases()


def build_cases(log: EventLog, declaration: ProcessDeclaration, schema: str) -> None:
    """Write the case tables of a declaration into a schema of a scratch log."""
    database = log.database
    several = database.value("select count(*) > 1 from landed_run")
    named = declaration.model_copy(update={"name": schema})
    build_case_tables(database, named, partial(calendar, workspace=log.workspace), several)


def cases_in(log: EventLog, declaration: ProcessDeclaration | None, schema: str) -> Cases:
    """What the case tables in a schema come to; service levels are those of the declaration."""
    whole = replace(log, manifest={**log.manifest, "processes": [schema]})
    with whole.process(schema) as process:
        cases, steps, variants, duration_us, business_us = process.database.row(load(HERE, "process_facts.sql"))
        activities = process.database.rows(load(HERE, "process_steps.sql"))
        return Cases(
            cases,
            steps,
            variants,
            duration_us,
            business_us,
            {name: (times, in_cases) for name, times, in_cases in activities},
            _by_entity(process),
            _levels(whole, process, declaration) if declaration and steps <= MOST_STEPS else {},
        )


def _by_entity(process: ProcessLog) -> Mapping[str, int]:
    name = _entity(process)
    if name is None:
        return {}
    return dict(process.database.rows(load(HERE, "process_entities.sql").replace("{entity}", quoted(name))))


def _entity(process: ProcessLog) -> str | None:
    """The attribute of the cases that tells their legal entity."""
    names = {each.name for each in process.slices}
    return next((name for name in ENTITY_NAMES if name in names), None)


def _levels(log: EventLog, process: ProcessLog, declaration: ProcessDeclaration) -> Mapping[str, Level]:
    if log.manifest["data_to"] is None:
        return {}
    moment = datetime.fromisoformat(log.manifest["data_to"])
    by = declaration.calendar_by
    by_entities = by is not None and by.attribute in ENTITY_NAMES
    found = watched_in(log, process, declaration, moment)
    return {_title(each): _level(each, moment, by_entities) for each in found}


def _title(watched: Watched) -> str:
    level = watched.level
    return f"{level.name} ({', '.join(level.entities)})" if level.entities else level.name


def _level(watched: Watched, moment: datetime, by_entities: bool) -> Level:
    missed = watched.missed(np.arange(len(watched.case)), days(moment))
    known, late = np.isfinite(missed), missed == 1.0
    by_entity = {}
    if by_entities:
        places = watched.histories.said["place"]
        of_known, of_late = (
            Counter(str(places[case] or "") for case in watched.case[rows].tolist()) for rows in (known, late)
        )
        by_entity = {name: (number, of_late[name]) for name, number in of_known.items()}
    return Level(watched.level.hours, int(known.sum()), int(late.sum()), by_entity)
