"""Variants: beside the map by their difference from the commonest, and as a table with every step in their own tab."""

from dash import html

from dashboards import questions
from dashboards.ask import Asker
from dashboards.parts import Part, card, sentence, table
from dashboards.view import View, both
from figures.words import count, duration, many, share
from mining.variants import VariantRow, Variants

SHOWN_BESIDE = 12
SHOWN_IN_TAB = 100
STEPS_DRAWN = 16
STEPS_NAMED = 12


def beside(view: View, found: Variants) -> Part:
    """The commonest variants; a click keeps their cases only, a second click all again."""
    head = html.Div(
        [html.H2("Variants"), html.Span(f"{count(found.total)}, named by how they differ", className="ink-3 small")],
        className="card-head",
    )
    if not found.top:
        return [head, html.P("No cases, so no variants.", className="nothing")]
    commonest = found.top[0].activities
    rows = [html.Li(_entry(view, row, commonest)) for row in found.top]
    rest = found.total - len(found.top)
    left = found.cases - sum(row.cases for row in found.top)
    more = (
        html.Div(
            [
                html.A(f"Show the other {many(rest, 'variant')}", href=view.link(tab="variants"), **{"data-view": ""}),
                html.Span(many(left, "case"), className="ink-3"),
            ],
            className="variants-more",
        )
        if rest
        else None
    )
    return [head, html.Ul(rows, className="variant-list"), more]


async def tab(asker: Asker, view: View) -> Part:
    """The variants with their steps."""
    found = await asker.ask(questions.variants, view.process, view.where, SHOWN_IN_TAB)
    if not found.top:
        return None
    first = found.top[0]
    covering = _covering(found)
    answer = sentence(
        f"{share(first.share)} of the cases go the commonest way.",
        f"There are {many(found.total, 'variant')}; "
        + (
            f"the first {covering} cover 80% of the cases."
            if covering
            else "even the commonest 100 do not cover 80% of the cases."
        ),
    )
    business = view.clock == "business"
    columns = (
        ("Variant", False),
        ("Steps", False),
        ("Cases", True),
        ("Share", True),
        ("Half within", True),
        ("", True),
    )
    rows = [
        [
            [_title(row), html.Span(_named_steps(row), className="second")],
            _boxes(row, first.activities),
            count(row.cases),
            share(row.share),
            duration(_median(row, business), business, short=True),
            html.A(
                "Open",
                href=view.link(cases=f"variant {row.key}"),
                **{"data-view": "", "aria-label": f"Open the cases of {_title(row)}"},
            ),
        ]
        for row in found.top
    ]
    shown = table(columns, rows, "Variants by number of cases")
    hidden = found.total - len(found.top)
    left = found.cases - sum(row.cases for row in found.top)
    note = f"The other {many(hidden, 'variant')} have {many(left, 'case')} together." if hidden else None
    return [answer, card("Variants", shown, note)]


def _entry(view: View, row: VariantRow, commonest: tuple[str, ...]) -> Part:
    condition = f"variant {row.key}"
    selected = condition in view.where
    business = view.clock == "business"
    target = view.link(where=_without(view.where, condition) if selected else both(view.where, condition))
    times = duration(_median(row, business), business, short=True)
    return html.A(
        [
            html.Span(
                [html.Span(_title(row), className="name"), html.Span(share(row.share), className="number strong")],
                className="line",
            ),
            html.Span(
                [html.Span(many(len(row.activities), "step")), html.Span(many(row.cases, "case"), className="number")],
                className="line second",
            ),
            html.Span([_boxes(row, commonest), html.Span(times, className="number")], className="line"),
        ],
        href=target,
        className="variant",
        title=" → ".join(row.activities[:40]),
        **{"data-view": "", **({"aria-current": "true"} if selected else {})},
    )


def _title(row: VariantRow) -> str:
    words = row.difference
    return words[:1].upper() + words[1:]


def _boxes(row: VariantRow, commonest: tuple[str, ...]) -> Part:
    """One box a step; a step that the commonest way does not have at all, or not again, is marked +."""
    left = list(commonest)
    boxes: list[Part] = []
    for name in row.activities[:STEPS_DRAWN]:
        if name in left:
            left.remove(name)
            boxes.append(html.I())
        else:
            boxes.append(html.I("+", className="extra"))
    if len(row.activities) > STEPS_DRAWN:
        boxes.append(html.Span(f"+{len(row.activities) - STEPS_DRAWN}", className="ink-3 small"))
    return html.Span(boxes, className="boxes", **{"aria-hidden": "true"})


def _named_steps(row: VariantRow) -> str:
    shown = " → ".join(row.activities[:STEPS_NAMED])
    rest = len(row.activities) - STEPS_NAMED
    return f"{shown} → … {many(rest, 'more step')}" if rest > 0 else shown


def _median(row: VariantRow, business: bool) -> float | None:
    value = row.business_median_us if business else row.median_us
    return None if value is None else value / questions.SECOND


def _covering(found: Variants) -> int | None:
    together = 0
    for number, row in enumerate(found.top, 1):
        together += row.cases
        if together >= 0.8 * found.cases:
            return number
    return None


def _without(where: str, condition: str) -> str:
    return where.replace(f" and {condition}", "").replace(f"{condition} and ", "").replace(condition, "").strip()
