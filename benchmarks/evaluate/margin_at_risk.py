"""Margins at completion, on three pretend firms: projects that ended in the last ten months, told along their way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from benchmarks.pretend_firms import PEOPLE, SEEDS, pretend_firms
from benchmarks.section import Row, Section
from models.detectors.margin_at_risk import DETECTOR, TOLERANCE
from models.margin.course import Course, Project, courses, projects
from models.margin.pace import WORST, Pace, earned_value, forecast, read_pace

SINCE = datetime(2025, 6, 30)
SHARES = (0.25, 0.5, 0.75)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """Of one firm, when a part of the time of its projects was over: one value a project."""

    ended: Floats
    target: Floats
    told: Floats
    chance: Floats
    low: Floats
    high: Floats
    by_work: Floats
    """Earned value by the part of the planned work that is done."""

    by_time: Floats
    """The same by the part of the planned time that is over."""

    by_firm: Floats
    """The firm's own last forecast."""

    @property
    def below(self) -> npt.NDArray[np.bool_]:
        return self.ended < self.target

    def error(self, margin: Floats) -> float:
        return 100 * float(np.minimum(np.abs(margin - self.ended), WORST).mean())


def evaluate() -> Section:
    found: dict[float, list[Figures]] = {share: [] for share in SHARES}
    for firm in pretend_firms():
        end = firm.log.database.value("select as_of from fact.span")
        pace = read_pace(DETECTOR.fit(firm.log, SINCE))
        ended = [each for each in projects(firm.log) if each.is_told(end) and not each.is_told(SINCE)]
        for share in SHARES:
            asked = [(each, at) for each in ended if (at := each.at(share)) is not None]
            stood = [
                (project, course, _over(project, at))
                for (project, at), course in zip(asked, courses(firm.log, asked), strict=True)
                if course is not None and course.planned_cost > 0
            ]
            found[share].append(_figures(stood, pace))
    return Section(
        title="Project margin at risk",
        how=(
            f"Pretend firms of {PEOPLE} people, all troubles, seeds {', '.join(map(str, SEEDS))}. Learnt from projects "
            f"whose end was on record by {SINCE:%d %B %Y}; told of those that ended from then to April 2026, as they "
            "stood when a quarter, a half and three quarters of their time from the first work to the planned end were "
            "over. Margins in points of revenue, against the one when the project was closed; an error above 50 points "
            "counts as 50. Below target is two points below the baseline. What the forecast leans on and how its "
            "errors are scaled was chosen on projects that ended by then; that the mean of the ways within a tenth of "
            "the best is taken, on those too and on a firm of seed 4."
        ),
        naive_is=(
            "earned value, EAC = BAC / CPI, with the part of the planned work that is done for what is earned; where "
            "said, with the part of the planned time, or the firm's own last forecast"
        ),
        rows=tuple(_rows(found)),
        limits=(OF_TIME, OF_FIRM, OF_STAGES),
    )  # fmt: skip


OF_TIME = (
    "In the pretend firm a project's cost is that of its time alone, contracts signed in addition do not raise its "
    "forecast, and work by the hour earns beyond a cap; so costs of suppliers and travel, scope that is sold later and "
    "caps could not be measured."
)
OF_FIRM = (
    "The pretend firm's own forecast mixes its baseline with the cost so far by the time that is over, and does not "
    "know its bookings: it is a weak rival."
)
OF_STAGES = (
    "A second way to weigh early and late stages was tried on projects that ended before July 2025 and was no better, "
    "so the simpler one stands."
)


def _over(project: Project, at: datetime) -> float:
    """The part of its time that is over where the hours that are known end."""
    known = at - timedelta(days=at.weekday() + 7)
    length = datetime.combine(project.ends_on or project.first_day, datetime.min.time()) - _first(project)
    return max((known - _first(project)) / length, 0.05)


def _first(project: Project) -> datetime:
    return datetime.combine(project.first_day, datetime.min.time())


def _figures(stood: list[tuple[Project, Course, float]], pace: Pace) -> Figures:
    rows = []
    for project, course, over in stood:
        end, target = forecast(project, course, pace), project.baseline - TOLERANCE
        spread = pace.spread(project, course, end)
        by_time = course.worked_worth / over if project.by_the_hour else project.baseline_revenue
        by_firm = project.baseline
        if course.told_cost is not None and course.told_revenue:
            by_firm = 1 - course.told_cost / course.told_revenue
        rows.append((
            project.ended, target, end.margin, spread.chance_below(target, end.margin), *spread.interval(end.margin),
            earned_value(project, course).margin, 1 - course.worked_cost / over / max(by_time, 1.0),
            by_firm,
        ))  # fmt: skip
    return Figures(*np.array(rows, np.float64).T)


def _rows(found: dict[float, list[Figures]]) -> Iterator[Row]:
    for share, firms in found.items():
        together = Figures(*(np.concatenate([getattr(each, name) for each in firms]) for name in NAMES))
        for where, these in (("three seeds", together), *zip((f"seed {seed}" for seed in SEEDS), firms, strict=True)):
            data = f"{where}, {len(these.ended)} projects, {these.below.mean():.0%} below target"
            told, all_three = f"{share:.0%} done", where == "three seeds"
            error, rival = these.error(these.told), these.error(these.by_work)
            aim = rival if all_three else None
            yield _of_error(f"Mean error, {told}", (error, rival), data, aim)
            if all_three:
                for rival_is, margin in (("time", these.by_time), ("the firm's own", these.by_firm)):
                    yield _of_error(f"Mean error, {told}, against {rival_is}", (error, these.error(margin)), data, None)
                yield from _of_chance(these, told, data)


NAMES = tuple(Figures.__dataclass_fields__)


def _of_error(measure: str, values: tuple[float, float], data: str, aim: float | None) -> Row:
    return Row(measure, values[0], data, "temporal", values[1], aim, higher_is_better=False, form=".2f")


def _of_chance(these: Figures, told: str, data: str) -> Iterator[Row]:
    inside = float(((these.low <= these.ended) & (these.ended <= these.high)).mean())
    rival = float(roc_auc_score(these.below, these.target - these.by_work))
    yield Row(f"AUC of below target, {told}", float(roc_auc_score(these.below, these.chance)), data, "temporal", rival)
    brier, naive = (float(((each - these.below) ** 2).mean()) for each in (these.chance, these.below.mean()))
    yield Row(f"Brier score of below target, {told}", brier, data, "temporal", naive, higher_is_better=False)
    yield Row(f"Ends inside the interval of four in five, {told}", inside, data, "temporal", form=".0%")
