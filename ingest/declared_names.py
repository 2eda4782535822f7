"""The names that a firm writes into the tables of firm.toml: types of events and objects, and what there is a list of.

A type may be the firm's own; one that is nearly a word of ours is taken for a slip, unless `own_types` of the source
has it.
"""

from collections.abc import Collection, Iterator, Sequence

from core.words import event_types, object_types
from eventlog.record_mapping import EventsOf, ObjectsOf, RecordMapping
from eventlog.record_stream import Stream
from ingest.declared_expressions import PARTS, roles

QUALITIES = ("logged", "business_date")
LONG = 8
"""From this length on two slips in one name are still taken for slips."""


def mistakes_in_names(streams: Sequence[Stream], yields: RecordMapping, own_types: Collection[str]) -> list[str]:
    """Each name that cannot be meant, with where it is written below the source's table and the nearest that can."""
    tables = [stream.name for stream in streams]
    found = [
        f"{place}: there is no {kind} type {name}; the nearest is {near}. If it is your own, name it in own_types"
        for place, kind, name in _types(yields)
        if name not in own_types and (near := nearest(name, event_types() if kind == "event" else object_types()))
    ]
    for part in ("events", "observed"):
        for declared in getattr(yields, part):
            place = f"tables.{declared.stream}.{part}"
            if declared.unless is not None and declared.unless not in tables:
                found.append(f"{place}.unless: there is no table {declared.unless}; there are {', '.join(tables)}")
            if isinstance(declared, EventsOf) and declared.quality not in QUALITIES:
                found.append(f"{place}.quality: {declared.quality} is none; write {' or '.join(QUALITIES)}")
    return list(dict.fromkeys(found))


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that this one is a slip of; none where it is known itself, or like none."""
    if name in known:
        return None
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    most = 2 if len(plain) >= LONG else 1
    distance, near = min((slips(plain, each), each) for each in known)
    return near if distance <= most else None


def slips(one: str, other: str) -> int:
    """How many letters left out, put in, taken for another or swapped with the next make one name of the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, facing in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != facing)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[-1]


def _types(yields: RecordMapping) -> Iterator[tuple[str, str, str]]:
    """Where a type is written, whether it is of an event or an object, and its name."""
    for part in PARTS:
        for declared in getattr(yields, part):
            place = f"tables.{declared.stream}.{part}"
            if name := getattr(declared, "type", None):
                of_object = isinstance(declared, ObjectsOf) or part == "changes"
                yield f"{place}.type", "object" if of_object else "event", name
            for role, where in roles(declared):
                yield f"{place}.{where}.type", "object", role.type
