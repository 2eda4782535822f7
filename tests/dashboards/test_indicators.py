"""All indicators as tiles in a real browser: they say what the command line says, and each opens to its records."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace
from dashboards.indicator_page.asked import headlines
from dashboards.indicator_page.words import value_words
from dashboards.pages.indicators import answer
from eventlog.reading import open_log
from tests.dashboards.conftest import Opened

Shot = Callable[[Page, str], None]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_indicator_has_a_tile_with_its_number(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int, scheme: str
):
    with open_log(firm, Viewer.owner()) as log:
        found, lost = headlines(log, "", ())
    page = opened(f"{firm_address}/indicators", width, scheme, until=".tile")
    assert lost == {}
    assert page.locator(".tile").count() == len(found) == 18
    for each in found:
        tile = page.locator(".tile").filter(has=page.get_by_role("heading", name=each.indicator.title, exact=True))
        expect(tile.locator(".figure")).to_have_text(value_words(each))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"indicators-{width}-{scheme}")


def test_the_sentence_names_what_misses_its_target(opened: Opened, firm_address: str, firm: Workspace):
    with open_log(firm, Viewer.owner()) as log:
        found, _ = headlines(log, "", ())
    missed = [
        each.indicator.title.lower()
        for each in found
        if each.now.standing and each.now.standing.off_by and each.now.standing.state != "near target"
    ]
    page = opened(f"{firm_address}/indicators", until=".tile")
    for title in missed[:4]:
        expect(page.locator(".sentence").first).to_contain_text(title)


def test_the_sentence_counts_none_one_and_several_that_meet_their_target(firm: Workspace):
    with open_log(firm, Viewer.owner()) as log:
        found, _ = headlines(log, "", ())
    near = [each for each in found if each.now.standing and not each.now.standing.is_missed]
    free = [each for each in found if each.now.total.value is not None and not each.now.standing]
    assert len(near) > 1
    assert free
    assert f"All {len(near)} indicators that have a target meet it" in str(answer([*near, *free]))
    assert "The one indicator that has a target meets it" in str(answer([near[0], *free]))
    assert "No indicator that has a target has a value in" in str(answer(free))


def test_a_period_and_an_entity_are_chosen_by_links(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/indicators", until=".tile")
    page.locator("details.chip", has_text="Entity").locator("summary").click()
    page.get_by_role("link", name="Munich", exact=True).click()
    page.wait_for_url(re.compile("entity=munich"))
    expect(page.locator("details.chip.narrowed")).to_contain_text("Munich")


def test_every_tile_opens_to_records_in_two_clicks(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/indicators", until=".tile")
    page.locator(".tile").filter(has_text="Invoice cycle time").click()
    page.wait_for_url(re.compile("/indicator\\?name=invoice_cycle_time"))
    page.get_by_role("link", name=re.compile("^Sources of")).first.click()
    page.wait_for_selector("#lineage-drawn .lineage, #lineage-drawn svg, #lineage-drawn li")


def test_an_empty_workspace_says_what_to_do(opened: Opened, empty_address: str):
    page = opened(f"{empty_address}/indicators", until=".empty")
    expect(page.locator(".empty")).to_contain_text("tracework pull")


def test_a_log_without_a_business_says_what_to_connect(opened: Opened, address: str):
    """Orders from a file: no system tells of time, billing or close, and nothing is called zero."""
    page = opened(f"{address}/indicators", until=".empty")
    expect(page.locator(".empty")).to_contain_text("holds no contracts, projects, time or invoices")
    page = opened(f"{address}/reconciliation", until=".empty")
    expect(page.locator(".empty")).to_contain_text("tracework pull")
