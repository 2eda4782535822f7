"""One of each figure with awkward names and full data, for the tests that draw them in a browser."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from figures.ageing import Ages, Part, ageing
from figures.amounts import Unit
from figures.calendar_strip import Close, Task, calendar_strip
from figures.chart_frame import Look
from figures.distribution import Durations, distribution
from figures.heat_map import Cell, heat_map
from figures.readiness_graph import BillableEvent, Precondition, readiness_graph
from figures.slices import Slice, Sliced, slices
from figures.sparkline import sparkline
from figures.timeline import Bar, Lane, Point, timeline
from figures.trend import Period, Shown, trend
from figures.waterfall import Cause, Total, waterfall

LONG = "Meridian Health Systems of the Greater Hudson Valley and Connecticut, Incorporated"
HOSTILE = '<img src=x onerror="window.broken=1"> & "Co"'
NAMES = (LONG, HOSTILE, "Österreichische Übersee-Spedition Größmann AG", "Thistle & Marlow plc", "Käserei")
DAYS, EUROS = Unit("business_days"), Unit("money", "EUR")
TODAY = datetime(2026, 4, 15, tzinfo=UTC)


def _trend(look: Look, width: int) -> Any:
    throw = random.Random(1)
    periods = [
        Period(date(2025 + n // 12, n % 12 + 1, 1), 3 + throw.random(), 40, n // 2, 3 + throw.random(), 9 + n / 3)
        for n in range(15)
    ]
    marks = ((date(2026, 2, 1), "version 3 from 1 Feb"),)
    last = Period(date(2026, 4, 1), 5.1, 20, 14, so_far=True)
    return trend([*periods, last], Shown(DAYS, LONG, target=3.0, marks=marks), look)


def _slices(look: Look, width: int) -> Any:
    found = [Slice(name, 6.1 - n, 100 - 30 * n, n) for n, name in enumerate(NAMES)]
    return slices([*found, Slice("Leeds", None, 3, hidden=True)], Sliced(DAYS, 3.0), look)


def _distribution(look: Look, width: int) -> Any:
    throw = random.Random(2)
    done, still = [throw.expovariate(0.2) for _ in range(450)], [throw.expovariate(0.1) for _ in range(36)]
    return distribution(Durations(done, still, 4.4, 12.6), DAYS, 3.0, look)


def _heat_map(look: Look, width: int) -> Any:
    throw, start = random.Random(3), date(2026, 3, 2)
    return heat_map(
        [Cell(name, start + timedelta(7 * week), throw.random() * 1.4) for name in NAMES for week in range(8)], look
    )


def _waterfall(look: Look, width: int) -> Any:
    causes = [
        Cause(name, change) for name, change in zip(NAMES, (-61_800, -48_300, -52_400, -28_900, 18_400), strict=True)
    ]
    return waterfall(Total("Baseline margin", 816_000), causes, Total("Forecast", 643_000), EUROS, look)


def _ageing(look: Look, width: int) -> Any:
    ages = Ages(("up to 30 days", "31 to 60 days", "61 to 90 days", "over 90 days"), "EUR")
    throw = random.Random(4)
    return ageing([Part(name, age, throw.random() * 1e6, 5) for name in NAMES for age in ages.classes], ages, look)


def _readiness_graph(look: Look, width: int) -> Any:
    states = ("blocking", "done", "blocking", "not_needed", "done")
    found = [Precondition(name, state, LONG, 9.5) for name, state in zip(NAMES, states, strict=True)]
    return readiness_graph(BillableEvent(LONG, "€288,000"), found, DAYS, width, look.theme)


def _timeline(look: Look, width: int) -> Any:
    throw, lanes = random.Random(5), [Lane("CRM", "Salesforce"), Lane("Time", "Certinia PSA"), Lane(LONG, HOSTILE)]
    items: list[Point | Bar] = [
        Point(throw.choice(lanes).name, TODAY - timedelta(days=throw.randrange(-60, 300)), throw.choice(NAMES))
        for _ in range(60)
    ]
    items.append(Bar("Time", TODAY - timedelta(days=30), None, "64 h not approved", "long_wait"))
    return timeline(lanes, items, TODAY, width, look.theme)


def _calendar_strip(look: Look, width: int) -> Any:
    tasks = [
        Task(name, date(2026, 4, 1 + 2 * n), None if n % 2 else date(2026, 4, 2), LONG) for n, name in enumerate(NAMES)
    ]
    closes = [Close(name, tasks, date(2026, 4, 9), None, {date(2026, 4, 4): HOSTILE}) for name in NAMES[:3]]
    return calendar_strip(closes, (date(2026, 4, 1), date(2026, 4, 30)), date(2026, 4, 8), width, look.theme)


def _sparkline(look: Look, width: int) -> Any:
    return sparkline([3, 4, None, 5, 4.2, 6], 4, look.theme)


FIGURES: dict[str, Callable[[Look, int], Any]] = {
    "trend": _trend,
    "slices": _slices,
    "distribution": _distribution,
    "heat_map": _heat_map,
    "waterfall": _waterfall,
    "ageing": _ageing,
    "readiness_graph": _readiness_graph,
    "timeline": _timeline,
    "calendar_strip": _calendar_strip,
    "sparkline": _sparkline,
}
