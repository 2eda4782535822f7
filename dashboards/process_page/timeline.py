"""One case: each of its steps with its wait, and the record each was read from."""

from dash import html

from dashboards import questions
from dashboards.ask import Asker
from dashboards.parts import Part, icon
from dashboards.process_page.cases import framed
from dashboards.view import View
from figures.words import duration, many, moment_us
from mining.cases import Step, Timeline

MOST_STEPS = 400


async def drawer(asker: Asker, view: View) -> Part:
    found = await asker.ask(questions.timeline, view.process, view.case)
    back = html.A(
        icon("chevron-left"),
        href=view.link(case=""),
        className="button quiet only-icon",
        **{"data-view": "", "aria-label": "Back to the cases"},
    )
    return framed(
        f"Case {found.case.id}",
        view,
        [_summary(view, found), _attributes(found), _steps(view, found)],
        back if view.cases else None,
    )


def _summary(view: View, found: Timeline) -> Part:
    case = found.case
    business = view.clock == "business" and case.business_us is not None
    took = duration((case.business_us if business else case.duration_us) / questions.SECOND, business)  # type: ignore[operator]
    return html.P(
        [
            html.B(f"{took[0].upper()}{took[1:]} from first to last step", className="strong"),
            f", {many(case.steps, 'step')}, variant {case.variant}.",
        ],
        className="drawer-words",
    )


def _attributes(found: Timeline) -> Part:
    rows = []
    for each in found.attributes:
        since = f" since {moment_us(each.since_us)}" if each.since_us else ""
        rows += [html.Dt(each.name), html.Dd([each.value, html.Span(since, className="ink-3")])]
    return html.Dl(rows, className="attributes") if rows else None


def _steps(view: View, found: Timeline) -> Part:
    longest = max((_wait(view, step) or 0 for step in found.steps), default=0) or 1
    shown = [_step(view, step, longest) for step in found.steps[:MOST_STEPS]]
    rest = len(found.steps) - MOST_STEPS
    if rest > 0:
        shown.append(html.Li(f"{many(rest, 'more step')}, in the export.", className="ink-3"))
    return html.Ol(shown, className="timeline")


def _step(view: View, step: Step, longest: float) -> Part:
    business = view.clock == "business"
    wait = _wait(view, step)
    told = [moment_us(step.at_us)]
    told += [step.resource] if step.resource else []
    told += [f"worked {duration(step.busy_us / questions.SECOND)}"] if step.busy_us else []
    details = " · ".join(f"{name}: {value}" for name, value in step.attributes.items())
    lineage = f"{step.system}, load {step.run}, record {step.key or step.row + 1}"
    closed = wait == 0 and bool(step.wait_us)
    bar = html.Div("no working time passes", className="wait small ink-3") if closed else None
    if wait:
        bar = html.Div(
            [
                html.Span(
                    className=f"ramp ramp-{min(5, 1 + int(4.999 * wait / longest))}",
                    style={"width": f"{max(1.0, 60 * wait / longest):.1f}%"},
                ),
                html.Span(f"waits {duration(wait / questions.SECOND, business)}", className="small ink-2"),
            ],
            className="wait",
        )
    return html.Li(
        [
            html.Div(
                [html.Span(step.activity, className="step-name"), html.Span(" · ".join(told), className="small ink-3")],
                className="step-line",
            ),
            html.Details(
                [
                    html.Summary("Record", className="small"),
                    html.P(details, className="small ink-2") if details else None,
                    html.P(lineage, className="mono ink-3"),
                ]
            ),
            bar,
        ]
    )


def _wait(view: View, step: Step) -> int | None:
    return step.business_wait_us if view.clock == "business" and step.business_wait_us is not None else step.wait_us
