"""The cards of one project: its figures, how its margin moved and by what, billing, the team, what is wrong."""

from datetime import timedelta
from urllib.parse import urlencode

from dash import html

from dashboards import charts
from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part, card, status, table
from dashboards.projects_page.asked import Whole
from dashboards.projects_page.words import BILLING, CENTS, PERCENT, POINTS, STATES, USED, signed, whole
from figures.amounts import NOT_KNOWN, Unit, day
from figures.trend import Period, Shown
from figures.waterfall import Cause, Total
from figures.words import count, many
from metrics.free_people import WEEKS
from metrics.project_parts import Billed, Member

DAYS, HOURS = Unit("days", digits=1), Unit("count", digits=0)
BILLED, TEAM = 12, 14
BY_HOURS = "Hours against those asked for, people and rates against the baseline's cost and revenue of an hour."
WITHOUT_HOURS = (
    "The hours asked for are not those of the baseline, so nothing is told by hours: the work is measured by what it "
    "costs, or by the forecast's own progress."
)


def tiles(found: Whole) -> Part:
    """Six figures, each open to what is behind it."""
    project, work = found.project, found.unbilled
    now, then, own = project.forecast, project.baseline, project.currency
    unbilled = whole(work.own_worth, work.currency) if work else ("0" if found.month else NOT_KNOWN)
    cash = PERCENT.words(project.received / project.contract) if project.contract else NOT_KNOWN
    margin_to = f"/indicator?{urlencode({'name': 'project_margin_deviation', 'project': project.code})}"
    hours_to = f"/health?{urlencode({'record': project.object_id})}#lineage-room"
    kind = BILLING.get(project.billing_type or "", slice_words(project.billing_type or ""))
    contract = f"Contract, {kind.lower()}" if kind else "Contract"
    margin = f"baseline {PERCENT.words(then.margin if then else None)}, {POINTS.signed(project.points)}"
    booked = f"of {HOURS.words(project.booked_minutes / 60)} h booked" if project.booked_minutes else "nobody is booked"
    return html.Div(
        [
            _tile(contract, whole(project.contract, own), _span(found), hours_to),
            _tile("Forecast margin", PERCENT.words(now.margin if now else None), margin, margin_to),
            _tile("Against baseline", signed(project.change, own), "margin in money", "#moved"),
            _tile("Hours used", USED.words(project.used), booked, hours_to),
            _tile(
                "Unbilled work", unbilled, f"end of {found.month:%b %Y}" if found.month else "no month has ended",
                f"/unbilled?{urlencode({'project': project.code})}",
            ),
            _tile("Cash received", whole(project.received, own), f"with tax, {cash} of the contract", "#billing"),
        ],
        className="tile-strip",
    )  # fmt: skip


def _span(found: Whole) -> str:
    starts, ends = found.project.starts_on, found.project.ends_on
    return f"{day(starts, year=True)} – {day(ends, year=True)}" if starts and ends else "no dates told"


def _tile(name: str, figure: str, about: str, href: str) -> Part:
    return html.A(
        [
            html.H3(name, className="ink-3 small"),
            html.P(figure, className="figure"),
            html.P(about, className="ink-3 small"),
        ],
        href=href,
    )


def margin_card(found: Whole) -> Part:
    """The margin at the end as forecast each time, against the baseline."""
    baseline = found.project.baseline
    if not found.forecasts:
        words = "No system tells a forecast of this project yet. It shows after the first month's end."
        return card("Margin at completion", html.P(words, className="ink-2"))
    # a forecast is taken in the first days after the month that it closes
    latest = {(each.at - timedelta(days=15)).date().replace(day=1): each for each in found.forecasts}
    periods = [Period(month, each.money.margin, 1) for month, each in sorted(latest.items())]
    target = baseline.margin if baseline else None
    shown = Shown(PERCENT, "Forecast margin", "month", target)
    return card(
        "Margin at completion",
        charts.chart("margin", "trend", periods, shown),
        "as forecast for each month; the target is the baseline",
    )


def walk_card(found: Whole) -> Part:
    """From the baseline's margin to the forecast's in causes; what they leave is named."""
    walk, own = found.walk, found.project.currency or ""
    baseline, forecast = found.project.baseline, found.project.forecast
    if walk is None or baseline is None or forecast is None:
        words = "There is no baseline or no forecast, so nobody can say what moved it."
        return card("What moved it", html.P(words, className="ink-2"))
    rest = walk.unexplained
    left = [("Not explained, revenue", rest.revenue), ("Not explained, cost", rest.cost)]
    causes = [(each.name, each.amount, each.about) for each in walk.causes]
    causes += [(name, amount, "by what the log tells") for name, amount in left if round(amount / CENTS)]
    drawn = charts.chart(
        "walk", "waterfall", Total("Baseline", baseline.earned / CENTS),
        [Cause(each.name, each.amount / CENTS) for each in walk.causes], Total("Forecast", forecast.earned / CENTS),
        Unit("money", own),
    )  # fmt: skip
    rows = [
        [status("bad" if amount < 0 else "good", name), html.Span(about, className="ink-3"), signed(amount, own)]
        for name, amount, about in causes
    ]
    columns = (("Cause", False), ("Of what", False), (f"Margin, {own}" if own else "Margin", True))
    by_hours = any(name == "Hours" for name, *_ in causes)
    foot = html.P(BY_HOURS if by_hours else WITHOUT_HOURS, className="ink-3 small")
    body = [drawn, table(columns, rows, "What moved the margin"), foot]
    section = card("What moved it", body, f"since the baseline, total {signed(walk.change, own)}")
    return html.Div(section, id="moved")


def billing_card(found: Whole) -> Part:
    if not found.billed:
        words = "No milestone and no billing event is told of this project yet."
        return html.Div(card("Milestones and billing", html.P(words, className="ink-2")), id="billing")
    columns = (
        ("Milestone or period", False),
        ("Amount", True),
        ("State", False),
        ("Date", True),
        ("Readiness lag", True),
    )
    rows = [_billed(each) for each in found.billed[:BILLED]]
    left = len(found.billed) - BILLED
    more = html.P(f"{count(left)} older ones not shown.", className="ink-3 small") if left > 0 else None
    link = html.A("Readiness", href=f"/readiness?{urlencode({'project': found.project.code})}")
    title = "Milestones and billing"
    return html.Div(card(title, [table(columns, rows, title), more], link), id="billing")


def _billed(each: Billed) -> list[Part]:
    kind, words = STATES[each.state]
    name = each.title or (
        f"{each.period_start:%B %Y}" if each.period_start else BILLING.get(each.kind or "", "Billing")
    )
    lag = DAYS.words(each.ready_days)
    href = f"/health?{urlencode({'record': each.object_id})}#lineage-room"
    return [
        html.A(name, href=href),
        whole(each.amount, each.currency),
        status(kind, words),
        f"{'due ' if each.state == 'planned' else ''}{day(each.day, year=True)}" if each.day else NOT_KNOWN,
        status("open", f"≥ {lag}") if each.billable_at and not each.ready_at else lag,
    ]


def team_card(found: Whole) -> Part:
    """The coming weeks: hours planned, and with a minus those that nobody fills."""
    title = f"Team, next {WEEKS} weeks"
    if not found.team:
        words = "Nobody is booked in the coming weeks, and nobody is asked for."
        return card(title, html.P(words, className="ink-2"))
    today = found.today.date()
    first = today + timedelta(days=7 - today.weekday())
    weeks = [first + timedelta(weeks=number) for number in range(WEEKS)]
    rows = [[_member(each), *(_hours(each, each.weeks.get(week)) for week in weeks)] for each in found.team[:TEAM]]
    left = len(found.team) - TEAM
    more = (
        html.P(f"{many(left, 'more person', 'more people')} not shown.", className="ink-3 small") if left > 0 else None
    )
    columns = (("Who", False), *((day(week), True) for week in weeks))
    return card(title, [table(columns, rows, title), more], "planned hours; minus: not filled")


def _member(each: Member) -> Part:
    name = each.role or "No role" if each.is_wanted or not each.name else each.name
    second = "not filled" if each.is_wanted else each.role if each.name else "booked"
    href = f"/health?{urlencode({'record': each.object_id or ''})}#lineage-room"
    return html.Div([html.A(name, href=href) if each.object_id else name, html.Span(second, className="second")])


def _hours(each: Member, minutes: float | None) -> Part:
    words = HOURS.words((minutes or 0.0) / 60)
    return status("bad", f"−{words}") if each.is_wanted and minutes else words


def wrong_card(found: Whole, titles: dict[str, str]) -> Part:
    if not found.wrong:
        body: Part = html.P(status("good", "Nothing is wrong with it by any rule."))
    else:
        rows = [
            [
                titles.get(each.rule, slice_words(each.rule)),
                count(each.records),
                day(each.since, year=True),
                html.A(
                    "Oldest", href=f"/health?{urlencode({'record': each.object_id})}#lineage-room",
                    **{"aria-label": f"Oldest record of {titles.get(each.rule, each.rule)}"},
                ),
            ]
            for each in found.wrong
        ]  # fmt: skip
        columns = (("Rule", False), ("Records", True), ("Since", True), ("", True))
        body = table(columns, rows, "Exceptions of this project")
    return html.Div(card("Exceptions", body, "not ended"), id="exceptions")
