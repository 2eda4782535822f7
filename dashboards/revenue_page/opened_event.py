"""One billing event, open: a picture of all that it waits for, and each missing thing with its sources."""

from collections.abc import Sequence

from dash import html

from dashboards.parts import Part, card, drawing, table
from dashboards.revenue_page.words import BUSINESS_DAYS, about, day_words, event_name, waited, whole
from dashboards.revenue_page.work_list import sources_of
from dashboards.revenue_page.work_view import PATH, WorkView
from figures.readiness_graph import BillableEvent, Precondition, State, readiness_graph
from metrics.event_needs import EventNeeds, Need
from metrics.readiness import BLOCKERS, Missing

WIDE, NARROW = 900.0, 340.0
MOST = 40


def opened_card(found: EventNeeds, missing: Sequence[Missing], view: WorkView) -> Part:
    """The card; `missing` is what the work list knows of the event, nothing where it is ready."""
    event = found.event
    head = BillableEvent(
        event_name(event, found.billable_at), whole(event.amount, event.currency) if event.amount is not None else ""
    )
    drawn = [_precondition(each) for each in found.needs]
    graphs = [
        drawing(readiness_graph(head, drawn, BUSINESS_DAYS, width), style)
        for width, style in ((WIDE, "wide-only"), (NARROW, "narrow-only"))
    ]
    told = [about(event), _since(found)]
    close = html.A("Close", href=view.link(PATH, event=""), **{"aria-label": f"Close {head.name}"})
    records = [html.A("Sources of the event", href=sources_of(event.object_id)), " · ", close]
    words = html.P(" · ".join(filter(None, told)), className="ink-2 small")
    return card(head.name, [words, *graphs, _missing(missing)], records, "opened-event")


def _since(found: EventNeeds) -> str:
    if found.cancelled_at:
        return f"cancelled {day_words(found.cancelled_at)}"
    if found.ready_at:
        return f"ready to bill since {day_words(found.ready_at)}"
    return f"billable since {day_words(found.billable_at)}" if found.billable_at else "not billable yet"


def _precondition(need: Need) -> Precondition:
    state: State = "not_needed" if not need.things else "blocking" if need.unmet else "done"
    holder = need.holder or need.holder_role
    took = need.business_days if need.business_days else None
    several = f" ({need.unmet} of {need.things})" if need.unmet and need.things > 1 else ""
    return Precondition(f"{need.title}{several}", state, holder, took)


def _missing(missing: Sequence[Missing]) -> Part:
    if not missing:
        return None
    columns = (
        ("What is missing", False), ("Of", False), ("Who holds it", False), ("Since", False), ("Waits", True),
        ("Money", True), ("", True),
    )  # fmt: skip
    rows = [_missing_row(each) for each in missing[:MOST]]
    left = len(missing) - MOST
    rest = html.P(f"{left:,} more are not shown.", className="ink-3 small") if left > 0 else None
    return html.Div([table(columns, rows, "What this event lacks"), rest])


def _missing_row(each: Missing) -> list[Part]:
    role = each.holder_role.capitalize()
    return [
        BLOCKERS[each.blocker],
        html.Div([html.Span(each.object_id, className="mono"), html.Span(_about(each), className="second")]),
        html.Div([each.holder or role, html.Span(role, className="second") if each.holder else None]),
        day_words(each.since),
        waited(each.business_days, each.elapsed_us),
        whole(each.money, each.currency),
        html.A("Sources", href=sources_of(each.object_id), **{"aria-label": f"Sources of {each.object_id}"}),
    ]


def _about(each: Missing) -> str:
    if each.minutes:
        when = f", week to {day_words(each.week_end)}" if each.week_end else ""
        return f"{each.minutes / 60:,.1f} h{when}".replace(".0 h", " h")
    return (each.detail or "").replace("_", " ")
