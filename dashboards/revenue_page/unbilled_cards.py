"""The cards of unbilled work: how old it is, where its invoice stands, what it is of, and the list of groups."""

from collections.abc import Mapping, Sequence

from dash import html

from dashboards import charts
from dashboards.lens import Lens
from dashboards.parts import Part, card, status, table
from dashboards.revenue_page.unbilled_groups import GROUPS, Group, age_parts, ages_of
from dashboards.revenue_page.words import CENTS, whole
from figures.words import count, many, money, share
from metrics.unbilled import STATES, Money, Unbilled

PATH = "/unbilled"
KINDS = {"time": "Time", "expense": "Expenses", "milestone": "Milestones"}
WHAT_NEXT = {"not_ready": "See what blocks it", "not_drafted": "See what is ready", "not_sent": "See what is ready"}
DRAWN, SHOWN, MOST = 10, 15, 300


def ages_card(found: Unbilled, own: Sequence[Group], lens: Lens, currency: str) -> Part:
    """The picture of ages by group, with the choice of what a group is."""
    by = grouped_by(lens)
    links = [
        html.A(
            words, href=lens.link(PATH, by=name, show=""), className="segment",
            **({"aria-current": "true"} if name == by else {}),
        )
        for name, words in GROUPS.items()
    ]  # fmt: skip
    choices = html.Div(
        [html.Span("By", className="ink-3 small"), html.Div(links, className="segments")], className="work-choices"
    )
    drawn = charts.chart("ages", "ageing", age_parts(own), ages_of(found, currency, DRAWN))
    return card("How old it is", [choices, drawn], "days since the work could be billed")


def states_card(found: Unbilled, lens: Lens, currency: str) -> Part:
    """Where the invoice of the work stands now, which may be later than the month's end."""
    rows = [[_state(name, lens), *_amounts(each, currency)] for name, each in found.states.items()]
    columns = (("Where its invoice stands now", False), *_columns())
    return card("What happens to it", table(columns, rows, "Unbilled work by where its invoice stands"))


def _state(name: str, lens: Lens) -> Part:
    """What the state is called, and under it the way to what it waits for."""
    if name not in WHAT_NEXT:
        return STATES[name]
    href = lens.link("/readiness", by="", show="", period="")
    return html.Div([STATES[name], html.A(WHAT_NEXT[name], href=href, className="second")])


def kinds_card(found: Unbilled, currency: str) -> Part:
    rows = [[KINDS.get(name, name), *_amounts(each, currency)] for name, each in found.kinds.items()]
    return card("What it is", table((("Kind", False), *_columns()), rows, "Unbilled work by kind"))


def groups_card(own: Sequence[Group], lens: Lens, currency: str) -> Part:
    """The list: each group opens to its records, those of one project also in its own currency."""
    by = grouped_by(lens)
    is_whole = lens.show == "all"
    shown = own[: MOST if is_whole else SHOWN]
    columns = (
        (GROUPS[by], False), ("Items", True), ("Worth", True), *((("Own currency", True),) if by == "project" else ()),
        ("Leaks", True), ("Why it leaks", False), ("Mean age, days", True), ("Oldest, days", True), ("", True),
    )  # fmt: skip
    rows = [_group_row(each, by, lens, currency) for each in shown]
    left = len(own) - len(shown)
    rest = None
    if left > 0 and not is_whole:
        rest = html.A(f"Show {count(min(left, MOST))} more", href=lens.link(PATH, show="all"))
    elif left > 0:
        rest = html.P(f"{count(left)} more are not shown. Narrow the view to see them.", className="ink-3 small")
    title = f"By {GROUPS[by].lower()}"
    return card(title, [table(columns, rows, title), rest], f"{many(len(own), GROUPS[by].lower())}, the most first")


def grouped_by(lens: Lens) -> str:
    return lens.by if lens.by in GROUPS else "client"


def _columns() -> tuple[tuple[str, bool], ...]:
    return (
        ("Items", True),
        ("Worth", True),
        ("Leaks", True),
        ("Oldest, days", True),
    )


def _amounts(each: Money, currency: str) -> list[Part]:
    return [
        count(each.items),
        money(each.worth / CENTS, currency),
        _leaks(each, money(each.leakage / CENTS, currency)),
        count(each.oldest_days),
    ]


def _leaks(each: Money, words: str) -> Part:
    """What leaks, in words, and its part of the worth; nothing is said as 0."""
    if not each.leakage:
        return "0"
    return html.Span([words, " ", html.Span(_part(each), className="ink-3")])


def _part(each: Money) -> str:
    return share(min(each.leakage / each.worth, 1.0)) if each.worth else ""


def _group_row(group: Group, by: str, lens: Lens, currency: str) -> list[Part]:
    money_of, first = group.money, group.projects[0]
    second = {
        "project": first.client or "",
        "client": ", ".join(each.project for each in group.projects[:3]) + (" …" if len(group.projects) > 3 else ""),
    }.get(by, many(len(group.projects), "project"))
    own = [whole(first.own_worth, first.currency)] if by == "project" else []
    records = html.A("Records", href=_records(group, by, lens), **{"aria-label": f"Records of {group.name}"})
    return [
        html.Div(
            [html.Span(group.name, className="long", title=group.name), html.Span(second, className="second long")]
        ),
        count(money_of.items),
        whole(money_of.worth, currency),
        *own,
        _leaks(money_of, whole(money_of.leakage, currency)),
        _why(group),
        count(round(money_of.age_days)) if money_of.age_days is not None else "–",
        count(money_of.oldest_days),
        records,
    ]


def _why(group: Group) -> Part:
    """Past the cut-off or above the cap, with the money of each in the project's own currency where there is one."""
    past = sum(each.past_cutoff > 0 for each in group.projects)
    above = sum(each.above_cap > 0 for each in group.projects)
    if not past and not above:
        return status("good", "Nothing leaks")
    if len(group.projects) == 1:
        only = group.projects[0]
        told = _told_of({"past cut-off": only.past_cutoff, "above the cap": only.above_cap}, only.currency or "")
        return status("bad", told)
    parts = [
        f"past cut-off in {many(past, 'project')}" if past else "",
        f"above the cap in {count(above)}" if above else "",
    ]
    return status("bad", ", ".join(filter(None, parts)).capitalize())


def _told_of(amounts: Mapping[str, float], currency: str) -> str:
    return ", ".join(f"{money(amount / CENTS, currency)} {words}" for words, amount in amounts.items() if amount)


def _records(group: Group, by: str, lens: Lens) -> str:
    """The indicator, narrowed to the group; its records stand there."""
    value = getattr(group.projects[0], by) or ""
    return lens.link("/indicator", **{"name": "unbilled_wip", "by": "", "show": "", by: value})
