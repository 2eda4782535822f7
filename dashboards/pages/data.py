"""Data."""

from typing import Any

from dash import Dash

from dashboards import shell
from dashboards.ask import Asker
from dashboards.parts import sentence

PATH, TITLE = "/data", "Data"


def layout(asker: Asker) -> Any:
    async def show(**query: str) -> Any:
        return shell.page(shell.header(TITLE), sentence("Nothing here yet."))

    return show


def register(app: Dash, asker: Asker) -> None:
    pass
