"""Put into the log what follows from it: events that no system writes down, and objects that should be there.

Rules look at things (objects under their canonical ids) and give nothing where a system that they need is missing. All
of it can be taken out and derived again, so a build that only changed some records ends with the same.
"""

from collections.abc import Callable

from core.calendars import Calendar
from core.database import Database
from core.sql import load
from eventlog.derived.entity_days import install_entity_days
from eventlog.derived.rule import Rule, rules
from eventlog.numbering import OURS
from eventlog.records.record_query import type_number

TEMPORARY = (
    "recorded", "thing", "fact", "link", "person_sheet", "horizon", "person_week", "derived", "working_day",
    "entity_clock",
)  # fmt: skip


def derive(database: Database, calendars: Callable[[str], Calendar]) -> None:
    """Derive everything anew; needs `identity`. `calendars` finds the calendar named like a legal entity."""
    database.run(_statement("forget.sql"))
    database.run(_statement("facts.sql"))
    database.run(_statement("happened.sql"))
    install_entity_days(database, calendars)
    database.run(_statement("person_week.sql"))
    for place, rule in enumerate(rules()):
        database.run(f"create or replace temp table derived as {rule.statement}")
        if database.value("select count(*) from derived"):
            _keep(database, rule, place)
            if rule.expects_objects:
                database.run(_statement("facts.sql"))
    database.run("drop view if exists happened")
    for name in TEMPORARY:
        database.run(f"drop table if exists {name}")


def _keep(database: Database, rule: Rule, place: int) -> None:
    common = {
        "source_no": database.value("select source_no from source where name = $name", name=OURS),
        "stream_no": _stream(database, rule.name),
    }
    if rule.expects_objects:
        database.run(
            _statement("keep_objects.sql"),
            first=database.value("select coalesce(max(object_no), -1) + 1 from object"),
            type_no=type_number(database, "object_type", rule.yields),
            **common,
        )
    else:
        database.run(
            _statement("keep_events.sql"),
            first=database.value("select coalesce(max(event_no), -1) + 1 from event"),
            type_no=type_number(database, "event_type", rule.yields),
            rule=rule.name,
            place=place,
            **common,
        )


def _stream(database: Database, rule: str) -> int:
    """A rule is a stream of the source `tracework`."""
    known = database.column(
        "select stream_no from stream join source using (source_no) "
        "where source.name = $source and stream.name = $rule",
        source=OURS,
        rule=rule,
    )
    if known:
        return int(known[0])
    number = int(database.value("select coalesce(max(stream_no), -1) + 1 from stream"))
    database.run(
        "insert into stream select $number, source_no, $rule from source where name = $source",
        number=number,
        rule=rule,
        source=OURS,
    )
    return number


def _statement(name: str) -> str:
    return load("eventlog.derived", name)
