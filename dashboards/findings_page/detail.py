"""The right of the review queue: one finding, with what it is worth, why, beside its peers, its records, what to do."""

import json
from collections.abc import Sequence
from urllib.parse import urlencode

from dash import html

from actions.approvals.action import Action, ActionState
from core.roles import ROLES
from dashboards.findings_page.asked import Evidence, Look, Review
from dashboards.findings_page.queue_list import PATH, kind_of
from dashboards.findings_page.words import (
    STATES,
    about,
    percent,
    points,
    right,
    state_words,
    weight,
    whole,
)
from dashboards.parts import Part, card, drawing, icon, key_cap, status, table
from figures.peers import peers
from figures.words import count, many, moment
from models.detector import Reason
from models.findings.finding import Finding, FindingState
from models.findings.queue import is_part

SHOWN = 12
LEAST_DRAWN = 0.1
UNITS = {"%": "share", "worked_hours": "hours", "business_days": "business days", "per_100": "per 100", "count": ""}
"""What peers are measured in, in words where its name is none."""
"""The points that fill the room of a bar where no reason has more, so that a small one looks small."""
WAITING = {
    ActionState.WAITING: ("open", "waits for approval"),
    ActionState.APPROVED: ("running", "sent"),
    ActionState.REFUSED: ("none", "refused"),
    ActionState.EXPIRED: ("none", "expired without an answer"),
    ActionState.SUCCEEDED: ("good", "done"),
    ActionState.FAILED: ("bad", "failed"),
}


def detail(found: Review, look: Look, behind: Sequence[Evidence], labels: dict[str, str], *, may_decide: bool) -> Part:
    """Everything about the finding that is looked at."""
    finding = found.picked
    if finding is None:
        return None
    peers_card = _peers(finding)
    return html.Article(
        [
            html.A("All findings", href=look.link(PATH, pick=""), className="narrow-back"),
            _head(found, look, finding, labels),
            _worth(found, finding),
            html.Div([_why(finding), peers_card], className="why-row" if peers_card else "why-row alone"),
            _evidence(behind, finding.suspicion.subject_type),
            _suggestion(found, finding, may_decide=may_decide),
            _verdicts(found, look, finding, may_decide=may_decide),
            _history(found),
        ],
        className="finding",
        **{"aria-labelledby": "finding-title"},
    )


def _head(found: Review, look: Look, finding: Finding, labels: dict[str, str]) -> Part:
    told, place = finding.suspicion, found.place
    parts = [
        status(weight(finding), kind_of(finding, labels)),
        html.Span(finding.id, className="mono"),
        html.Span(f"found {moment(finding.first_seen)}"),
        html.Span(f"owner: {ROLES[finding.owner_role].title.lower()}") if finding.owner_role in ROLES else None,
    ]
    if finding.state is not FindingState.OPEN:
        parts.append(status(STATES[finding.state][0], state_words(finding)))
    if finding.assigned_to:
        parts.append(html.Span(f"assigned to {finding.assigned_to}"))
    if finding.audited:
        parts.append(html.Span("drawn at random", title="One in twenty is put before a person whatever its chance."))
    steps = [
        html.A(key_cap(key), href=look.link(PATH, pick=beside.id), id=name, **{"aria-label": words})
        for key, name, words, beside in (
            ("K", "finding-before", "The one before", found.beside(-1)),
            ("J", "finding-after", "The next one", found.beside(1)),
        )
        if beside
    ]
    where = f"{count(place + 1)} of {count(len(found.findings))}" if place is not None else ""
    line = html.P(
        [*(part for part in parts if part is not None), html.Span([where, *steps], className="push finding-steps")],
        className="finding-about",
    )
    return html.Div([line, html.H2(told.title, id="finding-title"), html.P(told.summary, className="ink-2")])


def _worth(found: Review, finding: Finding) -> Part:
    """Money at stake × chance = expected, and how far to believe it."""
    told = finding.suspicion
    parts: list[Part] = []
    if told.money is not None:
        parts += [_figure("Money at stake", whole(told.money, told.currency)), html.Span("×", className="sign")]
    parts.append(_figure("Chance", percent(told.chance)))
    if told.money is not None:
        expected = about(told.money * told.chance, told.currency)
        summed = [html.Span("=", className="sign"), _figure("Expected", expected)]
        # on a phone the sign goes onto the next line with what it leads to
        parts.append(html.Span(summed, className="worth-sum"))
    else:
        parts.append(html.Span("Nothing says what it costs, so it stands among the usual.", className="ink-3 small"))
    record = found.record
    believed = [f"Usually {percent(told.usual)}. "]
    if record:
        above = f"Above {percent(record.least)} " if record.least else ""
        believed += [
            f"{above}{'people' if above else 'People'} found it ",
            html.B(right(record.confirmed, record.decided)),
            ". ",
        ]
    else:
        believed.append("Nobody has judged one like it yet. ")
    believed.append(html.A("Model card", href=f"/models#{finding.detector}"))
    return html.Section([*parts, html.P(believed, className="believed")], className="card worth-line")


def _figure(label: str, words: str) -> Part:
    return html.Span([html.Span(label, className="ink-3"), html.B(words, className="figure")], className="worth-part")


def _why(finding: Finding) -> Part:
    told = finding.suspicion
    parts = [reason.points for reason in told.reasons if reason.points is not None]
    note = f"starts at the usual {percent(told.usual)}, ends at {percent(told.chance)}" if parts else None
    most = max([LEAST_DRAWN, *(abs(part) for part in parts)])
    below = max((-part for part in parts if part < 0), default=0.0)
    rows = [_reason(reason, below, most + below if below else most) for reason in told.reasons]
    return card("Why", html.Ul(rows, className="why"), note)


def _reason(reason: Reason, below: float, span: float) -> Part:
    if reason.points is None:
        return html.Li([html.Span(reason.text)], className="why-line plain")
    start = below if reason.points >= 0 else below + reason.points
    style = {"marginLeft": f"{100 * start / span:.1f}%", "width": f"max(2px, {100 * abs(reason.points) / span:.1f}%)"}
    bar = html.Span(className="why-bar" if reason.points >= 0 else "why-bar less", style=style)
    return html.Li(
        [
            html.Span(reason.text),
            html.Span(bar, className="why-room", **{"aria-hidden": "true"}),
            html.Span(points(reason.points), className="why-points"),
        ],
        className="why-line",
    )


def _peers(finding: Finding) -> Part:
    told = finding.suspicion.peers
    if told is None or not told.values:
        return None
    unit = finding.suspicion.currency or "" if told.unit == "money" else UNITS.get(told.unit, told.unit)
    picture = drawing(peers(told.values, told.own, unit), "peers")
    return card("Against its peers", [html.P(told.title, className="ink-2 small"), picture])


def _evidence(behind: Sequence[Evidence], subject: str) -> Part:
    if not behind:
        words = "The records behind it are of places that you may not see, or are no longer in the log."
        if is_part(subject):
            words = "It is told of many records at once: the page Indicators opens them, measure by measure."
        return card("Evidence", html.P(words, className="ink-3"))
    columns = (("Record", False), ("What it is", False), ("Amount", True), ("Source record", False))
    rows = [
        [
            html.Span(each.name, className="long", title=each.name),
            each.type,
            whole(each.amount, each.currency) if each.amount is not None else "–",
            html.A(each.object_id, href=lineage(each.object_id), className="mono"),
        ]
        for each in behind[:SHOWN]
    ]
    more = len(behind) - SHOWN
    note = f"{count(SHOWN)} of {many(len(behind), 'record')}" if more > 0 else "each opens its source record"
    return card("Evidence", table(columns, rows, "The records behind the finding"), note)


def lineage(object_id: str) -> str:
    return f"/health?{urlencode({'record': object_id})}#lineage-room"


def _suggestion(found: Review, finding: Finding, *, may_decide: bool) -> Part:
    """What to do, what is under way about it, and the button that proposes it."""
    told = finding.suspicion.suggestion
    waiting = [each for each in found.actions if each.state is ActionState.WAITING]
    lines = [html.P(_action_words(each), className="ink-2") for each in found.actions[:3]]
    if not lines:
        words = "Nothing is proposed about it yet. What you propose is sent once somebody else has approved it."
        if may_decide and not found.ways:
            words = "No channel of firm.toml takes what is approved, so it cannot be sent from here."
        lines = [html.P(words, className="ink-2")]
    words = html.Div([html.H3(f"Suggested: {told.text[:1].lower()}{told.text[1:]}"), *lines])
    button = None
    if waiting:
        does = "Look and approve" if waiting[0].number in found.mine else "Look at it"
        button = html.A(
            [does, key_cap("A")], href=f"/actions?action={waiting[0].number}", id="finding-approve",
            className="button main",
        )  # fmt: skip
    elif may_decide and found.ways:
        about = {"data-propose": finding.id, "data-ways": json.dumps(found.ways), "data-does": told.text}
        button = html.Button(["Propose", key_cap("P")], id="finding-propose", className="button main", **about)
    return html.Section([words, button], className="card suggestion", **{"aria-label": "What to do"})


def _action_words(action: Action) -> list[Part]:
    shape, words = WAITING.get(action.state, ("none", action.state.value))
    asked = " or ".join(ROLES[each.role].title.lower() for each in action.asked if each.role in ROLES)
    needs = f" of the {asked}" if action.state is ActionState.WAITING and asked else ""
    return [
        html.A(action.id, href=f"/actions?action={action.number}", className="mono"),
        f" {action.title} ",
        status(shape, f"{words}{needs}"),
    ]


def _verdicts(found: Review, look: Look, finding: Finding, *, may_decide: bool) -> Part:
    if not may_decide:
        return html.P("Your role reads findings. Verdicts are for those who review them.", className="ink-3 small")
    beside = found.beside(1) or found.beside(-1)
    after = look.link(PATH, pick=beside.id if beside else "")
    decisions = (
        ("confirm", "Confirm", "C", "checks"), ("dismiss", "Dismiss with a reason", "D", "x"),
        ("snooze", "Snooze", "S", "clock"), ("assign", "Assign", "", "user"),
    )  # fmt: skip
    buttons = [
        html.Button(
            [icon(sign), words, key_cap(key) if key else None],
            className="button",
            **{"data-verdict": name, "data-key": key.lower()},
        )
        for name, words, key, sign in decisions
    ]
    undo = html.Button(
        ["Undo", key_cap("U")], className="button quiet push", **{"data-verdict": "undo", "data-key": "u"},
        hidden=not any(not each.undone and each.verdict != "settle" for each in found.verdicts),
    )  # fmt: skip
    about_it = {
        "data-finding": finding.id, "data-after": after, "data-here": look.link(PATH, pick=finding.id),
        "data-moment": finding.last_seen.date().isoformat(),
    }  # fmt: skip
    told = html.P(className="small", id="verdict-told", role="status")
    return html.Div([html.Div([*buttons, undo], className="verdicts", **about_it), told])


def _history(found: Review) -> Part:
    if not found.verdicts:
        return None
    rows = [
        [
            moment(each.at),
            each.who,
            html.Span(f"{each.verdict}{' (undone)' if each.undone else ''}"),
            each.reason or (f"until {each.until:%-d %b %Y}" if each.until else each.assignee or "–"),
        ]
        for each in reversed(found.verdicts)
    ]
    columns = (("When", False), ("Who", False), ("Verdict", False), ("Why", False))
    return card("Verdicts", table(columns, rows, "What people said of it"))
