"""Which events belong to which case of a process: those of its leading object, and of the objects its paths reach."""

from collections.abc import Sequence

from core.database import Database
from core.sql import literal
from core.words import event_label, event_types
from eventlog.case_tables.flattening import Flattening, filled
from eventlog.process_declaration import ProcessDeclaration
from eventlog.process_path import Path, Stop


def find_names(database: Database) -> None:
    """Make `canonical_object` and `event_label`, which all that follows reads instead of objects and event types."""
    words = event_types()
    database.run(filled("canonical.sql"), slugs=list(words), labels=list(words.values()))


class Reached:
    """The objects that the cases of a process reach: a temporary table per stop, shared by paths that begin alike."""

    def __init__(self, database: Database, object_type: str, chosen: str | None = None) -> None:
        """`chosen` is a relation whose `object_no` are the only leading objects wanted."""
        self._database = database
        self._tables: dict[tuple[Stop, ...], str] = {(): "leading_object"}
        self._known: list[str] = []
        only = f"and object_no in (select object_no from {chosen})" if chosen else ""
        database.run(
            "create or replace temp table leading_object as "
            "select object_no as case_object_no, object_no from canonical_object "
            f"where type_no = {number_of(object_type)} and canonical_no = object_no {only}"
        )

    def table(self, path: Path) -> str:
        """The table of `case_object_no` and `object_no` for a path's last stop."""
        before = "leading_object"
        for length, stop in enumerate(path.stops, 1):
            way = path.stops[:length]
            if way not in self._tables:
                self._tables[way] = f"stop_{len(self._tables)}"
                text = filled(
                    "stop.sql",
                    stop=self._tables[way],
                    before=before,
                    other_type=number_of(stop.type),
                    qualifier=qualified(stop),
                )
                self._database.run(text)
            before = self._tables[way]
        return before

    def known_as(self, tables: Sequence[str]) -> str:
        """A table of the objects of some of these tables, under whichever of their ids, once each."""
        name = f"known_as_{len(self._known)}"
        self._known.append(name)
        # each table has an object of a case once, several may share one
        objects = " union ".join(f"select case_object_no, object_no from {table}" for table in tables)
        self._database.run(filled("known_as.sql", name=name, objects=objects))
        return name

    def drop(self) -> None:
        for name in (*self._tables.values(), *self._known):
            self._database.run(f"drop table {name}")


def write_members(work: Flattening, reached: Reached) -> None:
    """Make `member`: an event that is reached twice counts once in a case."""
    work.run(
        "paired_members.sql" if work.paired else "members.sql",
        relation=_relation_by_paths(work, reached) if work.process.paths else _relation_of_leading(work, reached),
        event_types=types(work.process.event_types),
        row=", event.place" if work.sources_vary else "",
    )
    work.database.run("drop table if exists met")


def counted_types(process: ProcessDeclaration) -> list[str]:
    """The event types that are steps of a process or begin one of its paths; none where all are."""
    steps = process.event_types
    return [*steps, *(path.since for path in process.paths if path.since)] if steps else []


def _relation_of_leading(work: Flattening, reached: Reached) -> str:
    """SQL for each event and the case whose object it names, once."""
    ways = (
        f"select event_object.event_no, named.case_object_no from {reached.known_as(['leading_object'])} as named "
        "join event_object on event_object.object_no = named.object_no"
    )
    # two qualifiers may tie one event to one object twice
    one_each = work.database.value(
        "select not exists (select 1 from event_object where qualifier is distinct from "
        "(select qualifier from event_object limit 1))"
    )
    same = work.database.value("select count(*) = 0 from identity where canonical_no <> object_no")
    return f"({ways})" if one_each and same else f"(select distinct event_no, case_object_no from ({ways}))"


def _relation_by_paths(work: Flattening, reached: Reached) -> str:
    """SQL for each event and the case that its object or its paths lead to it from, once."""
    # those that take the same types of events are one way
    ways: dict[tuple[tuple[str, ...], str | None], list[str]] = {((), None): ["leading_object"]}
    for path in work.process.paths:
        ways.setdefault((path.event_types, path.since), []).append(reached.table(path))
    named = [reached.known_as(tables) for tables in ways.values()]
    work.run(
        "met.sql",
        known=" union all ".join(f"select *, {way} as way_no from {table}" for way, table in enumerate(named)),
        taken=" ".join(f"when {way} then {types(only)}" for way, (only, _) in enumerate(ways)),
        event_types=types(counted_types(work.process)),
    )
    late = {way: since for way, (_, since) in enumerate(ways) if since}
    if not late:
        return "(select distinct event_no, case_object_no from met)"
    story = f"way_no not in ({', '.join(map(str, late))})"
    begun = " union all ".join(
        f"select case_object_no, {way} as way_no, min(ts) as begins from met "
        f"where {story} and {types([since], 'met')} group by case_object_no"
        for way, since in late.items()
    )
    return (
        f"(select distinct event_no, case_object_no from met left join ({begun}) as begun "
        f"using (case_object_no, way_no) where {story} or ts >= begins)"
    )


def types(names: Sequence[str], alias: str = "event") -> str:
    """A condition on the `type_no` of `alias`: one of these event types, by slug or label; none named takes all."""
    labels = ", ".join(literal(event_label(name)) for name in names)
    return f"{alias}.type_no in (select type_no from event_label where label in ({labels}))" if names else "true"


def qualified(stop: Stop) -> str:
    """A condition on the qualifier of `relation`, where the stop has one."""
    return "" if stop.qualifier is None else f"and relation.qualifier = {literal(stop.qualifier)}"


def number_of(object_type: str) -> str:
    """SQL for the number of a type; null where the log has no such type."""
    return f"(select type_no from object_type where name = {literal(object_type)})"
