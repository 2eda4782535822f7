"""The cards of the overview: each a question, its answer, a small picture, the money in it, and where to go on."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from dash import html

from dashboards.indicator_page.asked import Headline
from dashboards.indicator_page.tile import NOT_WHOLE, spark
from dashboards.indicator_page.words import scale, slice_words, standing_status, target_words, value_words
from dashboards.lens import Lens
from dashboards.overview_page.asked import SET_UP, Overview
from dashboards.parts import Part, drawing, status
from dashboards.projects_page.words import POINTS, all_against
from dashboards.view import View
from figures.words import count, duration, many, money, share
from metrics.free_people import Role
from metrics.total import Total
from mining.bottlenecks import Waiting

CENTS, MICROSECONDS = 100, 1_000_000
ROLES, BLOCKERS, PROJECTS = 4, 5, 4
NEARLY = 0.05


def waiting_card(found: Overview, _lens: Lens) -> Part:
    """Where are projects waiting?"""
    title, link = "Where are projects waiting?", View(process=SET_UP, where=found.set_up_where).link()
    if not found.waits:
        return _card(
            title, ("No wait between the deal and the kickoff was measured.", ""), [], Foot("Process map", link)
        )
    business = found.waits_are_business
    longest = max(found.waits, key=lambda wait: wait.share)
    answer = f"From “{longest.after}” to “{longest.before}” holds {share(longest.share)} of all waiting."
    rest = f"Half of {many(longest.count, 'project')} take up to {_half(longest, business)} there."
    most = max(wait.share for wait in found.waits)
    bars = [
        _bar((str(wait.before), f"after {wait.after}"), wait.share / most, _half(wait, business), count(wait.count))
        for wait in found.waits
    ]
    head = _bars_head("Handoff, half within" + (" in business days (bd)" if business else ""), "times")
    foot = Foot("Process map", link)
    if found.set_up_price is not None:
        price = money(found.set_up_price / CENTS, found.currency)
        foot = Foot("Process map", link, price, "a year, cost of these delays")
    return _card(title, (answer, rest), [head, html.Ul(bars, className="plain-bars")], foot)


def approvals_card(found: Overview, lens: Lens) -> Part:
    """Which approvals delay revenue?"""
    title, ready, link = (
        "Which approvals delay revenue?",
        found.readiness,
        ("Invoice readiness", lens.link("/readiness")),
    )
    if ready is None:
        told = ("Nobody's billable events are known.", "Connect the PSA to see what is in the way of invoices.")
        return _card(title, told, [], Foot(*link))
    if not ready.waiting:
        words = "Nothing that can be billed waits for an approval."
        return _card(title, (words, ""), [], Foot(*link), status("good", "Nothing waits"))
    first = ready.blockers[0]
    late = f"{many(ready.past_cutoff, 'event') if ready.past_cutoff else 'none'} passed the billing cut-off."
    answer = f"{money(ready.base_money / CENTS, found.currency)} is billable and not ready to invoice."
    most = max(each.base_money for each in ready.blockers) or 1
    bars = [
        _bar(
            (each.title, many(each.events, "event")),
            each.base_money / most,
            money(each.base_money / CENTS, found.currency),
            f"{each.half_days:.1f} bd" if each.half_days is not None else "–",
        )
        for each in ready.blockers[:BLOCKERS]
    ]
    foot = Foot(*link, money(ready.cost_a_week / CENTS, found.currency), "a week, cost of the delay")
    mark = status("bad", f"{count(ready.past_cutoff)} past cut-off") if ready.past_cutoff else None
    head = _bars_head("What is missing, money held", "half older than")
    told = (answer, f"{first.title} holds {share(first.share)} of it; {late}")
    return _card(title, told, [head, html.Ul(bars, className="plain-bars")], foot, mark)


def people_card(found: Overview, lens: Lens) -> Part:
    """Where do resources conflict?"""
    title, foot = "Where do resources conflict?", Foot("Utilization", lens.link("/utilization", client=""))
    short = [role for role in found.roles if role.shortest.free < -NEARLY]
    if not found.roles:
        return _card(title, ("Nobody's bookings are known.", "Connect the PSA to see who is free."), [], foot)
    if not short:
        words = "No role is short in the next six weeks."
        return _card(title, (words, ""), [_grid(found.roles[:ROLES])], foot, status("good", "Nobody short"))
    first = short[0]
    where = f" in {slice_words(first.entity)}" if first.entity else ""
    answer = f"{many(len(short), 'role')} {'is' if len(short) == 1 else 'are'} short in the next six weeks."
    rest = f"{first.role}{where} lacks {-first.shortest.free:.1f} people from {first.shortest.week:%-d %b}."
    return _card(title, (answer, rest), [_grid(short[:ROLES])], foot, status("bad", f"{len(short)} short"))


def margin_card(found: Overview, lens: Lens) -> Part:
    """How does delivery move forecast margin?"""
    title, margin = "How does delivery move forecast margin?", found.margin
    if margin is None:
        told = ("No forecast of a running project is known.", "It comes from the PSA.")
        return _card(title, told, [], Foot("Projects", lens.link("/projects")))
    losing = [each for each in margin.projects if each.at_risk > 0]
    # in one currency, because bars of several cannot be held against each other
    bars = [
        _bar(
            (each.title, each.code),
            each.at_risk / losing[0].at_risk,
            money(-each.at_risk / CENTS, found.currency),
            POINTS.signed(each.points),
            f"/project?{urlencode({'name': each.code})}",
        )
        for each in losing[:PROJECTS]
    ]
    mark = status("watch", f"{count(len(losing))} below plan") if losing else status("good", "On plan")
    net = money(sum(each.base_change or 0.0 for each in margin.projects) / CENTS, found.currency)
    picture = [
        _bars_head("Latest forecast less baseline margin", "of revenue"),
        html.Ul(bars, className="plain-bars"),
    ]
    told = (all_against(margin.projects, found.currency), _margin_then(margin.points))
    foot = Foot("Projects", lens.link("/projects"), net, "against baseline, all projects together")
    return _card(title, told, picture if bars else [], foot, mark)


def _margin_then(points: Total) -> str:
    """Where the margin of all stood at the month's end; its part of revenue may rise while the money falls."""
    if points.value is None or points.period is None:
        return ""
    side = "above" if points.value >= 0 else "below"
    return f"The margin of all was {abs(points.value):.1f} points {side} it at the end of {points.period.title}."


def strip(found: Sequence[Headline], lens: Lens) -> Part:
    """Six indicators with their targets; each opens to its page."""
    return html.Div([_strip_tile(each, lens) for each in found], className="tile-strip")


def _strip_tile(each: Headline, lens: Lens) -> Part:
    figure = html.Span(value_words(each), className="figure")
    standing = standing_status(each.now.standing, each.unit, scale(each))
    target = html.Span(target_words(each), className="ink-3 small")
    body = [
        html.P(each.indicator.title, className="ink-2 small"),
        html.P([figure, drawing(spark(each), "spark")], className="strip-line"),
        html.P([standing, target], className="tile-standing"),
        html.P(status("watch", NOT_WHOLE), className="tile-standing", title=each.now.caution)
        if each.now.caution
        else None,
    ]
    return html.A(body, href=lens.link("/indicator", name=each.indicator.name))


class Foot(NamedTuple):
    """What stands below a card: where to go on, and the money in it with what it is."""

    link: str
    href: str
    figure: str = ""
    words: str = ""


def _card(title: str, told: tuple[str, str], picture: list[Part], foot: Foot, mark: Part = None) -> Part:
    answer, rest = told
    below = [
        html.Span(foot.figure, className="figure"),
        html.Span(foot.words, className="ink-3 small"),
        html.A(f"{foot.link} →", href=foot.href, className="push"),
    ]
    return html.Section(
        [
            html.Div([html.H2(title), html.Span(mark, className="push")], className="card-head"),
            html.P([html.B(answer), f" {rest}"], className="card-answer"),
            *picture,
            html.Div(below, className="card-foot"),
        ],
        className="card question-card",
    )


def _bars_head(left: str, right: str) -> Part:
    return html.P([html.Span(left), html.Span(right)], className="bars-head")


def _bar(name: tuple[str, str], part: float, figure: str, aside: str, href: str = "") -> Part:
    """A name, a bar of this part of the longest, its figure, and one more."""
    named = [html.Span(name[0]), html.Span(name[1], className="second")]
    bar = html.Span(className=f"ramp ramp-{_step(part)}", style={"width": f"{max(2.0, 62 * part):.0f}%"})
    body = [
        html.Span(named, className="bar-name", title=" ".join(name)),
        html.Span([bar, html.B(figure)], className="bar-room"),
        html.Span(aside, className="bar-aside"),
    ]
    return html.Li(html.A(body, href=href, className="bar-line") if href else html.Span(body, className="bar-line"))


def _grid(roles: Sequence[Role]) -> Part:
    """Free people by week; minus is short. Each cell prints its number, whatever its colour."""
    weeks = [week.week for week in roles[0].weeks]
    by_week = [{week.week: week.free for week in role.weeks} for role in roles]
    first = html.Th("Free people by week; minus is short", colSpan=2, scope="col")
    head = html.Tr([first, *(html.Th(f"{week:%-d %b}", className="week", scope="col") for week in weeks)])
    rows = [
        html.Tr(
            [
                html.Td(role.role, className="long", title=role.role),
                html.Td(slice_words(role.entity or ""), className="ink-3"),
                *(html.Td(_cell(free.get(week)), className=f"cell {_shade(free.get(week))}") for week in weeks),
            ]
        )
        for role, free in zip(roles, by_week, strict=True)
    ]
    return html.Div(html.Table([html.Thead(head), html.Tbody(rows)], className="free-grid"), className="scroll-x")


def _cell(free: float | None) -> str:
    if free is None:
        return "–"
    return "0" if abs(free) < NEARLY else f"{free:+.1f}".replace("-", "−")


def _shade(free: float | None) -> str:
    if free is None or free > -NEARLY:
        return "ample"
    return f"ramp-{_step(min(1.0, -free / 2))}"


def _step(part: float) -> int:
    """Which of the five steps of the ramp."""
    return min(5, 1 + int(part * 4.999))


def _half(wait: Waiting, business: bool) -> str:
    times = wait.business if business and wait.business else wait.elapsed
    return duration(times.median_us / MICROSECONDS, business, short=True)
