"""The working days of each legal entity, by the calendar that is named like it; an entity without one has none."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from core.calendars import Calendar
from core.database import Database
from core.errors import NotFound


def install_entity_days(database: Database, calendars: Callable[[str], Calendar]) -> None:
    """Make `entity_clock` (entity, zone) and, for the weeks of the timesheets in the log, `working_day` (entity, day,
    and when its work ends, UTC)."""
    database.run(
        "create or replace temp table entity_clock (entity varchar, zone varchar);"
        "create or replace temp table working_day (entity varchar, day date, ends_at timestamp)"
    )
    first, last = database.row("select min(week_end) - 6, max(week_end) from kept_week")
    for entity in database.column("select distinct value from fact where name = 'entity' and value is not null"):
        try:
            calendar = calendars(entity)
        except NotFound:
            continue
        database.run("insert into entity_clock values ($entity, $zone)", entity=entity, zone=calendar.zone)
        if first is not None:
            _install(database, entity, calendar, (first, last))


def _install(database: Database, entity: str, calendar: Calendar, span: tuple[date, date]) -> None:
    first, last = max(span[0], calendar.known_from), min(span[1], calendar.known_until)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    worked = [(day, _end_of_work(calendar, day)) for day in days if calendar.hours(day)]
    database.run(
        "insert into working_day select $entity, unnest($days::date[]), unnest($ends::timestamp[])",
        entity=entity,
        days=[day for day, _ in worked],
        ends=[end for _, end in worked],
    )


def _end_of_work(calendar: Calendar, day: date) -> datetime:
    """When the last working hour of a day ends, as UTC without its zone; minute 1440 is midnight after it."""
    days, minute = divmod(calendar.hours(day)[-1][1], 24 * 60)
    clock = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60), calendar.clock)
    return clock.astimezone(UTC).replace(tzinfo=None)
