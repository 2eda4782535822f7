"""Which further records a change reaches: those looked up, those that look up, mention or name what changed.

The searches go over all that landed, a column or two each; they may find too many, and never too few.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.sql import quoted
from eventlog.incremental.expressions import Naming, Reference, references
from eventlog.incremental.scoped_source import ScopedSource
from eventlog.record_mapping import LinksOf, Lookup
from eventlog.records.record_query import SourceRecords, type_number


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


@dataclass
class Search:
    """One pass over all that landed of a stream: the records `r`, or their elements `each`, with what is looked up
    beside them, for which any of the conditions holds."""

    stream: str
    each: str | None
    beside: dict[str, Lookup]
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
        self, stream: str, beside: Iterable[tuple[str, Lookup]], condition: str, each: str | None = None
    ) -> None:
        wanted = dict(beside)
        search = next((one for one in self._passes if one.takes(stream, each, wanted)), None)
        if search is None:
            search = Search(stream, each, {}, [])
            self._passes.append(search)
        search.beside |= wanted
        search.conditions.append(condition)

    def run(self) -> None:
        """Put the records found in the scope."""
        for one in self._passes:
            records = _joined(self._scoped, one.stream, tuple(one.beside.items()), "every of", one.each)
            self._scoped.add(one.stream, f"select hash(r._key) from {records} where {' or '.join(one.conditions)}")


def look_for_those_that_look_up(searches: Searches, changed: Mapping[Reference, str]) -> None:
    """The records whose looked-up record changed; `changed` are relations of the keys that did."""
    for one, keys in changed.items():
        searches.look_for(one.stream, one.beside, f"({one.by})::varchar in (select _key from {keys})")


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
            searches.look_for(one.stream, one.beside, f"({one.id})::varchar in ({ids})", one.each)


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
