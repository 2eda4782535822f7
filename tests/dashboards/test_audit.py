"""The audit page in a browser: what was done, chosen by act and by words; and that an altered entry is named."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from core.audit.entry import Told
from core.audit.writing import write_down
from core.state import open_state
from core.workspace import Workspace, create_workspace
from tests.dashboards.conftest import Opened
from tests.served_orders import serving

HEIGHTS = """cells => cells.map(cell => {
    const words = document.createRange()
    words.selectNodeContents(cell)
    return words.getBoundingClientRect().height
})"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = create_workspace(tmp_path_factory.mktemp("audited") / "firm")
    with open_state(workspace) as state:
        write_down(state, "ann", Told("pull", "sources", "crm", None, {"records": 12}))
        write_down(state, "bo", Told("settings changed", "settings", "firm.toml: targets", {"lag": 5}, {"lag": 7}))
        write_down(state, "ann", Told("pull", "sources", "<b>erp</b>", {"words": "y" * 60}, {"words": "x" * 300}))
    return workspace


@pytest.fixture(scope="module")
def served(place: Workspace) -> Iterator[str]:
    with serving(place) as address:
        yield address


def test_who_what_when_and_from_what(opened: Opened, served: str):
    page = opened(f"{served}/audit", until="#audit-entries table")
    assert "All 3 entries stand as they were written." in page.inner_text(".body")
    rows = [row.inner_text() for row in page.query_selector_all("#audit-entries tbody tr")]
    assert len(rows) == 3
    assert "<b>erp</b>" in rows[0]
    assert all(words in rows[1] for words in ("bo", "settings changed", '{"lag":5}', '{"lag":7}'))
    assert page.query_selector("[data-place='/audit']") is not None


def test_chosen_by_act_and_words(opened: Opened, served: str):
    page = opened(f"{served}/audit?act=pull", until="#audit-entries table")
    assert len(page.query_selector_all("#audit-entries tbody tr")) == 2
    page.fill("#audit-words", "CRM")
    page.press("#audit-words", "Enter")
    page.locator("#audit-entries tbody tr").nth(1).wait_for(state="detached")
    assert "crm" in page.inner_text("#audit-entries tbody")
    assert parse_qs(urlsplit(page.url).query) == {"act": ["pull"], "words": ["CRM"]}
    page.fill("#audit-words", "nothing has these words")
    page.press("#audit-words", "Enter")
    page.wait_for_selector("#audit-entries table", state="detached")
    assert "No entry meets this" in page.inner_text("#audit-entries")


def test_its_rows_come_with_the_page(opened: Opened, served: str):
    """Hundreds put in afterwards keep a browser busy for half a minute."""
    page = opened(f"{served}/audit?act=pull", until="#audit-entries table")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    page.reload()
    page.wait_for_selector("#audit-entries tbody tr")
    assert any("_pages_content" in each for each in asked)
    assert not any("audit-entries" in each for each in asked)


@pytest.mark.parametrize("width", [390, 1440])
def test_it_fits(opened: Opened, served: str, width: int):
    page = opened(f"{served}/audit", width, until="#audit-entries table")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # no value pushes another out of sight, and a moment stands in one line
    assert page.locator("#audit-entries .scroll-x").evaluate("room => room.scrollWidth <= room.clientWidth")
    assert all(height < 24 for height in page.locator("#audit-entries td:first-child").evaluate_all(HEIGHTS))
    words = page.locator("#audit-words").bounding_box()
    assert words is not None
    assert words["width"] > 150


def test_an_altered_entry_is_named(opened: Opened, served: str, place: Workspace):
    with sqlite3.connect(Path(place.state_file)) as database:
        database.execute("drop trigger audit_update")
        database.execute("update audit_entry set who = 'zoe' where number = 2")
    page = opened(f"{served}/audit", until="#audit-entries table")
    told = page.inner_text(".body")
    assert "Does not hold" in told
    assert "entry 2 (zoe: settings changed" in told


def test_where_nothing_was_done_no_filter_is_blamed(opened: Opened, empty_address: str):
    page = opened(f"{empty_address}/audit", until=".sentence")
    told = page.inner_text(".body")
    assert "Nothing has been done yet" in told
    assert "No entry meets this" not in told
