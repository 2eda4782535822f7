"""Shortages of a role ahead, on three pretend firms: the last ten months, told from what was learnt before them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from benchmarks.pretend_firms import PEOPLE, SEEDS, Measured, pretend_firms
from benchmarks.section import Row, Section
from models.detector import Suspicion
from models.detectors.role_shortage import DETECTOR
from models.staffing.double_booked import WEEKS as AHEAD
from models.staffing.double_booked import overbooked
from models.staffing.load import Floats, monday_of
from models.staffing.shortage import Told, held_against, lessons, read_known
from simulator.life.truth import troubles

SINCE = datetime(2025, 6, 30)
LEADS = (2, 4, 8)
WEEKS_BACK = 104
SEEN_AFTER = timedelta(days=6)
"""The planted start is looked for so long after its project is in the systems: by then its people are asked for."""
OF_NEW = (
    "Most shortages last for months and are known from requests that were given up; those that were not there in the "
    "week of telling are shown as new, and are harder."
)
OF_HOURS = (
    "In the pretend firm the hours of a request are those that were booked for it in the end, so one that was half "
    "filled looks smaller than it was."
)

OF_DOUBLE = (
    "A planted double booking is a careless one: some fit into what the person had left, or lie in weeks that were "
    "over by the next Monday, and are not told."
)


@dataclass(frozen=True)
class Figures:
    """Of one firm and lead: one value a role, entity and week."""

    chance: Floats
    came: Floats
    usual: Floats
    new: Floats
    threshold: float

    @property
    def told(self) -> Floats:
        return (self.chance >= self.threshold).astype(float)


def evaluate() -> Section:
    rows: list[Row] = []
    planted: list[str] = []
    for firm in pretend_firms():
        end = firm.log.database.value("select as_of from fact.span")
        learned = DETECTOR.fit(firm.log, SINCE)
        told = held_against(firm.log, read_known(firm.log), learned, SINCE, end)
        assert told is not None
        for lead in LEADS:
            rows += _rows(firm.seed, lead, _figures(told, lead, lessons(learned).threshold))
        rows += _booked_twice(firm, end)
        planted += _planted(firm)
    return Section(
        title="Role shortage ahead",
        how=(
            f"Pretend firms of {PEOPLE} people, all troubles, seeds {', '.join(map(str, SEEDS))}. Learnt on what was "
            f"known on {SINCE:%d %B %Y} (about 17 months), told every Monday from then to April 2026 for each role and "
            "entity; short is half a full-time person or more, counted when the week is over. The chance from which a "
            "shortage is told was chosen on the part that was learnt from (F2 two weeks ahead)."
        ),
        naive_is=(
            "for Brier skill how often the same role and entity was short before, or whether it is short now; for "
            "precision the share of weeks that were short; for recall telling as many at random"
        ),
        rows=tuple(rows),
        limits=(
            OF_NEW,
            OF_HOURS,
            OF_DOUBLE,
            *planted,
        ),
    )  # fmt: skip


def _figures(told: Told, lead: int, threshold: float) -> Figures:
    mine = told.ahead == lead
    return Figures(
        told.chance[mine], told.came[mine], told.usual[mine], 1 - told.was_short[mine], threshold
    )  # fmt: skip


def _rows(seed: int, lead: int, these: Figures) -> Iterator[Row]:
    first = lead == LEADS[0]
    data = f"seed {seed}, {len(these.came):,} role-weeks, {these.came.mean():.0%} short"
    brier, naive, same = (
        float(((each - these.came) ** 2).mean()) for each in (these.chance, these.usual, 1 - these.new)
    )
    skill = f"Brier skill, {lead} weeks ahead"
    yield Row(skill, 1 - brier / naive, data, "temporal", 0.0, 0.0 if first else None)
    if first:
        yield Row(f"{skill}, against short as now", 1 - brier / same, data, "temporal", 0.0)
    for name, weight in (("", np.ones_like(these.new)), (", new ones", these.new))[: 2 if first else 1]:
        hits = float((these.told * these.came * weight).sum())
        came, told, all_ = (float((each * weight).sum()) for each in (these.came, these.told, np.ones_like(these.came)))
        wanted = (0.8, 0.5) if first and not name else (None, None)
        named = f", {lead} weeks ahead{name}"
        yield Row(f"Recall{named}", hits / max(came, 1), data, "temporal", told / all_, wanted[0])
        yield Row(f"Precision{named}", hits / max(told, 1), data, "temporal", came / all_, wanted[1])


def _booked_twice(firm: Measured, end: datetime) -> Iterator[Row]:
    """The planted careless bookings of people who were full, among all that are told of on any Monday."""
    planted = set(troubles(firm.state).filter(pl.col("trouble") == "double_booked_role")["subject_id"])
    mondays = [monday_of(end) - timedelta(weeks=n) for n in range(WEEKS_BACK)]
    told = {
        max((one.bookings[0] for one in them if one.person == person), key=lambda each: (each["at"], each["id"]))["id"]
        for them in overbooked(firm.log, mondays, 1, AHEAD)
        for person in {one.person for one in them}
    }
    data = f"seed {firm.seed}, {len(planted)} planted, {len(told)} told in two years"
    yield Row(
        "Planted double bookings told", len(planted & told) / max(len(planted), 1), data, "all Mondays", form=".0%"
    )
    yield Row("Told double bookings planted", len(planted & told) / max(len(told), 1), data, "all Mondays", form=".0%")


def _planted(firm: Measured) -> list[str]:
    """Where the planted shortage, a large start that needs many of one scarce skill, stands among what is told."""
    found = []
    for since in troubles(firm.state).filter(pl.col("trouble") == "skills_shortage")["since"]:
        moment = datetime.combine(since, datetime.min.time()) + SEEN_AFTER
        told: list[Suspicion] = DETECTOR.score(firm.log, DETECTOR.fit(firm.log, moment), moment)
        place = [n for n, each in enumerate(told, 1) if each.subject_id == "munich/Solution Architect"]
        where = f"was told as number {place[0]} of {len(told)}" if place else f"was not among the {len(told)} told"
        found.append(f"Seed {firm.seed}: the planted large start, in the systems since {since:%d %B %Y}, {where}.")
    return found
