"""The projects in a real browser: the most money at risk first, each open to its own page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace
from dashboards.projects_page.asked import Portfolio, portfolio
from eventlog.reading import open_log
from figures.words import many, money
from metrics.cut import read_only
from tests.dashboards.conftest import Opened

Shot = Callable[[Page, str], None]


def told(firm: Workspace, where: str = "") -> Portfolio:
    with open_log(firm, Viewer.owner()) as log:
        return portfolio(log, read_only(where))


@pytest.mark.parametrize("width", [390, 1440])
def test_the_sentence_counts_what_metrics_say(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int
):
    found = told(firm)
    below = [each for each in found.projects if each.at_risk > 0]
    page = opened(f"{firm_address}/projects", width, until=".table")
    sentence = page.locator(".sentence").first
    expect(sentence).to_contain_text(f"{len(below)} of {many(len(found.projects), 'project')}")
    expect(sentence).to_contain_text(money(sum(each.at_risk for each in below) / 100, found.currency))
    expect(page.locator("tbody tr").first).to_contain_text(found.projects[0].code)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"projects-{width}")


def test_one_entity_has_its_projects_only(opened: Opened, firm_address: str, firm: Workspace):
    found = told(firm, "entity = munich")
    page = opened(f"{firm_address}/projects?entity=munich&show=all", until=".table")
    expect(page.locator("tbody tr")).to_have_count(len(found.projects))


def test_a_project_and_its_unbilled_work_open(opened: Opened, firm_address: str, firm: Workspace):
    first = told(firm).projects[0]
    page = opened(f"{firm_address}/projects", until=".table")
    page.locator("tbody tr").first.get_by_role("link").first.click()
    page.wait_for_url(re.compile(f"/project\\?name={first.code}"))
    page.get_by_role("link", name="All projects").click()
    page.wait_for_selector(".table")
    page.locator('tbody a[href^="/unbilled"]').first.click()
    page.wait_for_url(re.compile("/unbilled"))


def test_an_empty_workspace_says_what_to_connect(opened: Opened, empty_address: str):
    page = opened(f"{empty_address}/projects", until=".empty")
    expect(page.locator(".empty")).to_contain_text("connect the PSA")
