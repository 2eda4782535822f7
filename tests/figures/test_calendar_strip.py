"""The days of a close: states by day, standing of each entity, the open tasks in order."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from figures.calendar_strip import EMPTY, Close, Task, calendar_strip, open_tasks, state_of, summary, window

SVG = "{http://www.w3.org/2000/svg}"
DAYS, TODAY = (date(2026, 4, 1), date(2026, 4, 13)), date(2026, 4, 9)


def april(day: int) -> date:
    return date(2026, 4, day)


NEW_YORK = Close("New York", [Task("Accruals", april(2), april(2))], april(9), april(9), {april(4): "weekend"})
LONDON = Close(
    "London",
    [
        Task("Revenue <recognised>", april(10), None, "Finance"),
        Task("Accruals", april(2), None, "Priyanka"),
        Task("Time cut-off", april(2), april(3)),
    ],
    april(8),
    None,
    {april(6): "Easter Monday"},
)


def words(svg: str) -> list[str]:
    return [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def titles(svg: str) -> list[str]:
    return [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}title")]


def test_the_worst_state_of_a_day_is_shown_with_its_number():
    assert state_of(LONDON.tasks[1:], TODAY) == ("bad", 1)
    assert state_of(LONDON.tasks[:1], TODAY) == ("open", 1)
    assert state_of(NEW_YORK.tasks, TODAY) == ("good", 1)
    assert state_of([], TODAY) is None


@pytest.mark.parametrize("width", [366, 868])
def test_each_entity_says_how_it_stands(width: int):
    svg = calendar_strip([NEW_YORK, LONDON], DAYS, TODAY, width, "light")
    assert "closed 9 Apr" in words(svg)
    assert "past target 8 Apr, 2 open" in words(svg)
    assert "6 Apr 2026; Easter Monday" in titles(svg)
    assert "2 Apr 2026; Accruals: late since 2 Apr; Time cut-off: done 3 Apr" in titles(svg)


def test_a_close_after_its_target_is_told():
    svg = calendar_strip([Close("Munich", [], april(7), april(9))], DAYS, TODAY)
    assert "closed 9 Apr, after target" in words(svg)


def test_what_is_open_is_listed_with_its_holder_the_earliest_first():
    assert [task.name for _, task in open_tasks([NEW_YORK, LONDON])] == ["Accruals", "Revenue <recognised>"]
    told = words(calendar_strip([NEW_YORK, LONDON], DAYS, TODAY, 868))
    at = told.index("Accruals · London · Priyanka")
    assert told[at + 1] == "late since 2 Apr"
    assert told[at + 2 : at + 4] == ["Revenue <recognised> · London · Finance", "due 10 Apr"]
    assert summary([NEW_YORK, LONDON], TODAY) == "1 of 2 closes done; 2 tasks open, 1 of them late."


def test_days_that_do_not_fit_are_told():
    whole = (april(1), april(30))
    assert window(whole, april(9), 100)[-1] == april(30)
    assert window(whole, april(20), 10)[0] == april(15)
    assert window(whole, april(29), 10) == [april(21) + timedelta(days=step) for step in range(10)]
    assert "Shown: 2 Apr to 15 Apr, of 1 Apr to 30 Apr." in words(calendar_strip([LONDON], whole, TODAY, 366))


def test_nothing_open_none_and_very_many():
    assert "Nothing is open." in words(calendar_strip([NEW_YORK], DAYS, TODAY))
    assert ElementTree.fromstring(calendar_strip([], DAYS, TODAY)).get("aria-label") == EMPTY
    many = Close("Leeds", [Task(f"Task {n}", april(1 + n % 12)) for n in range(500)])
    assert "492 more in the table" in words(calendar_strip([many], DAYS, TODAY))
