"""Approvals: who is asked looks into the inbox at set hours, decides what lies there, and sends some of it back.

The times between asking and decision follow BPI Challenge 2020 (DomesticDeclarations, RequestForPayment), where a step
of approval takes a median of 20 to 26 hours by the wall clock and more than 114 to 165 hours in one case of ten; in 9
to 12 % of the cases the first office sends back,
and the correction takes a median of 5 to 18 hours with a long tail. An
inbox opened once a day by most, on some weekdays by the rest, gives such times; the people's leave gives the tail.
"""

from __future__ import annotations

import numpy as np

from simulator.life.chance import Bools, Floats, Ints, keyed
from simulator.life.life import Life
from simulator.life.offices import DAYS
from simulator.life.rows import DAY, HOUR, NEVER, Rows

# Weekdays (Monday is 0) on which an inbox is opened, and how common that is.
HABITS = ((0, 1, 2, 3, 4), (0, 2, 4), (1, 3), (4,), (2,))
COMMON = (0.62, 0.14, 0.12, 0.07, 0.05)
EVERY_DAY = ("contract", "invoice_review")  # whose desks have little else to do
ROUNDS = 3
CORRECTED_SOON = {"contract": 16.0}  # hours, where a project waits for it
LEARNT = 120  # days in which what a newcomer needs beyond the usual time falls to a third
# What is approved, and the wait it makes.
KINDS = {
    "contract": ("contract", "contract_check"),
    "budget": ("project", "budget_approval"),
    "timesheet": ("timecard", "timesheet_approval"),
    "expense_manager": ("expense_report", "expense_manager"),
    "expense_finance": ("expense_report", "expense_finance"),
    "purchase": ("purchase_order", "purchase_approval"),
    "vendor_invoice": ("vendor_invoice", "vendor_invoice_approval"),
    "invoice_review": ("invoice", "invoice_review"),
}
KIND_NAMES = tuple(KINDS)


class Inboxes:
    """When each person next opens the inbox of a kind of work."""

    def __init__(self, life: Life) -> None:
        people, time = life["resource"], life.desks.time
        self._time, self._life = time, life
        self._habit = life.dice("inbox habit").among(people.key, COMMON)
        self._hour = life.dice("inbox hour").whole(people.key, 1, 12) * (HOUR // 2)
        weekday = (np.arange(DAYS) + 6) % 7  # the first day of the calendar is a Sunday
        opened = np.array([np.isin(weekday, days) for days in HABITS])
        self._next_by_habit = [self._next(time.on & days) for days in opened]
        self._slow = self._next(time.on & (weekday == 3))

    @staticmethod
    def _next(open_days: Bools) -> Ints:
        """For every person and day the first such day from it on (the number of days if there is none)."""
        days = np.where(open_days, np.arange(DAYS, dtype=np.int16), np.int16(DAYS))
        return np.minimum.accumulate(days[:, ::-1], axis=1)[:, ::-1]

    def opened(self, who: Ints, asked: Ints, kind: str) -> Ints:
        """When each of `who` (numbers from 1) next looks for what was asked at a moment."""
        person = who - 1
        found = np.full(len(who), NEVER)
        habit = np.zeros(len(who), np.int64) if kind in EVERY_DAY else self._habit[person]
        hour = self._hour[person] + KIND_NAMES.index(kind) * 600
        for number, next_day in enumerate(self._next_by_habit):
            mine = np.flatnonzero(habit == number)
            found[mine] = self._from(next_day, person[mine], asked[mine], hour[mine])
        return found

    def opened_slowly(self, who: Ints, asked: Ints) -> Ints:
        """The same for somebody who only looks on Thursdays."""
        return self._from(self._slow, who - 1, asked, np.full(len(who), 5 * HOUR))

    def _from(self, next_day: Ints, person: Ints, asked: Ints, hour: Ints) -> Ints:
        opens, office = self._time.opens, self._time.office[person]
        day = self._time.day_of(person, asked)
        late = asked > opens[office, day] + hour
        day = np.minimum(day + late, DAYS - 1)
        slot = next_day[person, day].astype(np.int64)
        moment = opens[office, np.minimum(slot, DAYS - 1)] + hour
        return np.where((slot < DAYS) & (asked < NEVER), moment, NEVER)


def decide(life: Life, kind: str, asked: Rows, refused: Floats, slow: Bools | None = None) -> Rows:
    """Ask for approval in rounds until it is given. `asked` has object_id, key, asked_by, at, who and hours (of work).

    Gives, a row each, `decided` (approved), `refused` (the first time) and `corrected` (the last time).
    """
    count = len(asked)
    answer = Rows(decided=np.full(count, NEVER), refused=np.full(count, NEVER), corrected=np.full(count, NEVER))
    row = np.flatnonzero(asked.at < NEVER)
    at = asked.at[row]
    for number in range(1, ROUNDS + 1):
        if not len(row):
            break
        some = asked.pick(row).put(at=at)
        decided = _handle(life, kind, some, None if slow is None else slow[row])
        share = refused[row] * (1.0, 0.35, 0.0)[number - 1]
        back = life.dice(f"refused {kind}").chance(keyed(some.key, number), share) & (decided < NEVER)
        _note(life, kind, some, Rows(decided=decided, back=back, round=np.full(len(row), number)))
        answer.decided[row[~back]] = decided[~back]
        if number == 1:
            answer.refused[row[back]] = decided[back]
        row, some = row[back], some.pick(back)
        hours = life.dice(f"correction {kind}").skewed(keyed(some.key, number), 4.0, 1.3)
        at = life.after(some.asked_by, decided[back], np.minimum(hours, CORRECTED_SOON.get(kind, 90.0)))
        # the last until now: of one that still lies ahead nothing is known
        known = (at < life.as_of) | (answer.corrected[row] >= NEVER)
        answer.corrected[row[known]] = at[known]
    return answer


def _handle(life: Life, kind: str, asked: Rows, slow: Bools | None) -> Ints:
    """When each is decided: what one person finds in the inbox at one time is one batch."""
    inboxes = life.inboxes
    opened = inboxes.opened(asked.who, asked.at, kind)
    if slow is not None and slow.any():
        opened[slow] = inboxes.opened_slowly(asked.who[slow], asked.at[slow])
    order = np.lexsort((asked.at, opened, asked.who))
    who, ready, at = asked.who[order], opened[order], asked.at[order]
    first = np.concatenate([[True], (who[1:] != who[:-1]) | (ready[1:] != ready[:-1])])
    batch = np.cumsum(first) - 1
    start = np.flatnonzero(first)
    end = np.concatenate([start[1:], [len(order)]]) - 1
    known = (at // DAY - life["resource"].hired_on[who - 1]) / LEARNT
    work = np.maximum((asked.hours[order] * (1 + np.exp(-np.maximum(known, 0))) * HOUR).astype(np.int64), 60)
    until = np.cumsum(work)
    until -= (until[start] - work[start])[batch]
    begun, _ = life.desks.serve(who[start] - 1, ready[start], until[end], enabled=at[end])
    taken = begun[batch]
    time = life.desks.time
    done = time.done(who - 1, time.position(who - 1, taken) + until)
    back = np.argsort(order, kind="stable")
    waits = Rows(object_id=asked.object_id[order], who=who, enabled=at, last=at[end][batch], taken=taken)
    life.note_waits(KINDS[kind][1], waits)
    return np.where(taken < NEVER, done, NEVER)[back]


def _note(life: Life, kind: str, asked: Rows, decision: Rows) -> None:
    shown = asked.at < life.as_of
    life.approvals.append(Rows(
        kind_no=np.full(len(asked), KIND_NAMES.index(kind), np.int8), object_id=asked.object_id,
        round=decision.round.astype(np.int8), asked_by_id=asked.asked_by, asked_at=asked.at,
        decided_at=decision.decided, approved=~decision.back, approver_id=asked.who,
    ).pick(shown))  # fmt: skip
