"""Everything that happened to a project by the system that tells it; a bar is a wait for an invoice to be ready."""

from datetime import UTC, datetime

from dash import html

from core.words import event_types
from dashboards.parts import Part, card, drawing
from dashboards.projects_page.asked import Whole
from figures.amounts import day
from figures.svg import Mark
from figures.timeline import Bar, Lane, Point, timeline
from figures.words import many
from metrics.project_parts import Billed, Told

WIDE, NARROW = 1100.0, 330.0
BILLING = Lane("Readiness", "Tracework")
TOLD_ONCE = 4
MARKS: dict[str, Mark] = {"rejected": "bad", "withdrawn": "watch", "disputed": "bad", "corrected": "watch"}
WAIT_DAYS, LONG_DAYS = 1.0, 10.0
LONGEST_NAME = 12


def story_card(found: Whole) -> Part:
    told = [each for each in found.story if each.source != "tracework"]
    lanes = [Lane(name) for name in dict.fromkeys(_lane(each) for each in told)]
    items: list[Point | Bar] = [point for each in told for point in _points(each)]
    waits = [bar for each in found.billed if (bar := _wait(each))]
    if waits:
        lanes.append(BILLING)
        items += waits
    today = found.today.replace(tzinfo=UTC)
    drawn = [
        drawing(timeline(lanes, items, today, width), style)
        for width, style in ((WIDE, "wide-only"), (NARROW, "narrow-only"))
    ]
    events = sum(len(each.moments) for each in told)
    left = events - sum(isinstance(item, Point) for item in items)
    words = f"Of what happened more than {TOLD_ONCE} times the first and the last are drawn." if left else ""
    foot = html.P(words, className="ink-3 small") if words else None
    return card("Everything that happened", [*drawn, foot], f"by system; a bar is a wait; {many(events, 'event')}")


def _points(told: Told) -> list[Point]:
    """All of what is rare; of what is often the first and the last, with how many there were."""
    name = event_types().get(told.event_type) or told.event_type.replace("_", " ").capitalize()
    kind: Mark = next((mark for word, mark in MARKS.items() if word in told.event_type), "good")
    if len(told.moments) <= TOLD_ONCE:
        return [Point(_lane(told), _utc(at), name, kind) for at in told.moments]
    first, last = told.moments[0], told.moments[-1]
    words = f"{name}, the first of {len(told.moments):,}"
    return [Point(_lane(told), _utc(first), words, kind), Point(_lane(told), _utc(last), f"{name}, the last", kind)]


def _lane(told: Told) -> str:
    """The system, by its first word where the whole name finds no room."""
    return told.system if len(told.system) <= LONGEST_NAME else told.system.split()[0]


def _wait(each: Billed) -> Bar | None:
    """From billable to ready, where that took more than a day."""
    if each.billable_at is None or (each.ready_days or 0.0) < WAIT_DAYS:
        return None
    name = each.title or (f"{each.period_start:%b %Y}" if each.period_start else f"from {day(each.billable_at)}")
    is_long = (each.ready_days or 0.0) >= LONG_DAYS
    end = _utc(each.ready_at) if each.ready_at else None
    return Bar(BILLING.name, _utc(each.billable_at), end, name, "long_wait" if is_long else "wait")


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)
