"""Drafts that wait and those decided: each sentence with the numbers that it cites, which open where they are shown."""

from typing import Any

from dash import html

from actions.drafts.keeping import Draft
from core.access import Viewer
from core.roles import Act, may
from dashboards.actions_page.asked import Page
from dashboards.actions_page.words import DELIVERY
from dashboards.parts import Part, card, empty, status, table
from figures.words import many, moment

STATES = {"waiting": ("open", "Waits for approval"), "approved": ("good", "Sent"), "refused": ("none", "Refused")}
READERS = {"team": "for the team", "client": "for the client"}


def draft_cards(page: Page, viewer: Viewer, who: str) -> list[Part]:
    """What waits with what exactly leaves, then what was decided."""
    found = page.drafts
    if not found:
        words = (
            "Nothing was drafted yet. tracework act draft PROJECT writes the status of a project from its figures, for "
            "the team or for the client; it leaves once somebody else has approved it here."
        )
        return [empty(words)]
    waiting = [each for each in found if each.state == "waiting"]
    decided = [each for each in found if each.state != "waiting"]
    cards = [_waiting(each, viewer, who) for each in waiting]
    return [*cards, _decided(decided, page)] if decided else cards


def _waiting(draft: Draft, viewer: Viewer, who: str) -> Part:
    facts = html.P(
        [
            status(*STATES[draft.state]),
            html.Span(draft.id, className="mono"),
            html.Span(f"written {moment(draft.drafted_at)} by {draft.drafted_by}, from generation {draft.generation}"),
            html.Span(f"through {draft.channel}"),
        ],
        className="finding-about",
    )
    body = [facts, _sentences(draft), _figures(draft), _buttons(draft, viewer, who)]
    return card(draft.title, body, READERS[draft.reader], "action-card")


def _sentences(draft: Draft) -> Part:
    return html.Div([html.P(each["text"]) for each in draft.sentences], className="draft-text")


def _figures(draft: Draft) -> Part:
    figures: list[dict[str, Any]] = [figure for each in draft.sentences for figure in each["figures"]]
    if not figures:
        return None
    rows = [
        [f"[{place}]", each["label"], each["words"], html.A("where it is shown", href=each["source"])]
        for place, each in enumerate(figures, 1)
    ]
    columns = (("", False), ("Number", False), ("As it is said", True), ("", False))
    return table(columns, rows, "The numbers it cites")


def _buttons(draft: Draft, viewer: Viewer, who: str) -> Part:
    if who == draft.drafted_by or not may(viewer, Act.APPROVE):
        words = (
            "You wrote it, so somebody else approves it." if who == draft.drafted_by else "For an approver to decide."
        )
        return html.P(words, className="ink-3 small")
    buttons = [
        html.Button("Approve and send", className="button main", **{"data-answer": "approve"}),
        html.Button("Refuse", className="button", **{"data-answer": "refuse"}),
    ]
    told = html.P(className="small", role="status", **{"data-told": draft.id})
    return html.Div([html.Div(buttons, className="verdicts", **{"data-draft": draft.id}), told])


def _state(draft: Draft, page: Page) -> Part:
    """What became of it; where its message did not arrive, or not yet, that."""
    delivery = page.deliveries.get(draft.message or "")
    if delivery is not None and delivery.state in DELIVERY:
        shape, words = DELIVERY[delivery.state]
        return html.Span(status(shape, f"Approved, {words}"), title=delivery.reason or None)
    return status(*STATES[draft.state])


def _decided(decided: list[Draft], page: Page) -> Part:
    rows = [
        [
            html.Span(each.id, className="mono"),
            [
                html.Span(each.title, className="long cut", title=each.title),
                html.Span(READERS[each.reader], className="second"),
            ],
            each.drafted_by,
            each.decided_by or "–",
            html.Span(moment(each.decided_at), className="when"),
            _state(each, page),
            each.note or "–",
            html.Details([html.Summary("Text"), html.P(each.text, className="sends-text")]),
        ]
        for each in decided
    ]
    columns = (
        ("Draft", False), ("What", False), ("Written by", False), ("Decided by", False), ("When", False),
        ("State", False), ("Why", False), ("", False),
    )  # fmt: skip
    return card("Decided", table(columns, rows, "Drafts decided"), many(len(decided), "draft"))
