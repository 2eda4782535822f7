"""What the pages of projects ask of the log."""

from dataclasses import dataclass
from datetime import date, datetime

from core.errors import NotFound
from eventlog.reading import EventLog
from metrics.comparison import missing_of
from metrics.cut import Only
from metrics.margin_walk import Walk, margin_walk
from metrics.project_parts import Billed, Member, Told, Wrong, as_of, billing, story, team, wrong
from metrics.projects import Project, Taken, forecasts, project_named, projects
from metrics.stored import base_currency
from metrics.unbilled import OfProject, Unbilled, unbilled

RESTS_ON = ("project_margin_deviation", "unbilled_wip", "exception_volume")
"""The indicators that are made of what both pages are made of."""


@dataclass(frozen=True)
class Portfolio:
    """Projects that run, with the unbilled work of each by its code at a month's end (None where none has ended)."""

    projects: tuple[Project, ...]
    unbilled: dict[str, OfProject]
    month: date | None
    currency: str
    caution: str


@dataclass(frozen=True)
class Whole:
    """One project over all systems."""

    project: Project
    forecasts: tuple[Taken, ...]
    walk: Walk | None
    unbilled: OfProject | None
    month: date | None
    billed: tuple[Billed, ...]
    team: tuple[Member, ...]
    story: tuple[Told, ...]
    wrong: tuple[Wrong, ...]
    today: datetime
    caution: str


def portfolio(log: EventLog, only: tuple[Only, ...]) -> Portfolio:
    """The most money at risk first."""
    work = _unbilled(log, only)
    of = {each.project: each for each in work.projects} if work else {}
    return Portfolio(
        projects=tuple(projects(log, only)),
        unbilled=of,
        month=work.month if work else None,
        currency=base_currency(log.database) or "",
        caution=missing_of(log, *RESTS_ON),
    )


def whole(log: EventLog, code: str) -> Whole:
    """One project; NotFound where there is none of this code that the viewer may see."""
    project = project_named(log, code)
    work = _unbilled(log, (Only("project", (code,)),))
    return Whole(
        project=project,
        forecasts=tuple(forecasts(log, project)),
        walk=margin_walk(log, project),
        unbilled=work.projects[0] if work and work.projects else None,
        month=work.month if work else None,
        billed=tuple(billing(log, project)),
        team=tuple(team(log, project)),
        story=tuple(story(log, project)),
        wrong=tuple(wrong(log, project)),
        today=as_of(log),
        caution=missing_of(log, *RESTS_ON),
    )


def _unbilled(log: EventLog, only: tuple[Only, ...]) -> Unbilled | None:
    """None where no month has ended."""
    try:
        return unbilled(log, only)
    except NotFound:
        return None
