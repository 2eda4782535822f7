"""An address that no page has."""

from playwright.sync_api import expect

from tests.dashboards.conftest import Opened


def test_it_says_so_and_leads_on(opened: Opened, address: str):
    page = opened(f"{address}/nowhere", until=".empty")
    expect(page.locator(".empty")).to_contain_text("There is no page at this address")
    page.get_by_role("link", name="Go to the overview").click()
    page.wait_for_selector(".process-card")
