"""Working time in case tables: which calendar a case follows, and the working clock at the start and end of a step."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from core.business_time import install, worked_expression
from core.calendars import Calendar
from core.database import Database
from core.errors import NotFound
from core.sql import literal
from eventlog.case_tables.flattening import Flattening
from eventlog.process_declaration import ProcessDeclaration, slug

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def install_calendars(work: Flattening) -> None:
    """Make `calendar_day` for the days that `member` touches."""
    first_us, last_us = work.database.row(f"select min(ts), max({work.end}) from member")
    if work.calendars and first_us is not None:
        install(work.database, work.calendars, _day(first_us), _day(last_us))
    elif work.calendars:
        install(work.database, work.calendars, date(2000, 1, 1), date(2000, 1, 1))


def calendars_of(
    database: Database, process: ProcessDeclaration, calendars: Callable[[str], Calendar]
) -> list[Calendar]:
    """The calendars that a process declares, the first for cases of which nothing is known; then those that are named
    like a value of its `calendar_by` which its table does not have, such as an entity that was acquired."""
    by = process.calendar_by
    if by is None:
        return [calendars(name) for name in process.calendars]
    values = database.column(
        "select distinct value from object_attribute "
        "where list_contains($names::varchar[], name) and value is not null",
        names=by.names,
    )
    declared = {slug(value) for value in by.values}
    found = [calendars(name) for name in process.calendars]
    for name in sorted({slug(value) for value in values} - declared - set(process.calendars)):
        with suppress(NotFound):
            found.append(calendars(name))
    return found


def calendar_of_case(work: Flattening) -> tuple[str, str]:
    """SQL for the number of a case's calendar, and the join it needs. An attribute goes by its slug or its label."""
    by = work.process.calendar_by
    if by is None:
        return "0", ""
    numbers = {calendar.name: number for number, calendar in enumerate(work.calendars)}
    numbers |= {slug(value): numbers[calendar] for value, calendar in by.values.items()}
    known = work.database.column(
        "select value from known_attribute where list_contains($names::varchar[], name)", names=by.names
    )
    value = f"least({', '.join(f'named.{column}' for column in known)})" if known else "null"
    values = work.database.column(f"select distinct {value} as value from case_known as named where value is not null")
    choices = " ".join(
        f"when {literal(value)} then {numbers[slug(value)]}" for value in sorted(values) if slug(value) in numbers
    )
    if not choices:
        return "0", ""
    return f"case {value} {choices} else 0 end", "left join case_known as named using (object_no)"


def clock(work: Flattening) -> tuple[str, str, str]:
    """SQL for the clock's readings at a step's start and end, the joins they need, and the working wait after it."""
    if not work.calendars:
        return "", "", "null::bigint"
    start, end = worked_expression("member.ts", "day_of_start"), None
    join = _day_join("day_of_start", "member.ts")
    if work.paired:
        finish = "(member.ts + coalesce(member.busy_us, 0))"
        end = worked_expression(finish, "day_of_end")
        join += "\n" + _day_join("day_of_end", finish)
    readings = f", {start} as worked_at_start, {end or start} as worked_at_end"
    wait = "case when goes_on then greatest(lead(worked_at_start) over () - worked_at_end, 0) end"
    return readings, join, wait


def _day_join(alias: str, instant: str) -> str:
    return (
        f"left join calendar_day as {alias} on {alias}.calendar_no = extent.calendar_no "
        f"and {alias}.day = make_timestamp({instant})::date"
    )


def _day(microseconds: int) -> date:
    return (EPOCH + timedelta(microseconds=microseconds)).date()
