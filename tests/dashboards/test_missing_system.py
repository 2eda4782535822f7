"""A firm whose CRM and PSA are not connected: what they alone would tell is told as not known, never as zero."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.access import Viewer
from core.workspace import Workspace, open_workspace
from eventlog.reading import open_log
from metrics.reconciliation import not_compared
from metrics.rules.catalogue import rules
from tests.dashboards.conftest import Opened
from tests.road.roads import small_road
from tests.served_orders import serving
from tracework.pipeline import build

SAID = {
    "": "What is billable is not known. No connected system tells of billable events (PSA).",
    "readiness": "nobody can say what is ready to bill",
    "unbilled": "nobody can say what it is",
    "utilization": "nobody can say how much of it is billable",
}


@pytest.fixture(scope="module")
def without_psa(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The firm without troubles as its other systems alone tell of it."""
    root = tmp_path_factory.mktemp("missing") / "firm"
    shutil.copytree(small_road("none", (0,)).workspace.root, root, ignore=shutil.ignore_patterns("log", "salesforce"))
    (root / "log").mkdir()
    workspace = open_workspace(root)
    build(workspace)
    return workspace


@pytest.fixture(scope="module")
def missing_address(without_psa: Workspace) -> Iterator[str]:
    with serving(without_psa) as found:
        yield found


@pytest.mark.parametrize("name", SAID)
def test_a_page_says_what_it_lacks(opened: Opened, missing_address: str, name: str):
    page = opened(f"{missing_address}/{name}", until=".sentence, .empty")
    expect(page.locator(".sentence, .empty").first).to_contain_text(SAID[name])


def test_no_tile_calls_the_unknown_zero(opened: Opened, missing_address: str):
    page = opened(f"{missing_address}/indicators", until=".sentence")
    for title in ("Utilization", "Utilization variance", "Unbilled work in progress", "Billing dispute rate"):
        tile = page.locator("a.tile").filter(has=page.get_by_role("heading", name=title, exact=True))
        expect(tile).to_contain_text("No connected system tells of")


def test_systems_that_are_not_connected_are_not_compared(opened: Opened, missing_address: str, without_psa: Workspace):
    page = opened(f"{missing_address}/reconciliation", until=".sentence, .empty")
    with open_log(without_psa, Viewer.owner()) as log:
        lost = not_compared(log)
    alone = {"Client twice in the ERP", "Expenses approved, not posted"}
    assert set(lost) == {rule.title for rule in rules("gaps").values()} - alone
    assert lost["Project in one system"] == "No connected system tells of projects (PSA)."
    expect(page.locator("#page")).to_contain_text(lost["Project in one system"])
    expect(page.locator("#page")).to_contain_text("2 rules in order")
