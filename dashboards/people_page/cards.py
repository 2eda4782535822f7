"""The cards of the page of people: the weeks, practices, who is over or idle, roles, and the formulas side by side."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from dash import html

from dashboards import charts
from dashboards.indicator_page.words import slice_words
from dashboards.lens import Lens
from dashboards.parts import Part, card, status, table
from dashboards.people_page.asked import INDICATOR, OURS, Staff
from dashboards.people_page.words import PEOPLE, PERCENT, POINTS, load_words
from figures.amounts import NOT_KNOWN, Unit, day
from figures.heat_map import Cell
from figures.words import count, many
from metrics.free_people import Role
from metrics.people import AtWork, Hours, Line, OfPractice, Which, is_idle, is_over, load_of

PATH = "/utilization"
DRAWN, LISTED, ROLES = 24, 6, 12
HOURS = Unit("count", digits=0)
SAID = {
    "Above the line, only by the second": "Billable hours that only the chosen one counts",
    "Above the line, only by the first": "Billable hours that only ours counts",
    "Below the line, only by the second": "Hours that only the chosen one divides by",
    "Below the line, only by the first": "Hours that only ours divides by",
}


def which_of(lens: Lens) -> Which:
    """Weeks to come where the address asks for them, else those that are over."""
    return "coming" if "coming" in lens.show else "past"


def weeks_card(found: Staff, lens: Lens) -> Part:
    """The heat map, with the choice of the weeks and of who comes first."""
    which, least = which_of(lens), "least" in lens.show
    lines = list(reversed(found.loads.lines)) if least else list(found.loads.lines)
    links = [
        _segment("Worked", lens.link(PATH, show="least" if least else ""), which == "past"),
        _segment("Planned", lens.link(PATH, show="coming-least" if least else "coming"), which == "coming"),
    ]
    order = [
        _segment("Most first", lens.link(PATH, show="coming" if which == "coming" else ""), not least),
        _segment("Least first", lens.link(PATH, show="coming-least" if which == "coming" else "least"), least),
    ]
    choices = html.Div(
        [html.Div(links, className="segments"), html.Div(order, className="segments")], className="work-choices"
    )
    drawn = charts.chart("weeks", "heat_map", _cells(lines[:DRAWN], found.formula, which))
    left = len(lines) - DRAWN
    people = all(line.object_id for line in lines)
    more = many(left, "more person", "more people") if people else many(left, "more group")
    rest = html.P(f"{more} not drawn.", className="ink-3 small") if left > 0 else None
    told = "billable, by the chosen formula" if which == "past" else "booked, of what can be worked"
    hidden = None if people and lines else html.P("Names are hidden for your role.", className="ink-3 small")
    return card("People by week" if people else "Practices by week", [choices, drawn, rest, hidden], told)


def practices_card(found: Staff, lens: Lens) -> Part:
    which = which_of(lens)
    columns = (
        ("Practice", False), ("People", True), ("Can work, h", True), ("Billable", True), ("Planned", True),
        ("Difference", True), ("Over", True), ("Idle", True),
    )  # fmt: skip
    rows = [_practice_row(each, lens, which) for each in found.loads.practices]
    few = f"{many(found.loads.hidden, 'group')} of fewer than {found.limit} people not shown. "
    meant = "Parts are of what can be worked. Over: more than that in all these weeks. Idle: less than half of it."
    foot = html.P(f"{few if found.loads.hidden else ''}{meant}", className="ink-3 small")
    span = f"week of {day(found.loads.weeks[0])} to week of {day(found.loads.weeks[-1])}"
    return card("By practice", [table(columns, rows, "Plan and actual by practice"), foot], span)


def _practice_row(each: OfPractice, lens: Lens, which: Which) -> list[Part]:
    hours = each.hours
    actual = hours.utilization() if which == "past" else None
    difference = None if actual is None or hours.booked is None else actual - hours.booked
    href = lens.link("/indicator", name=INDICATOR, practice=each.practice, measure="", by="", show="")
    return [
        html.A(each.practice, href=href),
        count(each.people),
        f"{hours.capacity / 60:,.0f}" if hours.base else NOT_KNOWN,
        load_words(actual),
        load_words(hours.booked),
        POINTS.signed(difference),
        count(each.over),
        count(each.idle),
    ]


def loads_card(loads: AtWork, which: Which) -> Part:
    """People who are over and people who are idle, each open to their record; nothing where names are hidden."""
    people = [line for line in loads.lines if line.object_id]
    if not people:
        return None
    over = [line for line in people if is_over(load_of(line.hours, which))]
    idle = [line for line in reversed(people) if is_idle(load_of(line.hours, which))]
    title = "Who is over and who is idle" if which == "past" else "Who will be over and who idle"
    both = [_people("bad", "Over", over, which), _people("open", "Idle", idle, which)]
    return card(title, html.Div(both, className="column"))


def _people(kind: str, words: str, lines: Sequence[Line], which: Which) -> Part:
    head = html.P(
        [status(kind, words), f" {many(len(lines), 'person', 'people') if lines else 'nobody'}"], className="small"
    )
    if not lines:
        return head
    load = "Billable" if which == "past" else "Booked"
    columns = (("Person", False), (load, True), ("Of hours", True), ("", True))
    rows = [
        [
            html.Div([line.name, html.Span(_about(line), className="second")]),
            load_words(load_of(line.hours, which)),
            f"{line.hours.capacity / 60:,.0f}",
            html.A(
                "Sources",
                href=f"/health?{urlencode({'record': line.object_id or ''})}#lineage-room",
                **{"aria-label": f"Sources of {line.name}"},
            ),
        ]
        for line in lines[:LISTED]
    ]
    left = len(lines) - LISTED
    more = html.P(f"{count(left)} more not listed.", className="ink-3 small") if left > 0 else None
    return html.Div([head, table(columns, rows, f"People: {words}"), more])


def roles_card(found: Staff) -> Part:
    """What is free of each role in the coming weeks, the shortest first; below zero people lack."""
    if not found.roles:
        words = (
            "Not known here: nobody who keeps time has a role, or too few people have each, or you see practices "
            "only and requests for people have none."
        )
        return card("Free by role", html.P(words, className="ink-2"))
    weeks = sorted({week.week for role in found.roles for week in role.weeks})
    columns = (("Role", False), ("People", True), *((day(week), True) for week in weeks))
    rows = [_role_row(role, weeks) for role in found.roles[:ROLES]]
    left = len(found.roles) - ROLES
    few = f"{many(found.hidden_roles, 'role')} of fewer than {found.limit} people not shown. "
    meant = "What people can work, less bookings and what is asked for and not filled, in full-time weeks of 40 h."
    words = f"{few if found.hidden_roles else ''}{f'{count(left)} more roles have more free. ' if left > 0 else ''}"
    foot = html.P(f"{words}{meant}", className="ink-3 small")
    return card("Free by role", [table(columns, rows, "Free people by role and week"), foot], "minus: how many lack")


def _role_row(role: Role, weeks: Sequence[date]) -> list[Part]:
    known = {week.week: week.free for week in role.weeks}
    cells: list[Part] = []
    for each in weeks:
        free = known.get(each)
        words = PEOPLE.signed(free).removeprefix("+")
        cells.append(status("bad", words) if free is not None and free < -0.05 else words)
    name = html.Div([role.role, html.Span(slice_words(role.entity or ""), className="second")])
    return [name, count(max(week.people for week in role.weeks)), *cells]


def formulas_card(found: Staff, lens: Lens) -> Part:
    """The number by each formula, and how the chosen one comes from ours."""
    columns = (("Formula", False), ("Utilization", True), ("", True))
    rows = [
        [
            html.Div([each.of.title or each.measure, html.Span(each.of.formula, className="second")]),
            PERCENT.words(each.value),
            status("good", "Chosen")
            if each.measure == found.formula
            else html.A("Choose", href=lens.link(PATH, measure=each.measure if each.measure != OURS else "")),
        ]
        for each in found.by_formula
    ]
    body: list[Part] = [table(columns, rows, "Utilization by formula")]
    if found.steps:
        steps = [
            [
                SAID.get(each.words, each.words),
                HOURS.signed(each.amount) if each.amount else "",
                PERCENT.words(each.value),
            ]
            for each in found.steps
        ]
        columns = (("From ours to the chosen formula", False), ("Hours", True), ("Utilization", True))
        body.append(table(columns, steps, "Steps from one formula to the other"))
    return card("By which formula", body, found.period.title)


def _cells(lines: Sequence[Line], formula: str, which: Which) -> list[Cell]:
    return [
        Cell(line.name, week.week, _load(week.hours, formula, which), week.away)
        for line in lines
        for week in line.weeks
    ]


def _load(hours: Hours | None, formula: str, which: Which) -> float | None:
    if hours is None:
        return None
    return hours.utilization(formula) if which == "past" else hours.booked


def _segment(words: str, href: str, chosen: bool) -> Part:
    return html.A(words, href=href, className="segment", **({"aria-current": "true"} if chosen else {}))


def _about(line: Line) -> str:
    return " · ".join(slice_words(each) for each in line.about.split(" · "))
