"""The feeds: what each source brings, how fresh it is, how much came against the usual, what was set apart."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dash import html

from dashboards.health_page.facts import Feed
from dashboards.health_page.last_pulls import LastPull
from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part, card, status, table
from figures.words import NOT_KNOWN, count, duration, moment

COLUMNS = (
    ("Feed", False), ("What it brings", False), ("Read up to", False), ("State", False), ("Records", True),
    ("Against usual", False), ("Written down after", True), ("Set apart", True),
)  # fmt: skip


def feeds_card(feeds: Sequence[Feed], without_a_load: Sequence[LastPull] = (), entity: str = "") -> Part:
    """`entity` is the one that is looked at, if one is: then each feed says how much of it is that one's."""
    rows: list[list[Any]] = [
        [
            [feed.system, html.Span(feed.source, className="second"), *_whose(feed, entity)],
            html.Span(feed.brings, className="long brings", title=feed.brings),
            [moment(feed.as_of), html.Span(behind(feed.age), className="second")],
            html.Div([state(feed), *_failing(feed.failing, feed.failing_since), *_lacking(feed)]),
            count(feed.records),
            against_usual(feed),
            NOT_KNOWN if feed.lag is None else duration(feed.lag.total_seconds(), short=True),
            count(feed.set_apart),
        ]
        for feed in feeds
    ]
    rows += [_row_without_a_load(pull) for pull in without_a_load]
    note = "grey band: the usual range of earlier loads; mark: the last load"
    return card("Feeds", table(COLUMNS, rows, "The sources, and how fresh they are"), note, "feeds")


def _whose(feed: Feed, entity: str) -> list[Part]:
    if not entity:
        return []
    if not feed.entities:
        return [html.Span("names no entity", className="second")]
    one = feed.entities[0] if len(feed.entities) == 1 else ""
    words = f"only {slice_words(one)}" if one else f"of {count(len(feed.entities))} entities"
    return [html.Span(words, className="second")]


def state(feed: Feed) -> Part:
    """Failed, fresh, late or low, as a shape and a word."""
    if feed.failing is not None:
        return status("bad", "Failed")
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


def against_nothing() -> Part:
    """Of a feed that has no usual range yet."""
    return html.Span("no usual yet", className="ink-3")


def against_usual(feed: Feed) -> Part:
    """A band for the usual range and a mark for the last load, on a line from nothing to the most."""
    if feed.usual is None:
        return against_nothing()
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


def _row_without_a_load(pull: LastPull) -> list[Any]:
    """A source of which nothing has been loaded: its pulls fail, found nothing, or there was none."""
    nothing = status("none", "Nothing yet") if pull.at else status("none", "Not pulled yet")
    told = status("bad", "Failed") if pull.error is not None else nothing
    return [
        [pull.system, html.Span(pull.source, className="second")],
        html.Span(pull.brings, className="long brings", title=pull.brings),
        NOT_KNOWN,
        html.Div([told, *_failing(pull.error, pull.failing_since)]),
        count(0),
        against_nothing(),
        NOT_KNOWN,
        count(0),
    ]


def _failing(error: str | None, since: datetime | None) -> list[Part]:
    """Since when a feed fails, and what the last pull met with, which says what to do."""
    if error is None or since is None:
        return []
    told: list[Part] = [html.Span(f"since {moment(since)}", className="second")]
    if error:
        told.append(
            html.Details([html.Summary("What happened", className="small"), html.P(error, className="small why")])
        )
    return told


def _lacking(feed: Feed) -> list[Part]:
    if not feed.refused and not feed.missing:
        return []
    told = [html.P([html.B(f"{stream}: "), reason], className="small") for stream, reason in feed.refused.items()]
    told += [
        html.P([html.B(f"{each['what']}: "), f"{each['costs']}. Ask for {each['ask_for']}."], className="small")
        for each in feed.missing
    ]
    return [html.Details([html.Summary("What is missing", className="small"), *told])]
