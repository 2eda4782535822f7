"""A project that will end below its target margin: what is worked and booked, at the pace of its work so far."""

from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from eventlog.reading import EventLog
from models.detector import Declaration, Learned, Measured, Peers, Place, Reason, Suggestion, Suspicion
from models.margin.course import Course, Project, courses, projects
from models.margin.pace import WORST, End, Pace, earned_value, forecast, learned_pace, read_pace
from models.margin.parts import missing, parts

TOLERANCE = 0.02
"""The target is the baseline's margin less two points, the tolerance of the indicator of margin deviation."""
LIKELY = 0.5
LEARNT_AT, MEASURED_AT = (0.1, 0.25, 0.5, 0.75, 0.9), (0.25, 0.5, 0.75)
FEWEST = 5
BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)
CENTS = 100


class MarginAtRisk:
    """Forecasts the margin at completion, and tells of projects that likely end below their target."""

    declaration = Declaration(
        name="margin_at_risk",
        kind="margin_at_risk",
        title="Project margin at risk",
        question="Which running projects will end below their target margin, by how much, and through what?",
        owner_role="project_manager",
        version=2,
        method=(
            "Cost and revenue of the hours worked, and of those still booked at the pace of the project so far (hours "
            "worked for one planned, the last eight weeks apart), which leans to the usual pace while little is "
            "worked. How far it leans was learnt from projects that ended, as the mean of all ways within a tenth of "
            "the best. The interval and the chance are the errors that the same forecast made of those, for what was "
            "to come of them."
        ),
        limits=(
            "Costs other than time are taken to go with time as they did, where the firm's own forecasts show them. A "
            "contract's cap is not, nor scope that is signed later. Without bookings by the week nothing can be told. "
            "A person's cost is that of today."
        ),
        needs=("time_logged",),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        known = [each for each in projects(log) if each.is_told(until)]
        pace = learned_pace(_stood(log, known, LEARNT_AT), TOLERANCE)
        return {} if pace is None else pace.learned()

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """Running projects that more likely than not end below their target, the most at stake first."""
        if not learned:
            return []
        pace = read_pace(learned)
        running = [each for each in projects(log) if each.runs(moment)]
        found = []
        for project, course in zip(running, courses(log, [(each, moment) for each in running]), strict=True):
            if course is None or not course.planned_cost:
                continue
            end = forecast(project, course, pace)
            if end.revenue <= 0:
                continue
            chance = pace.spread(project, course, end).chance_below(project.baseline - TOLERANCE, end.margin)
            if chance >= LIKELY and missing(project, end) > 0:
                found.append(_suspicion(project, course, end, pace, moment))
        return sorted(found, key=lambda each: (-each.score, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """Projects whose end came on record between the two, at a quarter, a half and three quarters of their time."""
        ended = [each for each in projects(log) if each.is_told(until) and not each.is_told(since)]
        if not learned or len(ended) < FEWEST:
            return None
        pace, stood = read_pace(learned), _stood(log, ended, MEASURED_AT)
        ends = [forecast(*each, pace) for each in stood]
        told = [(end.margin, project.ended or 0.0) for end, (project, _) in zip(ends, stood, strict=True)]
        naive = [(earned_value(*each).margin, each[0].ended or 0.0) for each in stood]
        chances = np.array([
            pace.spread(project, course, end).chance_below(project.baseline - TOLERANCE, end.margin)
            for (project, course), end in zip(stood, ends, strict=True)
        ])  # fmt: skip
        came = np.array([float((project.ended or 0.0) < project.baseline - TOLERANCE) for project, _ in stood])
        bands = [(chances >= low) & (chances < high) for low, high in pairwise(BANDS)]
        return Measured(
            "Mean error of the margin at completion, in points", _mean_error(told), _mean_error(naive),
            "earned value: cost so far over the part of the planned work that is done", False, len(stood), since, until,
            tuple((float(chances[b].mean()), float(came[b].mean()), int(b.sum())) for b in bands if b.any()),
        )  # fmt: skip


def _mean_error(told: list[tuple[float, float]]) -> float:
    """In points; one that is further off than `WORST` counts as that, since a project that earned next to nothing has
    a margin of any size."""
    return 100 * float(np.mean([min(abs(margin - ended), WORST) for margin, ended in told]))


def _stood(log: EventLog, known: list[Project], shares: tuple[float, ...]) -> list[tuple[Project, Course]]:
    """Projects as they stood when these parts of their time were over."""
    asked = [(each, at) for each in known for share in shares if (at := each.at(share)) is not None]
    found = zip(asked, courses(log, asked), strict=True)
    return [(project, course) for (project, _), course in found if course is not None and course.planned_cost > 0]


def _suspicion(project: Project, course: Course, end: End, pace: Pace, moment: datetime) -> Suspicion:
    currency, target = project.currency or "", project.baseline - TOLERANCE
    spread, money = pace.spread(project, course, end), missing(project, end) / CENTS
    chance, (low, high) = spread.chance_below(target, end.margin), spread.interval(end.margin)
    name = f"{project.code}, {project.title}" if project.title else str(project.code)
    return Suspicion(
        subject_type="project",
        subject_id=project.id,
        score=chance * money,
        chance=chance,
        usual=pace.below,
        title=f"{name}: margin heading for {end.margin:.0%}, baseline {project.baseline:.0%}",
        summary=(
            f"At completion it is forecast to cost {end.cost / CENTS:,.0f} of {end.revenue / CENTS:,.0f} {currency} "
            f"earned: a margin of {end.margin:.1%}, four times in five between {low:.0%} and {high:.0%}. {money:,.0f} "
            f"{currency} are missing to the margin it began with; {course.done:.0%} of the booked work is done."
        ),
        since=datetime.combine(moment.date() - timedelta(days=moment.weekday() + 7), datetime.min.time()),
        reasons=_reasons(project, course, end, pace),
        suggestion=Suggestion("review_forecast", _what_to_do(project, course, end)),
        place=Place(project.entity, project.practice, project.client, project.code),
        money=round(money, 2),
        currency=project.currency,
        peers=Peers(
            "Projects that ended, against their baseline", "points of margin", tuple(100 * each for each in pace.ends),
            100 * (end.margin - project.baseline),
        ),
    )  # fmt: skip


def _reasons(project: Project, course: Course, end: End, pace: Pace) -> tuple[Reason, ...]:
    """The parts of what is missing, each with what it adds to the chance when the parts before it are known."""
    found, so_far, before, spread = [], 0.0, pace.below, pace.spread(project, course, end)
    known = parts(project, course, end)
    for number, part in enumerate(known, 1):
        so_far += part.amount
        margin = project.baseline - so_far / end.revenue if number < len(known) else end.margin
        chance = spread.chance_below(project.baseline - TOLERANCE, margin)
        text = f"{part.name}: {part.about} ({part.amount / CENTS:+,.0f} {project.currency or ''} of cost to the margin)"
        found.append(Reason(text, chance - before, (project.id,)))
        before = chance
    return tuple(found)


def _what_to_do(project: Project, course: Course, end: End) -> str:
    largest = max(parts(project, course, end), key=lambda each: each.amount)
    what = {
        "Bookings": "check grades and number of people booked against the budget",
        "Subcontractors": "replace subcontractors by own people where they are free",
        "Hours so far": "agree on what is in scope, and ask for a change order for the rest",
        "Hours to come": "agree on what is in scope, and ask for a change order for the rest",
        "Not billable": "check why hours on it are not billable",
        "Other costs": "check what was bought for it and whether the client pays for it",
    }[largest.name]
    return f"Review the forecast of {project.code} with the project manager: {what}"


DETECTOR = MarginAtRisk()
