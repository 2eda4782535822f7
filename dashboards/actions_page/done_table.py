"""What was decided: sent and what came of it, refused, expired, held out; what could not be delivered first."""

from dash import html

from actions.approvals.action import Action, ActionState
from dashboards.actions_page.asked import Look, Page
from dashboards.actions_page.dead_letters import dead_letter_cards
from dashboards.actions_page.words import origin, state_of
from dashboards.parts import Part, card, empty, table
from figures.words import count, many, moment, money

COLUMNS = (
    ("Action", False), ("What", False), ("Decided", False), ("Channel", False), ("Expected", True), ("State", False),
    ("In words", False),
)  # fmt: skip


def done_cards(found: Page, currency: str) -> list[Part]:
    """Dead letters, then what was decided, then what the lot left alone."""
    letters = dead_letter_cards(found.letters) if found.letters else []
    if not found.done:
        words = "Nothing was decided yet. What is approved, refused or expires comes here, with what came of it."
        return [*letters, empty(words)]
    dead = list(found.dead)
    held = [each for each in found.done if each.state is ActionState.HELD_OUT]
    rest = [each for each in found.done if each not in dead and each not in held]
    parts: list[Part] = [*letters]
    if dead and not letters:
        note = "the integration owner can send it again"
        parts.append(card("Not delivered", _table(found, dead, currency, "What could not be delivered"), note))
    if rest:
        shown = _table(found, rest, currency, "What was decided")
        older = found.decided - len(found.done)
        more = html.P(f"and {count(older)} more, older ones", className="ink-3 small") if older > 0 else None
        parts.append(card("Decided", [shown, more], many(len(rest), "action")))
    if held:
        words = "Nothing was done about these, so that the effect of the rest can be measured."
        rows = html.Details(
            [html.Summary(words), _table(found, held, currency, "What was held out")], className="sends"
        )
        parts.append(card("Held out by lot", rows, many(len(held), "finding")))
    return parts


def _table(found: Page, listed: list[Action], currency: str, caption: str) -> Part:
    return table(COLUMNS, [_row(found, each, currency) for each in listed], caption)


def _row(found: Page, each: Action, currency: str) -> list[Part]:
    delivery = found.deliveries.get(each.message or "")
    words = each.words or (delivery.reason if delivery and delivery.state == "dead" else "")
    return [
        html.A(each.id, href=Look(show="done", action=str(each.number)).link(), className="mono"),
        [html.Span(each.title, className="long cut", title=each.title), html.Span(origin(each), className="second")],
        html.Span(moment(each.decided_at), className="when"),
        each.channel,
        money(each.expected, currency) if each.expected else "–",
        state_of(each, delivery),
        html.Span(words or "–", className="long cut", title=words or None),
    ]
