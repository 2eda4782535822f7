"""Cases written by hand, and cases generated with a known law."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from models.remaining_time.histories import Floats, Histories
from models.remaining_time.interval import Predicted


def histories(*cases: list[tuple[float, str]], **said: list[str | None]) -> Histories:
    """Cases of (day, activity); `said` has a value for each event, in the order of the cases."""
    events = [event for case in cases for event in case]
    first = np.cumsum([0, *(len(case) for case in cases)])
    return Histories(first, np.array([day for day, _ in events], np.float64), [name for _, name in events], said)


def generated(cases: int = 600, seed: int = 3, drift: float = 0.0) -> tuple[Histories, Floats]:
    """Cases of ask, [again], answer: who asks in red waits 8 days, in blue 2, by a tenth more or less, and each
    asking again doubles it. With `drift` waits grow so many times from the first case to the last.

    Also when each case ends."""
    rng = np.random.default_rng(seed)
    made, colours, ends = [], [], []
    for number in range(cases):
        start, red, again = number * 0.5, rng.random() < 0.5, rng.random() < 0.3
        wait = (8 if red else 2) * (2 if again else 1) * rng.uniform(0.9, 1.1) * (1 + drift * number / cases)
        names = ["ask", "again"] if again else ["ask"]
        case = [(start + 0.1 * place, name) for place, name in enumerate(names)]
        ends.append(case[-1][0] + wait)
        made.append([*case, (ends[-1], "answer")])
        colours += ["red" if red else "blue"] * len(made[-1])
    return histories(*made, colour=colours), np.array(ends)


def days(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def ended_twice_a_week(since: date, until: date, each: int = 20) -> Floats:
    """On each Monday and Thursday so many cases ended at noon, but none over the turn of a year."""
    found: list[float] = []
    for day in range(days(since), days(until)):
        one = date(1970, 1, 1) + timedelta(days=day)
        if one.weekday() in (0, 3) and not ((one.month, one.day) >= (12, 22) or (one.month, one.day) <= (1, 3)):
            found += [day + 0.5] * each
    return np.array(found)


def paid_twice_a_week(since: date, until: date, seed: int = 4) -> Predicted:
    """Ten looks a day, each predicted to take the 8 days that half of them take; paid on the first Monday or Thursday
    after 2 to 14 days, and never over the turn of a year."""
    rng = np.random.default_rng(seed)
    begun = np.sort(rng.uniform(days(since), days(until), 10 * (days(until) - days(since))))
    paid = np.unique(ended_twice_a_week(since, date(until.year + 1, 12, 1)))
    ready = begun + rng.uniform(2, 10, len(begun))
    return Predicted(begun, np.full(len(begun), 8.0), paid[np.searchsorted(paid, ready)] - begun)
