"""A firm of one project, one of whose entities has no working calendar: pages say what is missing, what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.data_files import data_file
from core.workspace import Workspace, create_workspace
from eventlog.reading import open_log
from ingest.imports import ImportChoices
from metrics.cut import Cut
from metrics.rollup import totals
from tests.dashboards.conftest import Opened
from tests.served_orders import serving
from tracework.pipeline import import_file

SAID = (
    "boston has no working calendar, so its working time is not known and not in this: describe it in "
    "calendars/boston.toml and run tracework build."
)
STAYS = ("timesheet", "resource")


def of_one_project(log: dict[str, Any]) -> dict[str, Any]:
    """The golden log without its second project and all that belongs to it; people and what they wrote stay."""
    gone = {"B"}
    while more := {each["id"] for each in log["objects"] if each["type"] not in STAYS and named(each) & gone} - gone:
        gone |= more
    kept = [each for each in log["objects"] if each["id"] not in gone]
    for each in (*kept, *log["events"]):
        each["relationships"] = [one for one in each["relationships"] if one["objectId"] not in gone]
    return {**log, "objects": kept, "events": [each for each in log["events"] if each["relationships"]]}


def named(thing: dict[str, Any]) -> set[str]:
    return {one["objectId"] for one in thing["relationships"]}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """London has a calendar; what was New York is Boston, which has none. Figures are told of single people too."""
    folder: Path = tmp_path_factory.mktemp("small")
    text = data_file("golden").joinpath("log.json").read_text(encoding="utf-8")
    path = folder / "log.json"
    path.write_text(json.dumps(of_one_project(json.loads(text.replace("new_york", "boston")))), encoding="utf-8")
    workspace = create_workspace(folder / "firm")
    (workspace.root / "firm.toml").write_text("[metrics]\ngroup_limit = 1\n", encoding="utf-8")
    import_file(workspace, path, ImportChoices())
    return workspace


@pytest.fixture(scope="module")
def small_address(small: Workspace) -> Iterator[str]:
    with serving(small) as found:
        yield found


def test_hours_without_a_capacity_beside_them_are_in_no_utilization(small: Workspace):
    with open_log(small, Viewer.owner()) as log:
        by_entity = {each.slice["entity"]: each.value for each in totals(log, "utilization", Cut(("entity",)))[:2]}
        (whole, *_) = totals(log, "utilization")
    assert by_entity.keys() == {"london"}
    assert whole.value == by_entity["london"] == pytest.approx(108 / 168, abs=1e-6)


def test_the_one_project_is_listed_and_opens(opened: Opened, small_address: str):
    page = opened(f"{small_address}/projects", until=".sentence")
    expect(page.locator(".sentence")).to_contain_text("1 project runs.")
    page.get_by_role("link", name="Project LON-1").click()
    expect(page.locator(".sentence")).to_contain_text("This project will earn 40.0%")
    expect(page.locator("#page")).to_contain_text("Nobody is booked in the coming weeks")


def tile(page: Page, title: str):
    return page.locator("a.tile").filter(has=page.get_by_role("heading", name=title, exact=True))


def test_a_tile_that_lacks_working_time_says_so(opened: Opened, small_address: str):
    page = opened(f"{small_address}/indicators?period=2026-04", until="a.tile")
    for title in ("Utilization", "Month-end close effort", "Timesheet submission lag"):
        expect(tile(page, title)).to_contain_text("Something it rests on is missing")
    expect(tile(page, "Unbilled work in progress")).not_to_contain_text("Something it rests on is missing")


@pytest.mark.parametrize("page", ["indicator?name=month_end_close_effort", "utilization", "close"])
def test_a_page_names_the_entity_and_what_to_do(opened: Opened, small_address: str, page: str):
    expect(opened(f"{small_address}/{page}", until=".caution").locator(".caution")).to_contain_text(SAID)


def test_what_cannot_be_known_is_no_zero(opened: Opened, small_address: str):
    page = opened(f"{small_address}/utilization", until=".caution")
    cloud = page.get_by_role("row").filter(has_text="Cloud")
    assert [cell.strip() for cell in cloud.locator("td").all_inner_texts()[2:6]] == ["–", "–", "–", "–"]
    page = opened(
        f"{small_address}/indicator?name=month_end_close_effort&entity=boston&period=2026-03", until=".figure"
    )
    expect(page.locator(".figure").first).to_contain_text("–")
    expect(page.locator("#page")).to_contain_text("No entity in it has a calendar, so there is no working time.")
