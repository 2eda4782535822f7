"""Running cases that will probably miss a service level of their process, with the time they still take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from core.errors import NotFound
from core.sql import load
from core.words import object_label
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.calibration import calibrated
from models.detector import Declaration, Json, Learned, Measured, Peers, Place, Suggestion, Suspicion
from models.known_then import known_then
from models.lateness.chance import Lateness, learn_lateness
from models.lateness.reasons import reasons_of
from models.lateness.watched import Watched, days, moment_of, watched
from models.remaining_time.histories import Floats, Ints
from models.remaining_time.interval import Predicted, rolling
from models.remaining_time.model import RemainingTime, Told, learn

PROBABLE, MORE = 0.5, 0.05
"""A case is told when it is probable and so much more than usual,"""
TIMES, LEAST = 2.0, 0.2
"""or when the chance is so many times the usual and at least this."""
VIEW = ("steady",)
"""One view of the cases: each service level is learnt anew on schedule."""
OFFSET = 0.1
"""Part of the usual time that is added when what came is held against what was predicted."""
FEWEST = 30
CENTS = 100
PEERS = 200


@dataclass(frozen=True)
class Taught:
    """What was learnt of one service level, and until when."""

    lateness: Lateness
    remaining: RemainingTime
    until: float

    def as_json(self) -> dict[str, Json]:
        return {
            "lateness": self.lateness.as_json(), "remaining": self.remaining.as_json(), "until": self.until,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Taught:
        """What `as_json` gave."""
        return cls(
            Lateness.from_json(kept["lateness"]), RemainingTime.from_json(kept["remaining"]), float(kept["until"])
        )


@dataclass(frozen=True)
class Known:
    """What is known of a thing: whose it is, its name, the money that waits on it (hundredths)."""

    type: str
    place: Place
    name: str | None
    week_end: str | None
    money: float | None
    currency: str | None


class LikelyLate:
    """Learns, by service level, when cases were done; tells of those under way."""

    declaration = Declaration(
        name="likely_late",
        kind="likely_late",
        title="Running cases likely late",
        question="Which running cases will miss a service level of their process, and when will they be there?",
        owner_role="process_owner",
        version=3,
        method=(
            "By service level: the share that missed it among cases that had run as long (Kaplan-Meier over working "
            "time), from which boosted trees start where they told a later part better that they had not seen "
            "(LightGBM, reasons by TreeSHAP). The time still needed is the median by last activity, times so "
            "much of what trees add as was better on later parts; its 80% interval is conformal and adapts to what "
            "came of earlier ones, on a clock that runs on the days of the week on which cases end and stands still "
            "where all work stopped a year before."
        ),
        limits=(
            "A service level with fewer than 30 ended cases, or fewer than three missed, is not watched. What is late "
            "already is an exception of the rules and not told here."
        ),
        of_service_levels=True,
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        """By service level what its cases took; those with too few are left out."""
        found = {}
        for one in watched(log, until):
            taught = _learn(one, days(until))
            if taught:
                found[one.name] = taught.as_json()
        return {"levels": found}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """Cases that have begun and are neither done nor late, if they will probably be late."""
        levels, now = _levels(learned), days(moment)
        told: list[tuple[Watched, Taught, int]] = []
        for one in watched(log, moment):
            taught = levels.get(one.name)
            rows = one.running(now)
            if taught and len(rows):
                chance = taught.lateness.chance(one, rows, np.full(len(rows), now))
                usual = taught.lateness.usual
                wanted = ((chance >= PROBABLE) & (chance >= usual + MORE)) | (
                    (chance >= LEAST) & (chance >= TIMES * usual)
                )
                told += [(one, taught, int(row)) for row in rows[wanted]]
        things = _things(log, [one.ids[one.case[row]] for one, _, row in told], moment)
        found = [_suspicion(one, taught, row, now, things) for one, taught, row in told]
        return sorted(_one_a_case(found), key=lambda each: (-each.score, each.subject_type, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """Of looks once a day since then whose end is known: the Brier score, over all service levels."""
        levels, told, usual = _levels(learned), [], []
        for one in watched(log, until):
            taught = levels.get(one.name)
            if not taught:
                continue
            rows, at = one.looks(days(until))
            came = one.missed(rows, days(until))
            some = (at > days(since)) & ~np.isnan(came)
            chance = taught.lateness.chance(one, rows[some], at[some])
            told += list(zip(chance.tolist(), came[some].tolist(), strict=True))
            usual += [taught.lateness.usual] * int(some.sum())
        if len(told) < FEWEST:
            return None
        brier = sum((chance - came) ** 2 for chance, came in told) / len(told)
        naive = sum((one - came) ** 2 for one, (_, came) in zip(usual, told, strict=True)) / len(told)
        return Measured(
            "Brier score of missing the service level", brier, naive, "the share of each service level", False,
            len(told), since, until, calibrated(told),
        )  # fmt: skip


def _learn(one: Watched, until: float) -> Taught | None:
    lateness = learn_lateness(one, until)
    if lateness is None:
        return None
    rows, at = one.looks(until)
    kept = one.kept[rows]
    remaining = learn(
        Told(one.histories, one.moments(rows, at), np.where(kept <= until, kept - at, np.nan), until), VIEW
    )
    return Taught(lateness, remaining, until) if remaining else None


def _levels(learned: Learned) -> dict[str, Taught]:
    kept: Any = learned.get("levels") or {}
    return {name: Taught.from_json(each) for name, each in kept.items()}


def _one_a_case(found: Sequence[Suspicion]) -> list[Suspicion]:
    """Of a case that will miss several service levels the one that it misses most probably."""
    best: dict[tuple[str, str], Suspicion] = {}
    for each in found:
        key = (each.subject_type, each.subject_id)
        if key not in best or each.score > best[key].score:
            best[key] = each
    return list(best.values())


def _suspicion(one: Watched, taught: Taught, row: int, now: float, things: Mapping[str, Known]) -> Suspicion:
    rows, at = np.array([row]), np.array([now])
    usual, points = taught.lateness.points(one, rows, at)
    chance = float(taught.lateness.chance(one, rows, at)[0])
    object_id = one.ids[one.case[row]]
    thing = things.get(object_id, Known(one.object_type, Place(), None, None, None, None))
    will = "will probably" if chance >= PROBABLE else "may"
    likely, low, high = _when(one, taught, rows, now)
    return Suspicion(
        subject_type=thing.type,
        subject_id=object_id,
        score=chance,
        chance=chance,
        usual=usual,
        title=f"{one.level.name}: {_name(thing, object_id)} {will} be late",
        summary=(
            f"Due {_day(moment_of(float(one.due[row])))}, expected {_day(likely)}; in four of five such cases between "
            f"{_day(low)} and {_day(high)}."
        ),
        since=moment_of(float(one.begun[row])),
        reasons=reasons_of(one, taught.lateness, (row, now), points[0], object_id),
        suggestion=Suggestion("chase_step", "Ask who holds the next step"),
        place=thing.place,
        money=None if thing.money is None else thing.money / CENTS,
        currency=thing.currency if thing.money is not None else None,
        peers=_peers(one, row, now),
    )


def _when(one: Watched, taught: Taught, rows: Ints, now: float) -> tuple[datetime, datetime, datetime]:
    """When it will be done, and from when to when in four of five cases, by what came of earlier predictions."""
    before, at = one.looks(now)
    some = at > taught.until
    earlier = _predicted(one, taught, before[some], at[some], now)
    here = _predicted(one, taught, rows, np.full(len(rows), now), now)
    looks, rhythm = taught.remaining.tried.then(earlier.sorted()).then(here), taught.remaining.rhythm
    intervals = rolling(looks, OFFSET * taught.remaining.usual, rhythm)
    days_left = float(here.days[-1])
    low, high = float(intervals.low[-1]), float(intervals.high[-1])
    # where little is known the interval is as wide as it takes to hold what is expected
    low, high = min(low, days_left), 2 * days_left if np.isinf(high) else max(high, days_left)
    return moment_of(now + days_left), moment_of(now + low), moment_of(now + high)


def _predicted(one: Watched, taught: Taught, rows: Ints, at: Floats, now: float) -> Predicted:
    kept = one.kept[rows]
    ahead = taught.remaining.predict(one.histories, one.moments(rows, at))
    return Predicted(at, ahead, np.where(kept <= now, kept - at, np.nan))


def _peers(one: Watched, row: int, now: float) -> Peers | None:
    """Hours of its clock that the latest ended cases took, its own so far beside them."""
    ended = np.flatnonzero(one.kept <= now)[-PEERS:]
    if len(ended) < 2:
        return None
    took = one.used(ended, one.kept[ended]) * one.level.hours
    own = float(one.used(np.array([row]), np.array([now]))[0] * one.level.hours)
    values = tuple(round(value, 1) for value in took.tolist())
    return Peers(f"the latest {len(ended)} that ended", one.hours, values, round(own, 1))


def _things(log: EventLog, ids: Sequence[str], moment: datetime) -> dict[str, Known]:
    if not ids:
        return {}
    with known_then(log, moment) as then:
        if then is None:
            return {}
        try:
            statement = where_facts_are(then.database, load("models.lateness", "places.sql"))
        except NotFound:
            return {}
        rows = then.database.rows(statement, ids=list(ids), moment=moment)
    return {
        object_id: Known(type_, Place(entity, practice, client, project), name, week_end, money, currency)
        for object_id, type_, entity, practice, client, project, name, week_end, money, currency in rows
    }


def _name(thing: Known, object_id: str) -> str:
    label = object_label(thing.type)
    if thing.week_end:
        return f"{label.lower()} of the week to {_day(datetime.fromisoformat(thing.week_end))}"
    return f"{label.lower()} {thing.name or object_id}"


def _day(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b}"


DETECTOR = LikelyLate()
