"""The relations between objects that records state; a relation to an object that is not known is not made."""

from core.sql import literal
from eventlog.record_mapping import LinksOf
from eventlog.records.record_query import SourceRecords, object_code, objects_of, type_number
from eventlog.records.statement import filled


def map_relations(records: SourceRecords) -> None:
    """Fill `object_object`; the qualifier is the target's, else the source's."""
    for link in records.source.yields.links:
        _relate(records, link)


def _relate(records: SourceRecords, link: LinksOf) -> None:
    database = records.database
    ends = {"origin": link.source, "target": link.target}
    types = {name: type_number(database, "object_type", end.type) for name, end in ends.items()}
    if records.is_empty(link.stream):
        return
    pieces = {
        **{f"{name}_code": object_code(types[name], end.id) for name, end in ends.items()},
        **{f"{name}_objects": objects_of(types[name]) for name in ends},
        "qualifier": literal(link.target.qualifier or link.source.qualifier),
        "records": records.streams[link.stream].records,
        "lookups": records.beside(link.lookups),
        "where": f"({link.where}) and ({link.source.id}) is not null and ({link.target.id}) is not null",
        "living": records.living(link.stream),
    }
    database.run(filled("relations.sql", pieces))
