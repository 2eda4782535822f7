"""Which further records a change reaches: those looked up, those that look up, mention or name what changed.

The searches go over all that landed, a column or two each; they may find too many, and never too few.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.sql import quoted
from eventlog.incremental.expressions import Naming, Reference, lookups_of, references
from eventlog.incremental.scoped_source import ScopedSource
from eventlog.record_mapping import LinksOf, Lookup
from eventlog.records.record_query import SourceRecords, type_number

NULL_OF_NULL = re.compile(r"""(?:\w+\s*\.\s*(?:\w+|"[^"]+")|'[^']*'|\|\||strftime|[\s(),])*""")
"""An expression that is null where the record it reads is not there: columns and texts put together, written dates."""


def take_in_looked_up(scoped: ScopedSource) -> None:
    """Fetch the records in scope and all that they look up, directly or by way of others."""
    found = references(scoped.source.yields)
    while fetched := scoped.fetch():
        by_target: dict[str, list[str]] = {}
        for one in found:
            if fetched & {one.stream, *(lookup.stream for _, lookup in one.beside)} and scoped.landed[one.target].rows:
                records = _joined(scoped, one.stream, one.beside, "typed of")
                text = f"select hash(({one.by})::varchar) from {records} where ({one.by}) is not null"
                by_target.setdefault(one.target, []).append(text)
        for target, codes in by_target.items():
            scoped.add(target, " union all ".join(codes))


@dataclass(frozen=True)
class Membership:
    """That an expression is, as a text, among `keys`, a query."""

    expression: str
    keys: str

    def condition(self) -> str:
        return f"({self.expression})::varchar in ({self.keys})"


@dataclass
class Search:
    """One pass over all that landed of a stream: the records `r`, or their elements `each`, with what is looked up
    beside them, for which any of the memberships or conditions holds."""

    stream: str
    each: str | None
    beside: dict[str, Lookup]
    memberships: list[Membership]
    conditions: list[str]

    def takes(self, stream: str, each: str | None, beside: Mapping[str, Lookup]) -> bool:
        """Whether the same pass can answer another question: no alias means two things."""
        alike = all(self.beside.get(alias, lookup) == lookup for alias, lookup in beside.items())
        return (self.stream, self.each) == (stream, each) and alike


class Searches:
    """Questions for records of all that landed, put together so that a stream is passed over as seldom as can be."""

    def __init__(self, scoped: ScopedSource) -> None:
        self._scoped = scoped
        self._passes: list[Search] = []

    def look_for(
        self,
        stream: str,
        beside: Iterable[tuple[str, Lookup]],
        wanted: Membership | str,
        each: str | None = None,
    ) -> None:
        """Ask for the records for which `wanted` holds, a membership or a condition."""
        needed = dict(beside)
        search = next((one for one in self._passes if one.takes(stream, each, needed)), None)
        if search is None:
            search = Search(stream, each, {}, [], [])
            self._passes.append(search)
        search.beside |= needed
        if isinstance(wanted, Membership):
            search.memberships.append(wanted)
        else:
            search.conditions.append(wanted)

    def run(self) -> None:
        """Put the records found in the scope."""
        for one in self._passes:
            memberships = self._looked_up_first(one)
            conditions = [*_grouped(memberships), *one.conditions]
            if conditions:
                read = " ".join([*(each.expression for each in memberships), *one.conditions])
                records = _joined(self._scoped, one.stream, lookups_of(read, one.beside), "every of", one.each)
                self._scoped.add(one.stream, f"select hash(r._key) from {records} where {' or '.join(conditions)}")

    def _looked_up_first(self, search: Search) -> list[Membership]:
        """The memberships with those about one looked-up record alone turned into ones of its key: the few such records
        are then found first, and what looks them up by their keys, instead of all being joined."""
        found = search.memberships
        for alias, lookup in reversed(search.beside.items()):
            about = [one for one in found if _is_about(one.expression, alias, search.beside)]
            if not about:
                continue
            found = [one for one in found if one not in about]
            target = self._scoped.landed[lookup.stream]
            if target.rows:
                keys = f"select {alias}._key from {target.named('every of')} as {alias} where "
                found.append(Membership(lookup.by, keys + " or ".join(_grouped(about))))
        return found


def _grouped(memberships: Iterable[Membership]) -> list[str]:
    """The memberships as conditions, one for each expression."""
    keys: dict[str, list[str]] = {}
    for one in dict.fromkeys(memberships):
        keys.setdefault(one.expression, []).append(one.keys)
    return [Membership(expression, " union all ".join(each)).condition() for expression, each in keys.items()]


def _is_about(expression: str, alias: str, beside: Iterable[str]) -> bool:
    """Whether an expression reads the looked-up record `alias` and nothing else, and is null where there is none."""
    read = {name for name in (*beside, "r") if re.search(rf"\b{re.escape(name)}\s*\.", expression)}
    return read == {alias} and NULL_OF_NULL.fullmatch(expression) is not None


def look_for_those_that_look_up(searches: Searches, changed: Mapping[Reference, str]) -> None:
    """The records whose looked-up record changed; `changed` are relations of the keys that did."""
    for one, keys in changed.items():
        searches.look_for(one.stream, one.beside, Membership(one.by, f"select _key from {keys}"))


def look_for_those_that_name(scoped: ScopedSource, searches: Searches, namings: list[Naming], objects: str) -> None:
    """The records that name one of `objects`, a relation of `type_no` and the vendor's own `id`."""
    there = set(scoped.database.column(f"select distinct type_no from {objects}"))
    for one in namings:
        landed = scoped.landed[one.stream]
        type_no = type_number(scoped.database, "object_type", one.type)
        if type_no not in there or not landed.rows:
            continue
        ids = f"select id from {objects} where type_no = {type_no}"
        if one.id.strip() in ("r._key", *_only_key(landed.stream.key)):
            scoped.add(one.stream, f"select hash(id) from ({ids})")
        else:
            searches.look_for(one.stream, one.beside, Membership(one.id, ids), one.each)


def look_for_those_that_state(
    scoped: ScopedSource, searches: Searches, links: tuple[LinksOf, ...], relations: str
) -> None:
    """The records that state one of `relations`, which has `from_id` and `to_id` as the vendor writes them."""
    if not scoped.database.value(f"select count(*) from {relations}"):
        return
    for link in links:
        if scoped.landed[link.stream].rows:
            searches.look_for(
                link.stream,
                link.lookups.items(),
                f"(({link.source.id})::varchar in (select from_id from {relations}) "
                f"and ({link.target.id})::varchar in (select to_id from {relations}))",
            )


def records_naming(records: SourceRecords, one: Naming) -> str:
    """The records `r` of a mapping with what is looked up beside them, to read the object they name."""
    relation = records.streams[one.stream].records
    each = f"(select *, unnest({one.each}) as each from {relation} as r)" if one.each else relation
    return f"{each} as r {records.beside(dict(one.beside))}"


def _only_key(key: tuple[str, ...]) -> tuple[str, ...]:
    return (f"r.{key[0]}", f"r.{quoted(key[0])}") if len(key) == 1 else ()


def _joined(
    scoped: ScopedSource, stream: str, beside: tuple[tuple[str, Lookup], ...], what: str, each: str | None = None
) -> str:
    every = scoped.landed[stream].named(what)
    joins = [f"(select *, unnest({each}) as each from {every} as r) as r" if each else f"{every} as r"]
    for alias, lookup in beside:
        target = scoped.landed[lookup.stream]
        (key,) = target.stream.key
        relation = target.named(what) if target.rows else f"(select null as {quoted(key)} where false)"
        joins.append(f"left join {relation} as {alias} on {alias}.{quoted(key)} = ({lookup.by})")
    return " ".join(joins)
