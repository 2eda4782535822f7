"""Bring the case tables of a process up to date: only the cases that a change reaches are built anew.

Such a case gets a new number after all others, so steps stay sorted by case. What would change the tables' shape (a new
activity, attribute or width) is not done here: the process is then built whole.
"""

from eventlog.case_tables.affected import find_affected
from eventlog.case_tables.build import describe, write_places
from eventlog.case_tables.flattening import Flattening, width
from eventlog.case_tables.members import find_names
from eventlog.case_tables.slices import append_slices, fits_slices
from eventlog.case_tables.steps import clear_up, gather, order_steps, recognise_variants, write_steps
from eventlog.content_hash import Parts, step_parts

LARGEST_SHARE = 0.7
"""Beyond this share of its cases a process is built whole, which is then quicker."""


def refresh_case_tables(work: Flattening) -> tuple[Parts, Parts] | None:
    """Build the affected cases anew; returns what is gone and what has come, as parts of the content hash.

    `find_changes` was run before. None, with nothing changed, where the process must be built whole.
    """
    if work.database.value(f"select calendar from {work.schema}.process") != work.calendar_names:
        return None
    find_names(work.database)
    find_affected(work)
    affected, cases = work.database.row(
        f'select (select count(distinct object_no) from affected_case), (select count(*) from {work.schema}."case")'
    )
    if affected > LARGEST_SHARE * cases:
        return None
    if not affected:
        return {}, {}
    gather(work, "affected_case")
    if not _fits(work):
        clear_up(work)
        return None
    return _replace(work)


def _fits(work: Flattening) -> bool:
    """Whether the tables as they are can hold the affected cases, and would be made so again."""
    work.run("leaving.sql")
    missing, emptied = work.database.row(
        "select count(*) filter (where activity_no is null), count(*) filter (where events <= 0) from activity_change"
    )
    longest = work.count("select max(n) from (select count(*) as n from member group by object_no)")
    staying = f'{work.schema}."case" anti join leaving_case using (case_no)'
    before, still = work.count(f'select max(n) from {work.schema}."case"'), work.count(f"select max(n) from {staying}")
    same_width = width(max(longest, still)) == width(before)
    return not missing and not emptied and same_width and fits_slices(work)


def _replace(work: Flattening) -> tuple[Parts, Parts]:
    gone = step_parts(work.database, work.process.name, "leaving_case")
    first = work.count(f'select max(case_no) + 1 from {work.schema}."case"')
    for table in ("step", '"case"', "case_slice"):
        work.database.run(f"delete from {work.schema}.{table} where case_no in (select case_no from leaving_case)")
    order_steps(work, first)
    write_steps(work, f"insert into {work.schema}.step", "uinteger")
    recognise_variants(work)
    work.run("changed_variants.sql")
    work.run("changed_activities.sql")
    append_slices(work)
    write_places(work)
    describe(work)
    come = step_parts(work.database, work.process.name, "case_extent")
    clear_up(work)
    return gone, come
