"""Readiness, unbilled work and the close in a real browser: sentences, filters, groups, an open event, the records."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace, open_workspace
from dashboards.pages.close import closes_of
from dashboards.pages.readiness import waiting_and_ready
from dashboards.pages.unbilled import at_months_end
from dashboards.revenue_page.unbilled_groups import groups, together
from dashboards.revenue_page.words import CENTS
from eventlog.reading import EventLog, open_log
from figures.words import many, money
from metrics.readiness import Readiness
from metrics.stored import base_currency
from tests.dashboards.conftest import Opened
from tests.served_orders import serving

Shot = Callable[[Page, str], None]
LOADED_MS = 20_000
PAGES = {"readiness": ".work-list", "unbilled": ".table", "close": ".table"}


@pytest.fixture(scope="module")
def firm(pretend_firm: Path) -> Workspace:
    return open_workspace(pretend_firm)


@pytest.fixture(scope="module")
def firm_address(firm: Workspace) -> Iterator[str]:
    with serving(firm) as found:
        yield found


@pytest.fixture(scope="module")
def log(firm: Workspace) -> Iterator[EventLog]:
    with open_log(firm, Viewer.owner()) as found:
        yield found


@pytest.fixture(scope="module")
def waits(log: EventLog) -> Readiness:
    found, _ = waiting_and_ready(log, ())
    assert found.waiting
    return found


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_fits_its_room(opened: Opened, firm_address: str, shot: Shot, name: str, width: int, scheme: str):
    page = opened(f"{firm_address}/{name}", width, scheme, until=PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # a table that does not fit scrolls by itself; on a desk none has to
    scrolls = (
        "[...document.querySelectorAll('.scroll-x')].filter(each => each.scrollWidth > each.clientWidth + 1).length"
    )
    assert page.evaluate(scrolls) == 0
    shot(page, f"{name}-{width}-{scheme}")


def test_readiness_opens_with_what_waits_and_what_it_is_worth(
    opened: Opened, firm_address: str, log: EventLog, waits: Readiness
):
    page = opened(f"{firm_address}/readiness", until=".work-list")
    worth = money(waits.base_money / CENTS, base_currency(log.database) or "")
    answer = page.locator(".sentence").first
    expect(answer).to_contain_text(f"{many(len(waits.waiting), 'billable event')} worth {worth} cannot be invoiced yet")
    tiles = page.locator(".blocker")
    expect(tiles).to_have_count(len(waits.blockers))
    for tile, each in zip(tiles.all(), waits.blockers, strict=True):
        expect(tile).to_contain_text(each.title)
        expect(tile).to_contain_text(many(each.events, "event"))
    cost = money(waits.cost_a_week / CENTS, base_currency(log.database) or "")
    expect(page.get_by_text(f"{cost} a week")).to_be_visible()


def test_a_tile_narrows_the_list_and_takes_that_back(opened: Opened, firm_address: str, waits: Readiness):
    page = opened(f"{firm_address}/readiness", until=".work-list")
    last = waits.blockers[-1]
    page.locator(".blocker").filter(has_text=last.title).click()
    heads = page.locator(".group-row")
    expect(heads).to_have_count(1, timeout=LOADED_MS)
    expect(heads).to_contain_text(f"{last.title}{many(last.events, 'event')}")
    page.locator(".blocker[aria-current=true]").click()
    expect(heads).to_have_count(len(waits.blockers), timeout=LOADED_MS)


@pytest.mark.parametrize(("by", "of"), [("Who holds it", "holder"), ("Client", "client"), ("Entity", "entity")])
def test_the_list_is_grouped_and_sorted_as_chosen(
    opened: Opened, firm_address: str, waits: Readiness, by: str, of: str
):
    page = opened(f"{firm_address}/readiness", until=".work-list")
    page.locator(".segment", has_text=by).click()
    expect(page.locator(".segment[aria-current=true]").first).to_have_text(by, timeout=LOADED_MS)
    values = {
        "holder": lambda each: each.missing[0].holder or each.missing[0].holder_role,
        "client": lambda each: each.event.client,
        "entity": lambda each: each.event.entity,
    }
    expect(page.locator(".group-row")).to_have_count(len({values[of](each) for each in waits.waiting}))
    page.locator(".segment", has_text="Most money").click()
    expect(page).to_have_url(f"{firm_address}/readiness?by={of}&sort=money", timeout=LOADED_MS)


def test_an_event_opens_to_all_it_waits_for_and_to_its_records(
    opened: Opened, firm_address: str, waits: Readiness, shot: Shot
):
    page = opened(f"{firm_address}/readiness", until=".work-list")
    first = page.locator(".work-list tbody tr:not(.group-row) a").first
    name = first.inner_text()
    first.click()
    card = page.locator(".opened-event")
    expect(card.locator("h2")).to_have_text(name, timeout=LOADED_MS)
    graph = card.locator(".wide-only svg")
    expect(graph).to_be_visible()
    expect(graph).to_contain_text("in the way")
    expect(graph).to_contain_text("blocked by")
    shot(page, "readiness-opened")
    card.get_by_role("link", name="Sources of the event").click()
    expect(page.locator("#lineage-drawn")).to_contain_text("salesforce", timeout=LOADED_MS)


def test_an_event_that_is_not_there_is_said(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/readiness?event=psa:nothing", until=".work-list")
    expect(page.get_by_role("alert").filter(has_text="psa:nothing")).to_contain_text("There is no billing event")


def test_a_view_in_which_nothing_waits_says_so(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/readiness?client=Nobody", until=".sentence")
    expect(page.locator(".sentence").first).to_contain_text("Nothing that is billable waits to become ready.")
    expect(page.locator(".work-list")).to_have_count(0)


def test_unbilled_work_is_told_as_it_is_counted_and_opens_to_its_records(
    opened: Opened, firm_address: str, log: EventLog
):
    found, currency = at_months_end(log, (), ""), base_currency(log.database) or ""
    assert found.money.items
    page = opened(f"{firm_address}/unbilled?by=project", until=".table")
    answer = page.locator(".sentence").first
    expect(answer).to_contain_text(f"{money(found.money.worth / CENTS, currency)} of work was unbilled at the end of")
    expect(answer).to_contain_text(f"{money(found.money.leakage / CENTS, currency)} of it leaks")
    expect(page.locator(".chart figcaption")).to_contain_text(f"{money(found.money.worth / CENTS, currency)} in all")
    first = found.projects[0]
    page.get_by_role("link", name=f"Records of {first.project}").click()
    expect(page).to_have_url(f"{firm_address}/indicator?name=unbilled_wip&project={first.project}", timeout=LOADED_MS)
    expect(page.get_by_role("link", name="Sources").first).to_be_visible(timeout=LOADED_MS)


def test_a_month_without_unbilled_work_and_one_before_all_say_so(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/unbilled?client=Nobody", until=".sentence")
    expect(page.locator(".sentence").first).to_contain_text("Nothing was unbilled at the end of")
    page = opened(f"{firm_address}/unbilled?period=2001-01", until=".empty")
    expect(page.locator(".empty")).to_contain_text("no month that the log knows has ended")
    page.get_by_role("link", name="See the last month").click()
    expect(page.locator(".sentence").first).to_contain_text("of work was unbilled", timeout=LOADED_MS)


def test_the_close_is_told_by_entity_with_what_it_waits_for(opened: Opened, firm_address: str, log: EventLog):
    found = closes_of(log, (), "")
    still = [each for each in found.closes if each.is_open]
    page = opened(f"{firm_address}/close", until=".table")
    answer = page.locator(".sentence").first
    expect(answer).to_contain_text(f"closes of {found.month:%b %Y}")
    expect(answer).to_contain_text("still open" if still else "are done")
    standing = page.locator(".card", has_text="Where each close stands")
    for each in found.closes:
        row = standing.locator("tr", has_text=each.object_id)
        expect(row).to_contain_text(f"{each.touches:,}")
        if each.waits_for:
            expect(row).to_contain_text(each.waits_for.title)
    page.get_by_role("link", name="Sources of the close of").first.click()
    expect(page.locator("#lineage-drawn")).to_contain_text("Month-end close", timeout=LOADED_MS)


def test_an_earlier_close_opens_by_its_month(opened: Opened, firm_address: str, log: EventLog):
    found = closes_of(log, (), "")
    month = found.before[0].ended_on
    page = opened(f"{firm_address}/close", until=".table")
    page.get_by_role("link", name=f"{month:%b %Y}", exact=True).last.click()
    expect(page).to_have_url(f"{firm_address}/close?period={month:%Y-%m}", timeout=LOADED_MS)
    expect(page.locator(".sentence").first).to_contain_text(f"{month:%b %Y}", timeout=LOADED_MS)


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_workspace_says_what_to_connect(opened: Opened, empty_address: str, name: str):
    page = opened(f"{empty_address}/{name}", until=".empty")
    expect(page.locator(".empty")).to_contain_text("firm.toml")


@pytest.mark.parametrize("name", PAGES)
def test_a_log_of_one_imported_file_says_which_system_is_missing(opened: Opened, address: str, name: str):
    page = opened(f"{address}/{name}", until=".empty")
    expect(page.locator(".empty")).to_contain_text("Connect the")


def test_groups_of_unbilled_work_add_up(log: EventLog):
    found = at_months_end(log, (), "")
    for by in ("client", "project", "entity", "practice"):
        own = groups(found.projects, by)
        whole = together([group.money for group in own])
        assert whole.worth == pytest.approx(found.money.worth)
        assert whole.age_days == pytest.approx(found.money.age_days)
        assert (whole.items, whole.oldest_days) == (found.money.items, found.money.oldest_days)
