"""Which cases of a process a change of the log reaches: its paths walked backwards from what changed.

What changed stands in four temporary tables, which `eventlog/incremental` makes: `changed_event` (objects that a
changed event named or names, with the event's type), `changed_relation`, `changed_attribute` and `changed_identity`.
"""

from eventlog.case_tables.flattening import Flattening
from eventlog.case_tables.members import find_names, number_of, qualified, types
from eventlog.process_path import Path, Stop


def find_affected(work: Flattening) -> None:
    """Make `affected_case`: the objects whose cases must be built anew, some of which may be gone."""
    find_names(work.database)
    leading = number_of(work.process.object_type)
    work.run("affected.sql", event_types=types(work.process.event_types, "change"), leading=leading)
    for path in work.process.paths:
        only = types(path.event_types, "change")
        _walk_back(work, path, f"select object_no from change_of_event as change where {only}")
    for by in work.process.described_by:
        path = by if isinstance(by, Path) else Path(work.process.object_type, (Stop(by),))
        _walk_back(work, path, "select object_no from change_of_attribute")
        if isinstance(by, str):
            _told_by_shared_events(work, by)


def _told_by_shared_events(work: Flattening, described_by: str) -> None:
    """Cases that share an event with an object whose attributes changed, however the event joined the case."""
    work.database.run(
        "create or replace temp table companion as select distinct other.canonical_no as object_no "
        "from change_of_attribute as change join canonical_object as alias on alias.canonical_no = change.object_no "
        "join event_object as named on named.object_no = alias.object_no "
        "join event_object as beside on beside.event_no = named.event_no "
        "join canonical_object as other on other.object_no = beside.object_no "
        f"where alias.type_no = {number_of(described_by)}"
    )
    work.database.run(
        "insert into affected_case select object_no from companion join canonical_object using (object_no) "
        f"where type_no = {number_of(work.process.object_type)}"
    )
    for path in work.process.paths:
        _walk_back(work, path, "select object_no from companion")


def _walk_back(work: Flattening, path: Path, ends: str) -> None:
    """Add the leading objects that reach, along the path, one of `ends` or a place where the path itself changed."""
    types_on_the_way = [path.start, *(stop.type for stop in path.stops)]
    here = f"{_of_type(ends, path.end)} union {_of_type('select object_no from change_of_identity', path.end)}"
    for stop, before in zip(reversed(path.stops), reversed(types_on_the_way[:-1]), strict=True):
        work.database.run(
            f"create or replace temp table frontier as select 0 as case_object_no, object_no from ({here})"
        )
        work.run(
            "stop.sql",
            stop="stop_before",
            before="frontier",
            other_type=number_of(before),
            qualifier=qualified(stop),
        )
        work.run(
            "changed_stops.sql", one_type=number_of(before), other_type=number_of(stop.type), qualifier=qualified(stop)
        )
        here = "select object_no from stop_before union select object_no from changed_stop union " + _of_type(
            "select object_no from change_of_identity", before
        )
    work.database.run(f"insert into affected_case {here}")


def _of_type(objects: str, object_type: str) -> str:
    """Those of `objects` that are of a type; one that is gone has none."""
    return f"select object_no from ({objects}) join object using (object_no) where type_no = {number_of(object_type)}"
