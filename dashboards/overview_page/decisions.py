"""What needs a decision: actions that wait for an approval, then the findings with most money times chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dash import html

from actions.approvals.action import About, Action, ActionState
from actions.approvals.deciding import may_decide
from actions.approvals.reading import actions
from core.access import Viewer
from core.settings import firm_settings
from core.state import open_state
from core.workspace import Workspace
from dashboards.findings_page.words import expected, percent
from dashboards.lens import Lens
from dashboards.parts import Part
from figures.amounts import Unit, day
from figures.words import count
from models.detector import Place
from models.findings.finding import Finding, FindingState
from models.findings.queue import queue
from models.findings.reading import Wanted, findings
from models.findings.teaching import reranker
from models.findings.words import kind_label

ROWS = 8
NEVER = datetime.max.replace(tzinfo=UTC)
MOST_ACTIONS = 3


@dataclass(frozen=True)
class Decisions:
    """Actions that wait, the first findings of today, and how many there are to review."""

    waiting: tuple[Action, ...]
    findings: tuple[Finding, ...]
    to_review: int
    labels: dict[str, str]


def decisions(workspace: Workspace, viewer: Viewer, who: str, part: Mapping[str, str]) -> Decisions:
    """What a viewer, whom the audit calls `who`, may decide on of a part of the firm, told by slice; the actions that
    expire on the first day come first, of one day those with most money."""
    now = datetime.now(UTC)
    with open_state(workspace) as state:
        asked = [each for each in actions(state, viewer, [ActionState.WAITING]) if may_decide(each, viewer, who, now)]
        mine = [each for each in asked if any(_is_of(about, part) for about in each.about)]
        waiting = tuple(sorted(mine, key=_urgency))
        there = [
            each for each in findings(state, viewer, Wanted([FindingState.OPEN])) if _is_of(each.suspicion.place, part)
        ]
        ordered = queue(there, firm_settings(workspace).review, reranker(state)).all
    first = ordered[: ROWS - min(len(waiting), MOST_ACTIONS)]
    labels = {each.kind: kind_label(each.kind, workspace) for each in first}
    return Decisions(waiting, tuple(first), len(ordered), labels)


def _is_of(place: About | Place, part: Mapping[str, str]) -> bool:
    return all(getattr(place, name, None) == value for name, value in part.items())


def _urgency(action: Action) -> tuple[date, float, int]:
    """By the day: what one look of the policies proposed expires within seconds, whatever it is worth."""
    return (action.expires_at or NEVER).date(), -action.expected, action.number


def decisions_card(found: Decisions, currency: str, lens: Lens) -> Part:
    """The card; nothing where nothing waits. Findings are listed by entity, approvals all together."""
    if not found.waiting and not found.findings:
        return None
    rows = [_action(each, currency) for each in found.waiting[:MOST_ACTIONS]]
    rows += [_finding(each, found.labels) for each in found.findings]
    links = [
        html.A(f"{words} {count(number)} →", href=href)
        for words, number, href in (
            ("Approvals" if lens.narrowed else "All approvals", len(found.waiting), "/actions"),
            (
                "Findings" if lens.narrowed else "All findings",
                found.to_review,
                lens.link("/findings", practice="", client="", project=""),
            ),
        )
        if number
    ]
    head = html.Div(html.H2("Needs your decision"), className="card-head")
    foot = html.Div(links, className="decisions-foot")
    return html.Section([head, html.Ul(rows), foot], className="card decisions-card")


def _action(action: Action, currency: str) -> Part:
    until = f", decide by {day(action.expires_at)}" if action.expires_at else ""
    worth = Unit("money", currency).words(action.expected) if action.expected else ""
    return _row(action.title, worth, f"Approval {action.id}{until}", f"/actions?action={action.number}")


def _finding(finding: Finding, labels: dict[str, str]) -> Part:
    kind, told = labels[finding.kind], finding.suspicion
    title = told.title.removeprefix(f"{kind}: ")
    worth = expected(finding) if told.money is not None else ""
    about = f"{kind}, {percent(told.chance)}"
    return _row(title[:1].upper() + title[1:], worth, about, f"/findings?pick={finding.id}")


def _row(title: str, worth: str, about: str, href: str) -> Part:
    inside = [
        html.Span(title, className="decision-title", title=title),
        html.B(worth),
        html.Span(about, className="ink-3 small"),
        html.Span("Review", className="go-on small"),
    ]
    return html.Li(html.A(inside, href=href, className="decision"))
