"""Staffing: people are asked for, proposed, sometimes refused, and booked as far as their time reaches."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simulator.life.capacity import WEEKS, Capacity, Request, monday_of, week_of
from simulator.life.chance import Column, Ints, keyed
from simulator.life.deals import T_AND_M
from simulator.life.life import Life
from simulator.life.offices import DAY_ZERO, DAYS
from simulator.life.rows import DAY, HOUR, NEVER, Rows
from simulator.life.setup import desk
from simulator.life.staff import GRADES

REJECTED, WITHDRAWN = 0.1, 0.03


class Booking(NamedTuple):
    """What came of a request: whom it took, from which week on, who was refused or let go before."""

    request: int
    person: int
    week: int
    shift: int
    share: int
    rejected: int
    withdrawn: int
    doubled: bool


def staff_projects(life: Life) -> None:
    """Requests are filled in the order in which the resource managers come to them."""
    requests = _ask(life)
    capacity = Capacity(life)
    life.rows["resource_request"] = requests
    bookings = _book(life, requests, capacity)
    _write(life, requests, bookings)


def _ask(life: Life) -> Rows:
    """Every role of every project that has its shell, and a project manager's own share."""
    projects, demand = life["project"], life["demand"]
    project_of = np.full((2, len(life["opportunity"])), -1)
    project_of[projects.part, projects.deal] = np.arange(len(projects))
    wanted = np.flatnonzero(project_of[0, demand.deal] >= 0)
    need = demand.pick(wanted)
    second = np.where(need.place % 2 == 1, project_of[1, need.deal], -1)
    row = np.where(second >= 0, second, project_of[0, need.deal])
    project = projects.pick(row)
    asked = life.after(
        project.manager_id, project.shell_created_at, np.minimum(life.dice("request").skewed(need.key, 5, 0.9), 80)
    )
    there = asked < life.as_of
    need, project, row, asked = need.pick(there), project.pick(there), row[there], asked[there]
    clerk = desk(life, "Resource Manager", project.office, row)
    seen = life.after(clerk, asked, np.minimum(life.dice("request seen").skewed(need.key, 7, 0.9), 100))
    work = life.dice("search").skewed(need.key, 0.8, 0.5) * HOUR
    begun, proposed = life.desks.serve(clerk - 1, seen, work.astype(np.int64), enabled=asked)
    life.wait("staffing", np.arange(len(need)) + 1, (asked, begun), clerk)
    return Rows(
        key=need.key, project=row, project_id=row + 1, office=project.office, practice_id=project.practice_id,
        role=need.role, grade_no=need.grade_no, grade=np.array(GRADES, object)[need.grade_no], skill=need.skill,
        region=np.array([office.region for office in life.offices], object)[project.office],
        share=need.share, wanted_on=project.kickoff_planned_on, ends_on=project.ends_on, clerk=clerk,
        requested_by_id=project.manager_id, created_at=asked, proposed_at=proposed, place=need.place,
    )  # fmt: skip


def _book(life: Life, requests: Rows, capacity: Capacity) -> list[Booking]:
    """Go through the requests one by one; each takes of its person what is left for the next."""
    first = week_of(np.maximum(requests.wanted_on, np.minimum(requests.proposed_at, life.as_of) // DAY + 1)).tolist()
    last = week_of(requests.ends_on).tolist()
    rejected = life.dice("candidate rejected").chance(requests.key, REJECTED).tolist()
    withdrawn = life.dice("booking withdrawn").chance(requests.key, WITHDRAWN).tolist()
    doubled = _doubled(life, requests).tolist()
    at = requests.proposed_at.tolist()
    columns = (requests.office, requests.practice_id, requests.role, requests.grade_no, requests.share)
    office, practice, role, grade, share = (column.tolist() for column in columns)
    found = _lead(life, requests, capacity)
    given_up = life["project"].given_up[requests.project].tolist()
    for n in np.argsort(requests.proposed_at, kind="stable").tolist():
        if given_up[n]:
            continue
        request = Request(office[n], practice[n], role[n], grade[n], share[n], first[n], last[n], at[n])
        if doubled[n] and (person := capacity.busiest(request)) is not None:
            capacity.take(person, request)
            found.append(Booking(n, person, first[n], 0, share[n], -1, -1, True))
            continue
        choice = capacity.find(request)
        refused = gone = -1
        if choice and (rejected[n] or withdrawn[n]) and (other := capacity.find(request, but=choice[0])):
            refused, gone = (choice[0], -1) if rejected[n] else (-1, choice[0])
            choice = other
        if choice:
            capacity.take(choice[0], request, choice[1])
            found.append(Booking(n, choice[0], first[n] + choice[1], choice[1], share[n], refused, gone, False))
        else:
            found += _by_halves(capacity, n, request)
    return found


def _by_halves(capacity: Capacity, number: int, request: Request) -> list[Booking]:
    """Where nobody has the whole time, two people may have a half of it each; or one has."""
    half, found = replace(request, share=request.share // 2), list[Booking]()
    for _ in range(2):
        if half.share >= 20 and (choice := capacity.find(half, but=found[0].person if found else -1)):
            capacity.take(choice[0], half, choice[1])
            found.append(Booking(number, choice[0], half.first + choice[1], choice[1], half.share, -1, -1, False))
    return found


def _lead(life: Life, requests: Rows, capacity: Capacity) -> list[Booking]:
    """Project managers book a part of their own time without asking, as far as they have it (negative: the project)."""
    projects, found = life["project"], list[Booking]()
    for row in np.argsort(projects.shell_created_at, kind="stable").tolist():
        if projects.shell_created_at[row] >= life.as_of or projects.given_up[row]:
            continue
        person = int(projects.manager_id[row]) - 1
        first, last = (int(week_of(day[row])) for day in (projects.starts_on, projects.ends_on))
        share = min(20, int(capacity.free[person, first : last + 1].min()))
        if share >= 5:
            capacity.take(person, Request(0, 0, "", 0, share, first, last))
            found.append(Booking(-row - 1, person, first, 0, share, -1, -1, False))
    return found


def _doubled(life: Life, requests: Rows) -> Column:
    """The role in London whose people are booked without a look at what they have: the one most asked for."""
    late = (requests.office == 1) & (requests.created_at >= life.begins_at("double_booked_role"))
    if not late.any():
        return np.asarray(late)
    roles, counts = np.unique(requests.role[late].astype(str), return_counts=True)
    life.rows["doubled_role"] = Rows(role=roles[[counts.argmax()]])
    role = requests.role == roles[counts.argmax()]
    return np.asarray(late & role & life.dice("doubled").chance(requests.key, 0.6))


def _write(life: Life, requests: Rows, bookings: list[Booking]) -> None:
    """Candidates and assignments with their moments."""
    projects = life["project"]
    booked = Rows(**{name: np.array([getattr(b, name) for b in bookings]) for name in Booking._fields})
    led = booked.request < 0
    row = np.where(led, 0, booked.request)
    project = np.where(led, -booked.request - 1, requests.project[row])
    clerk = np.where(led, projects.manager_id[project], requests.clerk[row])
    key = keyed(projects.key[project], booked.person, row)
    proposed = np.where(led, projects.shell_created_at[project] + 900, requests.proposed_at[row])
    again = life.after(clerk, proposed, np.minimum(life.dice("again").skewed(key, 7, 0.6), 60))
    second = np.where((booked.rejected >= 0) | (booked.withdrawn >= 0), again, proposed)
    manager = projects.manager_id[project]
    confirmed = life.after(manager, second, np.minimum(life.dice("confirmed").skewed(key, 4, 0.9), 60))
    confirmed = np.where(led, proposed, confirmed)
    waited = life.next_open(clerk, np.maximum(confirmed, (monday_of(booked.week) - 5) * DAY + 10 * HOUR))
    created = np.where(booked.shift > 0, waited, confirmed)
    starts = np.maximum(monday_of(booked.week), projects.starts_on[project])
    rate_row = project_rate_row(life, project, booked.person)
    assignments = Rows(
        key=key, project=project, project_id=project + 1, person=booked.person, resource_id=booked.person + 1,
        resource_request_id=np.where(led, 0, row + 1), share=booked.share, doubled=booked.doubled,
        starts_on=starts, ends_on=np.maximum(projects.ends_on[project], starts), created_at=created,
        withdrawn_at=np.full(len(key), NEVER), contract_rate=life["contract_rate"].cents_per_hour[rate_row],
    )  # fmt: skip
    _let_go(life, assignments, booked, second)
    _price(life, life["assignment"])
    _propose(life, requests, booked, (proposed, second), project)
    _finish(life, requests, life["assignment"])
    unfilled = np.ones(len(requests), bool)
    unfilled[row[~led]] = False
    given_up = life.after(requests.clerk, requests.created_at, 60 + 90 * life.dice("given up").uniform(requests.key))
    given_up = np.minimum(given_up, np.maximum(projects.cancelled_at[requests.project], requests.created_at + 600))
    requests.put(withdrawn_at=np.where(unfilled, given_up, NEVER), filled=~unfilled)


def project_rate_row(life: Life, project: Ints, person: Ints) -> Ints:
    """The row of the contract's card for the grade of a person."""
    contract = life["project"].contract_id[project] - 1
    return np.asarray(contract * len(GRADES) + life["resource"].grade_no[person])


def _let_go(life: Life, assignments: Rows, booked: Rows, second: Ints) -> None:
    """A booking that is withdrawn before it starts, and then made again with somebody else."""
    gone = booked.withdrawn >= 0
    let = assignments.pick(gone)
    proposed = life["resource_request"].proposed_at[booked.request[gone]]
    at = np.minimum(proposed + 1800, second[gone])
    let.put(
        person=booked.withdrawn[gone], resource_id=booked.withdrawn[gone] + 1, created_at=at,
        withdrawn_at=np.maximum(second[gone] - 600, at + 60),
        contract_rate=life["contract_rate"].cents_per_hour[project_rate_row(life, let.project, booked.withdrawn[gone])],
    )  # fmt: skip
    merged = Rows(**{
        name: np.concatenate([column, let.columns[name]]) for name, column in assignments.columns.items()
    })  # fmt: skip
    life.rows["assignment"] = merged.pick(np.lexsort((merged.key, merged.created_at)))


def _price(life: Life, assignments: Rows) -> None:
    """Time is billed as the contract's card says; some bookings in London beside it, where that is planted."""
    projects = life["project"]
    hit = (projects.office[assignments.project] == 1) & (projects.billing[assignments.project] == T_AND_M)
    hit &= (assignments.created_at >= life.begins_at("rate_off_card")) & life.dice("off card").chance(
        assignments.key, 0.12
    )
    rate = assignments.contract_rate
    other = (
        np.where(life.dice("which way").chance(assignments.key, 0.7), rate * 85 // 10_000, rate * 112 // 10_000) * 100
    )
    assignments.put(bill_cents_per_hour=np.where(hit, other, rate), off_card=hit)


def _propose(life: Life, requests: Rows, booked: Rows, moments: tuple[Ints, Ints], project: Ints) -> None:
    """Everybody who was proposed; who is refused is refused before the next one is."""
    asked = booked.request >= 0
    first = np.where(booked.rejected >= 0, booked.rejected, booked.withdrawn)
    twice = asked & (first >= 0)
    manager = life["project"].manager_id[project]
    refused = np.minimum(life.after(manager, moments[0], np.full(len(asked), 3.0)), moments[1] - 60)
    candidates = Rows(
        resource_request_id=np.concatenate([booked.request[twice], booked.request[asked]]) + 1,
        resource_id=np.concatenate([first[twice], booked.person[asked]]) + 1,
        created_at=np.concatenate([moments[0][twice], moments[1][asked]]),
        rejected_at=np.concatenate([
            np.where(booked.rejected >= 0, np.maximum(refused, moments[0] + 60), NEVER)[twice],
            np.full(int(asked.sum()), NEVER),
        ]),
    )  # fmt: skip
    life.rows["candidate"] = candidates.pick(np.argsort(candidates.created_at, kind="stable"))


def _finish(life: Life, requests: Rows, assignments: Rows) -> None:
    """The plan week by week, when work on it started, and the minutes that each request came to."""
    weeks = _weeks(life, assignments)
    life.rows["assignment_week"] = weeks
    kept = assignments.withdrawn_at >= NEVER
    kickoff = life["project"].kickoff_at[assignments.project]
    started = np.where(kickoff < NEVER, np.maximum(kickoff + 600, assignments.starts_on * DAY), NEVER)
    started = life.next_open(
        assignments.resource_id, np.maximum(started, np.where(kept, assignments.created_at + 600, NEVER))
    )
    last = (assignments.ends_on + 1) * DAY
    assignments.put(started_at=np.where(kept & (started < last), started, NEVER))
    planned = np.bincount(weeks.assignment, weeks.minutes, len(assignments)).astype(np.int64)
    by_request = np.bincount(assignments.resource_request_id[kept], planned[kept], len(requests) + 1)[1:].astype(
        np.int64
    )
    minutes = np.array([office.weekly_minutes for office in life.offices])[requests.office]
    asked = requests.share * minutes // 100 * np.maximum(week_of(requests.ends_on) - week_of(requests.wanted_on) + 1, 1)
    requests.put(minutes=np.where(by_request > 0, np.maximum(by_request // 60 * 60, 60), asked // 60 * 60))


def _weeks(life: Life, assignments: Rows) -> Rows:
    """The planned minutes: the share of what a person can work in the week, between the first day and the last."""
    kept = np.flatnonzero(assignments.withdrawn_at >= NEVER)
    first, last = week_of(assignments.starts_on[kept]), week_of(assignments.ends_on[kept])
    count = last - first + 1
    row = np.repeat(kept, count)
    week = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    week = np.minimum(week, WEEKS - 1)
    person, monday = assignments.person[row], monday_of(week)
    worked = life.desks.time.worked_days
    start = np.clip(np.maximum(monday, assignments.starts_on[row]) - DAY_ZERO, 0, DAYS)
    end = np.clip(np.minimum(monday + 7, assignments.ends_on[row] + 1) - DAY_ZERO, 0, DAYS)
    days = np.maximum(worked[person, end] - worked[person, np.minimum(start, end)], 0).astype(np.int64)
    minutes = days * life["resource"].weekly_minutes[person] * assignments.share[row] // 500
    weeks = Rows(assignment=row, assignment_id=row + 1, week=week, week_end=monday + 6, minutes=minutes, person=person)
    return weeks.pick(minutes > 0)
