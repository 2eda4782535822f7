"""The feeds: what each source brings, how fresh it is, how much came against the usual, what was set apart."""

from datetime import timedelta
from typing import Any

from dash import html

from dashboards.health_page.facts import Feed
from dashboards.parts import Part, card, status, table
from figures.words import NOT_KNOWN, count, duration, moment

COLUMNS = (
    ("Feed", False), ("What it brings", False), ("Last load", False), ("State", False), ("Records", True),
    ("Against usual", False), ("Written down after", True), ("Set apart", True),
)  # fmt: skip


def feeds_card(feeds: list[Feed]) -> Part:
    rows: list[list[Any]] = [
        [
            [feed.system, html.Span(feed.source, className="second")],
            html.Span(feed.brings, className="long brings", title=feed.brings),
            [moment(feed.as_of), html.Span(behind(feed.age), className="second")],
            [state(feed), *_lacking(feed)],
            count(feed.records),
            against_usual(feed),
            NOT_KNOWN if feed.lag is None else duration(feed.lag.total_seconds(), short=True),
            count(feed.set_apart),
        ]
        for feed in feeds
    ]
    note = "grey band: the usual range of earlier loads; mark: the last load"
    return card("Feeds", table(COLUMNS, rows, "The sources, and how fresh they are"), note, "feeds")


def state(feed: Feed) -> Part:
    """Fresh, late or low, as a shape and a word."""
    if feed.late:
        return status("bad", f"Late by {age(feed.age)}")
    if feed.refused:
        return status("watch", "Partly refused")
    return status("watch", "Low volume") if feed.low else status("good", "Fresh")


def behind(distance: timedelta) -> str:
    return "the newest" if distance < timedelta(minutes=1) else f"{age(distance)} behind the newest"


def age(distance: timedelta) -> str:
    """26 h, 12 min: data ages are elapsed time, in hours up to three days."""
    seconds = distance.total_seconds()
    return f"{seconds / 3600:.0f} h" if 3600 <= seconds < 3 * 86_400 else duration(seconds)


def against_usual(feed: Feed) -> Part:
    """A band for the usual range and a mark for the last load, on a line from nothing to the most."""
    if feed.usual is None:
        return html.Span("no usual yet", className="ink-3")
    least, most = feed.usual
    whole = max(most, feed.records, 1) * 1.15
    band = {"left": f"{least / whole:.1%}", "width": f"{max((most - least) / whole, 0.02):.1%}"}
    words = f"{count(feed.records)} records, usually {count(least)} to {count(most)}"
    return html.Span(
        [
            html.Span(className="usual-band", style=band),
            html.Span(
                className="usual-mark low" if feed.low else "usual-mark", style={"left": f"{feed.records / whole:.1%}"}
            ),
        ],
        className="usual",
        title=words,
        role="img",
        **{"aria-label": words},
    )


def _lacking(feed: Feed) -> list[Part]:
    if not feed.refused and not feed.missing:
        return []
    told = [html.P([html.B(f"{stream}: "), reason], className="small") for stream, reason in feed.refused.items()]
    told += [
        html.P([html.B(f"{each['what']}: "), f"{each['costs']}. Ask for {each['ask_for']}."], className="small")
        for each in feed.missing
    ]
    return [html.Details([html.Summary("What is missing", className="small"), *told])]
