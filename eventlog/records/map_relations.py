"""The relations between objects that records state; a relation to an object that is not known is not made."""

from core.sql import literal
from eventlog.record_mapping import LinksOf
from eventlog.records.record_query import SourceRecords, object_code, type_number
from eventlog.records.statement import filled


def map_relations(records: SourceRecords) -> None:
    """Fill `object_object`; the qualifier is the target's, else the source's."""
    for link in records.source.yields.links:
        _relate(records, link)


def _relate(records: SourceRecords, link: LinksOf) -> None:
    database = records.database
    ends = {"origin": link.source, "target": link.target}
    codes = {name: object_code(type_number(database, "object_type", end.type), end.id) for name, end in ends.items()}
    pieces = {
        **codes,
        "qualifier": literal(link.target.qualifier or link.source.qualifier),
        "records": records.streams[link.stream].records,
        "lookups": records.beside(link.lookups),
        "where": f"({link.where}) and ({link.source.id}) is not null and ({link.target.id}) is not null",
        "living": records.living(link.stream),
    }
    database.run(filled("relations.sql", pieces))
