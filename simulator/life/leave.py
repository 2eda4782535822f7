"""Leave: vacations in summer and around the year's end, a few days between, and sick days."""

from __future__ import annotations

import numpy as np

from simulator.life.chance import Bools, Ints, keyed
from simulator.life.life import Life
from simulator.life.offices import DAY_ZERO, DAYS
from simulator.life.rows import DAY, HOUR, NEVER, Rows, together

# Of a year: first possible day, latest, shortest and longest in calendar days, share of people, kind.
HABITS = (
    (182, 240, 7, 19, 0.85, "vacation"),
    (355, 361, 6, 11, 0.7, "vacation"),
    (75, 150, 3, 9, 0.6, "vacation"),
    (265, 320, 3, 8, 0.5, "vacation"),
    (15, 340, 1, 2, 0.6, "vacation"),
    (5, 90, 1, 4, 0.55, "sick"),
    (60, 200, 1, 3, 0.45, "sick"),
    (250, 355, 1, 4, 0.55, "sick"),
    (20, 340, 1, 1, 0.5, "sick"),
    (20, 250, 60, 120, 0.012, "parental"),
)
AT_A_DESK = 5  # days at a time, of those on whom others wait


def take_leave(life: Life, on: Bools) -> Bools:
    """Write the leave, and give the days that are left to work."""
    people = life["resource"]
    parts = []
    for year in range(2023, 2028):
        first = int(np.datetime64(f"{year}-01-01").astype(np.int64))
        for number, (earliest, latest, shortest, longest, share, kind) in enumerate(HABITS):
            key = keyed(people.key, year, number)
            start = first + life.dice("leave from").whole(key, earliest, latest)
            days = life.dice("leave days").whole(key, shortest, longest)
            end = start + np.where(people.desk != "", np.minimum(days, AT_A_DESK), days) - 1
            takes = life.dice("leave").chance(key, share)
            takes &= (start > people.hired_on + 30) & (end < DAY_ZERO + DAYS)
            takes &= (people.left_on == 0) | (end < people.left_on)
            takes &= start > life.since - 60
            who = np.flatnonzero(takes)
            parts.append(Rows(
                resource_id=who + 1, from_on=start[who], to_on=end[who], key=key[who],
                kind=np.full(len(who), kind, object),
            ))  # fmt: skip
    leave = _apart(together(*parts))
    life.rows["leave"] = leave.put(**_asked(life, leave))
    return on & ~_away(leave, len(people))


def _apart(leave: Rows) -> Rows:
    """Where two would overlap, only the earlier one is taken."""
    leave = leave.pick(np.lexsort((leave.to_on, leave.from_on, leave.resource_id)))
    reach = np.maximum.accumulate(leave.to_on + leave.resource_id * DAYS * 100) - leave.resource_id * DAYS * 100
    free = np.ones(len(leave), bool)
    free[1:] = (leave.resource_id[1:] != leave.resource_id[:-1]) | (leave.from_on[1:] > reach[:-1])
    return leave.pick(free)


def _asked(life: Life, leave: Rows) -> dict[str, Ints]:
    """Vacation is asked for weeks ahead and approved within days; who is ill says so in the morning."""
    ahead = life.dice("leave asked").whole(leave.key, 20, 100) * DAY
    minute = life.dice("leave minute").whole(leave.key, 0, 7 * 60) * 60
    sick = leave.kind == "sick"
    asked = np.where(sick, leave.from_on * DAY + 8 * HOUR, leave.from_on * DAY + 9 * HOUR + minute - ahead)
    answer = life.dice("leave approved").skewed(leave.key, 20 * HOUR, 0.9).astype(np.int64)
    asked = np.maximum(asked, life["resource"].hired_on[leave.resource_id - 1] * DAY + 10 * HOUR)
    approved = asked + np.where(sick, 2 * HOUR, answer)
    return {"requested_at": asked, "approved_at": np.where(approved < leave.from_on * DAY + DAY, approved, NEVER)}


def _away(leave: Rows, people: int) -> Bools:
    edges = np.zeros((people, DAYS + 1), np.int8)
    who = leave.resource_id - 1
    np.add.at(edges, (who, np.maximum(leave.from_on - DAY_ZERO, 0)), 1)
    np.add.at(edges, (who, np.minimum(leave.to_on + 1 - DAY_ZERO, DAYS)), -1)
    return np.cumsum(edges[:, :-1], axis=1, dtype=np.int8) > 0
