"""The page of reports: each opens in the browser and is kept as a file; what goes out by itself and what failed."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from core.access import Viewer
from core.state import open_state
from core.workspace import Workspace, open_workspace
from eventlog.reading import open_log
from reports import runs
from reports.making import made
from tests.dashboards.conftest import Opened
from tests.served_orders import serving

Shot = Callable[[Page, str], None]
SCHEDULES = """
[reports.month_end]
report = "month_end_finance"
entity = "each"
at = "first working day 07:00"
recipients = ["ann"]
folder = "sent"

[reports.staffing]
report = "utilization"
at = "working day 2 03:00"
zone = "Europe/London"
recipients = ["ann", "lee"]
"""


@pytest.fixture(scope="module")
def place(pretend_firm: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The firm with schedules, of which one was due: sent to Ann, and refused for Lee."""
    root = tmp_path_factory.mktemp("reports") / "firm"
    shutil.copytree(pretend_firm, root, ignore=shutil.ignore_patterns("landing"))
    workspace = open_workspace(root)
    workspace.settings_file.write_text(workspace.settings_file.read_text(encoding="utf-8") + SCHEDULES)
    # as late as can be, so that the server's own clock finds nothing due before next month
    due = datetime.now(UTC).replace(microsecond=0)
    with open_state(workspace) as state:
        for name, outcome, words in (("ann", "sent", "Sent to ann@x."), ("lee", "failed", "the mail server refuses.")):
            assert runs.claim(state, "staffing", name, (due, 2), due)
            runs.conclude(state, runs.the_run(state, "staffing", name, due), outcome, words, due)
    return workspace


@pytest.fixture(scope="module")
def served(place: Workspace) -> Iterator[str]:
    with serving(place) as address:
        yield address


@pytest.mark.parametrize("width", [390, 1440])
def test_what_goes_out_and_what_became_of_it(opened: Opened, served: str, shot: Shot, width: int):
    page = opened(f"{served}/reports", width, until=".report-cards")
    expect(page.locator(".report-card")).to_have_count(3)
    expect(page.locator(".sentence").first).to_contain_text("1 recipient did not surely get theirs the last time")
    rows = page.locator("section.card", has_text="On a schedule").locator("tbody tr")
    expect(rows.filter(has_text="staffing")).to_contain_text("Failed 1 of 2")
    expect(rows.filter(has_text="month_end.munich")).to_contain_text("Europe/Berlin")
    expect(rows.filter(has_text="month_end.new_york")).to_contain_text("not due yet")
    sent = page.locator("section.card", has_text="Sent lately").locator("tbody tr")
    expect(sent).to_have_count(2)
    expect(sent.filter(has_text="lee")).to_contain_text("The mail server refuses. 2 earlier times passed over.")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"reports-{width}")


def test_a_report_opens_of_the_period_and_entity_chosen(opened: Opened, firm_address: str, firm: Workspace):
    page = opened(f"{firm_address}/reports", until=".report-cards")
    card = page.locator(".report-card", has_text="Utilization")
    card.locator("summary").click()
    card.get_by_role("link", name="Feb 2026").click()
    page.wait_for_url("**/reports?period=2026-02")
    # the address changes before the page does
    expect(card.locator("summary")).to_contain_text("Feb 2026")
    page.locator(".chips summary").first.click()
    page.get_by_role("link", name="Munich").click()
    page.wait_for_url("**period=2026-02&entity=munich")
    expect(page.locator(".chips summary").first).to_contain_text("Munich")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open Utilization in a new tab").click()
    report = popup.value
    report.wait_for_load_state()
    with open_log(firm, Viewer.owner()) as log:
        expected = made(log, "utilization", "2026-02", "munich")
    expect(report.locator("h1")).to_have_text("Utilization")
    expect(report.locator(".about")).to_have_text(expected.about)
    expect(report.locator(".answer li").first).to_have_text(expected.sentences[0])
    # the week keeps its own choice
    expect(page.locator(".report-card", has_text="Weekly operations").locator("summary")).to_contain_text("Week 15")


def test_a_report_is_kept_as_a_file(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/reports?entity=munich", until=".report-cards")
    with page.expect_download() as download:
        page.get_by_role("link", name="Utilization as XLSX").click()
    assert download.value.suggested_filename == "utilization-2026-03-munich.xlsx"
    book = CalamineWorkbook.from_filelike(BytesIO(Path(download.value.path()).read_bytes()))
    assert book.sheet_names
    pdf = page.get_by_role("link", name="Utilization as PDF").get_attribute("href")
    assert httpx.get(f"{firm_address}{pdf}", timeout=60).content.startswith(b"%PDF")


def test_without_schedules_it_says_how_to_have_one(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/reports", until=".report-cards")
    expect(page.locator("section.card", has_text="On a schedule")).to_contain_text("[reports.munich_month_end]")


def test_an_empty_workspace_and_a_log_of_no_business_say_what_to_do(opened: Opened, empty_address: str, address: str):
    page = opened(f"{empty_address}/reports", until=".empty")
    expect(page.locator(".empty")).to_contain_text("tracework pull")
    page = opened(f"{address}/reports", until=".empty")
    expect(page.locator(".empty")).to_contain_text("this log holds none of them")
