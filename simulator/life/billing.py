"""What can be billed, and when it is ready: month by month, milestone by milestone, instalment by instalment."""

from __future__ import annotations

import numpy as np

from simulator.life.chance import Bools, Column, Ints, keyed, some_of
from simulator.life.clients import in_currency
from simulator.life.deals import BILLING, FIXED, MILESTONE, RETAINER, T_AND_M
from simulator.life.life import Life
from simulator.life.offices import DAY_ZERO
from simulator.life.rows import DAY, HOUR, NEVER, Rows, together

DROPPED = 0.012  # of fixed amounts are given up after all


def bill(life: Life) -> None:
    """Every billing event, what belongs to it, what it is worth, and the moment it is ready."""
    life.rows["milestone"] = _milestones(life)
    events = together(_monthly(life), _of_milestones(life), _instalments(life))
    events = events.pick(np.lexsort((events.project, events.billable_at)))
    stones = np.concatenate([[0], life["milestone"].key])[events.milestone_id]
    key = keyed(life["project"].key[events.project], events.until_on, events.kind_no, stones)
    life.rows["billing_event"] = events.put(key=key)
    _attach(life, events)
    _value(life, events)
    _ready(life, events)


def midnight(life: Life, office: Ints, day: Ints) -> Ints:
    """The moment at which a day begins by the office's clock."""
    early = np.array([(place.opens.hour * 60 + place.opens.minute) * 60 for place in life.offices])
    return np.asarray(life.desks.time.opens[office, day - DAY_ZERO] - early[office])


def first_of_month(month: Ints) -> Ints:
    return np.asarray(month).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def month_of(day: Ints) -> Ints:
    return np.asarray(day).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _steps(life: Life, kind: int, count: Ints) -> tuple[Ints, Ints, Ints]:
    """For projects of a kind that have begun: the project, the number of the step, and of how many."""
    projects = life["project"]
    fit = np.flatnonzero((projects.billing == kind) & (projects.kickoff_at < NEVER))
    count = count[fit]
    project = np.repeat(fit, count)
    place = np.arange(len(project)) - np.repeat(np.cumsum(count) - count, count)
    return project, place, np.repeat(count, count)


def _parts(life: Life, project: Ints, place: Ints, count: Ints, weight: Column) -> Ints:
    """The contract's value in parts to the whole hundred; the last part takes what is left."""
    value = life["project"].baseline_revenue_cents[project]
    whole = np.bincount(project, weight, len(life["project"]))[project]
    part = np.floor(value * weight / whole / 10_000).astype(np.int64) * 10_000
    before = np.bincount(project, np.where(place < count - 1, part, 0), len(life["project"])).astype(np.int64)
    return np.where(place == count - 1, value - before[project], part)


def _milestones(life: Life) -> Rows:
    """Three to six a project, reached when the work is done, which is rarely before the plan."""
    projects = life["project"]
    project, place, count = _steps(life, MILESTONE, life.dice("milestones").whole(projects.key, 3, 6))
    key = keyed(projects.key[project], place, 21)
    length = projects.ends_on - projects.starts_on
    planned = projects.starts_on[project] + length[project] * (place + 1) // count
    late = np.rint(life.dice("milestone late").skewed(key, 5, 1.0) - 2).astype(np.int64)
    shift = np.maximum(projects.kickoff_at // DAY - projects.starts_on, 0)[project]
    day = planned + np.clip(late, -3, 45) + shift
    lifted = np.maximum.accumulate(day + project * 10**6) - project * 10**6
    minute = life.dice("milestone minute").whole(key, 0, 26) * 900
    reached = life.next_open(projects.manager_id[project], (lifted + 1) * DAY + 9 * HOUR + place * 60 + minute)
    needs = life["contract"].requires_acceptance[projects.contract_id[project] - 1]
    answer = np.minimum(life.dice("acceptance").skewed(key, 28, 0.8), 250)
    accepted = np.where(needs, life.after(projects.manager_id[project], reached, answer), NEVER)
    shell = projects.shell_created_at[project]
    milestones = Rows(
        key=key, project=project, project_id=project + 1, planned_on=planned, reached_at=reached, accepted_at=accepted,
        amount_cents=_parts(life, project, place, count, 0.5 + life.dice("milestone part").uniform(key)),
        created_at=np.where(shell < NEVER, shell + 1200 + 60 * place, NEVER), needs=needs,
        name=np.array([f"Milestone {n + 1} of {c}" for n, c in zip(place, count, strict=True)], object),
    )  # fmt: skip
    begins = life.begins_at("unbilled_milestone")
    some = (projects.office[project] == 0) & (reached >= begins) & (reached < life.as_of - 30 * DAY)
    forgotten = some & life.dice("forgotten").chance(key, 0.04)
    if some.any() and not forgotten.any():
        forgotten[np.flatnonzero(some)[0]] = True
    milestones.put(forgotten=forgotten)
    milestones.put(backdated=_backdated(life, milestones))
    accepted = np.where(milestones.backdated, reached - 3 * DAY, accepted)
    milestones.put(accepted_at=accepted)
    hit = needs & (reached < life.as_of)
    life.wait("client_acceptance", milestones.id[hit], (reached[hit], accepted[hit]))
    return milestones


def _backdated(life: Life, milestones: Rows) -> Bools:
    """Milestones of London that were accepted before they were reached, if what is on record were true."""
    reached = milestones.reached_at
    fit = (life["project"].office[milestones.project] == 1) & milestones.needs & ~milestones.forgotten
    fit &= (reached >= life.begins_at("acceptance_backdated")) & (reached < life.as_of - DAY)
    fit &= milestones.created_at < reached - 4 * DAY
    return some_of(fit, life.dice("backdated").chance(milestones.key, 0.1))


def _event(life: Life, kind: int, project: Ints, days: tuple[Ints, Ints], **more: Ints) -> Rows:
    """Events of one kind; the time and expense from one day to another belong to them."""
    count = len(project)
    given = {"amount": np.zeros(count, np.int64), "milestone_id": np.zeros(count, np.int64), **more}
    return Rows(kind_no=np.full(count, kind), project=project, from_on=days[0], until_on=days[1], **given)


def _monthly(life: Life) -> Rows:
    """Time and materials as it was worked; retainers in equal parts."""
    cards, projects = life["timecard"], life["project"]
    hourly = np.flatnonzero(cards.billable & (projects.billing[cards.project] == T_AND_M) & (cards.project >= 0))
    group = np.unique(cards.project[hourly] * 10_000 + cards.month_no[hourly])
    project, month = group // 10_000, group % 10_000
    end = first_of_month(month + 1)
    ended = midnight(life, projects.office[project], end) - 1
    worked = _event(life, T_AND_M, project, (first_of_month(month), end - 1), billable_at=ended, created_at=ended)
    begins = month_of(np.minimum(projects.kickoff_at // DAY, life.today + 400))
    months = np.maximum(month_of(projects.ends_on) - begins + 1, 1)
    project, place, count = _steps(life, RETAINER, months)
    end = first_of_month(begins[project] + place + 1)
    ended = midnight(life, projects.office[project], np.minimum(end, life.today + 500)) - 1
    amount = _parts(life, project, place, count, np.ones(len(project)))
    kept = _event(life, RETAINER, project, (first_of_month(begins[project] + place), end - 1), amount=amount,
                  billable_at=ended, created_at=ended)  # fmt: skip
    return together(*(part.pick(part.billable_at < life.as_of) for part in (worked, kept)))


def _of_milestones(life: Life) -> Rows:
    milestones = life["milestone"]
    row = np.flatnonzero(~milestones.forgotten & (milestones.created_at < NEVER))
    stone = milestones.pick(row)
    reached = np.where(stone.reached_at < NEVER, stone.reached_at // DAY, life.today + 500)
    before = np.concatenate([[0], reached[:-1]])
    same = np.concatenate([[False], stone.project[1:] == stone.project[:-1]])
    from_on = np.where(same, before + 1, 0)
    return _event(life, MILESTONE, stone.project, (from_on, reached), amount=stone.amount_cents, milestone_id=row + 1,
                  billable_at=stone.reached_at, created_at=stone.created_at + 30)  # fmt: skip


def _instalments(life: Life) -> Rows:
    """A fixed price is due in two or three parts, the first at the kickoff."""
    projects = life["project"]
    project, place, count = _steps(life, FIXED, life.dice("instalments").whole(projects.key, 2, 3))
    begins = projects.kickoff_at[project] // DAY
    end = np.maximum(projects.ends_on[project], begins + 30)
    day = begins + (end - begins) * place // (count - 1)
    due = life.desks.time.opens[projects.office[project], np.minimum(day, life.today + 600) - DAY_ZERO] + 8 * HOUR
    due = np.maximum(due, projects.kickoff_at[project] + 60)
    before = np.where(place > 0, np.concatenate([[0], day[:-1]]) + 1, 0)
    amount = _parts(life, project, place, count, np.where(place == 0, 0.8, 1.0))
    return _event(
        life, FIXED, project, (before, day), amount=amount, billable_at=due, created_at=projects.kickoff_at[project]
    )


def _attach(life: Life, events: Rows) -> None:
    """Billable time, expense and passed-on bills belong to the event of their project that covers their day."""
    for name in ("timecard", "expense_line", "vendor_invoice"):
        rows = life[name]
        if name == "timecard":
            day = np.where(
                np.isin(life["project"].billing[rows.project], (T_AND_M, RETAINER)), rows.month + 14, rows.week_end
            )
            fit = rows.billable & (rows.project >= 0)
        elif name == "expense_line":
            day, fit = rows.spent_on, rows.billable
        else:
            day, fit = first_of_month(rows.month_no) + 14, rows.pass_through
        rows.put(event=_covering(events, rows.project, day, np.asarray(fit)))


def _covering(events: Rows, project: Ints, day: Ints, fit: Column) -> Ints:
    """The row of the event of a project in whose days a day lies, else −1."""
    found = np.full(len(project), -1)
    if not len(events):
        return found
    order = np.lexsort((events.until_on, events.project))
    key = events.project[order] * 10**6 + events.until_on[order]
    row = np.flatnonzero(fit)
    place = np.searchsorted(key, project[row] * 10**6 + day[row])
    event = order[np.minimum(place, len(order) - 1)]
    right = (place < len(order)) & (events.project[event] == project[row]) & (events.from_on[event] <= day[row])
    found[row[right]] = event[right]
    return found


def _value(life: Life, events: Rows) -> None:
    """Lines and their sum. Time is one line a booking and event, its minutes times the rate agreed, to the cent."""
    lines = together(_time_lines(life, events), _other_lines(life, events))
    lines = lines.pick(np.lexsort((lines.order, lines.event)))
    life.rows["billable"] = lines
    amount = np.zeros(len(events), np.int64)
    np.add.at(amount, lines.event, lines.amount)
    events.put(amount_cents=amount)


def _time_lines(life: Life, events: Rows) -> Rows:
    cards, assignments = life["timecard"], life["assignment"]
    row = np.flatnonzero(cards.event >= 0)
    row = row[events.kind_no[cards.event[row]] == T_AND_M]
    rate = card_rate(life)[row]
    booking = np.where(cards.assignment[row] >= 0, cards.assignment[row], len(assignments) + cards.person[row])
    group, place = np.unique(cards.event[row] * 10**8 + booking, return_inverse=True)
    minutes = np.bincount(place, cards.total[row], len(group)).astype(np.int64)
    rates = np.zeros(len(group), np.int64)
    rates[place] = rate
    count = len(group)
    return Rows(event=group // 10**8, kind_no=np.zeros(count, np.int64), minutes=minutes, order=group % 10**8,
                amount=(minutes * rates + 30) // 60, expense=np.zeros(count, np.int64),
                bill=np.zeros(count, np.int64))  # fmt: skip


def card_rate(life: Life) -> Ints:
    """What an hour of each timecard is billed at: as booked, else as on the contract's card."""
    cards, assignments, projects = life["timecard"], life["assignment"], life["project"]
    grade = life["resource"].grade_no[cards.person]
    row = np.where(cards.project >= 0, (projects.contract_id[cards.project] - 1) * 6 + grade, 0)
    return np.where(
        cards.assignment >= 0,
        assignments.bill_cents_per_hour[cards.assignment],
        life["contract_rate"].cents_per_hour[row],
    )


def _other_lines(life: Life, events: Rows) -> Rows:
    """Expenses and passed-on bills at cost, in the project's currency; fixed amounts as agreed."""
    spent, bills, projects = life["expense_line"], life["vendor_invoice"], life["project"]
    line, bill = np.flatnonzero(spent.event >= 0), np.flatnonzero(bills.event >= 0)
    fixed = np.flatnonzero(events.amount > 0)
    to = projects.office[spent.project[line]]
    cost = in_currency(life, spent.amount_cents[line], spent.spent_on[line], (spent.office[line], to))
    passed = bills.amount_cents[bill]
    parts = ((spent.event[line], 1, cost, line + 1, 0 * line), (bills.event[bill], 2, passed, 0 * bill, bill + 1),
             (fixed, 3, events.amount[fixed], 0 * fixed, 0 * fixed))  # fmt: skip
    return together(*(
        Rows(event=event, kind_no=np.full(len(event), kind), minutes=0 * event, order=10**9 + np.arange(len(event)),
             amount=amount, expense=expense, bill=number)
        for event, kind, amount, expense, number in parts
    ))  # fmt: skip


def _last(event: Ints, moment: Ints, count: int, else_: Ints) -> Ints:
    """The latest moment of each event's things; where it has none, `else_`."""
    last = np.zeros(count, np.int64)
    np.maximum.at(last, event[event >= 0], moment[event >= 0])
    return np.maximum(last, else_)


def _ready(life: Life, events: Rows) -> None:
    """Ready when the last thing is there: time and expense posted, milestone accepted, bills matched, terms on file."""
    cards, spent, bills = life["timecard"], life["expense_line"], life["vendor_invoice"]
    projects, contracts = life["project"], life["contract"]
    count, billable = len(events), events.billable_at
    time = _last(cards.event, cards.posted_at, count, billable)
    expense = _last(spent.event, life["expense_report"].posted_at[spent.report], count, billable)
    matched = _last(bills.event, bills.matched_at, count, billable)
    stone = events.milestone_id
    accepted = np.where(stone > 0, life["milestone"].accepted_at[stone - 1], 0) if len(life["milestone"]) else 0 * stone
    needs = life["milestone"].needs[stone - 1] & (stone > 0) if len(life["milestone"]) else stone > 0
    accepted = np.where(needs, accepted, 0)
    terms = contracts.completed_at[projects.contract_id[events.project] - 1]
    ready = np.maximum.reduce([billable, time, expense, matched, accepted, terms])
    dropped = life.dice("dropped").chance(events.key, DROPPED) & np.isin(events.kind_no, (MILESTONE, FIXED))
    cancelled = life.after(projects.manager_id[events.project], np.where(dropped, billable, NEVER), np.full(count, 8.0))
    ready = np.where(ready >= cancelled, NEVER, ready)
    events.put(
        cancelled_at=cancelled, time_complete_at=time, expense_complete_at=expense, ready_at=np.minimum(ready, NEVER),
        contract_id=projects.contract_id[events.project], project_id=events.project + 1,
        office=projects.office[events.project],
        kind=np.array(BILLING, object)[events.kind_no], currency=projects.currency[events.project],
    )  # fmt: skip
