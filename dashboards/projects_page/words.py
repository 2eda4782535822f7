"""How the pages of projects say things: margins, money against the baseline, hours, billing states."""

from collections.abc import Sequence

from dashboards.parts import Part, status
from figures.amounts import NOT_KNOWN, Unit
from figures.words import count, many, money
from metrics.projects import Project

CENTS = 100
PERCENT, POINTS = Unit("share", digits=1), Unit("points", digits=1)
USED = Unit("share", digits=0)
BILLING = {
    "time_and_materials": "Time and materials",
    "capped_time_and_materials": "Time and materials, capped",
    "fixed_price": "Fixed price",
    "milestone": "Milestones",
    "retainer": "Retainer",
}
STATES = {
    "planned": ("none", "Planned"),
    "reached": ("open", "Reached, not billable"),
    "billable": ("bad", "Billable, not ready"),
    "ready": ("watch", "Ready, not drafted"),
    "drafted": ("watch", "Drafted, not sent"),
    "sent": ("open", "Sent, not paid"),
    "paid": ("good", "Paid"),
}
NEAR = 0.01


def whole(cents: float | None, currency: str | None) -> str:
    """£192,400"""
    return NOT_KNOWN if cents is None else Unit("money", currency or "", 0).words(cents / CENTS)


def signed(cents: float | None, currency: str | None) -> str:
    """−£192,400"""
    return NOT_KNOWN if cents is None else Unit("money", currency or "", 0).signed(cents / CENTS)


def against(project: Project) -> Part:
    """Where a project stands against its baseline, in a shape and a word."""
    if project.change is None:
        return status("none", "No forecast" if project.forecast is None else "No baseline")
    baseline = abs(project.baseline.revenue) if project.baseline else 0.0
    if project.change >= 0:
        return status("good", "At or above baseline")
    return status("watch" if -project.change < NEAR * baseline else "bad", "Below baseline")


def all_against(projects: Sequence[Project], currency: str) -> str:
    """How many of these earn less than they began with, and how much less together."""
    below = [each.at_risk for each in projects if each.at_risk > 0]
    if not below:
        return "No project is forecast to earn less than its baseline."
    lost = money(sum(below) / CENTS, currency)
    return (
        f"{count(len(below))} of {many(len(projects), 'project')} will earn less than their baseline, {lost} together."
    )


def answer(project: Project) -> tuple[str, str]:
    """What it will earn instead of what; then the hours it took for it."""
    now, then = project.forecast, project.baseline
    if now is None or then is None:
        lacks = "forecast" if now is None else "baseline"
        return f"What this project will earn is not known: no system tells its {lacks}.", _hours(project)
    change = project.change or 0.0
    words = f"{money(abs(change) / CENTS, project.currency or '')} {'less' if change < 0 else 'more'} than the baseline"
    if round(change / CENTS) == 0:
        words = "as the baseline"
    first = f"This project will earn {PERCENT.words(now.margin)} instead of {PERCENT.words(then.margin)}, {words}."
    return first, _hours(project)


def _hours(project: Project) -> str:
    if project.used is None:
        return "Nobody is booked on it, so it is not known what part of its hours is used."
    done = _done(project)
    used = f"It used {USED.words(project.used)} of its booked hours"
    return f"{used}; {USED.words(done)} of its time is over." if done is not None else f"{used}."


def _done(project: Project) -> float | None:
    """The part of its planned time that was over when it was forecast."""
    if not (project.starts_on and project.ends_on and project.forecast_at) or project.ends_on <= project.starts_on:
        return None
    days = (project.forecast_at.date() - project.starts_on).days
    return max(0.0, min(days / (project.ends_on - project.starts_on).days, 1.0))
