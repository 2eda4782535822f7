"""The chance that a role of an entity is short of people in the coming weeks: learnt week by week from the past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import numpy as np

from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.detector import Json, Learned
from models.staffing.double_booked import learned_stays
from models.staffing.draws import AHEAD, Ahead, Outlook, chances, outlook
from models.staffing.load import Cell, Floats, Grid, grids, monday_of
from models.staffing.pipeline import WEEKS, Prospect, learned_starts, learned_teams, prospects
from models.staffing.requests import Request, requests

SIZE = 0.5
"""A shortage is half a full-time person or more."""
YEAR = 52
LEAST = 12
"""Weeks of the past below which nothing is learnt."""
LEAN = 10.0
EVERY = 4
"""The noise is fitted on one week in four."""
DRIFTS, SPREADS = (-0.02, 0.0, 0.02, 0.05), (0.05, 0.1, 0.15, 0.2, 0.3)


@dataclass(frozen=True)
class Known:
    """What the log tells of requests and opportunities; of later ones each question leaves them out by its moment."""

    asked: Sequence[Request]
    coming: Sequence[Prospect]


@dataclass(frozen=True)
class Lessons:
    """What the past taught: of the coming weeks, of other change, from which chance to tell, and how often is usual."""

    ahead: Ahead
    noise: tuple[float, float]
    threshold: float
    usual: Mapping[str, float]
    stays: float
    """How often somebody booked twice still was when the week was over."""


@dataclass(frozen=True)
class Told:
    """Forecasts held against what came: one row per moment, cell and week ahead. `gap` is what came."""

    moment: tuple[datetime, ...]
    cell: tuple[Cell, ...]
    ahead: Floats
    chance: Floats
    usual: Floats
    gap: Floats
    was_short: Floats
    """Whether the role was short already in the week of the moment."""

    @property
    def came(self) -> Floats:
        return (self.gap >= SIZE).astype(np.float64)


def read_known(log: EventLog) -> Known:
    return Known(requests(log), prospects(log))


def learned_shortage(log: EventLog, known: Known, until: datetime) -> dict[str, Json] | None:
    """None where the past is too short."""
    weeks = _weeks_before(known, until)
    origins = weeks[: -WEEKS - 1]
    if len(origins) < LEAST:
        return None
    after, before = grids(log, weeks[1:], -1, -1), grids(log, origins, 1, WEEKS)
    ahead = Ahead(
        learned_starts(known.coming, until),
        learned_teams(known.coming, known.asked, until),
        _on_others(known, before, origins, until),
        _leave(after, weeks),
        _leaving(log, after, weeks[0], until),
    )
    usual = _usual(after)
    outlooks = _outlooks(before, origins, known, ahead)
    some = slice(None, None, EVERY)
    noise = min(
        product(DRIFTS, SPREADS),
        key=lambda each: _loss(_told(outlooks[some], origins[some], weeks, (after, each, usual))),
    )
    threshold = _threshold(_told(outlooks, origins, weeks, (after, noise, usual)))
    return {
        "starts": ahead.starts, "teams": ahead.teams, "on_others": list(ahead.on_others), "leave": list(ahead.leave),
        "leaving": ahead.leaving, "noise": list(noise), "threshold": threshold, "usual": usual, "weeks": len(origins),
        "stays": learned_stays(log, weeks[-YEAR:]),
    }  # fmt: skip


def lessons(learned: Learned) -> Lessons:
    """What was learnt, read back."""
    told: Any = learned
    (if_free, if_not), (drift, spread) = told["on_others"], told["noise"]
    ahead = Ahead(told["starts"], told["teams"], (if_free, if_not), told["leave"], told["leaving"])
    return Lessons(ahead, (drift, spread), told["threshold"], told["usual"], told["stays"])


def usual_of(usual: Mapping[str, float], cell: Cell) -> float:
    """How often the role is short in the entity; of one that the past does not know, how often any is."""
    return usual.get(f"{cell.role}, {cell.entity}", usual[""])


def held_against(log: EventLog, known: Known, learned: Learned, since: datetime, until: datetime) -> Told | None:
    """Forecasts of every Monday from `since`, against what came by `until`; None where no week is over by then."""
    first = monday_of(since) + timedelta(days=0 if monday_of(since) == since else 7)
    weeks = [first + timedelta(weeks=n) for n in range(max((until - first).days // 7 + 1, 0))]
    if len(weeks) < 3:
        return None
    origins = weeks[:-1]
    after, before = grids(log, weeks[1:], -1, -1), grids(log, origins, 1, WEEKS)
    taught = lessons(learned)
    outlooks = _outlooks(before, origins, known, taught.ahead)
    return _told(outlooks, origins, weeks, (after, taught.noise, taught.usual))


def _outlooks(before: Sequence[Grid], origins: Sequence[datetime], known: Known, ahead: Ahead) -> list[Outlook]:
    pairs = zip(before, origins, strict=True)
    return [outlook(grid, known.asked, known.coming, ahead, week) for grid, week in pairs]


def _weeks_before(known: Known, until: datetime) -> list[datetime]:
    """The Mondays of the last year or so for which requests are known."""
    asked = [each.asked_at for each in known.asked if each.asked_at <= until]
    if not asked:
        return []
    last = monday_of(until)
    count = min((last - monday_of(min(asked))).days // 7, 2 * YEAR)
    return [last - timedelta(weeks=n) for n in range(count, -1, -1)]


def _told(
    outlooks: Sequence[Outlook],
    origins: Sequence[datetime],
    weeks: Sequence[datetime],
    rule: tuple[Sequence[Grid], tuple[float, float], Mapping[str, float]],
) -> Told:
    """The rule has the grid of each of the weeks but the last, as it was when the week was over."""
    after, noise, usual = rule
    moments: list[datetime] = []
    cells: list[Cell] = []
    numbers: list[list[Floats]] = [[] for _ in range(5)]
    gaps = [{cell: float(gap) for cell, gap in zip(grid.cells, grid.gap[:, 0], strict=True)} for grid in after]
    place = {week: n for n, week in enumerate(weeks)}
    for each, moment in zip(outlooks, origins, strict=True):
        n = place[moment]
        chance = chances(each, SIZE, noise)
        coming = gaps[n + 1 : n + 1 + WEEKS]
        for row, cell in enumerate(each.cells):
            count = len(coming)
            moments += [moment] * count
            cells += [cell] * count
            was = float(gaps[n - 1].get(cell, 0.0) >= SIZE) if n else 0.0
            told = (AHEAD[:count].astype(float), chance[row, :count], np.full(count, usual_of(usual, cell)),
                    np.array([gap.get(cell, 0.0) for gap in coming]), np.full(count, was))  # fmt: skip
            for column, values in zip(numbers, told, strict=True):
                column.append(values)
    return Told(tuple(moments), tuple(cells), *(np.concatenate(each) if each else np.zeros(0) for each in numbers))


def _loss(told: Told) -> float:
    """The mean surprise at what came."""
    chance = np.clip(told.chance, 0.005, 0.995)
    return float(-np.log(np.where(told.came == 1, chance, 1 - chance)).mean())


def _threshold(told: Told) -> float:
    """The chance from which a shortage two weeks ahead is told: a missed one counts twice a false one (F2)."""
    two = told.ahead == 2
    chance, came = told.chance[two], told.came[two]
    tried = np.arange(0.3, 0.71, 0.05)
    best = [5 * (came * (chance >= each)).sum() / max(4 * came.sum() + (chance >= each).sum(), 1) for each in tried]
    return round(float(tried[int(np.argmax(best))]), 2)


def _usual(after: Sequence[Grid]) -> dict[str, float]:
    """By role and entity the share of weeks in which it was short; the fewer weeks, the more like all together."""
    short: dict[Cell, list[float]] = {}
    for grid in after:
        for cell, gap in zip(grid.cells, grid.gap[:, 0], strict=True):
            short.setdefault(cell, []).append(float(gap >= SIZE))
    weeks = sum(len(each) for each in short.values())
    whole = sum(map(sum, short.values())) / max(weeks, 1)
    usual = {
        f"{cell.role}, {cell.entity}": round((sum(each) + LEAN * whole) / (len(each) + LEAN), 4)
        for cell, each in sorted(short.items())
    }
    return {"": round(whole, 4), **usual}


def _leave(after: Sequence[Grid], weeks: Sequence[datetime]) -> list[float]:
    """By week of the year the part of people's time that was leave; each week leans to its neighbours and the year."""
    base, away = np.zeros(53), np.zeros(53)
    for grid, week in zip(after, weeks, strict=False):
        number = week.isocalendar().week - 1
        base[number] += grid.base.sum()
        away[number] += grid.base.sum() - grid.able.sum()
    mean = away.sum() / max(base.sum(), 1e-9)
    lean = base.sum() / YEAR / 2
    wide = [
        sum(np.roll(each, shift) * share for shift, share in ((-1, 0.5), (0, 1.0), (1, 0.5))) for each in (away, base)
    ]
    return [round(float(part), 4) for part in (wide[0] + lean * mean) / np.maximum(wide[1] + lean, 1e-9)]


def _leaving(log: EventLog, after: Sequence[Grid], since: datetime, until: datetime) -> float:
    """The share of people who leave in a week."""
    statement = (
        "select count(*) from fact.person where keeps_time and last_day >= $since::date and last_day < $until::date"
    )
    left: int = log.database.value(where_facts_are(log.database, statement), since=since, until=until)
    return round(left / max(sum(float(grid.people.sum()) for grid in after), 1.0), 6)


def _on_others(
    known: Known, before: Sequence[Grid], origins: Sequence[datetime], until: datetime
) -> tuple[float, float]:
    """The part of requests that others took: of those for which the role had people free, and of the rest."""
    taken, seen = [1.0, 1.0], set[str]()
    count = [2.0, 2.0]
    for grid, week in zip(before, origins, strict=True):
        place = {cell: number for number, cell in enumerate(grid.cells)}
        for each in known.asked:
            if each.id in seen or not each.is_open(week) or (part := each.on_others(until)) is None:
                continue
            seen.add(each.id)
            first = min(max((each.first_week - week.date()).days // 7 - 1, 0), WEEKS - 1)
            row = place.get(each.cell)
            free = row is not None and grid.able[row, first] - grid.booked[row, first] >= each.people
            taken[0 if free else 1] += part
            count[0 if free else 1] += 1
    return round(taken[0] / count[0], 4), round(taken[1] / count[1], 4)
