"""The calendars of the legal entities: each by the calendar that is named like it; an entity without one has none."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from core.business_time import install
from core.calendars import Calendar
from core.database import Database
from core.errors import NotFound
from core.sql import load


def install_entity_calendars(database: Database, calendars: Callable[[str], Calendar]) -> None:
    """Make `fact.entity_calendar`, `fact.entity_day` and `fact.calendar_day` over the days of `fact.span`."""
    database.run(load("metrics.facts", "_calendars.sql"))
    first, last = database.row("select first_day, last_day from fact.span")
    found = _found(database, calendars) if first is not None else []
    # durations may begin long before time is recorded, such as those of deals
    before = database.value("select min(ts)::date from event")
    earliest, latest = date(1980, 1, 1), date(2100, 1, 1)
    start = max(min(before or first, first) if first else earliest, earliest) - timedelta(days=7)
    install(database, [calendar for _, calendar in found], start, min(last or start, latest))
    database.run("create table fact.calendar_day as from calendar_day; drop table calendar_day")
    for number, (entity, calendar) in enumerate(found):
        _keep(database, entity, number, calendar, (start, min(last, latest)))


def _found(database: Database, calendars: Callable[[str], Calendar]) -> list[tuple[str, Calendar]]:
    known = []
    for entity in database.column("select entity from fact.entity order by entity"):
        try:
            known.append((entity, calendars(entity)))
        except NotFound:
            continue
    return known


def _keep(database: Database, entity: str, number: int, calendar: Calendar, span: tuple[date, date]) -> None:
    first, last = max(span[0], calendar.known_from), min(span[1], calendar.known_until)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    minutes = [sum(end - begin for begin, end in calendar.hours(day)) for day in days]
    worked = [amount for amount in minutes if amount]
    database.run(
        "insert into fact.entity_calendar values ($entity, $number, $calendar, $zone, $mean)",
        entity=entity,
        number=number,
        calendar=calendar.name,
        zone=calendar.zone,
        mean=sum(worked) / len(worked) if worked else None,
    )
    database.run(
        "insert into fact.entity_day select $entity, unnest($days::date[]), unnest($minutes::integer[]), "
        "unnest($holidays::varchar[]), unnest($begins::timestamp[]), unnest($ends::timestamp[]), "
        "unnest($starts::timestamp[]), unnest($stops::timestamp[])",
        entity=entity,
        days=days,
        minutes=minutes,
        holidays=[calendar.holidays.get(day) for day in days],
        begins=[_instant(calendar, day, 0) for day in days],
        ends=[_instant(calendar, day, 24 * 60) for day in days],
        starts=[_instant(calendar, day, hours[0][0]) if (hours := calendar.hours(day)) else None for day in days],
        stops=[_instant(calendar, day, hours[-1][1]) if (hours := calendar.hours(day)) else None for day in days],
    )


def _instant(calendar: Calendar, day: date, minute: int) -> datetime:
    """A local minute of a day as UTC without its zone; minute 1440 is midnight after it."""
    days, rest = divmod(minute, 24 * 60)
    clock = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), calendar.clock)
    return clock.astimezone(UTC).replace(tzinfo=None)
