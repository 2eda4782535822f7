"""The reports there are: what each tells of, for which period and entity, to open, and to keep as PDF or XLSX."""

from urllib.parse import urlencode

from dash import html

from dashboards import chips
from dashboards.indicator_page.lens_chips import Choices
from dashboards.lens import Lens
from dashboards.parts import Part, icon
from metrics.period import Grain, Period, period_of
from reports.catalogue import Template, templates

PATH = "/reports"
KEPT_IN: dict[Grain, str] = {"month": "period", "week": "show"}
"""Where the address keeps the period of each grain: a chosen month says nothing about the week."""

CHOICES = 12


def offer(lens: Lens, found: Choices) -> Part:
    """One card a report."""
    return html.Div([_card(each, lens, found) for each in templates()], className="report-cards")


def usual(found: Choices, grain: Grain) -> Period:
    """The last one that is over."""
    return period_of(found.last, grain).before


def _card(template: Template, lens: Lens, found: Choices) -> Part:
    grain = template.grain
    last = usual(found, grain)
    asked = {"period": getattr(lens, KEPT_IN[grain]) or last.slug, "entity": lens.entity}
    links = [
        html.A(
            [icon("external-link"), "Open"],
            href=_address(template, "html", asked),
            target="_blank",
            className="button main",
            **{"aria-label": f"Open {template.title} in a new tab"},
        ),
        *(
            html.A(
                [icon("download"), form.upper()],
                href=_address(template, form, asked),
                className="button",
                **{"aria-label": f"{template.title} as {form.upper()}"},
            )
            for form in ("pdf", "xlsx")
        ),
    ]
    return html.Section(
        [
            html.H2(template.title),
            html.P(template.tells, className="ink-2"),
            chips.choice("Period", _periods(lens, last, grain), last.title),
            html.Div(links, className="report-links"),
        ],
        className="card report-card",
    )


def _periods(lens: Lens, last: Period, grain: Grain) -> list[chips.Option]:
    """The last one that is over and those before it; one of the address that is older stands beside them."""
    field, chosen = KEPT_IN[grain], getattr(lens, KEPT_IN[grain])
    spans = [last]
    for _ in range(CHOICES - 1):
        spans.append(spans[-1].before)
    options = [
        chips.Option(each.title, lens.link(PATH, **{field: "" if each is last else each.slug}), chosen == each.slug)
        for each in spans
    ]
    if not chosen or chosen == last.slug:
        options[0] = options[0]._replace(chosen=True)
    elif not any(each.chosen for each in options):
        options.append(chips.Option(chosen, lens.link(PATH), True))
    return options


def _address(template: Template, form: str, asked: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value} | {"format": form})
    return f"/api/v1/reports/{template.name}?{query}"
