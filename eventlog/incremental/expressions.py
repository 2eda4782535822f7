"""What a declaration's expressions look at: the records looked up, directly or by way of another, and their columns."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eventlog.record_mapping import ChangesOf, EventsOf, LinksOf, Lookup, ObjectsOf, ObservedIn, RecordMapping, Role

Declaration = ObjectsOf | ChangesOf | LinksOf | EventsOf | ObservedIn


@dataclass(frozen=True)
class Reference:
    """Records of `stream` look up one of `target` by an expression that needs the lookups `beside` it."""

    stream: str
    target: str
    by: str
    beside: tuple[tuple[str, Lookup], ...]


@dataclass(frozen=True)
class Naming:
    """Records of `stream` name an object of `type` by an expression that needs the lookups `beside` it."""

    stream: str
    type: str
    id: str
    beside: tuple[tuple[str, Lookup], ...]
    each: str | None = None


def declarations(yields: RecordMapping) -> list[Declaration]:
    return [*yields.objects, *yields.changes, *yields.links, *yields.events, *yields.observed]


def references(yields: RecordMapping) -> dict[Reference, set[str]]:
    """Every way a record looks another up, with the columns of it that any declaration reads."""
    found: dict[Reference, set[str]] = {}
    for one in declarations(yields):
        for alias, lookup in one.lookups.items():
            reference = Reference(one.stream, lookup.stream, lookup.by, lookups_of(lookup.by, one.lookups))
            columns = found.setdefault(reference, set())
            for text in _texts(one):
                columns |= set(_columns_of(alias, text))
    return found


def mentions(yields: RecordMapping) -> list[Naming]:
    """Every way a record mentions an object, or tells how one changed."""
    declared: list[ObjectsOf | ChangesOf] = [*yields.objects, *yields.changes]
    return [Naming(one.stream, one.type, one.id, lookups_of(one.id, one.lookups)) for one in declared]


def roles(yields: RecordMapping) -> list[Naming]:
    """Every way a record's event or relation names an object, each once."""
    found: dict[Naming, None] = {}
    declared: list[EventsOf | ObservedIn] = [*yields.events, *yields.observed]
    for one in declared:
        each = one.each if isinstance(one, EventsOf) else None
        for role in one.objects:
            used = each if each and re.search(r"\beach\b", role.id) else None
            found[_named(one.stream, role, one.lookups, used)] = None
    for link in yields.links:
        for role in (link.source, link.target):
            found[_named(link.stream, role, link.lookups, None)] = None
    return list(found)


def _named(stream: str, role: Role, lookups: Mapping[str, Lookup], each: str | None) -> Naming:
    beside = lookups_of(f"{role.id} {each or ''}", lookups)
    return Naming(stream, role.type, role.id, beside, each=each)


def lookups_of(text: str, lookups: Mapping[str, Lookup]) -> tuple[tuple[str, Lookup], ...]:
    """The lookups that an expression rests on, those first on which others rest."""
    needed: dict[str, Lookup] = {}

    def follow(words: str) -> None:
        for alias, lookup in lookups.items():
            if alias not in needed and re.search(rf"\b{re.escape(alias)}\s*\.", words):
                follow(lookup.by)
                needed[alias] = lookup

    follow(text)
    return tuple((alias, needed[alias]) for alias in lookups if alias in needed)


def _texts(one: Declaration) -> Iterator[str]:
    """Every expression of a declaration."""
    if isinstance(one, LinksOf):
        yield from (one.source.id, one.target.id)
    elif isinstance(one, EventsOf | ObservedIn):
        yield from (role.id for role in one.objects)
        yield from (one.by or "", *one.attributes.values())
    else:
        yield from (one.id, *one.attributes.values())
    if isinstance(one, ObjectsOf):
        yield from (*one.keys.values(), one.since or "")
    if isinstance(one, EventsOf):
        yield from (one.logged_at or "", one.each or "")
    if isinstance(one, EventsOf | ChangesOf):
        yield one.at
    yield one.when if isinstance(one, ObservedIn) else one.where
    yield from (lookup.by for lookup in one.lookups.values())


def _columns_of(alias: str, text: str) -> Iterator[str]:
    for plain, in_quotes in re.findall(rf'\b{re.escape(alias)}\s*\.\s*(?:(\w+)|"([^"]+)")', text):
        yield plain or in_quotes
