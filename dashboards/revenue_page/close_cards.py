"""The cards of the month-end close: its days, where each entity stands, its steps, and how earlier closes went."""

from collections.abc import Sequence
from datetime import date, timedelta

from dash import html

from dashboards.indicator_page.words import slice_words
from dashboards.lens import Lens
from dashboards.parts import Part, card, drawing, status, table
from dashboards.revenue_page.words import BUSINESS_DAYS, day_words, waited
from dashboards.revenue_page.work_list import sources_of
from figures.amounts import day
from figures.calendar_strip import Close, Task, calendar_strip
from figures.words import count, many
from metrics.close import STEPS, Closes, MonthClose, Step

PATH = "/close"
WIDE, NARROW = 1080.0, 340.0
EARLIER, MOST = 6, 24
DAY = timedelta(days=1)


def strip_card(found: Closes) -> Part:
    """The days of the close in a picture; entities without a calendar have no due days, and are said."""
    drawn = [_drawn(each) for each in found.closes if each.target_on or any(step.due_on for step in each.steps)]
    without = [slice_words(each.entity) for each in found.closes if not any(step.due_on for step in each.steps)]
    days = (found.closes[0].ended_on + DAY, _last_day(found))
    pictures = [
        drawing(calendar_strip(drawn, days, found.today, width), style)
        for width, style in ((WIDE, "wide-only"), (NARROW, "narrow-only"))
    ]
    missing = (
        html.P(f"No calendar is known for {', '.join(without)}, so nothing is due there.", className="ink-2 small")
        if without
        else None
    )
    words = (
        "a step is due by the working day on which half of the closes before had it, at the latest on the target day"
    )
    return card("The days of the close", [*pictures, missing, html.P(f"Due: {words}.", className="ink-3 small")])


def standing_card(found: Closes) -> Part:
    """One line for each entity: how long, what it waits for, and what is done by hand."""
    columns = (
        ("Entity", False), ("Where it stands", False), ("Business days", True), ("Waits for", False), ("Touches", True),
        ("Manual journals", True), ("Reconciling items", True), ("Reopened", True), ("", True),
    )  # fmt: skip
    rows = [_standing_row(each, found) for each in in_order(found.closes)]
    note = f"target {BUSINESS_DAYS.words(found.target_days)}" if found.target_days is not None else None
    return card("Where each close stands", table(columns, rows, "Closes of the month by entity"), note)


def steps_card(found: Closes) -> Part:
    """Each step in each entity: the working day it was done on, or that it is open."""
    ordered = in_order(found.closes)
    columns = (("Step", False), *((slice_words(each.entity), False) for each in ordered))
    rows = [
        [
            html.Div([kind.title, html.Span(f"usually {kind.role.lower()}", className="second")]),
            *(_step_cell(each.steps[place], found.today) for each in ordered),
        ]
        for place, kind in enumerate(STEPS.values())
    ]
    note = "No system says who does a step: the usual role is named. Days are working days after the month's end."
    return card("Steps", [table(columns, rows, "Steps of the close by entity"), html.P(note, className="ink-3 small")])


def earlier_card(found: Closes, lens: Lens) -> Part:
    """How long the closes of the months before took, each open to its records."""
    if not found.before:
        return None
    months = sorted({each.ended_on for each in found.before}, reverse=True)
    shown = months[: MOST if lens.show == "all" else EARLIER]
    entities = sorted({each.entity for each in (*found.closes, *found.before)})
    by_place = {(each.ended_on, each.entity): each for each in found.before}
    rows = [
        [
            html.A(f"{month:%b %Y}", href=lens.link(PATH, period=f"{month:%Y-%m}", show="")),
            *(_earlier_cell(by_place.get((month, entity)), found) for entity in entities),
        ]
        for month in shown
    ]
    left = min(len(months), MOST) - len(shown)
    more = html.A(f"Show {count(left)} more", href=lens.link(PATH, show="all")) if left > 0 else None
    columns = (("Month", False), *((slice_words(each), False) for each in entities))
    href = lens.link("/indicator", name="month_end_close_effort", period="", show="")
    return card(
        "Earlier closes",
        [table(columns, rows, "Business days to close, by month and entity"), more],
        html.A("How it moves", href=href),
    )


def in_order(found: Sequence[MonthClose]) -> list[MonthClose]:
    """What is open first, the longest before the others."""
    return sorted(found, key=lambda each: (not each.is_open, -each.elapsed_us, each.entity))


def _drawn(each: MonthClose) -> Close:
    tasks = [Task(step.title, step.due_on, step.done_on, step.role) for step in each.steps if step.due_on is not None]
    return Close(slice_words(each.entity), tasks, each.target_on, each.closed_on, each.away)


def _last_day(found: Closes) -> date:
    """The last day there is anything to see of: the target, the last closing, today where one is open."""
    last = [each.closed_on or min(found.today, each.ended_on + 45 * DAY) for each in found.closes]
    last += [each.target_on for each in found.closes if each.target_on]
    last += [step.due_on for each in found.closes for step in each.steps if step.due_on]
    return max(last) + DAY


def _standing_row(each: MonthClose, found: Closes) -> list[Part]:
    name, step = slice_words(each.entity), each.waits_for
    items = count(each.reconciling_items) + (f", {count(each.open_items)} open" if each.open_items > 0 else "")
    links = html.A("Sources", href=sources_of(each.object_id), **{"aria-label": f"Sources of the close of {name}"})
    return [
        html.Div([name, html.Span(each.object_id, className="second mono")]),
        html.Div([_state(each, found), html.Span(_when(each), className="second")]),
        html.B(f"≥ {_days(each)}" if each.is_open else _days(each), className="strong"),
        html.Div([step.title, html.Span(f"usually {step.role.lower()}", className="second")]) if step else "–",
        count(each.touches),
        count(each.manual_journals),
        items,
        count(each.reopenings),
        links,
    ]


def _when(each: MonthClose) -> str:
    if each.closed_on:
        return f"closed {day_words(each.closed_on)}"
    done = sum(step.done_on is not None for step in each.steps)
    return f"{many(done, 'step')} of {len(each.steps)} done" if done < len(each.steps) else "opened again"


def _days(each: MonthClose) -> str:
    return waited(each.business_days, each.elapsed_us)


def _state(each: MonthClose, found: Closes) -> Part:
    """Over the target it is bad, unless within what counts as near it."""
    kind, over = _kind(each, found)
    if over > 0:
        return status(kind, f"{'Open, over' if each.is_open else 'Over'} target by {BUSINESS_DAYS.words(over)}")
    if each.is_open:
        return status("open", "Open")
    return status(kind, "On target" if kind == "good" else "Closed")


def _kind(each: MonthClose, found: Closes) -> tuple[str, float]:
    """The shape of a close against the target, and by how much it is over; no shape where one of them is not known."""
    if each.business_days is None or found.target_days is None:
        return "none", 0.0
    over = each.business_days - found.target_days
    return ("good" if over <= 0 else "watch" if over <= found.tolerance_days else "bad"), over


def _step_cell(step: Step, today: date) -> Part:
    usual = f"usually day {step.usual_day}" if step.usual_day else ""
    if step.done_on:
        number = f"Day {step.working_day}, " if step.working_day is not None else ""
        is_late = step.due_on is not None and step.done_on > step.due_on
        told = status("watch" if is_late else "good", f"{number}{day(step.done_on)}{', late' if is_late else ''}")
    elif step.due_on and step.due_on < today:
        told = status("bad", f"Late since {day(step.due_on)}")
    else:
        told = status("open", f"Due {day(step.due_on)}" if step.due_on else "Open")
    return html.Div([told, html.Span(usual, className="second")])


def _earlier_cell(each: MonthClose | None, found: Closes) -> Part:
    if each is None:
        return "–"
    words = f"≥ {_days(each)}, open" if each.is_open else _days(each)
    again = html.Span(f"opened again {many(each.reopenings, 'time')}", className="second") if each.reopenings else None
    href = sources_of(each.object_id)
    opened = html.A(words, href=href, **{"aria-label": f"{words}: sources of {each.object_id}"})
    return html.Div([status(_kind(each, found)[0], opened), again])
