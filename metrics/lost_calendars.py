"""Legal entities without a working calendar: their working time and capacity are not known, and figures say so."""

from core.database import Database
from eventlog.reading import EventLog
from metrics.declaration import Indicator
from metrics.fact_words import facts_read
from metrics.facts.making import FROM_CALENDARS
from metrics.narrowing import narrowed
from metrics.rules.catalogue import TABLES
from metrics.rules.declaration import Rule
from metrics.shares import SLICES, shares_of
from metrics.stored import asked_once, place_of


def without_calendar(log: EventLog, indicator: Indicator) -> list[str]:
    """The entities, of those that an indicator tells the viewer of, whose working time it needs and nobody knows:
    for durations in business time, and for all that counts days of work."""
    lacking = _all(log.database)
    timed = any(measure.aggregate == "km" and "business" in measure.clocks for measure in indicator.measures)
    if not lacking or not (timed or _counts_working_time(indicator.statement)):
        return []
    condition, values = narrowed(log.viewer, (), SLICES)
    statement = (
        f"select distinct entity from {place_of(log.database)}{shares_of(indicator)} "
        f"where list_contains($lacking::varchar[], entity) and {condition} order by entity"
    )
    return log.database.column(statement, lacking=lacking, **values)


def without_calendar_for_rule(log: EventLog, rule: Rule) -> list[str]:
    """The entities in which a rule counts working time that nobody knows, of those that the viewer may see."""
    lacking = _all(log.database)
    if not lacking or not (rule.waits or _counts_working_time(rule.statement)):
        return []
    condition, values = narrowed(log.viewer, (), ("entity",))
    statement = f"select entity from (select unnest($lacking::varchar[]) as entity) where {condition} order by entity"
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


@asked_once
def _all(database: Database) -> list[str]:
    place = place_of(database)
    return database.column(
        f"select distinct entity from {place}fact.entity anti join {place}fact.entity_calendar using (entity) "
        "where entity is not null order by entity"
    )


def _counts_working_time(statement: str) -> bool:
    """What is made of calendars does, and exceptions, some of which are waits."""
    return not facts_read(statement).isdisjoint(FROM_CALENDARS | {TABLES["exceptions"]})
