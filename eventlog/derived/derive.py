"""Put into the log what follows from it: events that no system writes down, and objects that should be there.

Rules look at things (objects under their canonical ids) and give nothing where a system that they need is missing. What
they ask of the whole log stands in `asked`; all else they look at hangs together by relations. So after a change only
what is tied to it is taken out and derived again, and the log ends with the same.
"""

from collections.abc import Callable

from core.calendars import Calendar
from core.database import Database
from core.sql import load
from eventlog.derived.entity_days import install_entity_days
from eventlog.derived.rule import Rule, rules
from eventlog.derived.touched import find_touched
from eventlog.numbering import OURS
from eventlog.records.record_query import type_number

TEMPORARY = (
    "recorded", "thing", "fact", "link", "person_sheet", "horizon", "person_week", "derived", "working_day",
    "entity_clock", "fresh_thing", "subject", "subject_week", "subject_person", "kept_week", "keeper", "free_number",
    "lost_event", "lost_object",
)  # fmt: skip
LEFT = ("past_event", "past_naming", "past_object", "past_relation", "past_value", "won_event", "won_object")
"""What was taken out, and the numbers of what is there now."""


def derive(database: Database, calendars: Callable[[str], Calendar]) -> None:
    """Derive everything anew; needs `identity`. `calendars` finds the calendar named like a legal entity."""
    ask(database)
    look_at(database)
    derive_lost(database, calendars)
    for name in LEFT:
        database.run(f"drop table {name}")


def ask(database: Database) -> None:
    """Answer anew what rules ask of the whole log; all is derived anew where an answer is another than before."""
    database.run(_statement("asked.sql"))


def look_at(database: Database, horizon_before: str | None = None) -> None:
    """Gather what rules look at, and mark in `lost_event` and `lost_object` what they are to give anew: everything, or,
    where `horizon_before` says in SQL when the log was complete before, only what a change may have touched."""
    database.run(_statement("weeks_and_keepers.sql"))
    if horizon_before is None:
        database.run(_statement("all_things.sql"))
    else:
        find_touched(database, horizon_before)
    database.run(_statement("tables.sql"))
    database.run(_statement("facts.sql"))
    if horizon_before is not None:
        database.run(_statement("named_things.sql"))
    among = "" if horizon_before is None else "semi join seen_event using (event_no)"
    database.run(_statement("happened.sql").replace("{among}", among))
    database.run(_statement("lost_all.sql" if horizon_before is None else "lost.sql"))


def derive_lost(database: Database, calendars: Callable[[str], Calendar]) -> None:
    """Take out what `look_at` marked and derive it again; the tables of `LEFT` then say what was and what is."""
    database.run(_statement("forget.sql"))
    install_entity_days(database, calendars)
    database.run(_statement("person_week.sql"))
    for place, rule in enumerate(rules()):
        of_subject = "" if rule.expects_objects else "semi join subject using (thing_no)"
        database.run(
            f"create or replace temp table derived as select given.* from ({rule.statement}\n) as given {of_subject}"
        )
        if database.value("select count(*) from derived"):
            _keep(database, rule, place)
            if rule.expects_objects:
                database.run(_statement("facts.sql"))
                database.run("insert into subject select thing_no from fresh_thing")
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
            _statement("keep_objects.sql"), type_no=type_number(database, "object_type", rule.yields), **common
        )
    else:
        database.run(
            _statement("keep_events.sql"),
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
