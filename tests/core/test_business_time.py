"""Business time against a plain clock that walks minute by minute, in SQL and day by day, and the known hard days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.business_time import install
from core.calendars import Calendar, calendar, calendar_names
from core.database import Database, open_memory
from core.errors import BadSettings
from tests.conftest import SCALE
from tests.core.durations import Duration, duration, durations_of

HOUR = 3_600_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEW_YORK, LONDON, TOKYO = (ZoneInfo(name) for name in ("America/New_York", "Europe/London", "Asia/Tokyo"))

# Just before the clocks of each zone change: an hour and half an hour, at midnight, by a whole day, and never.
CHANGES = [
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Europe/London", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 9, 26, 14, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 5, 1, tzinfo=UTC)),
    ("UTC", datetime(2026, 1, 1, tzinfo=UTC)),
]


def made(zone: str, week: dict[int, tuple[tuple[int, int], ...]], holidays: tuple[date, ...] = ()) -> Calendar:
    return Calendar(
        name="made", title="Made", zone=zone, week=week, holidays=dict.fromkeys(holidays, "Holiday"),
        known_from=date(1970, 1, 1), known_until=date(2100, 12, 31),
    )  # fmt: skip


def micros(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(microseconds=1)


def plain_business_us(of: Calendar, start: datetime, end: datetime) -> int:
    """The slow way: look at the wall clock in every single minute."""
    zone, total, now = ZoneInfo(of.zone), timedelta(), start.astimezone(UTC)
    while now < end:
        following = min(now.replace(second=0, microsecond=0) + timedelta(minutes=1), end.astimezone(UTC))
        wall = now.astimezone(zone)
        minute = wall.hour * 60 + wall.minute
        works = any(first <= minute < last for first, last in of.week.get(wall.weekday(), ()))
        if works and wall.date() not in of.holidays:
            total += following - now
        now = following
    return total // timedelta(microseconds=1)


# property tests draw many examples in one test, so they share what is costly to make
SHARED = open_memory()
SHIPPED = {name: calendar(name) for name in calendar_names()}


@pytest.fixture
def database() -> Database:
    return SHARED


def in_sql(database: Database, of: Calendar, *pairs: tuple[datetime, datetime]) -> list[Duration]:
    instants = [instant.astimezone(UTC) for pair in pairs for instant in pair]
    install(database, [of], min(instants).date(), max(instants).date())
    values = ", ".join(f"({n}, 0, {micros(start)}, {micros(end)})" for n, (start, end) in enumerate(pairs))
    database.run(
        "create or replace temp table pair as select n, calendar_no, start_us::bigint as start_us, "
        f"end_us::bigint as end_us from (values {values}) t(n, calendar_no, start_us, end_us)"
    )
    rows = database.rows(f"select elapsed_us, business_us, backwards from ({durations_of('pair')}) order by n")
    return [Duration(*row) for row in rows]


def both(database: Database, of: Calendar, start: datetime, end: datetime) -> Duration:
    """A duration in SQL, having seen that Python says the same."""
    (found,) = in_sql(database, of, (start, end))
    assert found == duration(of, start, end)
    return found


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        pytest.param("2026-02-06 16:00", "2026-02-09 10:00", 2, id="over a weekend"),
        pytest.param("2026-03-06 16:00", "2026-03-09 10:00", 2, id="over the clock change in spring"),
        pytest.param("2026-10-30 16:00", "2026-11-02 10:00", 2, id="over the clock change in autumn"),
        pytest.param("2025-12-24 16:00", "2025-12-26 10:00", 2, id="over Christmas Day"),
        pytest.param("2026-07-02 16:00", "2026-07-06 10:00", 2, id="over Independence Day, observed on the Friday"),
        pytest.param("2026-02-06 20:00", "2026-02-09 10:00", 1, id="start after hours"),
        pytest.param("2026-02-07 11:00", "2026-02-08 11:00", 0, id="all of it on a weekend"),
        pytest.param("2026-02-06 06:00", "2026-02-06 22:00", 8, id="both ends outside hours of the same day"),
        pytest.param("2026-02-06 12:00", "2026-02-06 12:00", 0, id="no time at all"),
        pytest.param("2026-01-01 00:00", "2026-01-31 00:00", 160, id="a month: 20 working days of 30"),
    ],
)
def test_new_york_nine_to_five(database: Database, start: str, end: str, hours: int):
    found = both(database, SHIPPED["new_york"], at(start), at(end))
    assert found.business_us == hours * HOUR
    assert found.elapsed_us == micros(at(end)) - micros(at(start))


def test_an_end_before_its_start_is_flagged_and_never_negative(database: Database):
    found = both(database, SHIPPED["new_york"], at("2026-02-09 10:00"), at("2026-02-06 16:00"))
    assert found == Duration(None, None, backwards=True)


def test_start_and_end_in_different_zones_are_instants(database: Database):
    # 16:00 in London is 11:00 in New York; 07:00 on Tuesday in Tokyo is 17:00 on Monday in New York
    found = both(database, SHIPPED["new_york"], at("2026-02-09 16:00", LONDON), at("2026-02-10 07:00", TOKYO))
    assert found == Duration(10 * HOUR - 4 * HOUR, 6 * HOUR, backwards=False)
    # later on its own wall clock, and yet earlier
    assert both(database, SHIPPED["new_york"], at("2026-02-09 16:00", LONDON), at("2026-02-09 18:00", TOKYO)).backwards


def test_a_lunch_break_is_no_working_time(database: Database):
    office = made("Europe/London", dict.fromkeys(range(5), ((540, 720), (780, 1020))))
    assert (
        both(database, office, at("2026-06-01 11:00", LONDON), at("2026-06-01 14:00", LONDON)).business_us == 2 * HOUR
    )
    assert both(database, office, at("2026-06-01 12:15", LONDON), at("2026-06-01 12:45", LONDON)).business_us == 0
    assert (
        both(database, office, at("2026-06-01 00:00", LONDON), at("2026-06-06 00:00", LONDON)).business_us == 35 * HOUR
    )


@pytest.mark.parametrize(("day", "hours"), [("2026-03-08", 23), ("2026-11-01", 25), ("2026-11-02", 24)])
def test_a_day_around_the_clock_has_the_hours_it_has(database: Database, day: str, hours: int):
    nonstop = made("America/New_York", dict.fromkeys(range(7), ((0, 1440),)))
    start = at(f"{day} 00:00")
    found = both(database, nonstop, start, start + timedelta(days=1))
    assert found == Duration(hours * HOUR, hours * HOUR, backwards=False)


def test_an_hour_the_clocks_repeat_is_worked_twice(database: Database):
    night = made("America/New_York", {6: ((60, 120),)})
    assert both(database, night, at("2026-11-01 00:00"), at("2026-11-01 06:00")).business_us == 2 * HOUR
    skipped = made("America/New_York", {6: ((120, 180),)})
    assert both(database, skipped, at("2026-03-08 00:00"), at("2026-03-08 06:00")).business_us == 0


def test_always_is_elapsed_time(database: Database):
    found = both(database, SHIPPED["always"], datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 12, 31, 23, tzinfo=UTC))
    assert found.business_us == found.elapsed_us


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("0001-01-01 00:00", "2026-02-06 16:00"),
        ("2026-02-06 16:00", "9999-12-31 23:59"),
        ("1999-12-31 12:00", "2000-01-03 12:00"),
        ("2040-12-31 12:00", "2041-01-01 12:00"),
        ("1969-12-31 23:59", "1970-01-01 00:01"),
    ],
)
def test_where_the_calendar_does_not_know_business_time_is_unknown(database: Database, start: str, end: str):
    utc = ZoneInfo("UTC")
    found = both(database, SHIPPED["new_york"], at(start, utc), at(end, utc))
    assert (found.business_us, found.backwards) == (None, False)
    assert found.elapsed_us == micros(at(end, utc)) - micros(at(start, utc))


def test_a_missing_time_has_no_duration(database: Database):
    install(database, [SHIPPED["always"]], date(2026, 1, 1), date(2026, 1, 2))
    database.run(
        f"create or replace temp table pair as select 0 as calendar_no, null::bigint start_us, {HOUR} as end_us"
    )
    assert database.rows(f"select elapsed_us, business_us, backwards from ({durations_of('pair')})") == [(None,) * 3]


def test_each_pair_follows_its_own_calendar(database: Database):
    install(database, [SHIPPED["new_york"], SHIPPED["munich"], SHIPPED["always"]], date(2026, 1, 1), date(2026, 2, 1))
    # Epiphany, a Tuesday: a working day in New York only
    start, end = micros(datetime(2026, 1, 6, tzinfo=UTC)), micros(datetime(2026, 1, 7, tzinfo=UTC))
    database.run(
        f"create or replace temp table pair as select i calendar_no, {start} start_us, {end} end_us from range(4) t(i)"
    )
    hours = database.column(f"select business_us / {HOUR} from ({durations_of('pair')}) order by calendar_no")
    assert hours == [8, 0, 24, None]


def test_no_calendar_and_no_day_make_an_empty_table(database: Database):
    install(database, [], date(2026, 1, 1), date(2026, 2, 1))
    assert database.value("select count(*) from calendar_day") == 0
    install(database, [SHIPPED["munich"]], date(1, 1, 1), date(1999, 1, 1))
    assert database.value("select count(*) from calendar_day") == 0


def test_a_day_cut_into_too_many_pieces_is_refused(database: Database):
    # three bits before the clocks go back and the same three after them, and the evening before
    evening, night = ((1200, 1210), (1220, 1230), (1240, 1250)), ((60, 70), (80, 90), (100, 110))
    scattered = made("America/New_York", {5: evening, 6: night})
    with pytest.raises(BadSettings, match="made works in 9 separate intervals on 2026-11-01"):
        install(database, [scattered], date(2026, 10, 31), date(2026, 11, 2))


intervals = (
    st.lists(st.integers(0, 1440), min_size=0, max_size=4, unique=True)
    .map(sorted)
    .map(lambda minutes: tuple(zip(minutes[::2], minutes[1::2], strict=False)))
)
weeks = st.dictionaries(st.integers(0, 6), intervals, max_size=7)
offsets = st.timedeltas(timedelta(days=-2), timedelta(days=2))


@settings(max_examples=60 * SCALE, deadline=None)
@given(
    change=st.sampled_from(CHANGES),
    week=weeks,
    holiday=st.integers(-2, 2),
    shifts=st.lists(offsets, min_size=2, max_size=2),
)
def test_equal_to_the_plain_clock(change, week, holiday, shifts):
    zone, moment = change
    of = made(zone, week, (moment.date() + timedelta(days=holiday),))
    start, end = sorted(moment + shift for shift in shifts)
    expected = plain_business_us(of, start, end)
    assert both(SHARED, of, start, end).business_us == expected


@settings(max_examples=60 * SCALE, deadline=None)
@given(
    name=st.sampled_from(sorted(SHIPPED)),
    instants=st.lists(st.datetimes(datetime(2019, 7, 1), datetime(2020, 7, 1)), min_size=3, max_size=3),
)
def test_the_parts_of_a_wait_add_up(name, instants):
    of = SHIPPED[name]
    first, second, third = sorted(instant.replace(tzinfo=UTC) for instant in instants)
    early, late, whole = in_sql(SHARED, of, (first, second), (second, third), (first, third))
    assert early.business_us + late.business_us == whole.business_us
    assert 0 <= whole.business_us <= whole.elapsed_us
    assert whole == duration(of, first, third)


def test_many_pairs_at_once(database: Database):
    """A hundred thousand pairs, spot-checked against the single-pair way."""
    install(database, [SHIPPED["munich"]], date(2020, 1, 1), date(2024, 1, 1))
    database.run(
        "create or replace temp table pair as select i, 0 as calendar_no, "
        "1577836800000000 + (i * 791999999977) % 94608000000000 as start_us, "
        "start_us + (i * 7919) % 2592000 * 1000000 as end_us from range(100000) t(i)"
    )
    rows = database.rows(f"select start_us, end_us, business_us from ({durations_of('pair')}) where i % 500 = 7")
    assert len(rows) == 200
    for start, end, found in rows:
        instants = [EPOCH + timedelta(microseconds=instant) for instant in (start, end)]
        assert found == duration(SHIPPED["munich"], *instants).business_us
