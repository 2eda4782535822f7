"""Working time in case tables: which calendar a case follows, and the working clock at the start and end of a step."""

from datetime import UTC, date, datetime, timedelta

from core.business_time import install, worked_expression
from core.sql import literal
from core.words import slice_label
from eventlog.case_tables.flattening import Flattening
from eventlog.process_declaration import slug

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def install_calendars(work: Flattening) -> None:
    """Make `calendar_day` for the days that `member` touches."""
    first_us, last_us = work.database.row(f"select min(ts), max({work.end}) from member")
    if work.calendars and first_us is not None:
        install(work.database, work.calendars, _day(first_us), _day(last_us))
    elif work.calendars:
        install(work.database, work.calendars, date(2000, 1, 1), date(2000, 1, 1))


def calendar_of_case(work: Flattening) -> tuple[str, str]:
    """SQL for the number of a case's calendar, and the join it needs. An attribute goes by its slug or its label."""
    by = work.process.calendar_by
    if by is None:
        return "0", ""
    numbers = {name: number for number, name in enumerate(work.process.calendars)}
    choices = " ".join(
        f"when {literal(spelling)} then {numbers[calendar]}"
        for value, calendar in by.values.items()
        for spelling in dict.fromkeys((value, slug(value), value.replace("_", " ").title()))
    )
    names = f"{literal(by.attribute)}, {literal(slice_label(by.attribute))}"
    named = f"(select object_no, min(value) as value from case_attribute where name in ({names}) group by object_no)"
    return f"case named.value {choices} else 0 end", f"left join {named} as named using (object_no)"


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
