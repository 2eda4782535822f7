"""Dead letters: messages that were given up, each with why, to be sent again one by one or all of a range of time."""

import json

from dash import html

from actions.outbox.reading import Delivery
from dashboards.actions_page.asked import DeadLetters
from dashboards.parts import Part, card, status, table
from figures.words import many, moment

COLUMNS = (
    ("Message", False), ("Posted", False), ("Channel", False), ("Tries", True), ("Why it was given up", False),
    ("", False),
)  # fmt: skip
SHOWN = 50


def dead_letter_cards(letters: DeadLetters) -> list[Part]:
    """The card; nothing where all arrived and no channel is disabled."""
    closed = [_disabled(channel, why) for channel, why in sorted(letters.disabled.items())]
    if not letters.given_up:
        return [card("Channels", closed, "nothing was given up")] if closed else []
    shown = letters.given_up[:SHOWN]
    rows = [_row(each, letters) for each in shown]
    left = len(letters.given_up) - len(shown)
    more = html.P(f"and {many(left, 'message')} more, older ones", className="ink-3 small") if left else None
    told = html.P(className="small", role="status", id="replay-told")
    again = any(each.pruned_at is None and each.channel not in letters.disabled for each in letters.given_up)
    body = [
        *closed,
        table(COLUMNS, rows, "What could not be delivered"),
        more,
        _range(letters) if again else None,
        told,
    ]
    return [card("Not delivered", body, many(len(letters.given_up), "message"), "dead-letters")]


def _disabled(channel: str, why: str) -> Part:
    button = html.Button("Send there again", className="button", **{"data-enable": channel})
    words = [status("bad", f"{channel} is disabled"), html.Span(why, className="ink-2")]
    return html.P([*words, button], className="channel-closed")


def _row(each: Delivery, letters: DeadLetters) -> list[Part]:
    again: Part = html.Button(
        "Send again", className="button", **{"data-replay": str(each.id), "aria-label": f"Send {each.title} again"}
    )
    if each.pruned_at is not None:
        again = html.Span("no longer kept", className="ink-3")
    elif each.channel in letters.disabled:
        again = html.Span("channel disabled", className="ink-3")
    return [
        html.Span(each.title, className="long cut", title=each.title),
        html.Span(moment(each.posted_at), className="when"),
        each.channel,
        str(each.tries),
        html.Span(each.reason, className="long cut", title=each.reason),
        again,
    ]


def _range(letters: DeadLetters) -> Part:
    """Asks which days and which channel; what was posted on them and given up goes again."""
    days = [each.posted_at.date().isoformat() for each in letters.given_up]
    channels = sorted({each.channel for each in letters.given_up} - letters.disabled.keys())
    about = {"data-replay-range": json.dumps({"since": min(days), "until": max(days), "channels": channels})}
    return html.P(html.Button("Send several again", className="button", **about))
