"""Models: the card of each detector, made by code from what it learnt and how it did on later data."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from dash import html

from core.errors import TraceworkError
from dashboards import shell
from dashboards.ask import Asker
from dashboards.findings_page.model_cards import all_models, answer, model_card
from dashboards.findings_page.queue_list import look_now
from dashboards.parts import Part, problem, sentence
from dashboards.places import Place

PATH, TITLE = "/models", "Models"
PLACE = Place("Can I trust it?", 64, "target", key="y")


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**_query: str) -> Part:
        """The whole page."""
        try:
            found = await asyncio.to_thread(all_models, asker.workspace)
        except TraceworkError as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        step = look_now() if not found.looked and asker.workspace.current_generation() else None
        cards = html.Div([model_card(each, found) for each in found.cards], className="model-cards")
        return shell.page(shell.header(TITLE, "How good the detectors are"), [sentence(*answer(found)), step, cards])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout."""
