"""The coming weeks drawn many times: which open requests fall to the role, which opportunities become work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from models.staffing.load import Cell, Floats, Grid, monday_of
from models.staffing.pipeline import NOT_SOON, WEEKS, Prospect, Starts, starts
from models.staffing.requests import Request

DRAWS = 400
SEED = 20_260_101
AHEAD = np.arange(1, WEEKS + 1)
TO_LOGISTIC = np.pi / np.sqrt(3)
"""Brings a standard deviation of one to the logistic distribution's own scale."""
PARTS = ("given_up", "open", "pipeline")
Teams = Mapping[str, Sequence[Mapping[str, float]]]


@dataclass(frozen=True)
class Outlook:
    """What one moment's log says of the coming weeks: `open` and `pipeline` are draws by cells by weeks, the rest cells
    by weeks; all in full-time people. `able` is what is to be expected of it after leave and leaving."""

    cells: tuple[Cell, ...]
    people: Floats
    able: Floats
    booked: Floats
    given_up: Floats
    open: Floats
    pipeline: Floats

    @property
    def gap(self) -> Floats:
        """Draws by cells by weeks: how many are short."""
        settled: Floats = self.booked + self.given_up - self.able
        return settled + self.open + self.pipeline


@dataclass(frozen=True)
class Ahead:
    """What the past teaches of the coming weeks."""

    starts: Starts
    teams: Teams
    on_others: tuple[float, float]
    """The part of a request that others take, where the role's own people are free for it and where not."""

    leave: Sequence[float]
    """The part of their time people are away, by week of the year (53)."""

    leaving: float
    """Who of those there leaves in a week."""


def outlook(
    grid: Grid, asked: Sequence[Request], known: Sequence[Prospect], learned: Ahead, moment: datetime
) -> Outlook:
    """`grid` is that of the moment, over the coming weeks."""
    cells = _all_cells(grid, learned.teams)
    place = {cell: number for number, cell in enumerate(cells)}
    at = np.array([place[cell] for cell in grid.cells], np.int64)
    people, able, booked, given_up = (np.zeros((len(cells), WEEKS)) for _ in range(4))
    for whole, part in ((people, grid.people), (able, grid.able), (booked, grid.booked), (given_up, grid.given_up)):
        whole[at] = part
    stays = (1 - learned.leaving) ** AHEAD * (
        1 - np.array([learned.leave[_week(moment, k)] for k in range(1, WEEKS + 1)])
    )
    able = able * stays
    chance = np.random.default_rng(SEED)
    still = _open_requests(asked, place, able - booked, (learned.on_others, moment), chance)
    return Outlook(cells, people, able, booked, given_up, still, _pipeline(known, place, learned, moment, chance))


def chances(outlook: Outlook, size: float, noise: tuple[float, float], parts: Sequence[str] = PARTS) -> Floats:
    """Cells by weeks: the chance that at least `size` people are short when these parts of what is wanted are told of.

    All other change in the load is logistic: `noise` is its drift a week and its standard deviation in the first week.
    """
    drift, spread = noise
    gap = outlook.booked - outlook.able + sum(getattr(outlook, part) for part in parts)
    scaled = (gap + drift * AHEAD - size) / (spread * np.sqrt(AHEAD))
    found: Floats = 1 / (1 + np.exp(np.clip(-TO_LOGISTIC * scaled, -500, 500)))
    return found.mean(axis=0) if found.ndim == 3 else found


def _open_requests(
    asked: Sequence[Request],
    place: Mapping[Cell, int],
    free: Floats,
    rule: tuple[tuple[float, float], datetime],
    chance: np.random.Generator,
) -> Floats:
    """Each open request, as far as nobody is booked, stays with the role or is taken by others."""
    (if_free, if_not), moment = rule
    drawn = np.zeros((DRAWS, *free.shape))
    this_week = monday_of(moment).date()
    for request in asked:
        if not request.is_open(moment) or request.cell not in place:
            continue
        cell = place[request.cell]
        first, last = ((day - this_week).days // 7 - 1 for day in (request.first_week, request.last_week))
        left = request.people * (1 - request.covered(moment))
        first = min(max(first, 0), WEEKS)
        others = if_free if first < WEEKS and free[cell, first] >= left else if_not
        stays = chance.random(DRAWS) >= others
        drawn[:, cell, first : max(last + 1, first)] += left * stays[:, None]
    return drawn


def _pipeline(
    known: Sequence[Prospect],
    place: Mapping[Cell, int],
    learned: Ahead,
    moment: datetime,
    chance: np.random.Generator,
) -> Floats:
    """Each opportunity becomes work in some week or not, with the team that a past one of its practice needed."""
    drawn = np.zeros((DRAWS, len(place), WEEKS))
    for each in known:
        stands = each.stands(moment)
        teams = learned.teams.get(each.practice or "") or learned.teams.get("")
        if stands is None or not teams:
            continue
        week = chance.choice(NOT_SOON + 1, DRAWS, p=_whole(starts(learned.starts, stands)))
        team = chance.integers(0, len(teams), DRAWS)
        runs = week[:, None] <= AHEAD
        for role in sorted({role for one in teams for role in one}):
            cell = place.get(Cell(role, each.entity))
            if cell is not None:
                needed = np.array([one.get(role, 0.0) for one in teams])[team]
                drawn[:, cell, :] += needed[:, None] * runs
    return drawn


def _all_cells(grid: Grid, teams: Teams) -> tuple[Cell, ...]:
    """Those of the grid, and every role that opportunities need in every entity that has people."""
    entities = {cell.entity for cell in grid.cells}
    roles = {role for team in teams.get("", ()) for role in team}
    return tuple(sorted({*grid.cells, *(Cell(role, entity) for role in roles for entity in entities)}))


def _whole(shares: Floats) -> Floats:
    """Rounded shares sum to one again."""
    whole: Floats = shares / shares.sum()
    return whole


def _week(moment: datetime, ahead: int) -> int:
    day = monday_of(moment).toordinal() + 7 * ahead
    return datetime.fromordinal(day).isocalendar().week - 1
