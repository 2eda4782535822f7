"""Projects that run: the margin that is forecast against the baseline, hours used, unbilled work, open exceptions."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from dash import html

from core.errors import NotFound, TraceworkError
from dashboards import shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import lens_chips
from dashboards.lens import Lens
from dashboards.parts import Part, card, caution, empty, link_button, problem, sentence, table
from dashboards.places import Place
from dashboards.projects_page.asked import Portfolio, portfolio
from dashboards.projects_page.words import CENTS, PERCENT, POINTS, USED, against, all_against, signed, whole
from dashboards.revenue_page.asked import told_of
from figures.words import count, many, money
from metrics.projects import Project

PATH, TITLE = "/projects", "Projects"
PLACE = Place("How is margin moving?", 40, "briefcase", key="j")
SHOWN, MOST = 25, 300


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; what it is narrowed to is in the address."""
        lens = Lens.read(query)
        try:
            if not await asker.ask_log(told_of, "project"):
                return shell.page(shell.header(TITLE), _none())
            choices = await asker.ask_log(lens_chips.choices)
            found = await asker.ask_log(portfolio, lens_chips.only(lens))
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except NotFound as error:
            return shell.page(shell.header(TITLE), empty(str(error)))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        bar = lens_chips.bar(PATH, lens, choices, with_period=False)
        head = shell.header(TITLE, "Those that run, the most money at risk first", bar)
        if not found.projects:
            words = "No project runs in this view. Take a filter away, or see the last one by its code."
            return shell.page(head, empty(words, link_button("See all projects", PATH)))
        return shell.page(head, [answer(found), caution(found.caution), _list(found, lens)])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout."""


def answer(found: Portfolio) -> Part:
    """How many earn less than they began with and how much; then the worst, and what is not known."""
    first = all_against(found.projects, found.currency)
    unknown = sum(each.change is None for each in found.projects)
    rest = f"{many(unknown, 'project has', 'projects have')} no forecast yet." if unknown else ""
    worst = found.projects[0]
    if not worst.at_risk:
        running = many(len(found.projects), "project runs", "projects run")
        return sentence(first, f"{running}. {rest}".strip())
    most = f"The most is missing in {worst.title}: {money(worst.at_risk / CENTS, found.currency)}."
    return sentence(first, f"{most} {rest}".strip())


def _list(found: Portfolio, lens: Lens) -> Part:
    every = lens.show == "all"
    shown = found.projects[: MOST if every else SHOWN]
    columns = (
        ("Project", False), ("Against baseline", False), ("Margin forecast", True), ("Points", True),
        ("Own currency", True), (f"At risk, {found.currency}" if found.currency else "At risk", True),
        ("Hours used", True), ("Unbilled", True), ("Exceptions", True),
    )  # fmt: skip
    left = len(found.projects) - len(shown)
    rest: Part = None
    if left > 0:
        rest = html.A(f"Show {count(left)} more", href=lens.link(PATH, show="all")) if not every else None
    when = f"unbilled at the end of {found.month:%B %Y}" if found.month else "unbilled: no month has ended"
    rows = [_row(each, found) for each in shown]
    title = "By money at risk"
    return card(title, [table(columns, rows, "Projects by money at risk"), rest], when)


def _row(project: Project, found: Portfolio) -> list[Part]:
    work = found.unbilled.get(project.code)
    href = f"/project?{urlencode({'name': project.code})}"
    second = " · ".join(filter(None, (project.code, project.client)))
    return [
        html.Div(
            [html.A(project.title, href=href), html.Span(second, className="second")],
            className="long name",
            title=f"{project.title}: {second}",
        ),
        against(project),
        PERCENT.words(project.forecast.margin if project.forecast else None),
        POINTS.signed(project.points),
        signed(project.change, project.currency),
        whole(project.at_risk, found.currency) if project.base_change is not None else "–",
        USED.words(project.used),
        html.A(whole(work.own_worth, work.currency), href=f"/unbilled?{urlencode({'project': project.code})}")
        if work
        else ("0" if found.month else "–"),
        html.A(count(project.exceptions), href=f"{href}#exceptions") if project.exceptions else "0",
    ]


def _none() -> Part:
    return empty(
        "No system that is connected tells of projects. Connect the PSA in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )


def _invitation() -> Part:
    return empty(
        "Here you would see what each project will earn and what is at risk. Nothing has been loaded yet: connect the "
        "PSA in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
