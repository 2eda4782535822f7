"""Legal entities without a working calendar: their working time and capacity are not known, and figures say so."""

from weakref import WeakKeyDictionary

from core.database import Database
from eventlog.reading import EventLog
from metrics.declaration import Indicator
from metrics.fact_words import facts_read
from metrics.facts.making import FROM_CALENDARS
from metrics.narrowing import narrowed
from metrics.rules.catalogue import TABLES
from metrics.shares import SLICES, shares_of
from metrics.stored import place_of

# of each open connection: a page asks for every indicator that it shows
_known: WeakKeyDictionary[Database, list[str]] = WeakKeyDictionary()


def without_calendar(log: EventLog, indicator: Indicator) -> list[str]:
    """The entities, of those that an indicator tells the viewer of, whose working time it needs and nobody knows."""
    if log.database not in _known:
        _known[log.database] = _all(log.database)
    lacking = _known[log.database]
    if not lacking or not _counts_working_time(indicator):
        return []
    condition, values = narrowed(log.viewer, (), SLICES)
    statement = (
        f"select distinct entity from {place_of(log.database)}{shares_of(indicator)} "
        f"where list_contains($lacking::varchar[], entity) and {condition} order by entity"
    )
    return log.database.column(statement, lacking=lacking, **values)


def said_of_calendars(entities: list[str]) -> str:
    """The sentence that a figure carries, with what to do; nothing where each entity has its calendar."""
    if not entities:
        return ""
    has, whose = ("has", "its") if len(entities) == 1 else ("have", "their")
    files = ", ".join(f"calendars/{name}.toml" for name in entities)
    return (
        f"{', '.join(entities)} {has} no working calendar, so {whose} working time is not known and not in this: "
        f"describe it in {files} and run tracework build."
    )


def _all(database: Database) -> list[str]:
    place = place_of(database)
    return database.column(
        f"select distinct entity from {place}fact.entity anti join {place}fact.entity_calendar using (entity) "
        "where entity is not null order by entity"
    )


def _counts_working_time(indicator: Indicator) -> bool:
    """Durations in business time do, what is made of calendars, and exceptions, some of which are waits."""
    if any(measure.aggregate == "km" and "business" in measure.clocks for measure in indicator.measures):
        return True
    return not facts_read(indicator.statement).isdisjoint(FROM_CALENDARS | {TABLES["exceptions"]})
