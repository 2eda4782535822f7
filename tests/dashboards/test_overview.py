"""The overview in a real browser: what it says agrees with the API, and each bar leads to its cases."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace
from dashboards.indicator_page import lens_chips
from dashboards.overview_page.asked import overview
from dashboards.pages.overview import answer
from dashboards.projects_page.asked import portfolio
from dashboards.projects_page.words import all_against
from eventlog.reading import open_log
from figures.words import many, money
from metrics.cut import Only
from tests.dashboards.conftest import Opened
from tests.served_orders import Row, traces

Shot = Callable[[Page, str], None]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_says_where_work_waits(opened: Opened, address: str, rows: list[Row], shot: Shot, width: int, scheme: str):
    page = opened(f"{address}/", width, scheme, until=".process-card")
    query = {"clock": "business", "top": 1}
    worst = httpx.get(f"{address}/api/v1/processes/orders/bottlenecks", params=query).json()[0]
    expect(page.locator(".sentence")).to_contain_text(f"from “{worst['after']}” to “{worst['before']}”")
    expect(page.locator(".process-card")).to_contain_text(f"{len(traces(rows))}")
    expect(page.locator(".process-card")).to_contain_text(f"{len(rows)}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"overview-{width}-{scheme}")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_four_questions_of_a_firm_are_answered(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int, scheme: str
):
    with open_log(firm, Viewer.owner()) as log:
        found = overview(log, ())
    assert found is not None
    page = opened(f"{firm_address}/", width, scheme, until=".question-card")
    billable = money(found.readiness.base_money / 100, found.currency)
    expect(page.locator(".sentence").first).to_contain_text(f"{billable} is billable and not ready to invoice.")
    cards = page.locator(".question-card")
    assert cards.count() == 4
    expect(cards.nth(0)).to_contain_text(str(found.waits[0].before))
    expect(cards.nth(1)).to_contain_text(found.readiness.blockers[0].title)
    expect(cards.nth(2)).to_contain_text(found.roles[0].role)
    assert page.locator(".tile-strip a").count() == 6
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"overview-firm-{width}-{scheme}")


def test_its_margins_are_those_of_the_page_of_projects(opened: Opened, firm_address: str, firm: Workspace):
    """Projects of several currencies are ordered and drawn in one; what they say is what is said of them there."""
    with open_log(firm, Viewer.owner()) as log:
        found = portfolio(log, ())
    losing = [each for each in found.projects if each.at_risk > 0]
    assert len({each.currency for each in losing[:4]}) > 1
    page = opened(f"{firm_address}/", until=".question-card")
    card = page.locator(".question-card").filter(has_text="How does delivery move forecast margin?")
    expect(card).to_contain_text(all_against(found.projects, found.currency))
    expect(card).to_contain_text(f"{len(losing)} below plan")
    bars = card.locator(".plain-bars li")
    expect(bars).to_have_count(len(losing[:4]))
    for place, each in enumerate(losing[:4]):
        expect(bars.nth(place)).to_contain_text(each.code)
        expect(bars.nth(place)).to_contain_text(money(-each.at_risk / 100, found.currency))
    widths = [float(bar.evaluate("bar => bar.getBoundingClientRect().width")) for bar in bars.locator(".ramp").all()]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("slice_", ["entity", "practice", "client"])
def test_narrowed_it_answers_of_that_part_and_leads_on_to_it(
    opened: Opened, firm_address: str, firm: Workspace, slice_: str
):
    """Each part, whatever characters its name has."""
    with open_log(firm, Viewer.owner()) as log:
        there = lens_chips.choices(log)
        values = {"entity": there.entities, "practice": there.practices, "client": there.clients}[slice_]
        told = {value: overview(log, (Only(slice_, (value,)),)) for value in values}
    value, found = max(told.items(), key=lambda each: sum(wait.count for wait in each[1].waits) if each[1] else -1)
    assert found is not None
    assert found.waits
    page = opened(f"{firm_address}/?{urlencode({slice_: value})}", until=".question-card")
    expect(page.locator(".question-card").nth(0)).to_contain_text(f"Half of {many(found.waits[0].count, 'project')}")
    for name in ("Invoice readiness", "Projects"):
        link = page.locator(".card-foot").get_by_role("link", name=name)
        assert parse_qs(urlsplit(link.get_attribute("href") or "").query) == {slice_: [value]}
    page.get_by_role("link", name="Process map").click()
    page.wait_for_selector('#map [data-kind="node"]')
    cases = httpx.get(
        f"{firm_address}/api/v1/processes/sales_to_project/map", params={"where": f'case.{slice_} = "{value}"'}
    ).json()["cases"]
    expect(page.locator(".chips-end")).to_contain_text(f"{cases} of ")


def test_a_part_with_nothing_in_it_is_not_answered_by_the_whole_firm(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/?entity=nowhere", until=".empty")
    expect(page.locator(".empty")).to_contain_text("Nothing in this view")
    page.get_by_role("link", name="See the whole firm").click()
    page.wait_for_selector(".question-card")


def test_where_nothing_waits_no_money_is_said_to_wait(firm: Workspace):
    with open_log(firm, Viewer.owner()) as log:
        found = overview(log, ())
    assert found is not None
    assert found.readiness is not None
    told = str(answer(replace(found, readiness=replace(found.readiness, waiting=()))))
    assert "Nothing that is billable waits" in told
    assert "Waiting for it costs" not in told


def test_a_bar_leads_to_its_cases(opened: Opened, address: str):
    page = opened(f"{address}/", until=".bars a")
    page.locator(".bars a").first.click()
    page.wait_for_selector("#drawer-count")
    assert page.url.startswith(f"{address}/process?process=orders")


def test_the_footer_names_the_generation(opened: Opened, address: str):
    page = opened(f"{address}/", until="#generation")
    generation = httpx.get(f"{address}/api/v1/health").json()["generation"]
    expect(page.locator("#generation")).to_have_text(f"Generation {generation}")
    expect(page.locator(".foot")).to_contain_text("Data to")


def test_an_empty_workspace_invites_to_import(opened: Opened, empty_address: str, shot: Shot):
    page = opened(f"{empty_address}/", until=".empty")
    expect(page.locator(".foot")).to_contain_text("No data yet")
    shot(page, "overview-empty")
    page.get_by_role("link", name="Import a file").click()
    page.wait_for_selector("#drop-zone")


def test_keys_lead_to_the_pages_and_the_search_finds_a_process(opened: Opened, address: str, shot: Shot):
    page = opened(f"{address}/", until=".process-card")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_selector("#lineage-drawn p")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_selector("#drop-zone")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    shot(page, "keys")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("orders")
    shot(page, "search")
    page.keyboard.press("Enter")
    page.wait_for_selector('#map [data-kind="node"]')
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_selector(".process-card")


def test_the_theme_is_switched_and_remembered(opened: Opened, address: str):
    page = opened(f"{address}/", until=".process-card")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Change to dark colours").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    page.wait_for_selector(".process-card")
    assert page.evaluate(ground) == dark
