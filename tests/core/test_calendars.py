"""Calendars: the shipped ones against the law's rules, a firm's own before them, and mistakes told all at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import FR, MO, TH, relativedelta

from core.calendars import Calendar, calendar, calendar_names
from core.data_files import data_file
from core.errors import BadSettings, NotFound
from core.workspace import Workspace, create_workspace

YEARS = range(2000, 2041)
NINE_TO_FIVE = ((540, 1020),)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "firm")


def own(workspace: Workspace, text: str, name: str = "ours") -> Calendar:
    workspace.calendars.mkdir(exist_ok=True)
    (workspace.calendars / f"{name}.toml").write_text(text, encoding="utf-8")
    return calendar(name, workspace)


def days_of(name: str, year: int) -> list[str]:
    return [f"{day:%m-%d}" for day in sorted(calendar(name).holidays) if day.year == year]


def test_the_shipped_calendars_are_there():
    assert calendar_names() == ["always", "london", "munich", "new_york", "utc_weekdays"]
    for name in ("london", "munich", "new_york"):
        shipped = calendar(name)
        assert (shipped.known_from, shipped.known_until) == (date(2000, 1, 1), date(2040, 12, 31))
        assert shipped.week == dict.fromkeys(range(5), NINE_TO_FIVE)
        assert {day.year for day in shipped.holidays} == set(YEARS)
    assert data_file("calendars", "always.toml").is_file()


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (2019, "01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25"),
        (2020, "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25"),
        (2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"),
        (2022, "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26"),
    ],
)
def test_new_york_has_the_days_off_the_federal_government_published(year: int, published: str):
    assert " ".join(days_of("new_york", year)) == published


def test_new_york_follows_the_rules_in_every_year():
    found = calendar("new_york").holidays
    for year in YEARS:
        assert date(year, 11, 1) + relativedelta(weekday=TH(4)) in found
        assert date(year, 5, 31) + relativedelta(weekday=MO(-1)) in found
        assert date(year, 9, 1) + relativedelta(weekday=MO(1)) in found
        assert (date(year, 6, 19) in found or date(year, 6, 18) in found or date(year, 6, 20) in found) == (
            year >= 2021
        )
    assert all(day.weekday() < 5 for day in found)


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"),
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ],
)
def test_london_has_the_days_off_the_government_published(year: int, published: str):
    assert " ".join(days_of("london", year)) == published


def test_london_follows_easter_and_has_eight_days_in_a_plain_year():
    found = calendar("london").holidays
    for year in YEARS:
        assert easter(year) + relativedelta(weekday=FR(-1)) in found
        assert easter(year) + timedelta(days=1) in found
        assert len(days_of("london", year)) - 8 == {2002: 1, 2011: 1, 2012: 1, 2022: 2, 2023: 1}.get(year, 0)
    assert all(day.weekday() < 5 for day in found)


def test_munich_follows_easter_and_has_its_fixed_days():
    found = calendar("munich").holidays
    for year in YEARS:
        moving = {easter(year) + timedelta(days=distance) for distance in (-2, 1, 39, 50, 60)}
        fixed = {date(year, *day) for day in [(1, 1), (1, 6), (5, 1), (8, 15), (10, 3), (11, 1), (12, 25), (12, 26)]}
        jubilee = {date(2017, 10, 31)} if year == 2017 else set()
        assert {day for day in found if day.year == year} == moving | fixed | jubilee


def test_hours_of_a_day():
    new_york = calendar("new_york")
    assert new_york.hours(date(2026, 3, 6)) == NINE_TO_FIVE
    assert new_york.hours(date(2026, 3, 7)) == ()
    assert new_york.hours(date(2025, 12, 25)) == ()
    assert calendar("always").hours(date(2026, 3, 7)) == ((0, 1440),)


def test_a_firms_own_calendar_comes_first(workspace: Workspace):
    mine = own(workspace, 'zone = "Europe/London"\n[week]\nfriday = ["13:00-17:30", "9:00-12:00"]\n', "new_york")
    assert mine.week == {4: ((540, 720), (780, 1050))}
    assert mine.title == "new_york"
    assert calendar("new_york").zone == "America/New_York"
    own(workspace, 'zone = "UTC"\n[week]\nfriday = ["09:00-17:00"]\n')
    assert calendar_names(workspace) == ["always", "london", "munich", "new_york", "ours", "utc_weekdays"]


@pytest.mark.parametrize("name", ["paris", "", "../firm", "always.toml"])
def test_an_unknown_calendar_names_those_there_are(name: str, workspace: Workspace):
    with pytest.raises(NotFound, match=r"There are: always, london, munich, new_york, utc_weekdays\. .*calendars/NAME"):
        calendar(name, workspace)


def test_all_mistakes_are_told_together(workspace: Workspace):
    with pytest.raises(BadSettings) as told:
        own(
            workspace,
            'zone = "America/New_Yrok"\ncolour = 1\nknown_from = 1950-01-01\n[week]\nmonday = ["17:00-09:00"]\n'
            'tuesday = ["09:00-12:00", "11:00-17:00"]\nfunday = []\nwednesday = ["9-17"]\nthursday = ["09:00-24:30"]\n'
            '[holidays]\n2026-02-30 = "Never"\n',
        )
    words = str(told.value)
    for piece in (
        "ours.toml has 9 mistakes",
        "did you mean America/New_York?",
        "colour is not known",
        "calendars reach from 1970-01-01 to 2100-12-31",
        "ends before it starts",
        "overlap: 09:00-12:00 and 11:00-17:00",
        "week.funday is not a weekday",
        "'9-17', which is not an interval",
        "'09:00-24:30', and a day has no such time",
        "'2026-02-30', which is not a date",
    ):
        assert piece in words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "zone is missing"),
        ('zone = "UTC"', "week has no working hours"),
        ('zone = "UTC"\nweek = 5', "week has no working hours"),
        ('zone = "UTC"\n[week]\nmonday = []', "week has no working hours"),
        ('zone = "UTC"\n[week]\nmonday = "09:00-17:00"', "should be a list"),
        ('zone = "/etc/passwd"\n[week]\nmonday = ["09:00-17:00"]', "is not a time zone"),
        ('zone = "America"\n[week]\nmonday = ["09:00-17:00"]', "is not a time zone"),
        ('zone = "UTC"\ntitle = 5\n[week]\nmonday = ["09:00-17:00"]', "title is 5"),
        ('zone = "UTC"\nholidays = [1]\n[week]\nmonday = ["09:00-17:00"]', "holidays should be lines"),
        ('zone = "UTC"\nknown_until = "soon"\n[week]\nmonday = ["09:00-17:00"]', "should be a date"),
        (
            'zone = "UTC"\nknown_from = 2030-01-01\nknown_until = 2020-01-01\n[week]\nmonday = ["09:00-17:00"]',
            "known_from 2030-01-01 is after known_until 2020-01-01",
        ),
        ("zone = ", "is not valid TOML"),
    ],
)
def test_each_mistake_has_its_words(text: str, words: str, workspace: Workspace):
    with pytest.raises(BadSettings, match=words):
        own(workspace, text)
