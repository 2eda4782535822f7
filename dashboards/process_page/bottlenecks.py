"""Where cases wait: by move, by who does the next step, where the system changes; and work done again."""

from typing import Literal

from dash import html

from dashboards import questions
from dashboards.ask import Asker
from dashboards.parts import Part, card, sentence, table
from dashboards.view import View
from eventlog.filters.tokens import quoted_name
from figures.words import count, duration, many, share
from mining.bottlenecks import Waiting
from mining.rework import Rework

MOVES, SHORT = 15, 8


async def tab(asker: Asker, view: View) -> Part:
    business = view.clock == "business"
    moves = await asker.ask(questions.bottlenecks, view.process, view.where, "move", business, MOVES)
    people = await asker.ask(questions.bottlenecks, view.process, view.where, "resource", business, SHORT)
    systems = await asker.ask(questions.bottlenecks, view.process, view.where, "system_change", business, SHORT)
    again = await asker.ask(questions.rework, view.process, view.where)
    aside = [_waits("Who does the next step", people, business, "Nobody is named in this log.")]
    if systems:
        aside.append(_waits("Where the system changes", systems, business, ""))
    return [
        _answer(moves, again, business),
        html.Div(
            [_moves(view, moves, business), html.Div([*aside, _rework(view, again)], className="stack")],
            className="halves",
        ),
    ]


def waits_bars(view: View, moves: list[Waiting], business: bool) -> Part:
    """The waits as bars: length is all waiting together; the figure is printed beside each."""
    most = max((row.share for row in moves), default=0) or 1
    return html.Ul(
        [
            html.Li(
                html.A(
                    [
                        html.Span(
                            [html.Span(row.after), html.Span(f"to {row.before}", className="second")],
                            className="bar-name",
                            title=_from_to(row),
                        ),
                        html.Span(
                            html.Span(
                                className=f"ramp ramp-{_step(row.share / most)}",
                                style={"width": f"{max(2.0, 100 * row.share / most):.1f}%"},
                            ),
                            className="bar-room",
                        ),
                        html.Span([html.B(share(row.share)), f" {_half(row, business)}"], className="bar-figure"),
                    ],
                    href=view.link(tab="cases", cases=_condition(row)),
                )
            )
            for row in moves
        ],
        className="bars",
    )


def _answer(moves: list[Waiting], again: Rework, business: bool) -> Part:
    if not moves or not moves[0].share:
        return sentence(
            "No time passes between the steps.", "The log may hold dates without times, or each case has one step."
        )
    first = moves[0]
    times = first.business if business and first.business else first.elapsed
    total = duration(times.total_us / questions.SECOND, business)
    answer = f"“{first.after}” to “{first.before}” holds {share(first.share)} of all waiting, {total} together."
    reworked = share(again.cases_with_rework / again.cases if again.cases else 0)
    return sentence(answer, f"{reworked} of the cases do at least one step again.")


def _moves(view: View, rows: list[Waiting], business: bool) -> Part:
    columns = (
        ("From, to", False),
        ("Of all waiting", True),
        ("Half within", True),
        ("19 in 20 within", True),
        ("Moves", True),
        ("", True),
    )
    body = [
        [
            [row.after, html.Span(f"to {row.before}", className="second")],
            share(row.share),
            _half(row, business),
            _figure(row, business, "p95_us"),
            count(row.count),
            html.A(
                "Open",
                href=view.link(cases=_condition(row)),
                **{"data-view": "", "aria-label": f"Open the cases that go {_from_to(row)}"},
            ),
        ]
        for row in rows
    ]
    return card(
        "Between steps", table(columns, body, "Moves by all their waiting together"), "by all their waiting together"
    )


def _waits(title: str, rows: list[Waiting], business: bool, nothing: str) -> Part:
    if not rows:
        return card(title, html.P(nothing, className="ink-3"))
    columns = (("Waits for", False), ("Of all waiting", True), ("Half within", True), ("Times", True))
    body = [
        [
            [row.before or "Nobody named", html.Span(f"after {row.after}", className="second") if row.after else None],
            share(row.share),
            _half(row, business),
            count(row.count),
        ]
        for row in rows
    ]
    return card(title, table(columns, body, title))


def _rework(view: View, again: Rework) -> Part:
    repeats = [row for row in again.activities if row.extra][:SHORT]
    if not repeats:
        return card("Done again", html.P("No step is done twice in a case.", className="ink-3"))
    columns = (("Step", False), ("Done again", True), ("In cases", True), ("", True))
    body = [
        [
            row.name,
            count(row.extra),
            count(row.repeating_cases),
            html.A(
                "Open",
                href=view.link(cases=f"rework {quoted_name(row.name)}"),
                **{"data-view": "", "aria-label": f"Open the cases that repeat {row.name}"},
            ),
        ]
        for row in repeats
    ]
    return card(
        "Done again",
        table(columns, body, "Steps by how often they are done again"),
        many(again.cases_with_rework, "case"),
    )


def _condition(row: Waiting) -> str:
    return f"directly ({quoted_name(row.after or '')}, {quoted_name(row.before or '')})"


def _from_to(row: Waiting) -> str:
    return f"{row.after} → {row.before}"


def _half(row: Waiting, business: bool) -> str:
    return _figure(row, business, "median_us")


def _figure(row: Waiting, business: bool, name: Literal["median_us", "p95_us"]) -> str:
    times = row.business if business and row.business else row.elapsed
    return duration(getattr(times, name) / questions.SECOND, business, short=True)


def _step(part: float) -> int:
    return min(5, 2 + int(part * 3.999))
