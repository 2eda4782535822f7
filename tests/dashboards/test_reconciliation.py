"""What disagrees between systems, in a real browser: the same as the rules find, each record open to its sources."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import open_log
from figures.words import many
from metrics.reconciliation import open_gaps
from tests.dashboards.conftest import Opened

Shot = Callable[[Page, str], None]


@pytest.mark.parametrize("width", [390, 1440])
def test_it_tells_what_the_rules_find(opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int):
    with open_log(firm, Viewer.owner()) as log:
        found = [each for each in open_gaps(log) if each.records]
    page = opened(f"{firm_address}/reconciliation", width, until=".card")
    expect(page.locator(".sentence").first).to_contain_text(many(sum(each.records for each in found), "record"))
    expect(page.locator(".sentence").first).to_contain_text(f"The most is in “{found[0].rule.title}”")
    for each in found:
        expect(page.locator(".card", has_text=each.rule.title).first).to_contain_text(many(each.records, "record"))
    # a difference that no money is told of is not one of no money
    unpriced = next(each for each in found if not each.base_money)
    expect(page.locator(".card", has_text=unpriced.rule.title).first).to_contain_text("no money told")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"reconciliation-{width}")


def test_a_record_opens_to_its_sources(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/reconciliation", until=".card")
    page.get_by_role("link", name="Sources of").first.click()
    page.wait_for_selector("#lineage-drawn")


def test_an_empty_workspace_says_what_to_connect(opened: Opened, empty_address: str):
    page = opened(f"{empty_address}/reconciliation", until=".empty")
    expect(page.locator(".empty")).to_contain_text("Connect at least two")
