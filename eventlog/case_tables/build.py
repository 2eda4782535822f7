"""Build the case tables of one process from the event log."""

from collections.abc import Callable

from core.calendars import Calendar
from core.database import Database
from eventlog.activity_order import MOST_EVENTS, activity_order
from eventlog.case_tables.clock import calendars_of
from eventlog.case_tables.flattening import Flattening, filled, width
from eventlog.case_tables.members import find_names
from eventlog.case_tables.slices import build_slices
from eventlog.case_tables.steps import clear_up, gather, order_steps, recognise_variants, write_steps
from eventlog.process_declaration import ProcessDeclaration

VARIANTS_FOR_THE_ORDER = 10_000


def build_case_tables(
    database: Database, process: ProcessDeclaration, calendars: Callable[[str], Calendar], sources_vary: bool
) -> None:
    """Write the schema named after the process. `calendars` finds a calendar by name; `sources_vary` says whether more
    than one run feeds the log, so that ties in time need the source and its own order to be told apart.

    A process no event touches gets empty tables.
    """
    work = Flattening(database, process, calendars_of(database, process, calendars), sources_vary)
    database.run(f"create schema {work.schema}")
    find_names(database)
    gather(work)
    types = work.count("select count(distinct type_no) from member")
    work.run("activities.sql", activity_width=width(types))
    order_steps(work)
    longest = work.count("select max(n) from case_extent")
    write_steps(work, f"create table {work.schema}.step as", width(longest))
    recognise_variants(work)
    work.run("variants.sql")
    database.run("drop table variant_code")
    write_places(work)
    build_slices(work)
    describe(work)
    clear_up(work)


def write_places(work: Flattening) -> None:
    """Store where each activity stands in the process's own order, found once from the whole log."""
    names = work.database.column(f"select name from {work.schema}.activity order by activity_no")
    usual = f"(from {work.schema}.variant order by variant_no limit {VARIANTS_FOR_THE_ORDER})"
    variants = work.database.rows(filled("weightiest_variants.sql", usual=usual), events=MOST_EVENTS)
    if len({number for activities, _ in variants for number in activities}) < len(names):
        # an activity that none of them shows stands in a rarer one
        variants = work.database.rows(f"select activities, cases from {usual}")
    places = activity_order(names, variants)
    work.database.run(
        f"update {work.schema}.activity set place = given.place from "
        "(select unnest($numbers::integer[]) as activity_no, unnest($places::integer[]) as place) as given "
        "where activity.activity_no = given.activity_no",
        numbers=list(range(len(places))),
        places=places,
    )


def describe(work: Flattening) -> None:
    """Write the one row that says what the process is, how many of its steps overlap, and how often an event is one."""
    process, schema = work.process, work.schema
    # events are numbered from 0 on: a bit for each tells them apart with a tenth of the work of a hash
    first, last = work.database.row(f"select coalesce(min(event_no), 0), coalesce(max(event_no), 0) from {schema}.step")
    steps_an_event = "count(*) / bit_count(bitstring_agg(event_no, $first, $last))"
    overlaps = (
        "(select count(*) from (select ts + coalesce(busy_us, 0) > lead(ts) over () "
        f"and lead(case_no) over () = case_no as overlap from {schema}.step) where overlap)"
    )
    work.database.run(
        f"create or replace table {schema}.process as select $name as name, $title as title, "
        "$object_type as object_type, $owner as owner, $version as version, $calendar as calendar, "
        "$business as business, "
        f"{overlaps if work.paired else '0'}::bigint as overlapping, "
        f"(select {steps_an_event} from {schema}.step)::double as duplication",
        name=process.name,
        title=process.title,
        object_type=process.object_type,
        owner=process.owner,
        version=process.version,
        calendar=work.calendar_names,
        business=bool(work.calendars),
        first=first,
        last=last,
    )
