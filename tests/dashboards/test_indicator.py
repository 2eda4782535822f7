"""One indicator in a real browser: its number, its line, its slices, its definition and the records behind it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace
from dashboards.indicator_page.asked import whole
from dashboards.indicator_page.words import value_words
from dashboards.lens import Lens
from eventlog.reading import open_log
from metrics.cut import read_cut
from metrics.rollup import totals
from tests.dashboards.conftest import Opened

Shot = Callable[[Page, str], None]
NAME = "invoice_readiness_lag"


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_number_the_line_and_the_definition(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int, scheme: str
):
    with open_log(firm, Viewer.owner()) as log:
        found = whole(log, Lens(name=NAME), ())
    page = opened(f"{firm_address}/indicator?name={NAME}", width, scheme, until=".chart .main-svg")
    expect(page.locator(".figure-line .figure")).to_contain_text(value_words(found.headline))
    expect(page.locator(".definition")).to_contain_text(found.headline.indicator.question)
    expect(page.locator(".definition")).to_contain_text(found.headline.indicator.owner)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"indicator-{width}-{scheme}")


def test_the_slices_are_those_of_the_roll_up(opened: Opened, firm_address: str, firm: Workspace):
    with open_log(firm, Viewer.owner()) as log:
        period = whole(log, Lens(name=NAME), ()).headline.now.total.period
        found = totals(log, NAME, read_cut("entity", period, measures=("median",)))
    page = opened(f"{firm_address}/indicator?name={NAME}&by=entity", until=".group-row")
    rows = page.locator("tbody tr a", has_text="Open")
    for total in found:
        name = str(total.slice["entity"]).replace("_", " ").title()
        expect(page.locator("tbody tr", has_text=name).first).to_contain_text(f"{total.n:,}")
    assert rows.count() == len(found)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", [NAME, "unbilled_wip"])
def test_the_figures_of_the_records_are_in_sight(opened: Opened, firm_address: str, width: int, name: str):
    """However long the name of a client is."""
    page = opened(f"{firm_address}/indicator?name={name}", width, until=".records-card tbody tr")
    assert page.locator(".records-card .scroll-x").evaluate("room => room.scrollWidth <= room.clientWidth")
    expect(page.locator(".records-card tbody tr").first.get_by_role("link", name="Sources")).to_be_visible()


def test_another_measure_and_a_year_are_addresses(opened: Opened, firm_address: str, firm: Workspace):
    with open_log(firm, Viewer.owner()) as log:
        found = whole(log, Lens(name=NAME, measure="money_waiting", period="2025"), ())
    page = opened(f"{firm_address}/indicator?name={NAME}&measure=money_waiting&period=2025", until=".figure-line")
    expect(page.locator(".figure-line .figure")).to_contain_text(value_words(found.headline))
    expect(page.locator(".figure-line .figure")).to_contain_text("2025")


@pytest.mark.parametrize("grain", ["", "week", "quarter"])
def test_the_last_bucket_of_the_year_before_is_whole_too(firm: Workspace, grain: str):
    with open_log(firm, Viewer.owner()) as log:
        found = whole(log, Lens(name="unbilled_wip", grain=grain), ())
        last = found.headline.trend[-1].period
        assert last is not None
        (alone,) = totals(log, "unbilled_wip", read_cut("", last.year_ago, measures=("value",)))
    assert found.years_before[-1].period == last.year_ago
    assert found.years_before[-1].value == alone.value


def test_an_indicator_that_is_not_there_names_those_that_are(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/indicator?name=luck", until=".empty")
    expect(page.locator(".empty")).to_contain_text("invoice_readiness_lag")
