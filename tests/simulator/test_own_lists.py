"""What the simulator keeps for itself, because it imports nothing of ours, says the same as the product's own lists."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from core.calendars import calendar
from core.words import object_types
from simulator.life.offices import FIRST_DAY, LEEDS, OWN, Office
from simulator.life.simulate import AS_OF, small_firm

WORDS = tomllib.loads((Path(__file__).parents[2] / "data" / "words.toml").read_text(encoding="utf-8"))
DAYS = [date.fromordinal(number) for number in range(FIRST_DAY.toordinal(), AS_OF.date().toordinal())]


@pytest.mark.parametrize("office", OWN, ids=lambda office: office.slug)
def test_an_office_works_by_the_calendar_of_its_name(office: Office):
    known = calendar(office.slug)
    minutes = ((office.opens.hour * 60 + office.opens.minute, office.closes.hour * 60 + office.closes.minute),)
    for day in DAYS:
        works = day.weekday() < 5 and day not in office.holidays
        assert known.hours(day) == (minutes if works else ()), day
    assert known.zone == office.zone


def test_the_acquired_office_keeps_londons_days():
    assert (LEEDS.opens, LEEDS.closes, LEEDS.holidays) == (OWN[1].opens, OWN[1].closes, OWN[1].holidays)


def test_kinds_of_approval_and_of_objects_are_those_of_the_domain():
    state = small_firm(troubles="all")
    assert set(state["approval"]["kind"]) == set(WORDS["approval_kinds"])
    assert set(state["trouble"]["subject_type"]) <= object_types().keys() | {"practice", "time_entry", "expense_line"}
