"""The policies: what each does and how it stands, its back-test, what waits and why, conflicts, silences."""

from dash import html

from actions.policies.back_test import BackTest
from actions.policies.declaration import Policy
from actions.policies.history import Silence
from actions.policies.spans import span_words
from core.words import actions
from dashboards.actions_page.asked import Look, Page
from dashboards.actions_page.finding_cell import finding_cell
from dashboards.actions_page.words import role
from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part, card, empty, problem, status, table
from figures.words import count, many, moment, money
from models.findings.words import kind_label

SHOWN = 12
PHASES = {
    "active": ("open", "in hand"), "pending": ("none", "not there long enough yet"),
    "recovering": ("none", "that met it until lately"),
}  # fmt: skip
"""How a policy's findings stand with it, with the shape beside: to have some is no alarm."""
COMMAND = "tracework act template start_handoff"


def policy_cards(found: Page, look: Look, currency: str) -> list[Part]:
    """A card for each policy, then what holds for all."""
    left_out = [problem(each.words) for each in found.left_out]
    if not found.policies and not left_out:
        words = (
            "There are no policies yet, so nothing is proposed by itself. Templates come with Tracework: "
            f"{COMMAND} prints one, and tracework act change proposes it as the firm's own."
        )
        return [empty(words)]
    cards = [_policy(each, found, look, currency) for each in found.policies]
    tried = _tried(found.back_test, currency) if found.back_test else None
    rest = (tried, _held(found), _conflicts(found), _silences(found.silences))
    return [*left_out, html.Div(cards, className="model-cards"), *rest]


def _policy(policy: Policy, found: Page, look: Look, currency: str) -> Part:
    stands = found.phases.get(policy.name, {})
    phases = [
        status(shape, f"{many(stands[name], 'finding')} {words}")
        for name, (shape, words) in PHASES.items()
        if stands.get(name)
    ]
    facts = [
        ("When", _when(policy, currency)),
        ("Does", f"{actions().get(policy.act.action, policy.act.action)} through {policy.act.channel}"),
        ("Asks", _asks(policy)),
        ("At most", _at_most(policy)),
        ("Owner", f"{role(policy.owner)}, version {policy.version}, since {policy.since:%-d %b %Y}"),
    ]
    if policy.hold_out:
        facts.append(("Held out", f"{policy.hold_out:.0%} by lot, to measure what it does"))
    body: list[Part] = [
        html.P(phases or "Nothing meets it now.", className="phases"),
        html.Dl([part for name, words in facts for part in (html.Dt(name, className="ink-3"), html.Dd(words))]),
    ]
    if caution := found.no_calendar.get(policy.name):
        body.append(html.P([status("watch", "Quiet by UTC"), f" {caution}"], className="small ink-2"))
    if found.back_test is None or found.back_test.policy != policy.name:
        body.append(
            html.A("Try it on the past", href=look.link(show="policies", policy=policy.name), className="try-it")
        )
    return card(policy.title, body, html.Span(policy.name, className="mono"), "model-card")


def _when(policy: Policy, currency: str) -> str:
    when = policy.when
    parts = [" or ".join([*(kind_label(kind) for kind in when.kinds), *when.detectors])]
    if policy.entities:
        parts.append(f"in {', '.join(slice_words(each) for each in policy.entities)}")
    if when.least_chance:
        parts.append(f"chance from {when.least_chance:.0%}")
    if when.least_money:
        parts.append(f"from {money(when.least_money, currency)}")
    if when.confirmed_only:
        parts.append("confirmed by a person")
    if when.held_for:
        parts.append(f"for {span_words(when.held_for)}")
    return ", ".join(parts)


def _asks(policy: Policy) -> str:
    asks = policy.approval
    if asks is None:
        return "nobody; it acts by itself"
    people = f"{asks.people} people of " if asks.people > 1 else ""
    later = "".join(f", {role(each.role).lower()} after {span_words(each.after)}" for each in asks.escalate)
    return f"{people}{role(asks.role).lower()}{later}; expires after {span_words(asks.expires_after)}"


def _at_most(policy: Policy) -> str:
    told = f"{count(policy.throttle.most)} in {span_words(policy.throttle.per)}"
    if policy.group.by:
        told += f", together by {', '.join(policy.group.by)}"
    if policy.quiet.outside_business_hours or policy.quiet.hours:
        told += ", not outside business hours" if policy.quiet.outside_business_hours else ", not in quiet hours"
    return told


def _tried(tried: BackTest, currency: str) -> Part:
    rows = [
        [
            html.Span(moment(each.at), className="when"),
            html.Span(each.title, className="long cut", title=each.title),
            money(each.base_money, currency) if each.base_money else "–",
        ]
        for each in tried.sent[:SHOWN]
    ]
    columns = (("It would have sent", False), ("What", False), ("At stake", True))
    left = len(tried.sent) - len(rows)
    beside = [
        f"{count(tried.held_out)} would have been held out by lot" if tried.held_out else "",
        f"{count(tried.conflicts)} left to another policy" if tried.conflicts else "",
    ]
    body = [
        html.P([html.B(tried.sentence), f" {'; '.join(filter(None, beside))}"]),
        table(columns, rows, "What it would have sent") if rows else None,
        _more(left),
    ]
    return card(f"{tried.policy}, tried on the past", body, f"{tried.since:%-d %b} – {tried.until:%-d %b %Y}")


def _held(found: Page) -> Part:
    if not found.held:
        return None
    rows = [
        [
            each.policy,
            finding_cell(each.finding, each.subject_id, found.titles),
            each.why,
            html.Span(moment(each.until), className="when"),
        ]
        for each in found.held[:SHOWN]
    ]
    columns = (("Policy", False), ("Finding", False), ("Why it has not gone yet", False), ("Until", False))
    shown = table(columns, rows, "What is due")
    return card("Due and held back", [shown, _more(len(found.held) - len(rows))], many(len(found.held), "finding"))


def _conflicts(found: Page) -> Part:
    if not found.conflicts:
        return None
    rows = [
        [
            finding_cell(each.finding, each.subject_id, found.titles),
            each.winner,
            each.loser,
            each.why,
            html.Span(moment(each.last_at), className="when"),
        ]
        for each in found.conflicts[:SHOWN]
    ]
    columns = (("Finding", False), ("Acts", False), ("Does not", False), ("Why", False), ("Last seen", False))
    shown = table(columns, rows, "Policies that would act on one subject")
    return card("Conflicts", [shown, _more(len(found.conflicts) - len(rows))], "one of two acts")


def _more(left: int) -> Part:
    return html.P(f"and {count(left)} more", className="ink-3 small") if left > 0 else None


def _silences(silences: tuple[Silence, ...]) -> Part:
    if not silences:
        return None
    rows = [
        [
            ", ".join(_silenced(each)),
            each.reason,
            each.who,
            moment(each.until),
        ]
        for each in silences
    ]
    columns = (("Silenced", False), ("Why", False), ("By", False), ("Until", False))
    return card("Silences", table(columns, rows, "What is silenced"), many(len(silences), "silence"))


def _silenced(each: Silence) -> list[str]:
    """What is silenced, as people name it."""
    kind, entity = each.kind and kind_label(each.kind), each.entity and slice_words(each.entity)
    return [words for words in (each.policy, kind, entity, each.subject_id) if words]
