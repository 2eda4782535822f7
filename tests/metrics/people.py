"""Pieces of a tiny log that tests of people and time share: people, their projects, weeks of time, bookings."""

from __future__ import annotations

from tests.metrics.tiny_log import TinyLog

PERSON, PROJECT = "bamboohr:1", "salesforce:project"
HOUR = 3_600_000_000
WEEK_END = "2026-02-08"  # of the week from Monday 2 February on


def with_person(log: TinyLog, name: str = PERSON, **said: object) -> TinyLog:
    """Somebody who keeps time and works 37.5 hours a week, so 7.5 hours a day."""
    about: dict[str, object] = {
        "name": f"Person {name}", "entity": "london", "practice": "Strategy", "grade": "Consultant",
        "weekly_hours": 37.5, "keeps_time": True, "hired_on": "2020-01-01",
    }  # fmt: skip
    log.thing("resource", name, **(about | said))
    return log


def with_project(log: TinyLog, name: str = PROJECT, code: str = "P-1", **said: object) -> TinyLog:
    about: dict[str, object] = {
        "code": code, "entity": "london", "practice": "Technology", "service_line": "Advice",
        "project_manager": "Paul Manager", "billing_type": "time_and_materials", "currency": "GBP",
    }  # fmt: skip
    log.thing("project", name, "2026-01-01", **(about | said))
    return log


def add_sheet(log: TinyLog, person: str = PERSON, week_end: str = WEEK_END, due: str | None = None) -> str:
    """A person's timesheet of a week; with `due` it is expected at that moment."""
    sheet = log.thing("timesheet", f"salesforce:{person}/{week_end}", week_end=week_end)
    log.link(sheet, "of", person)
    if due:
        log.event("timesheet_due", due, sheet)
    return sheet


def log_time(log: TinyLog, sheet: str, card: str, day: str, hours: float, project: str | None = PROJECT) -> None:
    """Time of a day in a part of a timesheet; that on a project is billable."""
    about = [sheet, *([f"on:{project}"] if project else [])]
    log.event("time_logged", f"{day} 12:00", *about, timecard=card, hours=hours, billable=project is not None)


def step(log: TinyLog, kind: str, when: str, sheet: str, card: str, **said: object) -> None:
    """Something that happened to a part of a timesheet."""
    log.event(kind, when, sheet, timecard=card, **said)


def add_booking(log: TinyLog, name: str, weeks: dict[str, float], booked_at: str = "2026-01-01", **said: object) -> str:
    """A booking of the person on the project with its planned hours by the Monday of each week."""
    log.thing("assignment", name, booked_at, **said)
    log.link(name, "of", PERSON)
    log.link(name, "on", PROJECT)
    log.event("resource_booked", booked_at, name)
    for monday, hours in weeks.items():
        log.say(name, monday, planned_hours=hours)
    return name
