"""Small event logs for tests: cases as plain Python, put through the real case-table build into memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pyarrow as pa

from core.access import Viewer
from core.calendars import calendar
from core.database import Database, open_memory
from core.sql import load
from eventlog.case_tables.build import build_case_tables
from eventlog.process_declaration import ProcessDeclaration
from eventlog.reading import ProcessLog, Slice

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    activity: str
    at: datetime
    resource: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    system: str = "psa"


@dataclass(frozen=True)
class Case:
    id: str
    events: Sequence[Event]
    attributes: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def trace(self) -> tuple[str, ...]:
        return tuple(event.activity for event in self.events)

    @property
    def seconds(self) -> float:
        return (self.events[-1].at - self.events[0].at).total_seconds()


def trace(case_id: str, activities: str, start: datetime = START, hours: float = 1) -> Case:
    """A case of one-letter activities, so many hours apart."""
    return Case(case_id, [Event(name, start + timedelta(hours=hours * at)) for at, name in enumerate(activities)])


def random_cases(seed: int, cases: int, activities: Sequence[str] = tuple("ABCDEF"), longest: int = 9) -> list[Case]:
    """Cases with loops, ties in time and waits to the microsecond; attributes region (text) and amount (number)."""
    random = Random(seed)
    made = []
    for number in range(cases):
        at = START + timedelta(hours=random.randrange(2000), microseconds=random.randrange(10**6))
        place, events = 0, []
        for _ in range(random.randint(1, longest)):
            system = "erp" if place > len(activities) // 2 else "psa"
            events.append(
                Event(activities[place], at, random.choice(["Ann", "Bo", "Cy", None]), {"note": str(place)}, system)
            )
            place = max(0, min(len(activities) - 1, place + random.choice([-1, 0, 1, 1, 1, 2])))
            at += random.choice([timedelta(0), timedelta(microseconds=random.randrange(10**12))])
        attributes = {"region": random.choice(["EMEA", "AMER"]), "amount": float(random.randrange(1000))}
        made.append(Case(f"case {number}", events, attributes))
    return made


def process_log(cases: Sequence[Case], calendar_name: str | None = None, viewer: Viewer | None = None) -> ProcessLog:
    """These cases as the process `work`, built as any log is; the order of events in a case is that in the file."""
    database = open_memory()
    _write_log(database, cases)
    declaration = ProcessDeclaration(name="work", title="Work", object_type="case", calendar=calendar_name)
    build_case_tables(database, declaration, calendar, sources_vary=False)
    return _opened(database, viewer or Viewer.owner(), bool(calendar_name))


def _write_log(database: Database, cases: Sequence[Case]) -> None:
    database.run(load("eventlog", "schema.sql"))
    rows = [(number, event) for number, case in enumerate(cases) for event in case.events]
    types = sorted({event.activity for _, event in rows})
    people = sorted({event.resource for _, event in rows if event.resource})
    systems = sorted({event.system for _, event in rows}) or ["psa"]
    database.run("insert into object_type values (0, 'case')")
    _insert(database, "source", [(n, name, name) for n, name in enumerate(systems)])
    _insert(database, "event_type", list(enumerate(types)))
    _insert(database, "resource", list(enumerate(people)))
    _insert(
        database,
        "object (object_no, object_id, type_no, source_no, run_no, row)",
        [(n, case.id, 0, 0, 0, n) for n, case in enumerate(cases)],
    )
    _insert(
        database,
        "event (event_no, event_id, type_no, ts, lifecycle, resource_no, source_no, run_no, row, key, place)",
        [
            (
                at, at, types.index(event.activity), event.at.replace(tzinfo=None), None,
                people.index(event.resource) if event.resource else None, systems.index(event.system), 0, at, None, at,
            )
            for at, (_, event) in enumerate(rows)
        ],
    )  # fmt: skip
    _insert(database, "event_object", [(at, number, "") for at, (number, _) in enumerate(rows)])
    attributes = [
        (at, name, "string", value) for at, (_, event) in enumerate(rows) for name, value in event.attributes.items()
    ]
    _insert(database, "event_attribute", attributes)
    values = [
        (n, name, "float" if isinstance(value, float) else "string", str(value), datetime(1970, 1, 1))
        for n, case in enumerate(cases)
        for name, value in case.attributes.items()
    ]
    _insert(database, "object_attribute (object_no, name, type, value, ts)", values)


def _insert(database: Database, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        columns = {f"c{at}": pa.array(column) for at, column in enumerate(zip(*rows, strict=True))}
        database.register("inserted_rows", pa.table(columns))
        database.run(f"insert into {table} select * from inserted_rows")
        database.unregister("inserted_rows")


def _opened(database: Database, viewer: Viewer, business: bool) -> ProcessLog:
    cursor = database.cursor(["work", "main"])
    activities = cursor.rows("select name, place from activity order by activity_no")
    cases, events = cursor.row('select count(*), coalesce(sum(n), 0)::bigint from "case"')
    return ProcessLog(
        name="work", title="Work", object_type="case", owner="", version="1", calendar="", has_business_time=business,
        overlaps=0, generation=1, viewer=viewer, database=cursor,
        activities=[name for name, _ in activities], places=[place for _, place in activities],
        slices=[Slice(*row) for row in cursor.rows("select name, type, distinct_values from slice")],
        cases=cases, events=events,
    )  # fmt: skip
