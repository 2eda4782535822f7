"""What people truly worked: hours a day on every project they are booked on, and on nothing.

Day to day the hours vary about as the time logs of real software organisations do (CESAW: half of all days that a
person gives to a project hold 71 to 224 minutes). Over a project, actual against planned follows Sip: there the median
of a project is 1.15 of its estimate, the quartiles 0.86 and 1.32; an engagement booked by the week strays half as far.
"""

from __future__ import annotations

import numpy as np

from simulator.life.capacity import FIRST_MONDAY, monday_of, week_of
from simulator.life.chance import Bools, Floats, Ints, keyed
from simulator.life.life import Life
from simulator.life.offices import DAY_ZERO
from simulator.life.rows import DAY, NEVER, Rows, together

QUARTER = 15
OVERRUN, WEEKLY, DAILY = 0.15, 0.1, 0.35
CREEP = 1.45
OVERWORK, OVERWORKED_DAYS = 1.5, 26 * 7
MOST_A_WEEK = 48 * 60


def work(life: Life) -> Rows:
    """One row for each person, project and week with some work: the minutes of its seven days."""
    booked = _on_bookings(life)
    strange = _strange(life, booked)
    rows = together(booked, *strange)
    inside = _inside(life, rows)
    return together(rows, inside)


def _on_bookings(life: Life) -> Rows:
    weeks, assignments, projects = life["assignment_week"], life["assignment"], life["project"]
    kickoff = projects.kickoff_at[assignments.project]
    starts = np.maximum(assignments.starts_on, np.where(kickoff < NEVER, kickoff // DAY, 10**6))
    starts = np.maximum(starts, np.where(assignments.started_at < NEVER, assignments.started_at // DAY, 10**6))
    monday = monday_of(weeks.week)
    row = np.flatnonzero((starts[weeks.assignment] <= monday + 6) & (monday <= life.today) & (monday >= life.since - 6))
    weeks, monday = weeks.pick(row), monday[row]
    assignment = weeks.assignment
    project = assignments.project[assignment]
    active = _active(life, weeks.person, monday, (starts[assignment], assignments.ends_on[assignment]))
    key = keyed(assignments.key[assignment], weeks.week)
    effort = np.exp(0.03 + OVERRUN * life.dice("overrun").normal(projects.key))[project]
    effort *= np.exp(WEEKLY * life.dice("week's work").normal(key))
    projects.put(creeps=_creeps(life, projects))
    daily = life["resource"].weekly_minutes[weeks.person] / 5 * assignments.share[assignment] / 100
    days = keyed(key[:, None], np.arange(7)[None, :])
    minutes = (daily * effort)[:, None] * np.exp(
        DAILY * life.dice("day's work").normal(days.ravel()).reshape(days.shape)
    )
    minutes = minutes * active
    more = _lawful(weeks, minutes, assignments.doubled[assignment]) * _beyond(life, weeks, monday, project)
    minutes = np.minimum(np.rint(minutes * more[:, None] / QUARTER) * QUARTER, 660).astype(np.int16)
    return _rows(weeks.person, weeks.week, project, assignment, minutes)


def _lawful(weeks: Rows, minutes: Floats, doubled: Bools) -> Floats:
    """What is done of a week that would be longer than the law lets it; all of it where somebody is booked twice."""
    _, place = np.unique(weeks.person * 10_000 + weeks.week, return_inverse=True)
    whole = np.bincount(place, minutes.sum(axis=1))
    twice = np.bincount(place, doubled) > 0
    share = np.where(twice, 1.0, np.minimum(MOST_A_WEEK / np.maximum(whole, 1), 1.0))
    return np.asarray(share[place])


def _beyond(life: Life, weeks: Rows, monday: Ints, project: Ints) -> Floats:
    """How many times as long it takes where scope creeps, or somebody does more than is good."""
    life.rows["overworked"] = Rows(person=_overworked(life, weeks, monday))
    since = monday - life.begins("overwork")
    over = np.isin(weeks.person, life["overworked"].person) & (since >= 0) & (since < OVERWORKED_DAYS)
    creeps = life["project"].creeps[project] & (monday >= life.begins("scope_creep"))
    return np.where(over, OVERWORK, 1.0) * np.where(creeps, CREEP, 1.0)


def _overworked(life: Life, weeks: Rows, monday: Ints) -> Ints:
    """The employee of London who is booked about fully in most weeks of the half year in which that is planted."""
    people, begins = life["resource"], life.begins("overwork")
    own = (people.office[weeks.person] == 1) & ~people.is_subcontractor[weeks.person]
    fit = own & (monday >= begins) & (monday < begins + OVERWORKED_DAYS)
    if not fit.any():
        return np.zeros(0, np.int64)
    person_week, place = np.unique(weeks.person[fit] * 10_000 + weeks.week[fit], return_inverse=True)
    booked = np.bincount(place, weeks.minutes[fit]) / people.weekly_minutes[person_week // 10_000]
    full = (booked > 0.7) & (booked < 1.15)
    return np.array([np.argmax(np.bincount(person_week // 10_000, full))])


def _creeps(life: Life, projects: Rows) -> Bools:
    """Where scope grows unnoticed: the fixed-price projects of New York's Technology."""
    hit = (projects.office == 0) & (projects.practice_id == 2) & np.isin(projects.billing, (1, 2))
    return np.asarray(hit & ("scope_creep" in life.troubles))


def _rows(person: Ints, week: Ints, project: Ints, assignment: Ints, minutes: Ints) -> Rows:
    """Only those with any work; `kind` is 0 for work as booked."""
    kept = np.flatnonzero(minutes.any(axis=1))
    return Rows(
        person=person[kept], week=week[kept], project=project[kept], assignment=assignment[kept],
        minutes=minutes[kept].astype(np.int16), kind=np.zeros(len(kept), np.int8),
    )  # fmt: skip


def _active(life: Life, person: Ints, monday: Ints, between: tuple[Ints, Ints]) -> Bools:
    """The days of the week on which a person works, of those between two days and until today."""
    days = monday[:, None] + np.arange(7)[None, :]
    on = life.desks.time.on[person[:, None], days - DAY_ZERO]
    return np.asarray(on & (days >= between[0][:, None]) & (days <= between[1][:, None]) & (days < life.today))


def _strange(life: Life, booked: Rows) -> list[Rows]:
    """Time where none should be: on projects that are closed, and by people who are not booked on the project."""
    projects, found = life["project"], []
    for trouble, kind, share in (("time_on_closed_projects", 1, 0.012), ("time_outside_assignment", 2, 0.008)):
        begins = life.begins(trouble)
        if kind == 1:
            week = week_of(projects.closed_on) + 1 + life.dice("closed by").whole(projects.key, 0, 3)
            hit = (projects.closed_on > begins) & (monday_of(week) + 6 < life.today)
            hit &= life.dice("on closed").chance(projects.key, 0.6)
            project = np.flatnonzero(hit)
            last = np.full(len(projects), -1)
            last[booked.project] = np.arange(len(booked))
            project = project[last[project] >= 0]
            person, assignment, week = booked.person[last[project]], booked.assignment[last[project]], week[project]
        else:
            some = (monday_of(booked.week) >= begins) & life.dice("outside").chance(
                keyed(booked.person, booked.week, booked.project), share
            )
            project, week = booked.project[some], booked.week[some]
            person = _colleague(life, booked.person[some])
            free = ~np.isin(keyed(person, project), keyed(life["assignment"].person, life["assignment"].project))
            project, week, person = project[free], week[free], person[free]
            assignment = np.full(len(person), -1)
        active = _active(life, person, monday_of(week), (np.zeros(len(person), np.int64), np.full(len(person), 10**6)))
        day = np.argmax(active, axis=1)
        amount = life.dice(f"{trouble} minutes").whole(keyed(person, week, project), 8, 26) * QUARTER
        minutes = (np.arange(7)[None, :] == day[:, None]) * active * amount[:, None]
        rows = _rows(person, week, project, assignment, minutes)
        found.append(rows.put(kind=np.full(len(rows), kind, np.int8)))
    return found


def _colleague(life: Life, person: Ints) -> Ints:
    """Somebody of the same office and practice."""
    people = life["resource"]
    group = people.office * 10 + people.practice_id
    order = np.lexsort((np.arange(len(people)), group, ~people.is_delivery))
    place = np.argsort(order)
    after = order[(place[person] + 1) % len(order)]
    return np.where((group[after] == group[person]) & people.is_delivery[after], after, person)


def _inside(life: Life, rows: Rows) -> Rows:
    """The rest of everybody's time is logged on no project: training, proposals, waiting for work."""
    people = life["resource"]
    delivery = np.flatnonzero(people.is_delivery)
    place = np.full(len(people), -1)
    place[delivery] = np.arange(len(delivery))
    first, last = int(week_of(life.since)), int(week_of(life.today))
    count = last - first + 1
    spent = np.zeros((len(delivery) * count, 7), np.int16)
    cell = place[rows.person] * count + rows.week - first
    order = np.argsort(cell, kind="stable")
    edges = np.flatnonzero(np.concatenate([[True], np.diff(cell[order]) > 0])) if len(order) else np.zeros(0, np.int64)
    if len(edges):
        spent[cell[order][edges]] = np.add.reduceat(rows.minutes[order], edges, axis=0)
    start = first * 7 + 1
    on = life.desks.time.on[delivery, start : start + count * 7].reshape(-1, 7)
    days = FIRST_MONDAY + first * 7 + np.arange(count * 7).reshape(count, 7)
    past = np.tile((days < life.today) & (days >= life.since), (len(delivery), 1))
    daily = np.repeat(people.weekly_minutes[delivery] // 5, count).astype(np.int16)[:, None]
    rest = np.where(on & past, np.maximum(daily - spent, 0), 0) // QUARTER * QUARTER
    person, week = np.repeat(delivery, count), np.tile(np.arange(first, last + 1), len(delivery))
    nothing = np.full(len(person), -1)
    return _rows(person, week, nothing, nothing, np.where(rest >= 30, rest, 0))


def close_projects(life: Life) -> None:
    """A project is closed some weeks after its last booked day."""
    projects, assignments = life["project"], life["assignment"]
    end = projects.ends_on.copy()
    kept = assignments.withdrawn_at >= NEVER
    np.maximum.at(end, assignments.project[kept], assignments.ends_on[kept])
    kickoff = np.where(projects.kickoff_at < NEVER, projects.kickoff_at, end * DAY)
    wait = life.dice("closing").skewed(projects.key, 130, 0.35)
    over = np.where(projects.given_up, NEVER, np.maximum((end + 1) * DAY, kickoff))
    closed = life.after(projects.manager_id, over, wait)
    projects.put(closed_at=closed, closed_on=np.where(closed < NEVER, closed // DAY + 1, 10**6))
