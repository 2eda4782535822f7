"""Opportunities in a real browser: ranked by what would come back, with an assumption that one can change."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace
from dashboards.pages.opportunities import ranked
from eventlog.reading import open_log
from figures.words import money
from metrics.cut import Only
from metrics.stored import base_currency
from metrics.unbilled import unbilled
from tests.dashboards.conftest import Opened

Shot = Callable[[Page, str], None]


@pytest.mark.parametrize("width", [390, 1440])
def test_the_largest_is_first_and_all_come_to_the_sentence(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int
):
    with open_log(firm, Viewer.owner()) as log:
        found, currency = ranked(log, ""), base_currency(log.database) or ""
    assert found
    back = money(sum(one.returns for one in found) / 100, currency)
    page = opened(f"{firm_address}/opportunities", width, until=".table")
    expect(page.locator(".sentence").first).to_contain_text(f"{back} could come back")
    # the assumption goes with the figure that rests on it
    expect(page.locator(".sentence").first).to_contain_text(f", if{found[0].assumption.removeprefix('If')}")
    expect(page.locator("tbody tr").first).to_contain_text(money(found[0].returns / 100, currency))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"opportunities-{width}")


@pytest.mark.parametrize("only", [(), (Only("entity", ("london",)),)])
def test_what_leaks_is_what_the_page_of_unbilled_work_says(firm: Workspace, only: tuple[Only, ...]):
    """Kind by kind, at the rate of the same day."""
    with open_log(firm, Viewer.owner()) as log:
        leaks = {each.after: each.price for each in ranked(log, "", only) if each.kind == "leakage"}
        there = {kind: each.leakage for kind, each in unbilled(log, only).kinds.items() if each.leakage}
    assert there
    assert leaks == pytest.approx(there)


def test_the_assumption_is_chosen(opened: Opened, firm_address: str, firm: Workspace):
    with open_log(firm, Viewer.owner()) as log:
        found, currency = ranked(log, "0.5"), base_currency(log.database) or ""
    assert found
    page = opened(f"{firm_address}/opportunities", until=".table")
    page.locator("details.chip summary", has_text="Assumed").click()
    page.get_by_role("link", name="50% better everywhere").click()
    page.wait_for_url(re.compile("show=0.5"))
    expect(page.locator("tbody tr").first).to_contain_text(money(found[0].returns / 100, currency))


def test_a_wait_opens_its_cases(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/opportunities", until=".table")
    page.locator("tbody tr", has_text="Waiting").first.get_by_role("link").click()
    page.wait_for_url(re.compile("/process"))


def test_an_empty_workspace_says_what_to_do(opened: Opened, empty_address: str):
    page = opened(f"{empty_address}/opportunities", until=".empty")
    expect(page.locator(".empty")).to_contain_text("tracework pull")


def test_narrowed_to_an_entity_it_ranks_what_waits_there_and_opens_those_cases(
    opened: Opened, firm_address: str, firm: Workspace
):
    with open_log(firm, Viewer.owner()) as log:
        found, currency = ranked(log, "", (Only("entity", ("munich",)),)), base_currency(log.database) or ""
        everywhere = ranked(log, "")
    assert 0 < sum(one.price for one in found) < sum(one.price for one in everywhere)
    page = opened(f"{firm_address}/opportunities?entity=munich", until=".table")
    lost = money(sum(one.price for one in found) / 100, currency)
    expect(page.locator(".sentence").first).to_contain_text(f"cost {lost} in a year")
    wait = next(one for one in found if one.kind == "wait")
    row = page.locator("tbody tr", has_text=f"{wait.after} to {wait.before}").first
    expect(row).to_contain_text(f"{wait.count:,}")
    row.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/process.*case\.entity"))


def test_a_log_of_no_business_says_what_is_missing(opened: Opened, address: str):
    page = opened(f"{address}/opportunities", until=".empty")
    expect(page.locator(".empty")).to_contain_text("holds no contracts, projects, time or invoices")
