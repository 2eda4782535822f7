"""The people: hired, promoted, gone; their rates and their leave.

Shapes are the field's usual figures (one in seven consultants leaves in a year, five weeks of vacation, six sick days);
none of the published data sets has them.
"""

from __future__ import annotations

import numpy as np

from simulator.life import names
from simulator.life.chance import Bools, Column, Ints, keyed
from simulator.life.life import Life
from simulator.life.offices import DAY_ZERO, DAYS, works
from simulator.life.rows import DAY, HOUR, Rows, together
from simulator.life.staff import (
    BACK_OFFICE,
    COSTS,
    GRADES,
    LADDER,
    MANAGER,
    OVERHEAD,
    PARTNER,
    PRACTICES,
    ROLES,
    SKILLS,
)

SUBCONTRACTED = 0.06
LEAVING = 0.14
SUCCESSORS = 4
SMALL = 48
KNOWN_BEFORE = 40  # days from the signed offer to the first day


def hire(life: Life) -> None:
    """Everybody who works for the firm at some time, by office: first those of the start, then their successors."""
    parts = []
    for number, office in enumerate(life.offices):
        places = max(16 if not office.acquired else 12, round(life.people * office.share))
        parts += [_delivery(life, number, places), _back_office(life, number, places)]
    people = together(*parts)
    people.put(**_described(life, people))
    people.put(manager_id=_managers(people))
    life.rows["resource"] = people


def _delivery(life: Life, office: int, places: int) -> Rows:
    """Delivery people; a place that falls empty is filled again after a month or two."""
    place = np.arange(places, dtype=np.int64)
    key = keyed(office + 1, place)
    practice, grade = place % 4 + 1, LADDER[place // 4 % len(LADDER)]
    if places < SMALL:  # one partner leads all its practices
        grade = np.where((grade == PARTNER) & (practice > 1), 1, grade)
    joined = max(life.joined(office), 0)
    hired = joined or life.since - life.dice("hired").whole(key, 230, 3000)
    hired = np.broadcast_to(hired, place.shape).astype(np.int64)
    outside = (life.dice("subcontractor").chance(key, SUBCONTRACTED) | (place == 5)) & (grade < MANAGER)
    parts = []
    for turn in range(SUCCESSORS):
        keys = keyed(key, turn)
        stay = (-np.log1p(-life.dice("stay").uniform(keys)) * 365 / LEAVING).astype(np.int64) + 90
        start = np.maximum(hired, life.since - 30) if turn == 0 else hired
        left = np.where((grade < MANAGER) & (start + stay < life.today), start + stay, 0)
        parts.append(Rows(
            key=keys, office=np.full(len(keys), office), practice_id=practice, grade_no=grade, is_delivery=left >= 0,
            is_subcontractor=outside, hired_on=hired, left_on=left, desk=np.full(len(keys), "", object),
        ))  # fmt: skip
        gone = left > 0
        hired = (left + life.dice("vacant").whole(keys, 20, 70))[gone]
        key, practice, grade, outside = key[gone], practice[gone], grade[gone], outside[gone]
        there = hired < life.today
        key, practice, grade, outside, hired = key[there], practice[there], grade[there], outside[there], hired[there]
    return together(*parts)


def _back_office(life: Life, office: int, places: int) -> Rows:
    """Those who sell, check, approve, staff, bill and collect; they stay."""
    desks = np.array(
        [desk for desk, each in BACK_OFFICE.items() for _ in range(max(1, round(places / each)))], dtype=object
    )
    key = keyed(100 + office, np.arange(len(desks)))
    count = len(desks)
    joined = life.joined(office)
    hired = np.full(count, joined) if joined else life.since - life.dice("hired").whole(key, 2000, 4500)
    return Rows(
        key=key, office=np.full(count, office), practice_id=np.full(count, OVERHEAD), grade_no=1 + np.arange(count) % 2,
        is_delivery=np.zeros(count, bool), is_subcontractor=np.zeros(count, bool), hired_on=hired,
        left_on=np.zeros(count, np.int64), desk=desks,
    )  # fmt: skip


def _described(life: Life, people: Rows) -> dict[str, Column]:
    """Names, roles, skills and costs, as columns."""
    offices = life.offices
    called = np.empty(len(people), object)
    for number, office in enumerate(offices):
        mine = people.office == number
        called[mine] = names.people(life.dice("name"), people.key[mine], office.country)
    role_no = life.dice("role").among(people.key, (5, 3, 4))
    role = np.array([
        desk or ("Partner" if grade == PARTNER else "Project Manager" if grade >= MANAGER
                 else ROLES[PRACTICES[practice - 1]][number])
        for desk, grade, practice, number in zip(
            people.desk, people.grade_no.tolist(), people.practice_id.tolist(), role_no.tolist(), strict=True
        )
    ], dtype=object)  # fmt: skip
    dearness = np.array([office.dearness for office in offices])[people.office]
    cost = COSTS[people.grade_no] * dearness * life.dice("cost").skewed(people.key, 1.0, 0.08)
    cost = np.where(people.is_subcontractor, cost * 1.35, cost)
    minutes = np.array([office.weekly_minutes for office in offices])[people.office]
    short = life.dice("part time").chance(people.key, 0.08) & people.is_delivery & (people.grade_no < MANAGER)
    return {
        "name": called,
        "email": np.array(names.emails(called.tolist(), "northlight.example"), object),
        "entity_id": people.office + 1,
        "grade": np.array(GRADES, object)[people.grade_no],
        "role": role,
        "skills": np.array([", ".join(SKILLS.get(name, ("Office work",))) for name in role], object),
        "weekly_minutes": np.where(short, minutes * 4 // 5, minutes),
        "cost_cents_per_hour": np.round(cost).astype(np.int64),
        "created_at": (people.hired_on - KNOWN_BEFORE) * DAY + 9 * HOUR,
    }


def _managers(people: Rows) -> Ints:
    """A partner of one's own practice and office leads managers; managers lead the rest; the first partner nobody."""
    found = np.zeros(len(people), np.int64)
    for office in np.unique(people.office):
        heads = people.id[(people.office == office) & (people.grade_no == PARTNER) & people.is_delivery]
        for practice in range(1, OVERHEAD + 1):
            mine = (people.office == office) & (people.practice_id == practice)
            partners = people.id[mine & (people.grade_no == PARTNER) & people.is_delivery]
            partners = partners if len(partners) else heads
            leads = people.id[mine & np.isin(people.grade_no, (MANAGER, MANAGER + 1)) & people.is_delivery]
            leads = leads if len(leads) else partners
            ids = people.id[mine]
            junior = people.grade_no[mine] < MANAGER
            found[ids - 1] = np.where(junior, leads[ids % len(leads)], partners[ids % len(partners)])
        found[heads - 1] = heads[0]
        found[heads[0] - 1] = 0
    return found


def promote(life: Life) -> None:
    """In January and July some rise a grade. People hold the grade of today, the changes the ones before."""
    people = life["resource"]
    parts = []
    for year in range(2024, 2028):
        for month in (1, 7):
            day = int(np.datetime64(f"{year}-{month:02d}-01").astype(np.int64))
            keys = keyed(people.key, day)
            fit = people.is_delivery & (people.grade_no < MANAGER - 1) & (people.hired_on < day - 300)
            fit &= ((people.left_on == 0) | (people.left_on > day)) & life.dice("promoted").chance(keys, 0.06)
            if not life.since < day < life.today or not fit.any():
                continue
            who = np.flatnonzero(fit)
            old = people.grade_no[who].copy()
            people.grade_no[who] += 1
            changed = np.full(len(who), day * DAY + 9 * HOUR)
            parts.append(Rows(resource_id=who + 1, changed_at=changed, old_no=old, new_no=old + 1))
    none = np.zeros(0, np.int64)
    changes = together(Rows(resource_id=none, changed_at=none, old_no=none, new_no=none), *parts)
    ladder = np.array(GRADES, object)
    changes.put(field=np.full(len(changes), "grade", object), old=ladder[changes.old_no], new=ladder[changes.new_no])
    people.put(grade=ladder[people.grade_no])
    life.rows["resource_change"] = changes


def working_days(life: Life) -> Bools:
    """For every person and day from the first day of the calendar: at work, if not on leave."""
    people = life["resource"]
    on = np.stack([works(office) for office in life.offices])[people.office]
    day = np.arange(DAYS) + DAY_ZERO
    there = people.hired_on[:, None] <= day
    there &= (people.left_on[:, None] == 0) | (day <= people.left_on[:, None])
    return np.asarray(on & there)
