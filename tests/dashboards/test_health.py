"""The data health page in a real browser: what it says of the pretend firm, lineage drawn, a decision, a pull."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace, open_workspace
from dashboards.health_page.facts import health
from eventlog.reading import open_log
from tests.dashboards.conftest import Opened
from tests.served_orders import serving

Shot = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def firm(pretend_firm: Path) -> Workspace:
    return open_workspace(pretend_firm)


@pytest.fixture(scope="module")
def firm_address(firm: Workspace) -> Iterator[str]:
    with serving(firm) as found:
        yield found


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_feeds_and_what_is_set_apart_are_told(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int, scheme: str
):
    with open_log(firm, Viewer.owner()) as log:
        found = health(log)
    apart = sum(group.records for group in found.set_apart)
    page = opened(f"{firm_address}/health", width, scheme, until=".feeds .table")
    assert len(found.feeds) == 7
    expect(page.locator(".sentence").first).to_contain_text("All 7 feeds are fresh.")
    expect(page.locator(".sentence").first).to_contain_text(f"{apart:,} records are set apart")
    for feed in found.feeds:
        expect(page.locator(".feeds")).to_contain_text(feed.source)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"health-{width}-{scheme}")


def test_the_lineage_of_an_invoice_leads_from_its_record_to_its_cases(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot
):
    with open_log(firm, Viewer.owner()) as log:
        invoice = log.database.value(
            "select min(object_id) from object join object_type using (type_no) where object_type.name = 'invoice'"
        )
    page = opened(f"{firm_address}/health?record={invoice}", until=".lineage")
    drawn = page.locator("#lineage-drawn")
    expect(drawn).to_contain_text("NetSuite transaction")
    expect(drawn).to_contain_text(invoice)
    expect(drawn.get_by_role("link", name="Milestone billing").first).to_be_visible()
    page.get_by_text("Open the landed record").click()
    expect(drawn).to_contain_text("tranid")
    page.locator(".lineage").scroll_into_view_if_needed()
    shot(page, "health-lineage")


def test_what_is_not_there_is_said(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/health?record=sap:nothing", until="#lineage-drawn p")
    expect(page.locator("#lineage-drawn")).to_contain_text('has nothing named "sap:nothing"')


def test_a_pull_whose_systems_do_not_answer_says_so(opened: Opened, firm_address: str, firm: Workspace):
    """The pretend firm's systems answered while it was made; they are gone now."""
    generation = firm.current_generation()
    page = opened(f"{firm_address}/health", until=".feeds .table")
    page.get_by_role("button", name="Pull now").click()
    expect(page.locator("#health-job")).to_contain_text("failed, tried 3 times", timeout=120_000)
    expect(page.get_by_role("button", name="Pull now")).to_be_enabled()
    assert firm.current_generation() == generation


def test_an_empty_workspace_says_what_to_connect(opened: Opened, empty_address: str, shot: Shot):
    page = opened(f"{empty_address}/health", until=".empty")
    expect(page.locator(".empty")).to_contain_text("firm.toml")
    shot(page, "health-empty")
