"""Timesheets: due each week, kept in parts by project and month, submitted late or not, approved, posted at night."""

from __future__ import annotations

import numpy as np

from simulator.life.approvals import decide
from simulator.life.capacity import monday_of, week_of
from simulator.life.chance import Ints, keyed
from simulator.life.life import Life
from simulator.life.offices import DAY_ZERO, DAYS, works
from simulator.life.rows import DAY, HOUR, NEVER, Rows, together
from simulator.life.setup import desk
from simulator.life.worked import work

REFUSED = 0.035
LATE_PRACTICE = 3


def keep_time(life: Life) -> None:
    """From the hours worked to the hours posted."""
    sheets = _expected(life)
    cards = _by_month(life, work(life))
    place = np.full(len(life["resource"]) * 300, -1)
    place[sheets.person * 300 + sheets.week] = np.arange(len(sheets))
    sheet = place[cards.person * 300 + cards.week]
    cards, sheet = cards.pick(sheet >= 0), sheet[sheet >= 0]
    order = np.lexsort((cards.month, cards.project, sheet))
    cards, sheet = cards.pick(order), sheet[order]
    cards.put(sheet=sheet, key=keyed(sheets.key[sheet], cards.project, cards.month))
    life.rows["timesheet"], life.rows["timecard"] = sheets, cards
    _submit(life, sheets)
    _enter(life, sheets, cards)
    _approve(life, sheets, cards)
    _post(life, cards)


def _expected(life: Life) -> Rows:
    """A timesheet for every week in which a delivery person could work."""
    people, time = life["resource"], life.desks.time
    first, last = int(week_of(life.since)), int(week_of(life.today))
    week, person = (column.ravel() for column in np.meshgrid(
        np.arange(first, last + 1), np.flatnonzero(people.is_delivery), indexing="ij"))  # fmt: skip
    monday = monday_of(week) - DAY_ZERO
    start = np.maximum(monday, life.since - DAY_ZERO)
    days = (time.worked_days[person, monday + 7] - time.worked_days[person, start]).astype(np.int64)
    kept = days > 0
    week, person, days = week[kept], person[kept], days[kept]
    return Rows(
        key=keyed(people.key[person], week), person=person, resource_id=person + 1, week=week,
        entity_id=people.office[person] + 1, office=people.office[person], week_end=monday_of(week) + 6,
        capacity_minutes=days * people.weekly_minutes[person] // 5, practice_id=people.practice_id[person],
        created_at=time.opens[people.office[person], monday_of(week) - DAY_ZERO],
    )  # fmt: skip


def _by_month(life: Life, rows: Rows) -> Rows:
    """A week over the end of a month has two parts."""
    day = monday_of(rows.week)
    month = (np.arange(DAYS + 31) + DAY_ZERO).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    days = (day - DAY_ZERO)[:, None] + np.arange(7)[None, :]
    early = month[days] == month[day - DAY_ZERO][:, None]
    head = rows.pick(np.arange(len(rows))).put(minutes=rows.minutes * early, month_no=month[day - DAY_ZERO])
    over = np.flatnonzero((rows.minutes * ~early).any(axis=1))
    tail = rows.pick(over)
    tail.put(minutes=tail.minutes * ~early[over], month_no=month[day[over] + 6 - DAY_ZERO])
    cards = together(head.pick(np.flatnonzero(head.minutes.any(axis=1))), tail)
    real = cards.project >= 0
    cards.put(
        month=cards.month_no.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64),
        week_end=monday_of(cards.week) + 6, total=cards.minutes.sum(axis=1, dtype=np.int32),
        billable=real & (cards.kind != 1),
    )  # fmt: skip
    return cards


def _closing(life: Life, sheets: Rows) -> Ints:
    """When the last working day of the week ended, by the calendar of the office."""
    time = life.desks.time
    on = np.stack([works(office) for office in life.offices])
    days = (monday_of(sheets.week) - DAY_ZERO)[:, None] + np.arange(7)[None, :]
    last = 6 - np.argmax(on[sheets.office[:, None], days][:, ::-1], axis=1)
    day = monday_of(sheets.week) - DAY_ZERO + last
    sheets.put(last_day=day)
    return np.asarray(time.opens[sheets.office, day] + time.length_of(sheets.person))


def _submit(life: Life, sheets: Rows) -> None:
    """Many on Friday evening, most by Monday noon, some later; sooner when the month ends, or late as planted."""
    closing, who, key = _closing(life, sheets), sheets.resource_id, sheets.key
    habit = life.dice("submission").uniform(key)
    throw = life.dice("submission time").uniform(key)
    here = life.desks.time.on[sheets.person, sheets.last_day]
    evening, weekend = here & (habit < 0.42), here & (habit >= 0.42) & (habit < 0.49)
    hours = np.where(habit < 0.87, 0.1 + throw * 2.6, 3.0 + np.minimum(life.dice("late").skewed(key, 7, 0.9), 70))
    month_ends = week_of(_month_end(sheets.week_end)) == sheets.week
    hours = np.where(month_ends, hours * 0.6, hours)
    planted = (sheets.practice_id == LATE_PRACTICE) & (sheets.week_end >= life.begins("late_timesheets"))
    planted &= life.dice("late practice").chance(key, 0.75)
    hours = np.where(planted, 8 + np.minimum(life.dice("later").skewed(key, 15, 0.6), 80), hours)
    submitted = life.after(who, closing, hours)
    submitted = np.where(evening & ~planted, closing + 120 + (throw * 3 * HOUR).astype(np.int64), submitted)
    submitted = np.where(weekend & ~planted, closing + 14 * HOUR + (throw * 40 * HOUR).astype(np.int64), submitted)
    sheets.put(submitted_at=np.where(submitted < NEVER, submitted, closing + 3600), late=planted)


def _month_end(day: Ints) -> Ints:
    """The last day of the month of a day."""
    month = day.astype("datetime64[D]").astype("datetime64[M]") + 1
    return month.astype("datetime64[D]").astype(np.int64) - 1


def _enter(life: Life, sheets: Rows, cards: Rows) -> None:
    """Most enter their time on the first evening of it, a third all at once before they submit."""
    opens = life.desks.time.opens
    day = monday_of(cards.week) - DAY_ZERO + np.argmax(cards.minutes > 0, axis=1)
    office = sheets.office[cards.sheet]
    evening = opens[office, day] + life.desks.time.length_of(cards.person) - 1800
    evening += life.dice("entered").whole(cards.key, 0, 90) * 60
    bulk = life.dice("in bulk").chance(sheets.key, 0.33)[cards.sheet]
    submitted = sheets.submitted_at[cards.sheet]
    created = np.where(bulk, submitted - 60 * life.dice("bulk").whole(cards.key, 1, 20), evening)
    cards.put(created_at=np.minimum(created, submitted - 60), office=office)


def _approve(life: Life, sheets: Rows, cards: Rows) -> None:
    """The project manager approves the parts on the project, one's own manager the rest."""
    people, projects = life["resource"], life["project"]
    own = people.manager_id[cards.person]
    head = desk(life, "Finance Controller", cards.office, np.zeros(len(cards), np.int64))
    own = np.where(own > 0, own, head)
    lead = np.where(cards.project >= 0, projects.manager_id[cards.project], own)
    approver = np.where(lead == cards.person + 1, own, lead)
    asked = sheets.submitted_at[cards.sheet]
    answer = decide(life, "timesheet", Rows(
        object_id=cards.id, key=cards.key, asked_by=cards.person + 1, at=asked, who=approver,
        hours=life.dice("timesheet check").skewed(cards.key, 0.035, 0.5),
    ), np.full(len(cards), REFUSED))  # fmt: skip
    cards.put(
        submitted_at=asked, approved_at=answer.decided, rejected_at=answer.refused, corrected_at=answer.corrected
    )  # fmt: skip
    approved = np.zeros(len(sheets), np.int64)
    np.maximum.at(approved, cards.sheet, answer.decided)
    sheets.put(approved_at=np.where(approved > 0, approved, NEVER))


def nightly(life: Life, office: Ints, moment: Ints) -> Ints:
    """The next night at eleven by the office's clock, when the ERP takes what is approved."""
    night = life.desks.time.opens + 14 * HOUR
    guess = np.clip((moment - night[office, 0]) // DAY, 0, DAYS - 3)
    late = sum(((night[office, guess + n] < moment).astype(np.int64) for n in (0, 1)), np.zeros(len(moment), np.int64))
    return np.where(moment < NEVER, night[office, guess + late], NEVER)


def _post(life: Life, cards: Rows) -> None:
    """Approved time is posted in the night; in Munich some is not since the trouble began, or not all of it."""
    hit = (cards.office == 2) & (cards.approved_at >= life.begins_at("unposted_hours")) & (cards.project >= 0)
    hit &= life.dice("unposted").chance(cards.key, 0.05)
    later = life.after(
        cards.person + 1, np.where(hit, cards.approved_at, 0), 120 + 160 * life.dice("found").uniform(cards.key)
    )
    posted = nightly(life, cards.office, np.where(hit, later, cards.approved_at))
    part = hit & life.dice("posted in part").chance(cards.key, 0.25)
    minutes = np.where(part, cards.total // 2, cards.total)
    cards.put(posted_at=posted, posted_minutes=minutes, unposted=hit)
