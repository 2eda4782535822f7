"""A served workspace and a real browser for the tests of the pages. Whatever a page complains of fails its test."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from core.workspace import Workspace, create_workspace, open_workspace
from tests.served_orders import Row, imported, orders, serving
from tests.tabs import Tab, Tabs, settle, shape

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts" / "pages"
WIDTHS = {390: 844, 1440: 900}
Opened = Callable[..., Page]
PATIENCE_MS = 20_000
# on a busy machine five seconds, which is usual, are too few
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def rows() -> list[Row]:
    return orders()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> Workspace:
    return imported(tmp_path_factory.mktemp("served") / "firm", rows)


@pytest.fixture(scope="session")
def address(workspace: Workspace) -> Iterator[str]:
    with serving(workspace) as found:
        yield found


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(create_workspace(tmp_path_factory.mktemp("empty") / "firm")) as found:
        yield found


@pytest.fixture(scope="session")
def firm(pretend_firm: Path) -> Workspace:
    """The pretend firm, for tests that only look."""
    return open_workspace(pretend_firm)


@pytest.fixture(scope="session")
def firm_address(firm: Workspace) -> Iterator[str]:
    with serving(firm) as found:
        yield found


@pytest.fixture
def opened(tabs: Tabs) -> Iterator[Opened]:
    """Opens an address at a width and in a colour scheme, in a new tab or in place of what one shows; complaints and
    requests to other hosts fail the test."""
    complaints: list[str] = []
    with tabs.lent() as new_tab:

        def open_at(
            url: str, width: int = 1440, scheme: str = "light", until: str = "#page h1", refused: Sequence[int] = (),
            over: Page | None = None,
        ) -> Page:  # fmt: skip
            size = width, WIDTHS.get(width, 900)
            if over:
                shape(over, *size, scheme)
            page = over or listened(new_tab(*size, scheme), url, refused, complaints)
            page.goto(url)
            page.wait_for_selector(until)
            return page

        yield open_at
    assert complaints == []


def listened(tab: Tab, url: str, refused: Sequence[int], complaints: list[str]) -> Page:
    """A tab whose complaints are written down."""
    host = urlsplit(url).netloc
    # the browser itself writes down every answer above 399; some tests expect one
    expected = tuple(f"the server responded with a status of {status}" for status in refused)
    tab.on("pageerror", lambda error: complaints.append(f"error: {error} {error.stack}"))
    tab.on("console", lambda message: complaints.append(message.text) if complains(message, expected) else None)
    tab.on("request", lambda asked: complaints.append(f"asked {asked.url}") if foreign(asked.url, host) else None)
    return tab.page


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Keeps a picture of the page for people to look at."""

    def keep(page: Page, name: str) -> None:
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        settle(page)
        page.screenshot(path=ARTIFACTS / f"{name}.png")

    return keep


def complains(message: ConsoleMessage, expected: Sequence[str]) -> bool:
    return message.type in ("error", "warning") and not any(words in message.text for words in expected)


def foreign(url: str, host: str) -> bool:
    """Whether a request leaves this server."""
    found = urlsplit(url)
    return found.scheme not in ("data", "blob") and found.netloc != host
