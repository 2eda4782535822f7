"""Build the case tables of one process from the event log."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from core.business_time import install, worked_expression
from core.calendars import Calendar
from core.database import Database
from core.sql import literal, load, quoted
from eventlog.activity_order import activity_order
from eventlog.case_tables.slices import build_slices
from eventlog.process_declaration import ProcessDeclaration

VARIANTS_FOR_THE_ORDER = 10_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def build_case_tables(
    database: Database, process: ProcessDeclaration, calendars: Callable[[str], Calendar], sources_vary: bool
) -> None:
    """Write the schema named after the process. `calendars` finds a calendar by name; `sources_vary` says whether more
    than one run feeds the log, so that ties in time need the source and row to be told apart.

    A process no event touches gets empty tables.
    """
    schema = quoted(process.name)
    database.run(f"create schema {schema}")
    _members(database, process, sources_vary)
    _known_attributes(database, process)
    followed = [calendars(name) for name in process.calendars]
    _install_calendars(database, process, followed)
    _dimensions(database, process, schema)
    _steps(database, process, schema, bool(followed), sources_vary)
    _variants(database, schema, bool(followed))
    _places(database, schema)
    build_slices(database, schema)
    _describe(database, process, schema)
    for name in (
        "case_extent",
        "ordered_step",
        "case_variant",
        "variant_code",
        "case_business",
        "activity_code",
    ):
        database.run(f"drop table {name}")


def _members(database: Database, process: ProcessDeclaration, sources_vary: bool) -> None:
    # two qualifiers may tie one event to one object twice; it still counts once
    one_each = database.value("select count(distinct qualifier) <= 1 from event_object")
    relation = "event_object" if one_each else "(select distinct event_no, object_no from event_object)"
    names = ", ".join(literal(name) for name in process.event_types)
    only = f"and event.type_no in (select type_no from event_type where name in ({names}))" if names else ""
    file = "paired_members.sql" if process.pair_lifecycle else "members.sql"
    text = _filled(file, relation=relation, event_types=only, row=", event.row" if sources_vary else "")
    database.run(text, object_type=process.object_type)


def _known_attributes(database: Database, process: ProcessDeclaration) -> None:
    """Let known_attribute be what is known of each case's object: of itself, and of the objects that describe it."""
    if process.attributes_of:
        types = ", ".join(literal(name) for name in process.attributes_of)
        database.run(_filled("known_attributes.sql", types=types))
    else:
        database.run("create or replace temp view known_attribute as select * from object_attribute")


def _install_calendars(database: Database, process: ProcessDeclaration, calendars: Sequence[Calendar]) -> None:
    first_us, last_us = database.row(f"select min(ts), max({_end(process)}) from member")
    if calendars and first_us is not None:
        install(database, calendars, _day(first_us), _day(last_us))
    elif calendars:
        install(database, calendars, date(2000, 1, 1), date(2000, 1, 1))


def _dimensions(database: Database, process: ProcessDeclaration, schema: str) -> None:
    types = database.value("select count(distinct type_no) from member")
    number, join = _calendar_of_case(process)
    database.run(
        _filled(
            "dimensions.sql",
            process=schema,
            activity_width=_width(types),
            end=_end(process),
            calendar_no=number,
            calendar_of_case=join,
        )
    )


def _calendar_of_case(process: ProcessDeclaration) -> tuple[str, str]:
    if process.calendar_by is None:
        return "0", ""
    numbers = {name: number for number, name in enumerate(process.calendars)}
    choices = " ".join(
        f"when {literal(value)} then {numbers[calendar]}" for value, calendar in process.calendar_by.values.items()
    )
    attribute = literal(process.calendar_by.attribute)
    named = (
        f"(select object_no, arg_max(value, ts) as value from known_attribute where name = {attribute} "
        "group by object_no)"
    )
    return f"case named.value {choices} else 0 end", f"left join {named} as named using (object_no)"


def _steps(database: Database, process: ProcessDeclaration, schema: str, has_clock: bool, sources_vary: bool) -> None:
    longest = database.value("select coalesce(max(n), 0) from case_extent")
    clock, join, business_wait = _clock(process) if has_clock else ("", "", "null::bigint")
    database.run(
        _filled(
            "steps.sql",
            process=schema,
            busy=", member.busy_us" if process.pair_lifecycle else "",
            busy_us="busy_us" if process.pair_lifecycle else "null::bigint",
            # what overlaps is no negative wait: it waits 0, and the process counts the overlaps
            wait="greatest(following_ts - ts - coalesce(busy_us, 0), 0)"
            if process.pair_lifecycle
            else "following_ts - ts",
            clock=clock,
            calendar_join=join,
            business_wait=business_wait,
            seq_width=_width(longest),
            ties=_ties(process, sources_vary),
        )
    )


def _end(process: ProcessDeclaration) -> str:
    return "ts + coalesce(busy_us, 0)" if process.pair_lifecycle else "ts"


def _clock(process: ProcessDeclaration) -> tuple[str, str, str]:
    start, end = worked_expression("member.ts", "day_of_start"), None
    join = _day_join("day_of_start", "member.ts")
    if process.pair_lifecycle:
        finish = "(member.ts + coalesce(member.busy_us, 0))"
        end = worked_expression(finish, "day_of_end")
        join += "\n" + _day_join("day_of_end", finish)
    clock = f", {start} as worked_at_start, {end or start} as worked_at_end"
    wait = "case when goes_on then greatest(lead(worked_at_start) over () - worked_at_end, 0) end"
    return clock, join, wait


def _day_join(alias: str, instant: str) -> str:
    return (
        f"left join calendar_day as {alias} on {alias}.calendar_no = extent.calendar_no "
        f"and {alias}.day = make_timestamp({instant})::date"
    )


def _ties(process: ProcessDeclaration, sources_vary: bool) -> str:
    order = ["member.source_no", "member.row", "member.event_no"] if sources_vary else ["member.event_no"]
    if process.event_types:
        ranks = ", ".join(literal(name) for name in process.event_types)
        rank = f"list_position([{ranks}], (select name from event_type where event_type.type_no = member.type_no))"
        order.insert(0, rank)
    return ", ".join(order)


def _variants(database: Database, schema: str, has_clock: bool) -> None:
    business = (
        "select case_no, case when count(*) = count(worked_at_end) then max(worked_at_end) - min(worked_at_start) end "
        "as business_us from ordered_step group by case_no"
        if has_clock
        else "select null::integer as case_no, null::bigint as business_us where false"
    )
    activities = database.value(f"select count(*) from {schema}.activity")
    database.run(_filled("variants.sql", process=schema, activities=str(max(activities, 1)), case_business=business))


def _places(database: Database, schema: str) -> None:
    """Store where each activity stands in the process's own order, found once from the whole log."""
    names = database.column(f"select name from {schema}.activity order by activity_no")
    variants = database.rows(
        f"select activities, cases from {schema}.variant order by variant_no limit {VARIANTS_FOR_THE_ORDER}"
    )
    for number, place in enumerate(activity_order(names, variants)):
        database.run(
            f"update {schema}.activity set place = $place where activity_no = $number", place=place, number=number
        )


def _describe(database: Database, process: ProcessDeclaration, schema: str) -> None:
    overlaps = (
        "(select count(*) from (select ts + coalesce(busy_us, 0) > lead(ts) over () "
        f"and lead(case_no) over () = case_no as overlap from {schema}.step) where overlap)"
        if process.pair_lifecycle
        else "0"
    )
    database.run(
        f"create table {schema}.process as select $name as name, $title as title, $object_type as object_type, "
        "$owner as owner, $version as version, $calendar as calendar, $business as business, "
        f"{overlaps}::bigint as overlapping",
        name=process.name,
        title=process.title,
        object_type=process.object_type,
        owner=process.owner,
        version=process.version,
        calendar=", ".join(process.calendars),
        business=bool(process.calendars),
    )


def _width(numbers: int) -> str:
    """The narrowest unsigned integer type that can count so many things."""
    for name, limit in (("utinyint", 2**8), ("usmallint", 2**16)):
        if numbers < limit:
            return name
    return "uinteger"


def _day(microseconds: int) -> date:
    return (EPOCH + timedelta(microseconds=microseconds)).date()


def _filled(file: str, **pieces: str) -> str:
    text = load("eventlog.case_tables", file)
    for name, piece in pieces.items():
        text = text.replace("{" + name + "}", piece)
    return text
