"""Making a report for one reader: of which period where none is named, of one entity or of all that they may see."""

from core.errors import NotFound
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.narrowing import where_facts_are
from metrics.period import Period, read_period
from metrics.usual import usual_period
from reports.asked import Asked
from reports.catalogue import template
from reports.structure import Report


def made(log: EventLog, name: str, period: Period | str | None = None, entity: str | None = None) -> Report:
    """The report of that name as the log's viewer may see it; without a period, of the last one that is over."""
    of = template(name)
    if not _tells_of_a_business(log):
        raise NotFound(
            "Reports are of billing, people and cash, and this log holds none of them. Connect the firm's systems in "
            "firm.toml and run `tracework pull`."
        )
    span = read_period(period) if isinstance(period, str) else period or usual_period(log, of.grain)
    return of.make(Asked(log, span, _only(log, entity)))


def entities(log: EventLog) -> list[str]:
    """The legal entities that a report can be of; none where the log tells of no business."""
    if not _tells_of_a_business(log):
        return []
    return log.database.column(where_facts_are(log.database, "select entity from fact.entity order by entity"))


def _tells_of_a_business(log: EventLog) -> bool:
    return bool(
        log.database.value("select count(*) from duckdb_tables() where schema_name = 'fact' and table_name = 'gap'")
    )


def _only(log: EventLog, entity: str | None) -> tuple[Only, ...]:
    if entity is None:
        return ()
    there = entities(log)
    if entity not in there:
        raise NotFound(f'There is no entity "{entity}" in the log. There are: {", ".join(there) or "none"}.')
    return (Only("entity", (entity,)),)
