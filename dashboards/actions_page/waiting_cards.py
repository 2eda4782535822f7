"""What waits for an approval: each with what it is about, what it is worth and exactly what will be sent."""

from collections.abc import Mapping

from dash import html

from actions.approvals.action import About, Action, ActionState
from dashboards.actions_page.asked import Look, Opened, Page
from dashboards.actions_page.finding_cell import finding_cell
from dashboards.actions_page.words import asked, expires, origin, state_of
from dashboards.findings_page.words import percent
from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part, card, empty, key_cap, link_button, table
from figures.words import many, moment, money
from models.findings.queue import is_part

SHOWN = 6
CARDS = 50
"""More than anybody decides on in one go, and the page stays quick."""


def waiting_cards(found: Page, currency: str) -> list[Part]:
    """A card for each that waits, first what whoever looks may decide on, then by money."""
    ordered = sorted(found.waiting, key=lambda each: (not each.may_decide, -each.action.expected, each.action.number))
    if not ordered:
        words = "What policies and people propose comes here, with exactly what it would send."
        return [empty(words, link_button("See the policies", Look(show="policies").link()))]
    shown = ordered[:CARDS]
    left = found.totals[ActionState.WAITING] - len(shown)
    more = f"{many(left, 'action')} more. They come up as these are decided; tracework act approvals lists them all."
    cards = [action_card(each, found, currency, first=place == 0) for place, each in enumerate(shown)]
    return [*cards, html.P(more, className="ink-3 small")] if left > 0 else cards


def action_card(opened: Opened, page: Page, currency: str, *, first: bool = False) -> Part:
    """One action, with the buttons for whoever may answer."""
    found, now = opened.action, page.now
    worth = money(found.expected, currency) if found.expected else "no money told"
    facts = html.P(
        [
            state_of(found, opened.delivery),
            html.Span(found.id, className="mono"),
            html.Span(f"proposed {moment(found.proposed_at)} by {origin(found)}"),
            html.Span(f"asks {asked(found, now).lower()}") if found.asked else None,
            expires(found, now) if found.state.value == "waiting" else None,
        ],
        className="finding-about",
    )
    text = html.P(found.content["text"], className="sends-text") if found.content["text"] else None
    words = html.P(found.words, className="ink-2") if found.words else None
    # the reason and the decision lie before what is long, so that a phone shows them without scrolling
    decided = [facts, text, words, _answers(found), _outcomes(opened), _buttons(opened, first=first)]
    body = [*decided, _about(found, page.titles, currency), _sends(opened)]
    return card(found.title, body, f"{worth} expected", "action-card")


def _about(found: Action, titles: Mapping[int, str], currency: str) -> Part:
    columns = (("Finding", False), ("About", False), ("Entity", False), ("At stake", True), ("Chance", True))
    ordered = sorted(found.about, key=lambda each: (-(each.base_money or 0.0) * each.chance, each.finding))
    rows = [_row(each, titles, currency) for each in ordered[:SHOWN]]
    left = len(found.about) - len(rows)
    more = html.P(f"and {many(left, 'finding')} more", className="ink-3 small") if left > 0 else None
    return html.Div([table(columns, rows, "The findings it is about"), more])


def _row(each: About, titles: Mapping[int, str], currency: str) -> list[Part]:
    return [
        finding_cell(each.finding, each.subject_id, titles),
        html.Span(each.subject_id, className="mono long cut", title=each.subject_id),
        slice_words(each.entity) if each.entity else "–",
        money(each.base_money, currency) if each.base_money is not None else "–",
        percent(each.chance),
    ]


def _sends(opened: Opened) -> Part:
    found = opened.action
    verb = "What was sent" if found.message else "What exactly will be sent"
    body = html.Pre(opened.preview, className="mono sends-body", tabIndex=0)
    return html.Details([html.Summary([f"{verb} through ", html.B(found.channel)]), body], className="sends")


def _answers(found: Action) -> Part:
    if not found.answers:
        return None
    said = {"approve": "approved", "refuse": "refused"}
    rows = [[moment(each.at), each.who, said[each.answer], each.note or "–"] for each in found.answers]
    return table((("When", False), ("Who", False), ("Said", False), ("Why", False)), rows, "What people answered")


def _outcomes(opened: Opened) -> Part:
    if not opened.outcomes and opened.delivery is None:
        return None
    rows = [
        [moment(each.at), each.source, each.result.replace("_", " "), each.words or "–"] for each in opened.outcomes
    ]
    if (sent := opened.delivery) is not None:
        tries = many(sent.tries, "try", "tries")
        words = f"{sent.state}, {tries}{f': {sent.reason}' if sent.reason else ''}"
        rows.insert(0, [moment(sent.finished_at or sent.posted_at), sent.channel, "delivery", words])
    return table((("When", False), ("By", False), ("What", False), ("Words", False)), rows, "What came of it")


def _buttons(opened: Opened, *, first: bool) -> Part:
    found = opened.action
    if found.state.value != "waiting":
        return None
    if not opened.may_decide:
        return html.P(opened.why_not, className="ink-3 small")
    about = {"data-action": found.id, "data-first": "true" if first else "false"}
    buttons = [
        html.Button(
            ["Approve and send", key_cap("A") if first else None], className="button main", **{"data-answer": "approve"}
        ),
        html.Button("Refuse", className="button", **{"data-answer": "refuse"}),
    ]
    told = html.P(className="small", role="status", **{"data-told": found.id})
    return html.Div([html.Div(buttons, className="verdicts", **about), told])


def total_expected(found: Page, currency: str) -> str:
    """$412k, a finding counted once however often it is acted on, and the firm or a part of it not beside the things in
    it; nothing where no money is told"""
    worth = {
        each.finding: (each.base_money or 0.0) * each.chance
        for one in found.waiting
        for each in one.action.about
        if not is_part(each.subject_type)
    }
    total = sum(worth.values())
    return money(total, currency) if total else ""
