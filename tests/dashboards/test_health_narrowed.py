"""The data health page in a real browser, of one source, one legal entity, one load: the address alone tells which."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace
from dashboards.health_page.chosen import NO_ENTITY, Chosen
from dashboards.health_page.facts import Health, health
from eventlog.reading import open_log
from tests.dashboards.conftest import Opened

Shot = Callable[[Page, str], None]
LOAD = "netsuite/000004"


def of(firm: Workspace, chosen: Chosen) -> Health:
    with open_log(firm, Viewer.owner()) as log:
        return health(log, chosen)


def apart(found: Health) -> int:
    return sum(group.records for group in found.set_apart)


def choose(page: Page, chip: str, option: str) -> None:
    page.locator(".chips summary").filter(has_text=chip).click()
    page.locator(".chips details[open]").get_by_role("link", name=option).click()


@pytest.mark.parametrize("width", [390, 1440])
def test_one_feed_is_looked_at_alone_and_its_name_stands_in_the_address(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int
):
    whole, mine = of(firm, Chosen()), of(firm, Chosen(source="netsuite"))
    disagreeing = sum(each.number for each in mine.conflicts)
    page = opened(f"{firm_address}/health", width, until=".feeds .table")
    choose(page, "Source", "NetSuite (netsuite)")
    page.wait_for_url("**/health?source=netsuite")
    expect(page.locator(".feeds tbody tr")).to_have_count(1)
    expect(page.locator(".chip.narrowed")).to_contain_text("NetSuite (netsuite)")
    expect(page.locator("header.head")).to_contain_text("1 of 7 feeds")
    assert 0 < apart(mine) < apart(whole)
    assert apart(mine) == sum(group.records for group in whole.set_apart if group.source == "netsuite")
    expect(page.locator(".sentence").first).to_contain_text(f"{apart(mine)} records are set apart")
    # both pairs are of the CRM and the company that joined
    assert whole.pairs
    expect(page.locator(".pairs")).to_contain_text("No pair waits")
    assert 0 < disagreeing < sum(each.number for each in whole.conflicts)
    expect(page.locator(".sentence").first).to_contain_text(f"{disagreeing} conflicts in what systems say")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"health-one-feed-{width}")
    page.goto(f"{firm_address}/health?source=no-such-feed")
    expect(page.locator(".feeds tbody tr")).to_have_count(7)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_an_entity_is_looked_at_alone_and_what_is_of_none_is_one_step_away(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int, scheme: str
):
    munich, none = of(firm, Chosen(entity="munich")), of(firm, Chosen(entity=NO_ENTITY))
    page = opened(f"{firm_address}/health", width, scheme, until=".feeds .table")
    choose(page, "Entity", "Munich")
    page.wait_for_url("**/health?entity=munich")
    expect(page.locator(".chip.narrowed")).to_contain_text("Munich")
    expect(page.locator(".feeds tbody tr")).to_have_count(6)
    expect(page.locator(".feeds")).not_to_contain_text("netsuite_acquired")
    expect(page.locator(".sentence").first).to_contain_text(f"{apart(munich)} records are set apart")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"health-entity-{width}-{scheme}")
    page.reload()
    expect(page.locator(".sentence").first).to_contain_text(f"{apart(munich)} records are set apart")
    page.get_by_role("link", name="of no entity that can be told").click()
    page.wait_for_url(f"**/health?entity={NO_ENTITY}")
    expect(page.locator(".sentence").first).to_contain_text(f"{apart(none)} records are set apart")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_a_load_is_looked_at_alone_and_another_source_leaves_it(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int, scheme: str
):
    page = opened(f"{firm_address}/health?entity=london", width, scheme, until=".feeds .table")
    choose(page, "Load", LOAD)
    page.wait_for_url(f"**/health?entity=london&load={LOAD}")
    told = page.locator(".load")
    expect(told).to_contain_text(f"Load {LOAD}")
    with open_log(firm, Viewer.owner()) as log:
        timesheets = log.database.value(
            "select count(*) from object join object_type using (type_no) join landed_run using (run_no) "
            "join source on source.source_no = landed_run.source_no "
            "where object_type.name = 'timesheet' and source.name = 'netsuite' and run = '000004'"
        )
    expect(told.get_by_role("row").filter(has_text="Timesheet").first).to_contain_text(f"{timesheets}")
    expect(page.locator(".feeds tbody tr")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"health-load-{width}-{scheme}")
    choose(page, "Source", "Coupa")
    page.wait_for_url("**/health?source=coupa&entity=london")
    expect(page.locator(".load")).to_have_count(0)
