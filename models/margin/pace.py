"""How the work still booked will go: as it went so far, the more so the more of it there was, else as others went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import exp, log
from typing import Any

import numpy as np

from models.detector import Json, Learned
from models.margin.course import Course, Project

LEANS, LATELY, OPEN = (0.0, 25.0, 50.0, 100.0, 200.0), (0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 0.5, 1.0)
LATE = 0.375
"""Errors are kept apart from when so much of the work is done."""
LEAST_SCALE = 0.02
MOST = log(2.0)
AS_GOOD = 1.1
"""Ways to forecast whose errors were so many times the least are as good as the best: their mean was better later."""
FEWEST = 8
INSIDE = 0.8
"""The part of ends that the interval is to hold."""
WORST = 0.5


@dataclass(frozen=True)
class End:
    """Revenue and cost at completion, in hundredths; `pace` is how much of an hour is worked for one that is booked."""

    revenue: float
    cost: float
    pace: float
    open_cost: float
    open_worth: float

    @property
    def margin(self) -> float:
        return 1 - self.cost / self.revenue if self.revenue > 0 else 0.0


@dataclass(frozen=True)
class Spread:
    """By how much margins told of projects like one came out higher: errors of the past for all that is still to come,
    times the part of revenue that what is to come of this one costs."""

    errors: tuple[float, ...]
    scale: float

    def interval(self, margin: float) -> tuple[float, float]:
        """Between which margins four in five ended that were told this one."""
        count = len(self.errors)
        low = self.errors[max(int((count + 1) * (1 - INSIDE) / 2) - 1, 0)]
        high = self.errors[min(int((count + 1) * (1 + INSIDE) / 2), count - 1)]
        return margin + low * self.scale, margin + high * self.scale

    def chance_below(self, target: float, margin: float) -> float:
        """How often one told this margin ended below the target."""
        below = sum(margin + error * self.scale < target for error in self.errors)
        return (below + 0.5) / (len(self.errors) + 1)


@dataclass(frozen=True)
class Way:
    """A way to forecast: the hours of plan at which a project's own pace and the usual one weigh the same, how much of
    its own is that of the last eight weeks, how much of open requests is still booked."""

    lean: float
    lately: float
    open: float


@dataclass(frozen=True)
class Pace:
    """What the past taught: the ways that forecast best, of which the mean is taken, and what pace is usual; the errors
    that the forecast made, by how projects earn and how far they were."""

    ways: tuple[Way, ...]
    usual: float
    errors: Mapping[str, tuple[float, ...]]
    below: float
    """How often projects ended below their target."""

    ends: tuple[float, ...]
    """By how much past projects ended above their baseline."""

    @property
    def open(self) -> float:
        return sum(way.open for way in self.ways) / len(self.ways)

    def spread(self, project: Project, course: Course, end: End) -> Spread:
        return Spread(self.errors.get(_group(project, course)) or self.errors[""], _scale(course, end))

    def learned(self) -> dict[str, Json]:
        lists = {name: list(each) for name, each in self.errors.items()}
        known = {name: getattr(self, name) for name in self.__dataclass_fields__}
        ways = [[way.lean, way.lately, way.open] for way in self.ways]
        return known | {"ways": ways, "errors": lists, "ends": list(self.ends)}


def read_pace(learned: Learned) -> Pace:
    told: Any = learned
    errors = {name: tuple(each) for name, each in told["errors"].items()}
    ways = tuple(Way(*each) for each in told["ways"])
    return Pace(**{**told, "ways": ways, "errors": errors, "ends": tuple(told["ends"])})


def forecast(project: Project, course: Course, pace: Pace) -> End:
    """Revenue and cost at completion."""
    hour_cost = course.coming_cost / course.coming if course.coming else 0.0
    hour_worth = course.coming_worth / course.coming if course.coming else 0.0
    open_cost, open_worth = (course.uncovered * pace.open * each for each in (hour_cost, hour_worth))
    went = _pace(course, pace)
    cost = (course.worked_cost + (course.coming_cost + open_cost) * went) * (1 + course.beside)
    earned = course.worked_worth + (course.coming_worth + open_worth) * went
    return End(earned if project.by_the_hour else project.baseline_revenue, cost, went, open_cost, open_worth)


def learned_pace(known: Sequence[tuple[Project, Course]], tolerance: float) -> Pace | None:
    """Of projects that ended, each at some moments of its course; None for too few."""
    if len({project.number for project, _ in known}) < FEWEST:
        return None
    gone = [
        log(_ratio(project.cost / (1 + course.beside) - course.worked_cost, course.coming_cost))
        for project, course in known
        if project.cost is not None and course.coming_cost > 0
    ]
    usual = round(float(np.median(gone)) if gone else 0.0, 4)
    ended = {project.number: (project.ended or 0.0) - project.baseline for project, _ in known}
    ends = tuple(sorted(round(each, 4) for each in ended.values()))
    below = round(sum(each < -tolerance for each in ends) / len(ends), 4)
    best = Pace(_best_ways(known, usual), usual, {}, below, ends)
    found: dict[str, list[float]] = {"": []}
    for project, course in known:
        error = round(_error(project, course, best) / _scale(course, forecast(project, course, best)), 4)
        found[""].append(error)
        found.setdefault(_group(project, course), []).append(error)
    errors = {name: tuple(sorted(each)) for name, each in sorted(found.items()) if len(each) >= FEWEST}
    return replace(best, errors=errors)


def _best_ways(known: Sequence[tuple[Project, Course]], usual: float) -> tuple[Way, ...]:
    tried = [Way(*each) for each in product(LEANS, LATELY, OPEN)]
    alone = [Pace((way,), usual, {}, 0.0, ()) for way in tried]
    errors = [float(np.mean([min(abs(_error(*one, each)), WORST) for one in known])) for each in alone]
    return tuple(way for way, error in zip(tried, errors, strict=True) if error <= AS_GOOD * min(errors))


def earned_value(project: Project, course: Course) -> End:
    """The naive guess: cost at completion is the budget over the cost performance index, that is cost so far over the
    part of the planned work that is done; work by the hour earns in the same way."""
    done = max(course.done, 0.05)
    if not course.worked_cost:
        return End(project.baseline_revenue, project.baseline_cost, 1.0, 0.0, 0.0)
    revenue = course.worked_worth / done if project.by_the_hour else project.baseline_revenue
    return End(revenue, course.worked_cost / done, 1.0, 0.0, 0.0)


def _group(project: Project, course: Course) -> str:
    return f"{'by the hour' if project.by_the_hour else 'agreed'}, {'late' if course.done >= LATE else 'early'}"


def _scale(course: Course, end: End) -> float:
    return max(course.coming_cost / max(end.revenue, 1.0), LEAST_SCALE)


def _pace(course: Course, pace: Pace) -> float:
    """The geometric mean over the ways."""
    hours = course.planned / 60
    own = log(_ratio(course.worked_cost, course.planned_cost))
    lately = log(_ratio(course.lately_worked_cost, course.lately_planned_cost))
    told = []
    for way in pace.ways:
        weight = hours / (hours + way.lean) if hours else 0.0
        told.append(weight * ((1 - way.lately) * own + way.lately * lately) + (1 - weight) * pace.usual)
    return exp(sum(told) / len(told))


def _ratio(worked: float, planned: float) -> float:
    """Half to double; what was not planned says nothing."""
    if planned <= 0:
        return 1.0
    return exp(min(max(log(max(worked, 1.0) / planned), -MOST), MOST))


def _error(project: Project, course: Course, pace: Pace) -> float:
    return (project.ended or 0.0) - forecast(project, course, pace).margin
