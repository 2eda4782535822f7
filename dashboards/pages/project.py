"""One project over all systems: what it will earn and why, its hours, billing and team, and all that happened."""

from collections.abc import Awaitable, Callable
from typing import Any

from dash import html

from core.errors import NotFound, TraceworkError
from dashboards import chips, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page.words import slice_words
from dashboards.lens import Lens
from dashboards.pages.projects import PATH as ALL
from dashboards.parts import Part, caution, empty, link_button, problem, sentence
from dashboards.projects_page.asked import Whole, whole
from dashboards.projects_page.cards import (
    billing_card,
    margin_card,
    team_card,
    tiles,
    walk_card,
    wrong_card,
)
from dashboards.projects_page.story_card import story_card
from dashboards.projects_page.words import answer
from dashboards.revenue_page.asked import told_of
from eventlog.reading import EventLog
from metrics.rules.catalogue import rules

PATH, TITLE = "/project", "Project"


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; the project is named in the address by its code."""
        lens = Lens.read(query)
        back = link_button("See all projects", ALL, "button main")
        try:
            if not await asker.ask_log(told_of, "project"):
                return shell.page(shell.header(TITLE), _none())
            if not lens.name:
                return shell.page(shell.header(TITLE), empty("Choose one of the projects.", back))
            found = await asker.ask_log(whole, lens.name)
            titles = await asker.ask_log(rule_titles)
        except NothingYet:
            return shell.page(shell.header(TITLE), _none())
        except NotFound as error:
            return shell.page(shell.header(TITLE), empty(str(error), back))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        return shell.page(_head(found), _body(found, titles))

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout."""


def rule_titles(log: EventLog) -> dict[str, str]:
    """What each rule of exceptions is called."""
    return {name: rule.title for name, rule in rules("exceptions", log.workspace).items()}


def _head(found: Whole) -> Part:
    project = found.project
    told = (
        ("Entity", slice_words(project.entity or "")), ("Practice", project.practice or ""),
        ("Project manager", project.project_manager or ""),
        ("Closed", f"{project.closed_at:%-d %b %Y}" if project.closed_at else ""),
    )  # fmt: skip
    shown = [
        html.Span([html.Span(label, className="ink-3"), html.Span(words, className="chosen")], className="chip")
        for label, words in told
        if words
    ]
    title = project.title.removesuffix(f", {project.client}")
    about = " · ".join(filter(None, (project.client, project.code)))
    return shell.header(title, about, chips.bar(shown, [html.A("All projects", href=ALL)]))


def _body(found: Whole, titles: dict[str, str]) -> list[Part]:
    return [
        sentence(*answer(found.project)),
        caution(found.caution),
        tiles(found),
        html.Div([margin_card(found), walk_card(found)], className="indicator-bottom"),
        html.Div([billing_card(found), team_card(found)], className="indicator-bottom"),
        story_card(found),
        wrong_card(found, titles),
    ]


def _none() -> Part:
    return empty(
        "Here you would see one project over all systems. No project is known yet: connect the PSA in firm.toml and "
        "run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
