"""How the records of a source become objects, events and relations: declarations a connector makes and the build runs.

Every text called an expression is SQL over one record: `r.Name` is a column of the record's own stream, typed as the
stream declares it; `alias.Name` is a column of a record looked up. An expression that gives null gives nothing: no
relation, no attribute, no event. Ids are given as the vendor writes them; the build puts the source's name before them.
Times are UTC instants; a local time has become one in staging.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Lookup:
    """A record of another stream of the same source: the one whose only key equals the expression `by`."""

    stream: str
    by: str


@dataclass(frozen=True)
class Role:
    """An object that takes part in an event: its type, its id (an expression), and as what (the OCEL qualifier)."""

    type: str
    id: str
    qualifier: str = ""


@dataclass(frozen=True)
class ObjectsOf:
    """Each record that `where` holds for is, or mentions, an object. Several records may mention one object.

    `attributes` are what is known of it now, `keys` what tells that it is the same as an object of another system
    (such as tax_number, email, code): both by slug, as expressions. `since` is when it came to be, if the source says.
    """

    type: str
    stream: str
    id: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    since: str | None = None
    where: str = "true"
    lookups: Mapping[str, Lookup] = field(default_factory=dict)


@dataclass(frozen=True)
class ChangesOf:
    """Each record tells that attributes of an object took a value at a time, as an append-only history does."""

    type: str
    stream: str
    id: str
    at: str
    attributes: Mapping[str, str]
    where: str = "true"
    lookups: Mapping[str, Lookup] = field(default_factory=dict)


@dataclass(frozen=True)
class LinksOf:
    """Each record relates two objects, under a qualifier such as `for`, `of`, `parent`, `bills`."""

    stream: str
    source: Role
    target: Role
    where: str = "true"
    lookups: Mapping[str, Lookup] = field(default_factory=dict)


@dataclass(frozen=True)
class EventsOf:
    """Each record that `where` holds for is an event of `type` at `at`, with the objects that take part in it.

    `at` is when it happened in the business; `logged_at`, where the source tells it apart, when the system wrote it.
    `quality` is `logged` (a change log or a system's own stamp) or `business_date` (a date that a person entered).
    `unless` names a stream of better evidence: where any record of it has landed, this declaration is not used.
    `by` is who did it, as the name or the id that the source gives.
    `each` is an expression that gives a list of structs, such as the seven days of a timecard: the record is then one
    event for every element that `where` holds for, and the other expressions call the element `each` (`each.hours`).
    Its place in the list, from 1, tells the events of one record apart. The list is made of `r` alone, not of lookups.
    """

    type: str
    stream: str
    at: str
    objects: tuple[Role, ...]
    by: str | None = None
    logged_at: str | None = None
    quality: str = "logged"
    attributes: Mapping[str, str] = field(default_factory=dict)
    where: str = "true"
    unless: str | None = None
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    each: str | None = None


@dataclass(frozen=True)
class ObservedIn:
    """An event seen only as a difference of two pulls: `when` compares `old.X` with `r.X` of the same record.

    It is placed at the later pull, marked `observed`, and keeps the interval in which it must have happened.
    `when` may also ask for `old.<key> is null`: the record was not there in the pull before.
    """

    type: str
    stream: str
    when: str
    objects: tuple[Role, ...]
    by: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    unless: str | None = None
    lookups: Mapping[str, Lookup] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordMapping:
    """All that the records of one kind of source yield."""

    objects: tuple[ObjectsOf, ...] = ()
    changes: tuple[ChangesOf, ...] = ()
    links: tuple[LinksOf, ...] = ()
    events: tuple[EventsOf, ...] = ()
    observed: tuple[ObservedIn, ...] = ()
