"""Which cases of a process a change of the log reaches: its paths walked backwards from what changed.

What changed stands in four tables of the database `memory`, which `eventlog/incremental` makes: `changed_event`
(objects that a changed event named or names, with the event's type), `changed_relation`, `changed_attribute`
(`is_last`: what is told last may be another) and `changed_identity`. `find_changes` reads them once, for all processes.
"""

from core.database import Database
from eventlog.case_tables.flattening import Flattening, filled
from eventlog.case_tables.members import counted_types, find_names, number_of, qualified, types
from eventlog.process_path import Stop

Way = tuple[Stop, ...]
"""The stops from a case's object to others; none: the object itself."""
Ends = dict[Way, list[str]]
"""Queries for the objects that changed, by the way on which a case reaches them."""


def find_changes(database: Database) -> None:
    """Make the tables `memory.change_of_…`, the same for every process: what changed, by its canonical number."""
    find_names(database)
    database.run(filled("changes.sql"))


def find_affected(work: Flattening) -> None:
    """Make `affected_case`: the objects whose cases must be built anew; some may be gone. After `find_names`."""
    leading = number_of(work.process.object_type)
    counted = types(counted_types(work.process), "change")
    work.run("affected.sql", event_types=counted, leading=leading)
    ends: Ends = {}
    for path in work.process.paths:
        only = f"{counted} and {types(path.event_types, 'change')}"
        ends.setdefault(path.stops, []).append(f"select object_no from memory.change_of_event as change where {only}")
    for by in work.process.described_by:
        way = (Stop(by),) if isinstance(by, str) else by.stops
        ends.setdefault(way, []).append("select object_no from memory.change_of_attribute")
    _told_by_shared_events(work, ends, types(counted_types(work.process)))
    _walk_back(work, ends)


def _told_by_shared_events(work: Flattening, ends: Ends, counted: str) -> None:
    """Cases that share an event with an object whose attributes changed, however the event joined the case."""
    described_by = [by for by in work.process.described_by if isinstance(by, str)]
    if not described_by:
        return
    work.run("companions.sql", types=", ".join(map(number_of, described_by)), event_types=counted)
    ways: dict[Way, list[tuple[str, ...]]] = {(): [()]}
    for path in work.process.paths:
        ways.setdefault(path.stops, []).append(path.event_types)
    for way, taken in ways.items():
        for only in taken:
            ends.setdefault(way, []).append(f"select object_no from companion where {types(only, 'companion')}")


def _walk_back(work: Flattening, ends: Ends) -> None:
    """Go back from the ends of all ways at once, the longest first, a stop that ways share once; add the leading
    objects that reach one of the ends, or a place where a way itself changed."""
    met: Ends = {way: [*queries] for way, queries in ends.items()}
    ways = {way[:length] for way in ends for length in range(1, len(way) + 1)}
    for number, way in enumerate(sorted(ways, key=len, reverse=True)):
        stop, back = way[-1], f"back_{number}"
        before = number_of(way[-2].type if len(way) > 1 else work.process.object_type)
        work.database.run(
            "create or replace temp table frontier as select 0 as case_object_no, object_no "
            f"from ({_changed(met.get(way, []), number_of(stop.type))})"
        )
        pieces = {"other_type": before, "qualifier": qualified(stop)}
        work.run("stop.sql", stop=back, before="frontier", **pieces)
        work.run("changed_stops.sql", stop=back, type=number_of(stop.type), **pieces)
        met.setdefault(way[:-1], []).append(f"select object_no from {back}")
    leading = _changed(met.get((), []), number_of(work.process.object_type))
    work.database.run(f"insert into affected_case {leading}")


def _changed(queries: list[str], type_no: str) -> str:
    """The objects of a type that one of the queries gives, or that became the same as another or ceased to be."""
    found = " union ".join([*queries, "select object_no from memory.change_of_identity"])
    return f"select object_no from ({found}) join object using (object_no) where type_no = {type_no}"
