"""What share of each person's week is still free, and who fits a request best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.life.chance import Ints
from simulator.life.life import Life
from simulator.life.offices import DAY_ZERO, DAYS
from simulator.life.rows import NEVER, Rows
from simulator.life.staff import PARTNER

FIRST_MONDAY = DAY_ZERO + 1
WEEKS = (DAYS - 1) // 7
LONGEST_SHIFT = 4


def week_of(day: Ints | int) -> Ints:
    """The number of a day's week."""
    return np.clip((np.asarray(day, np.int64) - FIRST_MONDAY) // 7, 0, WEEKS - 1)


def monday_of(week: Ints) -> Ints:
    return FIRST_MONDAY + 7 * np.asarray(week, np.int64)


@dataclass(frozen=True)
class Request:
    """One request as the search needs it: whom it asks for, from which week to which, at what share, made when."""

    office: int
    practice: int
    role: str
    grade: int
    share: int
    first: int
    last: int
    at: int = NEVER


class Capacity:
    """Free shares in percent, by person and week."""

    def __init__(self, life: Life) -> None:
        people = life["resource"]
        monday = monday_of(np.arange(WEEKS))
        there = (people.hired_on[:, None] <= monday) & people.is_delivery[:, None]
        there &= (people.left_on[:, None] == 0) | (people.left_on[:, None] >= monday + 4)
        self.free = np.where(there, 100, 0).astype(np.int16)
        self._grade, self._known = people.grade_no, people.created_at
        self._pools = self._by_pool(people)

    def _by_pool(self, people: Rows) -> dict[tuple[object, ...], Ints]:
        """Who comes into question: by office, practice and role, by practice, and by role alone."""
        pools: dict[tuple[object, ...], list[int]] = {}
        fit = np.flatnonzero(people.is_delivery & (people.grade_no < PARTNER))
        columns = (people.office[fit], people.practice_id[fit], people.role[fit], people.is_subcontractor[fit])
        for person, office, practice, role, outside in zip(fit.tolist(), *(c.tolist() for c in columns), strict=True):
            for pool in ((office, practice, role, outside), (office, practice), (role,)):
                pools.setdefault(pool, []).append(person)
        return {pool: np.array(members) for pool, members in pools.items()}

    def pools_for(self, request: Request) -> list[Ints]:
        """The pools to look through, the nearest first."""
        office, practice, role = request.office, request.practice, request.role
        names = ((office, practice, role, False), (office, practice, role, True), (office, practice), (role,))
        return [self._pools[name] for name in names if name in self._pools]

    def find(self, request: Request, but: int = -1) -> tuple[int, int] | None:
        """Who has the time, and how many weeks late; of one pool the soonest, then the one of the nearest grade."""
        for members in self.pools_for(request):
            weeks = self.free[members, request.first : request.last + 1]
            if not weeks.shape[1]:
                return None
            least = np.minimum.accumulate(weeks[:, ::-1], axis=1)[:, ::-1][:, : LONGEST_SHIFT + 1]
            fits = (least >= request.share) & ((members != but) & (self._known[members] < request.at))[:, None]
            able = fits.any(axis=1)
            if able.any():
                shift = fits.argmax(axis=1)
                away = np.abs(self._grade[members] - request.grade)
                cost = np.where(able, shift * 1000 + away * 300 + least[np.arange(len(members)), shift], 10**6)
                best = int(cost.argmin())
                return int(members[best]), int(shift[best])
        return None

    def busiest(self, request: Request) -> int | None:
        """Who of the nearest pool has the least time left: whom a careless booking takes twice."""
        for members in self.pools_for(request)[:1]:
            left = self.free[members, request.first : request.last + 1].mean(axis=1)
            known = self._known[members] < request.at
            taken = np.where((left < 60) & (left > -40) & known, left, 10**6)
            if taken.min() < 10**6:
                return int(members[taken.argmin()])
        return None

    def take(self, person: int, request: Request, shift: int = 0) -> None:
        self.free[person, request.first + shift : request.last + 1] -= request.share
