"""Which further records a change reaches: those looked up, those that look up, mention or name what changed.

The searches go over all that landed, a column or two each; they may find too many, and never too few.
"""

from collections.abc import Mapping

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
                records = _records(scoped, one, "typed of")
                text = f"select hash(({one.by})::varchar) from {records} where ({one.by}) is not null"
                by_target.setdefault(one.target, []).append(text)
        for target, codes in by_target.items():
            scoped.add(target, " union all ".join(codes))


def add_those_that_look_up(scoped: ScopedSource, changed: Mapping[Reference, str]) -> None:
    """Add the records whose looked-up record changed; `changed` are queries for the keys that did."""
    for one, keys in changed.items():
        if scoped.database.value(f"select count(*) from ({keys})"):
            scoped.add(
                one.stream,
                f"select hash(r._key) from {_records(scoped, one, 'every of')} where ({one.by})::varchar in ({keys})",
            )


def add_those_that_name(scoped: ScopedSource, namings: list[Naming], objects: str) -> None:
    """Add the records that name one of `objects`, a relation of `type_no` and the vendor's own `id`."""
    there = set(scoped.database.column(f"select distinct type_no from {objects}"))
    searches: dict[tuple[str, str], list[str]] = {}
    for one in namings:
        landed = scoped.landed[one.stream]
        type_no = type_number(scoped.database, "object_type", one.type)
        if type_no not in there or not landed.rows:
            continue
        ids = f"select id from {objects} where type_no = {type_no}"
        if one.id.strip() in ("r._key", *_only_key(landed.stream.key)):
            scoped.add(one.stream, f"select hash(id) from ({ids})")
        else:
            records = _records(scoped, one, "every of")
            searches.setdefault((one.stream, records), []).append(f"({one.id})::varchar in ({ids})")
    for (stream, records), conditions in searches.items():
        scoped.add(stream, f"select hash(r._key) from {records} where {' or '.join(conditions)}")


def add_those_that_state(scoped: ScopedSource, links: tuple[LinksOf, ...], relations: str) -> None:
    """Add the records that state one of `relations`, which has `from_id` and `to_id` as the vendor writes them."""
    if not scoped.database.value(f"select count(*) from {relations}"):
        return
    for link in links:
        if scoped.landed[link.stream].rows:
            beside = tuple(link.lookups.items())
            scoped.add(
                link.stream,
                f"select hash(r._key) from {_joined(scoped, link.stream, beside, 'every of')} "
                f"where ({link.source.id})::varchar in (select from_id from {relations}) "
                f"and ({link.target.id})::varchar in (select to_id from {relations})",
            )


def records_naming(records: SourceRecords, one: Naming) -> str:
    """The records `r` of a mapping with what is looked up beside them, to read the object they name."""
    relation = records.streams[one.stream].records
    each = f"(select *, unnest({one.each}) as each from {relation} as r)" if one.each else relation
    return f"{each} as r {records.beside(dict(one.beside))}"


def _only_key(key: tuple[str, ...]) -> tuple[str, ...]:
    return (f"r.{key[0]}", f"r.{quoted(key[0])}") if len(key) == 1 else ()


def _records(scoped: ScopedSource, one: Reference | Naming, what: str) -> str:
    relation = _joined(scoped, one.stream, one.beside, what)
    if isinstance(one, Naming) and one.each:
        every = scoped.landed[one.stream].named(what)
        unnested = f"(select *, unnest({one.each}) as each from {every} as r)"
        return relation.replace(f"{every} as r", f"{unnested} as r", 1)
    return relation


def _joined(scoped: ScopedSource, stream: str, beside: tuple[tuple[str, Lookup], ...], what: str) -> str:
    joins = [f"{scoped.landed[stream].named(what)} as r"]
    for alias, lookup in beside:
        target = scoped.landed[lookup.stream]
        (key,) = target.stream.key
        relation = target.named(what) if target.rows else f"(select null as {quoted(key)} where false)"
        joins.append(f"left join {relation} as {alias} on {alias}.{quoted(key)} = ({lookup.by})")
    return " ".join(joins)
