"""What an OCEL export holds, read from a generation in windows: declared types, then objects, then events."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from core.database import Database
from core.errors import WrongUse
from core.sql import load
from eventlog.exchange.log_rows import EVENT_TYPE, OBJECT_TYPE, declared_types
from eventlog.exchange.ocel_values import TYPES
from eventlog.filters.selection import select
from eventlog.reading import EventLog

WINDOW = 20_000
_MOMENT = "strftime(ts, '%Y-%m-%dT%H:%M:%S.%fZ')"

_OBJECT_RELATIONS = (
    "from object_object as relation join window_object as origin on origin.object_no = relation.from_object_no "
    "join export_object as target on target.object_no = relation.to_object_no group by all order by all"
)

Declared = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class OcelObject:
    """Initial values as (name, value); changes as (name, value, time); relations as (object, qualifier)."""

    id: str
    type: str
    initial: list[tuple[str, str | None]]
    changes: list[tuple[str, str | None, str]]
    relations: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OcelEvent:
    """Values as (name, value); relations as (object, qualifier)."""

    id: str
    type: str
    time: str
    values: list[tuple[str, str | None]]
    relations: list[tuple[str, str]]


class OcelContent:
    """The whole log, or the events of one process with the objects they touch. Use as a context manager."""

    def __init__(self, log: EventLog, process: str | None) -> None:
        self._database = _selected(log, process)
        rows = self._database.rows("select key, type, value from log_attribute")
        whole = process is None
        self.event_types = self._types("event", declared_types(rows, EVENT_TYPE) if whole else {})
        self.object_types = self._types("object", declared_types(rows, OBJECT_TYPE) if whole else {})

    def __enter__(self) -> "OcelContent":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def objects(self) -> Iterator[OcelObject]:
        """Every object, in the order of the log."""
        for first in self._windows("export_object"):
            self._open_window("object", first)
            of = self._by_place
            values = of(
                f"select place, name, value, case when ts <> timestamp '1970-01-01' then {_MOMENT} end as moment "
                "from export_object_attribute join window_object using (object_no) order by place, ts, name"
            )
            relations = of(f"select origin.place, target.id, relation.qualifier {_OBJECT_RELATIONS}")
            for place, name, kind in self._database.rows("select place, id, type from window_object order by place"):
                timed = values.get(place, [])
                yield OcelObject(
                    name,
                    kind,
                    [(key, value) for key, value, moment in timed if moment is None],
                    [each for each in timed if each[2] is not None],
                    relations.get(place, []),
                )

    def object_relations(self) -> Iterator[tuple[str, str, str]]:
        """What objects have to do with each other, apart from the objects: (object, other object, qualifier)."""
        for first in self._windows("export_object"):
            self._open_window("object", first)
            yield from self._database.rows(f"select origin.id, target.id, relation.qualifier {_OBJECT_RELATIONS}")

    def events(self) -> Iterator[OcelEvent]:
        """Every event, in the order of the log."""
        for first in self._windows("export_event"):
            self._open_window("event", first)
            of = self._by_place
            values = of(
                "select place, name, value from export_event_attribute join window_event using (event_no) "
                "order by place, name, position"
            )
            relations = of(
                "select origin.place, target.id, relation.qualifier from event_object as relation "
                "join window_event as origin using (event_no) join export_object as target using (object_no) "
                "group by all order by all"
            )
            events = self._database.rows(f"select place, id, type, {_MOMENT} from window_event order by place")
            for place, name, kind, moment in events:
                yield OcelEvent(name, kind, moment, values.get(place, []), relations.get(place, []))

    def _windows(self, table: str) -> range:
        return range(0, self._database.value(f"select count(*) from {table}"), WINDOW)

    def _open_window(self, what: str, first: int) -> None:
        """Make window_event or window_object hold the records from place `first` on."""
        self._database.run(
            f"create or replace temp table window_{what} as select * from export_{what} "
            f"where place between {first} and {first + WINDOW - 1}"
        )

    def _by_place(self, query: str) -> dict[int, list[Any]]:
        """The rows of a query that is ordered by place, each without it, by their place."""
        rows = self._database.rows(query)
        return {place: [row[1:] for row in group] for place, group in groupby(rows, key=itemgetter(0))}

    def _types(self, what: str, declared: Declared) -> Declared:
        """The types with their attributes: as the log declared them, and what is there beyond."""
        found = {name: dict(attributes) for name, attributes in declared.items()}
        for (name,) in self._database.rows(f"select distinct type from export_{what} order by type"):
            found.setdefault(name, {})
        seen = self._database.rows(
            f"select record.type, attribute.name, list(distinct attribute.type) "
            f"from export_{what}_attribute as attribute join export_{what} as record using ({what}_no) "
            "group by all order by record.type, attribute.name"
        )
        for name, attribute, kinds in seen:
            found[name].setdefault(attribute, kinds[0] if len(kinds) == 1 and kinds[0] in TYPES else "string")
        return found


def _selected(log: EventLog, process: str | None) -> Database:
    """A connection on which the tables export_… hold what is to be written."""
    if process is None:
        if log.viewer.scopes:
            raise WrongUse("Only who may see every case can export the whole log. Name a process to export your cases.")
        database, events, every = log.database.cursor(), "select event_no from event", "true"
    else:
        chosen = log.process(process)
        select(chosen)
        database, events, every = chosen.database, "select event_no from chosen_step", "false"
    text = load("eventlog.exchange", "ocel_selection.sql")
    database.run(text.replace("{events}", events).replace("{every_object}", every))
    return database
