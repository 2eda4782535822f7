"""Reports: which there are, of which period, to open and to keep; which go out by themselves, to whom, and whether."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from core.access import Viewer, acting
from core.errors import NotFound, TraceworkError
from core.roles import Act, may
from core.state import open_state
from core.workspace import Workspace
from dashboards import chips, shell
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.indicator_page import lens_chips
from dashboards.lens import Lens
from dashboards.parts import Part, empty, link_button, problem, sentence
from dashboards.places import Place
from dashboards.reports_page.going_out import SHOWN, answer, runs_card, schedules_card
from dashboards.reports_page.offer import PATH, offer
from eventlog.reading import EventLog
from figures.words import many
from reports.catalogue import templates
from reports.making import entities
from reports.runs import Run
from reports.standing import Standing, sent_lately, standings

TITLE = "Reports"
PLACE = Place("What goes out?", 80, "report-analytics", key="s")


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**query: str) -> Part:
        """The whole page; period and entity are in the address."""
        lens = Lens.read(query)
        try:
            there = await asker.ask_log(offered)
            found, runs = await asyncio.to_thread(going_out, asker.workspace, acting())
        except NothingYet:
            return shell.page(shell.header(TITLE), _invitation())
        except NotFound as error:
            return shell.page(shell.header(TITLE), empty(str(error), link_button("See the data", "/health")))
        except (TraceworkError, TooLong) as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        zones = {each.schedule.name: each.schedule.zone for each in found}
        head = shell.header(TITLE, "What is told to whom, and when", _chips(lens, there))
        body = [
            sentence(*answer(found, runs, many(len(templates()), "report"))),
            offer(lens, there),
            schedules_card(found, may_define=may(acting(), Act.DEFINE)),
            runs_card(runs, zones),
        ]
        return shell.page(head, body)

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout: its choices are links."""


def offered(log: EventLog) -> lens_chips.Choices:
    """The last day and the entities to choose from; NotFound where the log tells of no business."""
    if not entities(log):
        raise NotFound(
            "Reports are of billing, people and cash, and this log holds none of them. Connect the firm's systems in "
            "firm.toml and run tracework pull."
        )
    return lens_chips.choices(log)


def going_out(workspace: Workspace, viewer: Viewer) -> tuple[list[Standing], list[Run]]:
    """The schedules and the latest runs that the viewer may know of."""
    with open_state(workspace) as state:
        return standings(state, viewer), sent_lately(state, viewer, SHOWN)


def _chips(lens: Lens, found: lens_chips.Choices) -> Part:
    return chips.bar([part for part in [lens_chips.narrowing(PATH, lens, "entity", "Entity", found.entities)] if part])


def _invitation() -> Part:
    return empty(
        "Here you would open the month-end finance, weekly operations and utilization reports. Nothing has been loaded "
        "yet: connect a system in firm.toml and run tracework pull.",
        link_button("See the data", "/health", "button main"),
    )
