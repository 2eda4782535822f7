"""What an address shows that no page has."""

from collections.abc import Awaitable, Callable
from typing import Any

from dashboards import shell
from dashboards.ask import Asker
from dashboards.parts import Part, empty, link_button

PATH, TITLE = "/not-found", "No such page"


def layout(_asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**_query: str) -> Part:
        words = "There is no page at this address. It may have been typed wrongly, or the page has moved."
        return shell.page(shell.header(TITLE), empty(words, link_button("Go to the overview", "/", "button main")))

    return show


def register(_app: Any, _asker: Asker) -> None:
    """It has no controls."""
