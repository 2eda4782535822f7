"""Changes to definitions: those that wait with their difference, and the history of those decided."""

from dash import html

from actions.changes.change import Change, ChangeState
from core.access import Viewer
from core.jobs import Job
from dashboards.actions_page.asked import Page
from dashboards.actions_page.trial_part import trial_part
from dashboards.actions_page.words import role
from dashboards.parts import Part, card, empty, status, table
from figures.words import many, moment

STATES = {
    ChangeState.PROPOSED: ("open", "Waits for its owner"),
    ChangeState.APPROVED: ("running", "Being applied"),
    ChangeState.APPLIED: ("good", "Applied"),
    ChangeState.REFUSED: ("none", "Refused"),
    ChangeState.OVERTAKEN: ("watch", "Overtaken by another change"),
}


def change_cards(found: Page, viewer: Viewer, who: str) -> list[Part]:
    """What waits, then what was decided."""
    if not found.changes:
        words = (
            "No process, rule, indicator, target or policy was changed this way yet. "
            "tracework act change proposes one; it holds once its owner has approved it."
        )
        return [empty(words)]
    decided = [each for each in found.changes if each.state is not ChangeState.PROPOSED]
    cards = [_proposed(each, viewer, who, found.trial_jobs.get(each.number)) for each in found.proposed]
    return [*cards, _history(decided, viewer, who)] if decided else cards


def _proposed(change: Change, viewer: Viewer, who: str, job: Job | None) -> Part:
    facts = html.P(
        [
            status(*STATES[change.state]),
            html.Span(change.id, className="mono"),
            html.Span(f"proposed {moment(change.proposed_at)} by {change.proposed_by}"),
            html.Span(f"for the {role(change.owner_role).lower()} to decide"),
        ],
        className="finding-about",
    )
    shown = [difference(change.difference), trial_part(change, viewer, who, job)]
    body = [facts, html.P(change.reason), *shown, _buttons(change, viewer, who)]
    return card(change.path, body, change.kind, "action-card")


def difference(text: str) -> Part:
    """The difference, each line marked by its sign."""
    kinds = {"+": "diff-in", "-": "diff-out", "@": "diff-at"}
    lines = [
        html.Span(f"{line}\n", className=kinds.get(line[:1], ""))
        for line in text.splitlines()
        if line[:3] not in ("+++", "---")
    ]
    return html.Pre(lines, className="mono sends-body diff", tabIndex=0)


def _buttons(change: Change, viewer: Viewer, who: str) -> Part:
    own = who == change.proposed_by
    if own or not ({"owner", change.owner_role} & viewer.roles):
        owner = role(change.owner_role).lower()
        words = f"You proposed it, so it waits for another {owner}." if own else f"It asks {owner}, not your role."
        return html.P(words, className="ink-3 small")
    buttons = [
        html.Button("Approve and apply", className="button main", **{"data-answer": "approve"}),
        html.Button("Refuse", className="button", **{"data-answer": "refuse"}),
    ]
    told = html.P(className="small", role="status", **{"data-told": change.id})
    return html.Div([html.Div(buttons, className="verdicts", **{"data-change": change.id}), told])


def _history(decided: list[Change], viewer: Viewer, who: str) -> Part:
    rows = [
        [
            html.Span(each.id, className="mono"),
            [each.path, html.Span(each.reason, className="second")],
            each.proposed_by,
            each.decided_by or "–",
            moment(each.decided_at),
            status(*STATES[each.state]),
            html.Details([html.Summary("Difference"), difference(each.difference), trial_part(each, viewer, who)]),
        ]
        for each in decided
    ]
    columns = (
        ("Change", False), ("What", False), ("Proposed by", False), ("Decided by", False), ("When", False),
        ("State", False), ("", False),
    )  # fmt: skip
    return card("History", table(columns, rows, "What was changed"), many(len(decided), "change"))
