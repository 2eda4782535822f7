"""The records behind an indicator's number: how they spread, and the largest of them, each open to its sources."""

from urllib.parse import urlencode

from dash import html

from dashboards import charts
from dashboards.indicator_page.asked import Headline, Whole
from dashboards.indicator_page.words import scale, slice_words
from dashboards.parts import Part, card, status, table
from figures.amounts import Unit
from figures.distribution import Durations
from metrics.records import Share

TITLE = "The records behind it"
SHOWN = 12
MOST_DRAWN = 20_000
HOURS_OF_A_DAY = 24


def spread_card(found: Whole) -> Part:
    """How durations spread; of other measures nothing."""
    head, behind = found.headline, found.records
    if head.now.total.of.aggregate != "km" or behind is None or not behind.in_all:
        return None
    if behind.in_all > MOST_DRAWN:
        words = f"{behind.in_all:,} are too many to draw one by one. Narrow the view to see how they spread."
        return card("How the waits spread", html.P(words, className="ink-2"))
    times = [(_time(share, head), share.is_open) for share in behind.shares]
    target = head.now.standing.target * scale(head) if head.now.standing else None
    durations = Durations(
        [time for time, is_open in times if time is not None and not is_open],
        [time for time, is_open in times if time is not None and is_open],
        head.size(head.now.total) if "median" in head.now.total.measure else None,
        head.size(head.ninth.total) if head.ninth else None,
    )
    return card("How the waits spread", charts.chart("spread", "distribution", durations, head.unit, target))


def records_card(found: Whole) -> Part:
    """The largest shares; those still open first."""
    head, behind = found.headline, found.records
    if behind is None:
        return card(
            "The records behind it",
            html.P("Names are hidden for your role, or too few people are in it.", className="ink-2"),
        )
    if not behind.in_all:
        return card("The records behind it", html.P("There are none.", className="ink-3"))
    columns = (("Record", False), ("Of", False), (_column(head), True), ("", True))
    rows = [_row(share, head) for share in behind.shares[:SHOWN]]
    note = f"{min(SHOWN, behind.in_all):,} of {behind.in_all:,}"
    return card(TITLE, table(columns, rows, "Records, the largest first"), note, "records-card")


def _column(head: Headline) -> str:
    if head.now.total.of.aggregate == "km":
        return f"Waited{', bd' if head.unit.kind == 'business_days' else ''}"
    return "Share" if head.now.total.of.aggregate in ("ratio", "skill") else "Value"


def _row(share: Share, head: Headline) -> list[Part]:
    entity = share.slice.get("entity")
    about = [*(share.slice.get(name) for name in ("client", "project", "practice")), slice_words(entity or "")]
    first, *others = [value for value in about if value] or [""]
    second = " ".join(filter(None, (share.part, f"{share.day:%-d %b %Y}" if share.day else "")))
    href = f"/health?{urlencode({'record': share.object_id})}#lineage-room"
    return [
        [html.Span(share.object_id, className="mono"), html.Span(second, className="second")],
        html.Div(
            [first, html.Span(" · ".join(others), className="second")],
            className="long",
            title=" · ".join([first, *others]),
        ),
        _amount(share, head),
        html.A("Sources", href=href, **{"aria-label": f"Sources of {share.object_id}"}),
    ]


def _amount(share: Share, head: Headline) -> Part:
    of = head.now.total.of
    if of.aggregate == "km":
        time = head.unit.words(_time(share, head))
        return status("open", f"≥ {time}") if share.is_open else time
    if of.aggregate in ("ratio", "skill"):
        return f"{_plain(share.numerator)} of {_plain(share.denominator)}"
    if of.is_money:
        return Unit("money", share.currency or "").words(share.value)
    return _plain(share.value)


def _time(share: Share, head: Headline) -> float | None:
    if head.now.total.clock == "elapsed":
        return None if share.elapsed is None else share.elapsed / HOURS_OF_A_DAY
    if share.value is None or head.now.total.unit != "hours":
        return share.value
    return share.value / (head.day_hours or 1)


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "−")
