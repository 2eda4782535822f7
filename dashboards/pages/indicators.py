"""All indicators as tiles: each with its number, whether that is on target, and whether it got better or worse."""

from collections.abc import Awaitable, Callable
from typing import Any

from dash import html

from core.errors import NotFound, TraceworkError
from dashboards import shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import asked, lens_chips
from dashboards.indicator_page.asked import Headline
from dashboards.indicator_page.tile import tile
from dashboards.lens import Lens
from dashboards.parts import Part, card, empty, link_button, problem, sentence
from dashboards.places import Place
from figures.words import many

PATH, TITLE = "/indicators", "Indicators"
PLACE = Place("Can I trust it?", 60, "chart-line", key="n")
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("From sale to start", ("sales_to_project_setup_time", "staffing_fulfilment_time", "approval_cycle_time")),
    (
        "People and time",
        ("utilization", "utilization_variance", "timesheet_submission_lag", "expense_approval_cycle_time"),
    ),
    (
        "Billing and cash",
        (
            "invoice_readiness_lag", "invoice_cycle_time", "unbilled_wip", "first_time_right_billing",
            "billing_dispute_rate",
        ),
    ),
    ("Margin and forecast", ("realization_rate", "project_margin_deviation", "forecast_accuracy")),
    ("Control", ("exception_volume", "reconciliation_gap", "month_end_close_effort")),
)  # fmt: skip
OWN = "Your own"


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; its choices are links."""
        lens = Lens.read(query)
        try:
            only = lens_chips.only(lens)
            found, lost = await asker.ask_log(asked.headlines, lens.period, only)
            choices = await asker.ask_log(lens_chips.choices)
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except NotFound as error:
            return shell.page(shell.header(TITLE), empty(str(error)))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        head = shell.header(TITLE, many(len(found), "indicator"), lens_chips.bar(PATH, lens, choices))
        return shell.page(head, [answer(found), *_groups(found, lens), _left_out(lost)])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout."""


def answer(found: list[Headline]) -> Part:
    """How many of those that have a target miss it, and which."""
    known = [each for each in found if each.now.total.value is not None]
    if not known:
        return sentence(
            "No indicator has a value here.", "Choose another period, or connect the systems that they need."
        )
    period = known[0].now.total.period
    held = [each for each in known if each.now.standing]
    missed = [each for each in held if each.now.standing and each.now.standing.is_missed]
    month = f" in {period.title}" if period else ""
    if not missed:
        return sentence(f"{_all_near(len(held))}{month}.", _without(found, known))
    names = ", ".join(each.indicator.title.lower() for each in missed[:4]) + (" and more" if len(missed) > 4 else "")
    verb = "misses its" if len(missed) == 1 else "miss their"
    return sentence(
        f"{len(missed)} of {many(len(held), 'indicator')} {verb} target{month}: {names}.", _without(found, known)
    )


def _all_near(held: int) -> str:
    """That none of those with a value misses its target, however many there are."""
    if held == 0:
        return "No indicator that has a target has a value"
    if held == 1:
        return "The one indicator that has a target meets it or is near it"
    return f"All {held} indicators that have a target meet it or are near it"


def _without(found: list[Headline], known: list[Headline]) -> str:
    missing = len(found) - len(known)
    return (
        f"{many(missing, 'indicator')} {'has' if missing == 1 else 'have'} no value; the tile says why."
        if missing
        else ""
    )


def _groups(found: list[Headline], lens: Lens) -> list[Part]:
    by_name = {each.indicator.name: each for each in found}
    grouped = {name for _, names in GROUPS for name in names}
    groups = [*GROUPS, (OWN, tuple(name for name in by_name if name not in grouped))]
    return [
        html.Section(
            [
                html.H2(title, className="tiles-title"),
                html.Div([tile(by_name[name], lens) for name in names if name in by_name], className="tiles"),
            ],
            className="tile-group",
        )
        for title, names in groups
        if any(name in by_name for name in names)
    ]


def _left_out(lost: dict[str, str]) -> Part:
    if not lost:
        return None
    return card("Left out", html.Ul([html.Li([html.B(name), f": {reason}"]) for name, reason in lost.items()]))


def _invitation() -> Part:
    return empty(
        "Here you would see how the firm does: billing, utilization, margin, close. Nothing has been loaded yet: "
        "connect a system in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
