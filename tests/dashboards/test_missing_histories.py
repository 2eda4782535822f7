"""A firm whose systems keep no histories: every surface that tells a figure that rests on one says so."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.access import Viewer
from core.workspace import Workspace, open_workspace
from eventlog.reading import open_log
from metrics.period import read_period
from reports.asked import Asked
from reports.templates import month_end_finance
from tests.dashboards.conftest import Opened
from tests.road.roads import unnoted_road
from tests.served_orders import serving
from tests.tracework.command_line import tracework

SAID = (
    "Salesforce and Certinia PSA sent no history of timesheet records: “timesheet corrected” has the date that the "
    "records show now, or none."
)
TRUE = "approval_cycle_time"


@pytest.fixture(scope="module")
def unnoted(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("unnoted") / "firm"
    shutil.copytree(unnoted_road().workspace.root, root)
    return open_workspace(root)


@pytest.fixture(scope="module")
def unnoted_address(unnoted: Workspace) -> Iterator[str]:
    with serving(unnoted) as found:
        yield found


def test_the_command_line_says_it_in_text_json_and_csv(unnoted: Workspace):
    text = tracework("indicators", "utilization", "-w", unnoted.root).out
    assert f"Note on utilization: {SAID}" in text
    rows = tracework("indicators", "utilization", "--by", "entity", "--json", "-w", unnoted.root).json
    assert {row["caution"] for row in rows} == {SAID}
    printed = tracework("indicators", "utilization", "--csv", "-w", unnoted.root).out
    assert {row["caution"] for row in csv.DictReader(io.StringIO(printed))} == {SAID}


def test_a_figure_that_rests_on_no_history_says_nothing(unnoted: Workspace):
    assert "Note on" not in tracework("indicators", TRUE, "-w", unnoted.root).out
    assert {row["caution"] for row in tracework("indicators", TRUE, "--json", "-w", unnoted.root).json} == {None}


def test_a_report_says_it_above_its_indicators(unnoted: Workspace):
    with open_log(unnoted, Viewer.owner()) as log:
        made = month_end_finance.make(Asked(log, read_period("2026-04")))
    words = next(section.sentence for section in made.sections if section.title == "Indicators")
    assert "Invoice readiness lag" in words
    assert "Salesforce and Certinia PSA sent no history of contract, milestone and timesheet records" in words


def test_a_tile_says_it_and_its_page_in_full(opened: Opened, unnoted_address: str):
    page = opened(f"{unnoted_address}/indicators?period=2026-04", until="a.tile")
    tiles = page.locator("a.tile")
    for title in ("Utilization", "Utilization variance", "Invoice readiness lag", "Invoice cycle time"):
        tile = tiles.filter(has=page.get_by_role("heading", name=title, exact=True))
        expect(tile).to_contain_text("Something it rests on is missing")
    same = tiles.filter(has=page.get_by_role("heading", name="Approval cycle time", exact=True))
    expect(same).not_to_contain_text("Something it rests on")
    expect(
        opened(f"{unnoted_address}/indicator?name=utilization", until=".caution").locator(".caution")
    ).to_contain_text(SAID)


NO_HISTORY = "Salesforce and Certinia PSA sent no history of"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("utilization", SAID),
        ("readiness", f"{NO_HISTORY} contract, milestone and timesheet records"),
        ("unbilled", f"{NO_HISTORY} milestone and timesheet records"),
        ("projects", f"{NO_HISTORY} contract, milestone, project and timesheet records"),
        ("opportunities", f"{NO_HISTORY} contract, milestone, opportunity and timesheet records"),
        ("process?process=time_capture", SAID),
        ("process?process=time_capture&tab=cases", SAID),
        ("reconciliation", f"“Amounts differ” and “Client missing in the ERP”: {NO_HISTORY} contract records"),
    ],
)
def test_each_page_says_once_what_its_figures_lack(opened: Opened, unnoted_address: str, page: str, words: str):
    told = opened(f"{unnoted_address}/{page}", until=".caution").locator(".caution")
    expect(told).to_have_count(1)
    expect(told).to_contain_text(words)


def test_a_single_project_says_it_too(opened: Opened, unnoted_address: str):
    page = opened(f"{unnoted_address}/projects", until=".caution")
    page.locator("td .name a, td a").first.click()
    page.wait_for_url("**/project?**")
    expect(page.locator(".caution")).to_have_count(1)
    expect(page.locator(".caution")).to_contain_text("contract, milestone, project and timesheet records")


def test_a_page_whose_figures_rest_on_no_history_says_nothing(opened: Opened, unnoted_address: str):
    for path in ("close", "process?process=expense_approval"):
        page = opened(f"{unnoted_address}/{path}", until=".sentence")
        expect(page.locator(".caution")).to_have_count(0)


def test_data_health_says_what_to_ask_for(opened: Opened, unnoted_address: str):
    page = opened(f"{unnoted_address}/health", until=".feeds")
    page.locator(".feeds details summary").first.click()
    expect(page.locator(".feeds details[open]")).to_contain_text("Ask for field history tracking for Contract")
