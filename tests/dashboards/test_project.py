"""One project in a real browser: its figures, the causes that add up, billing, team and all that happened."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace
from dashboards.projects_page.asked import Whole, whole
from dashboards.projects_page.words import answer, signed
from eventlog.reading import open_log
from metrics.projects import projects
from tests.dashboards.conftest import Opened

Shot = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def found(firm: Workspace) -> Whole:
    """The project with the most money at risk of those whose margin walk has causes."""
    with open_log(firm, Viewer.owner()) as log:
        return next(each for each in (whole(log, one.code) for one in projects(log)) if each.walk and each.walk.causes)


@pytest.mark.parametrize("width", [390, 1440])
def test_it_opens_with_what_it_will_earn(opened: Opened, firm_address: str, found: Whole, shot: Shot, width: int):
    page = opened(f"{firm_address}/project?name={found.project.code}", width, until=".tile-strip")
    expect(page.locator(".sentence").first).to_contain_text(answer(found.project)[0])
    expect(page.locator(".tile-strip")).to_contain_text(signed(found.project.change, found.project.currency))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"project-{width}")


def test_the_causes_add_up_to_the_change(opened: Opened, firm_address: str, found: Whole):
    page = opened(f"{firm_address}/project?name={found.project.code}", until="#moved .table")
    told = page.locator("#moved tbody tr td:last-child").all_text_contents()
    amounts = [float(re.sub(r"[^0-9.−-]", "", words).replace("−", "-") or 0) for words in told]
    assert sum(amounts) == pytest.approx((found.project.change or 0.0) / 100, abs=len(amounts))


def test_all_that_happened_is_drawn_by_system(opened: Opened, firm_address: str, found: Whole):
    page = opened(f"{firm_address}/project?name={found.project.code}", until=".drawing.wide-only svg")
    drawn = page.locator(".drawing.wide-only svg").first
    for system in {each.system.split()[0] for each in found.story if each.source != "tracework"}:
        expect(drawn).to_contain_text(system)


def test_a_billed_thing_opens_to_its_sources(opened: Opened, firm_address: str, found: Whole):
    page = opened(f"{firm_address}/project?name={found.project.code}", until="#billing .table")
    page.locator("#billing tbody a").first.click()
    page.wait_for_selector("#lineage-drawn")


def test_names_are_hidden_by_role(firm: Workspace, found: Whole):
    with open_log(firm, Viewer("m", frozenset(), may_see_names=False)) as log:
        seen = whole(log, found.project.code)
    assert seen.project.project_manager is None
    assert all(member.name is None for member in seen.team)


def test_an_unknown_project_says_where_to_find_those_there_are(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/project?name=none", until=".empty")
    expect(page.locator(".empty")).to_contain_text("No project 'none' is known")
    expect(page.locator(".empty").get_by_role("link", name="See all projects")).to_be_visible()


def test_an_empty_workspace_says_what_to_connect(opened: Opened, empty_address: str):
    page = opened(f"{empty_address}/project?name=P-1", until=".empty")
    expect(page.locator(".empty")).to_contain_text("connect the PSA")
