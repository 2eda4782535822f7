"""What blocks the money, as tiles: each is a link that narrows the work list to its blocker, or takes that back."""

from dash import html

from dashboards.parts import Part, card
from dashboards.revenue_page.words import BUSINESS_DAYS, CENTS
from dashboards.revenue_page.work_view import PATH, WorkView
from figures.words import many, money, share
from metrics.readiness import Blocker, Readiness

STEPS = 5


def tiles_card(found: Readiness, view: WorkView, of_money: tuple[float, str]) -> Part:
    """The tiles, the most money first; `of_money` is the cost of capital and the currency."""
    rate, currency = of_money
    note = [
        "Cost of waiting ",
        html.B(f"{money(found.cost_a_week / CENTS, currency)} a week", className="strong"),
        f" at {rate * 100:g}% cost of capital",
    ]
    most = max((each.base_money for each in found.blockers), default=0.0)
    tiles = [_tile(each, most, view, currency) for each in found.blockers]
    words = html.P("Each event is counted once, at the blocker that has held it longest.", className="ink-3 small")
    return card("What blocks the money", [words, html.Div(tiles, className="blockers")], note)


def _tile(each: Blocker, most: float, view: WorkView, currency: str) -> Part:
    chosen = view.blocker == each.name
    part = each.base_money / most if most else 0.0
    bar = html.Span(
        className=f"blocker-bar ramp step-{_step(part)}",
        style={"width": f"{max(part, 0.02):.1%}"},
        **{"aria-hidden": "true"},
    )
    return html.A(
        [
            html.Span(each.title, className="blocker-name"),
            html.Span(
                [
                    html.B(money(each.base_money / CENTS, currency)),
                    html.Span(share(each.share), className="ink-3 small"),
                ],
                className="blocker-money",
            ),
            bar,
            html.Span(_about(each), className="ink-3 small"),
        ],
        href=view.link(PATH, blocker="" if chosen else each.name, show="", event=""),
        className="blocker",
        **({"aria-current": "true"} if chosen else {}),
    )


def _step(part: float) -> int:
    """The step of the ramp for a part of the most."""
    return max(1, min(STEPS, 1 + round(part * (STEPS - 1))))


def _about(each: Blocker) -> str:
    half = f", half older than {BUSINESS_DAYS.words(each.half_days)}" if each.half_days is not None else ""
    return f"{many(each.events, 'event')}{half}"
