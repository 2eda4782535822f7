"""The left of the review queue: what it comes to in a sentence, its tabs, and the findings in their order."""

from datetime import datetime

from dash import html

from dashboards.findings_page.asked import Look, Review
from dashboards.findings_page.words import NOT_ADDED, age, expected, state_words, weight, where, whose
from dashboards.parts import Part, link_button, sentence, status
from figures.words import count, many, moment, money
from models.findings.finding import Finding
from models.findings.queue import is_part
from models.findings.words import kind_label

PATH = "/findings"
TABS = {"open": "To review", "snoozed": "Snoozed", "decided": "Decided"}
MOST = 200


def queue_list(found: Review, look: Look, currency: str, labels: dict[str, str], *, narrow_hides: bool) -> Part:
    """The list; on a phone it gives way to the finding that was picked."""
    now = found.looked.at if found.looked else None
    shown = found.findings[:MOST]
    items = [_item(each, look, found, labels) for each in shown]
    if look.show == "open" and 0 < found.today < len(shown):
        later = html.Li(f"After today’s {count(found.today)}, for later days", className="queue-break")
        items.insert(found.today, later)
    left = len(found.findings) - len(shown)
    body = [
        html.Div(answer(found, look, currency, now), className="queue-answer"),
        _tabs(found, look),
        html.Ul(items, className="queue") if items else _nothing(found, look),
        html.P(f"{count(left)} more. Narrow the list to see them.", className="ink-3 small queue-rest")
        if left
        else None,
    ]
    style = "review-list narrow-hidden" if narrow_hides else "review-list"
    return html.Section(body, className=style, **{"aria-label": "Findings"})


def answer(found: Review, look: Look, currency: str, now: datetime | None) -> Part:
    """How many, for how much money; how many of them today; when the detectors looked."""
    checked = f"Checked {moment(now)}." if now else ""
    number = len(found.findings)
    if look.show != "open":
        return sentence(f"{many(number, 'finding')} {TABS[look.show].lower()}.", checked)
    if not number:
        return sentence("Nothing to review.", checked)
    worth = f", about {money(found.expected, currency)} expected" if found.expected else ""
    parts = any(is_part(each.suspicion.subject_type) and each.expected for each in found.findings)
    rest = (NOT_ADDED if parts else "", _for_today(found), checked)
    return sentence(f"{count(number)} to review{worth}.", " ".join(filter(None, rest)))


def _for_today(found: Review) -> str:
    """How much of the day's work is left, where that is not all there is."""
    if found.today == len(found.findings):
        return ""
    done = f"You have judged {count(found.judged)} today" if found.judged else ""
    if not found.today:
        return f"{done}, as many as a day has room for; these are for later days."
    first = f"first {count(found.today)} are" if found.today > 1 else "first is"
    return f"{done}; the {first} left for it." if done else f"The {first} for today."


def kind_of(finding: Finding, labels: dict[str, str]) -> str:
    return labels.get(finding.kind) or kind_label(finding.kind)


def _tabs(found: Review, look: Look) -> Part:
    links = [
        html.A(
            [words, html.Span(count(found.counts[name]), className="ink-3")],
            href=look.link(PATH, show=name, pick=""),
            className="segment",
            **({"aria-current": "page"} if name == look.show else {}),
        )
        for name, words in TABS.items()
    ]
    return html.Nav(html.Div(links, className="segments"), className="queue-tabs", **{"aria-label": "Which findings"})


def _item(finding: Finding, look: Look, found: Review, labels: dict[str, str]) -> Part:
    picked = found.picked is not None and finding.number == found.picked.number
    since = found.looked.moment if found.looked else finding.last_seen
    now = since.replace(tzinfo=finding.first_seen.tzinfo)
    kind = kind_of(finding, labels)
    right = age(finding.first_seen, now) if look.show == "open" else state_words(finding)
    title = finding.suspicion.title.removeprefix(f"{kind}: ")
    inside = [
        html.Span([status(weight(finding), kind), html.Span(right, className="ink-3")], className="queue-line"),
        html.Span(
            [html.B(title[:1].upper() + title[1:], className="long"), html.B(expected(finding), className="worth")],
            className="queue-line",
        ),
        html.Span(
            [html.Span(whose(finding), className="long"), html.Span(where(finding))], className="queue-line second"
        ),
    ]
    current = {"aria-current": "true"} if picked else {}
    link = html.A(inside, href=look.link(PATH, pick=finding.id), className="queue-item", title=title, **current)
    return html.Li(link, id=f"in-queue-{finding.number}")


def _nothing(found: Review, look: Look) -> Part:
    narrowed = look.kind or look.entity or look.owner
    if narrowed and found.counts[look.show]:
        words = f"No finding meets this. {many(found.counts[look.show], 'finding')} in all."
        return html.Div(
            [html.P(words), link_button("See all", Look(show=look.show).link(PATH))], className="queue-nothing"
        )
    if found.looked is None and not found.everything:
        words = "The detectors have not looked yet. Run tracework detect, or have them look now."
        return html.Div([html.P(words), look_now()], className="queue-nothing")
    words = {
        "open": "Nothing is left to review.",
        "snoozed": "Nothing is snoozed.",
        "decided": "Nobody has given a verdict yet.",
    }[look.show]
    return html.Div(html.P(words), className="queue-nothing")


def look_now() -> Part:
    """Has the detectors look, by a job on the server."""
    return html.Button("Look now", id="look-now", className="button main")
