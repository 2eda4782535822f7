"""The cards of one indicator's page: how it moves, what it is, where it is slow, its other measures."""

from collections.abc import Sequence

from dash import html

from dashboards import charts
from dashboards.indicator_page.asked import Headline, Whole
from dashboards.indicator_page.words import (
    better_words,
    change_words,
    scale,
    slice_words,
    standing_status,
    target_words,
    value_words,
)
from dashboards.lens import NARROWING, Lens
from dashboards.parts import Part, card, caution, status, table
from figures.totals import sized, unit_of
from figures.trend import Grain, Period, Shown
from metrics.comparison import Compared
from metrics.total import Total

PATH = "/indicator"
GRAINS: tuple[Grain, ...] = ("week", "month", "quarter")
SHOWN = 25


def trend_card(found: Whole, lens: Lens) -> Part:
    """The number with its standing, and the line of the periods before it."""
    head = found.headline
    line: list[Part] = [html.Span([value_words(head), html.Small(_when(head))], className="figure")]
    line.append(standing_status(head.now.standing, head.unit, scale(head)))
    line.append(html.Span(target_words(head), className="ink-3 small") if head.now.standing else None)
    if head.ninth and head.ninth.total.value is not None:
        line.append(
            html.Span(
                ["9 in 10 within ", html.B(head.unit.words(head.size(head.ninth.total)))], className="ink-2 small"
            )
        )
    for on_year in (False, True):
        words, judged = change_words(head, on_year)
        line.append(
            html.Span([words, html.B(f", {judged}" if judged else "")], className="ink-2 small") if words else None
        )
    grain = html.Span([_grain(lens, each) for each in GRAINS], className="segments push")
    body = [html.Div([*line, grain], className="figure-line")]
    if head.now.total.value is None:
        body.append(html.P(status("none", head.now.total.why or "Not known"), className="small"))
    body.append(caution(head.now.caution))
    body.append(charts.chart("trend", "trend", _periods(found), _shown(head, lens)))
    return html.Section(body, className="card")


def _when(head: Headline) -> str:
    period = head.now.total.period
    return f"{period.title}{' so far' if head.now.so_far else ''}" if period else ""


def _grain(lens: Lens, grain: Grain) -> Part:
    return html.A(
        grain.title(), href=lens.link(PATH, grain=grain), className="segment",
        **({"aria-current": "true"} if lens.grain == grain else {}),
    )  # fmt: skip


def _periods(found: Whole) -> list[Period]:
    head = found.headline
    name = head.now.total.measure
    ninths = {total.period: total for total in head.trend if head.ninth and total.measure == head.ninth.total.measure}
    before = {total.period.first: total for total in found.years_before if total.period and total.measure == name}
    return [
        Period(
            total.period.first,
            head.size(total),
            total.n,
            total.open,
            head.size(before.get(total.period.year_ago.first)),
            head.size(ninths.get(total.period)),
            total.period.first <= found.as_of <= total.period.last,
        )
        for total in head.trend
        if total.measure == name and total.period
    ]


def _shown(head: Headline, lens: Lens) -> Shown:
    target = head.now.standing.target * scale(head) if head.now.standing else None
    called = "Half within" if "median" in head.now.total.measure else head.now.total.title.split(",")[0]
    grain: Grain = "week" if lens.grain == "week" else "quarter" if lens.grain == "quarter" else "month"
    return Shown(head.unit, called, grain, target)


def definition_card(found: Whole) -> Part:
    """What the number is: question, population, clock, owner, source, and the query itself."""
    head = found.headline
    indicator, total = head.indicator, head.now.total
    rows: list[tuple[str, str]] = [
        ("Question", indicator.question),
        ("Measure", "; ".join(filter(None, (named(total), better_words(total.of.better))))),
        ("Counts", indicator.population),
        ("Clock", _clock(head)),
        ("Open cases", f"{total.open:,} kept as “at least”, never dropped" if total.of.aggregate == "km" else ""),
        ("Source", indicator.source),
        ("Owner", indicator.owner),
    ]
    told = [part for name, words in rows if words for part in (html.Dt(name), html.Dd(words))]
    query = html.Details([html.Summary("See the query"), html.Pre(indicator.statement, tabIndex=0)])
    return card("Definition", html.Dl([*told, query], className="definition"))


def _clock(head: Headline) -> str:
    total = head.now.total
    if total.clock == "elapsed":
        return "elapsed time"
    if total.clock == "business":
        return "business hours of each entity" + (
            f"; a business day (bd) has {head.day_hours:g} h" if head.day_hours else ""
        )
    return ""


def slices_card(found: Whole, lens: Lens) -> Part:
    """The same number by each value of a slice, against the target and the period before."""
    head = found.headline
    columns: list[tuple[str, bool]] = [("", False), (_short(head), True)]
    if head.ninth:
        columns.append(("9 in 10", True))
    columns += [("Standing", False), ("vs before", True), ("Counted", True), ("Open", True), ("", True)]
    groups = [part for by, rows in found.slices for part in _group(by, rows, head, lens)]
    head_row = html.Tr(
        [html.Th(words, className="number" if number else None, scope="col") for words, number in columns]
    )
    body = html.Table(
        [html.Caption("The indicator by slice", className="unseen"), html.Thead(head_row), html.Tbody(groups)],
        className="table",
    )
    note = " · ".join([value_words(head), _when(head)]).strip(" ·")
    return card("Where it differs", html.Div(body, className="scroll-x"), note)


def _short(head: Headline) -> str:
    return "Half within" if "median" in head.now.total.measure else "Value"


def _group(by: str, rows: Sequence[Compared], head: Headline, lens: Lens) -> list[Part]:
    name, ninth = head.now.total.measure, head.ninth.total.measure if head.ninth else ""
    ninths = {each.total.slice.get(by): each.total for each in rows if each.total.measure == ninth}
    own = sorted(
        (each for each in rows if each.total.measure == name),
        key=lambda each: (each.total.value is None, -(each.total.value or 0.0), str(each.total.slice.get(by))),
    )
    width = 8 if head.ninth else 7
    title = html.Tr(html.Td(by.replace("_", " ").capitalize(), colSpan=width), className="group-row")
    if not own:
        return [title, html.Tr(html.Td("Nothing is told by this slice.", colSpan=width, className="ink-3"))]
    more = len(own) - SHOWN
    last = [html.Tr(html.Td(f"{more:,} more in the export", colSpan=width, className="ink-3"))] if more > 0 else []
    return [title, *(_row(by, each, ninths, head, lens) for each in own[:SHOWN]), *last]


def _row(by: str, each: Compared, ninths: dict[str | None, Total], head: Headline, lens: Lens) -> Part:
    total, value = each.total, str(each.total.slice.get(by))
    unit = unit_of(total, head.day_hours)
    number = html.B(unit.words(sized(total, head.day_hours)), title=total.why or None)
    cells: list[tuple[str, Part, bool]] = [
        ("", html.Span(slice_words(value), className="long", title=value), False),
        (_short(head), number, True),
    ]
    if head.ninth:
        cells.append(("9 in 10", unit.words(sized(ninths.get(total.slice.get(by)), head.day_hours)), True))
    change = unit.signed(each.change * scale(head)) if each.change is not None else "–"
    why = html.Span(total.why, className="ink-3 small") if total.value is None else "–"
    opened = None
    if by in NARROWING:
        opened = html.A("Open", href=lens.link(PATH, **{by: value}), **{"aria-label": f"Narrow to {value}"})
    cells += [
        ("Standing", standing_status(each.standing, unit, scale(head)) or why, False), ("vs before", change, True),
        ("Counted", f"{total.n:,}", True), ("Open", f"{total.open:,}", True), ("", opened, True),
    ]  # fmt: skip
    return html.Tr(
        [html.Td(cell, className="number" if right else None, **{"data-label": words}) for words, cell, right in cells]
    )


def measures_card(found: Whole, lens: Lens) -> Part:
    """The indicator's other numbers in the same period; each opens as the page's own."""
    head = found.headline
    rows: list[list[Part]] = []
    for each in found.others:
        unit = unit_of(each.total, head.day_hours)
        rows.append(
            [
                html.A(named(each.total), href=lens.link(PATH, measure=each.total.measure)),
                html.Span(unit.words(sized(each.total, head.day_hours)), title=each.total.why or None),
                standing_status(each.standing, unit, _factor(each, head))
                or html.Span(each.total.why, className="ink-3 small"),
                f"{each.total.n:,}",
            ]
        )
    if not rows:
        return None
    columns = (("Measure", False), ("Value", True), ("Standing", False), ("Counted", True))
    return card("Other measures", table(columns, rows, "Other measures of this indicator"), _when(head))


def named(total: Total) -> str:
    """What a total is called, with the formula it follows where there are several."""
    return f"{total.title}{f', {total.of.formula}' if total.of.formula else ''}"


def _factor(each: Compared, head: Headline) -> float:
    return scale(Headline(head.indicator, each, None, (), head.day_hours))
