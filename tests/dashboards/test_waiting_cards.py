"""What waits for an approval, in one sentence: for whom, and no money twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.policies.looking import look
from core.access import Viewer
from core.state import open_state
from core.workspace import Workspace, create_workspace
from dashboards.actions_page.asked import Look, Opened, Page, page
from dashboards.actions_page.waiting_cards import total_expected
from dashboards.findings_page.words import NOT_ADDED
from dashboards.pages.actions import answer
from tests.actions.made_findings import finding
from tests.actions.ready_firm import as_role, ready, suspected, write_policy

NOW = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two actions wait, each about a contract, of €1,000 and €4,000 with a chance of a half."""
    found = create_workspace(tmp_path / "firm")
    with open_state(found) as state:
        ready(state)
        write_policy(state)
        contracts = [finding(1, chance=0.5), finding(2, chance=0.5, base_money=4000.0)]
        suspected(state, contracts, NOW)
        look(state, NOW + timedelta(minutes=1))
    return found


def seen(workspace: Workspace, viewer: Viewer) -> Page:
    return page(workspace, viewer, "anna", Look())


def about_a_client(one: Opened) -> Opened:
    about = tuple(replace(each, subject_type="client") for each in one.action.about)
    return replace(one, action=replace(one.action, about=about))


def test_the_money_of_a_part_of_the_firm_is_not_added(workspace: Workspace):
    """As on the page of findings: what a client leaks is what its contracts leak."""
    found = seen(workspace, Viewer.owner())
    assert total_expected(found, "EUR") == "€2.5k"
    assert NOT_ADDED not in str(answer(found, "EUR"))
    first, second = sorted(found.waiting, key=lambda each: each.action.expected)
    with_client = replace(found, waiting=(first, about_a_client(second)))
    assert total_expected(with_client, "EUR") == "€500"
    assert NOT_ADDED in str(answer(with_client, "EUR"))


def test_it_says_how_many_of_them_are_for_whoever_looks(workspace: Workspace):
    assert "2 actions wait for an approval, about" in str(answer(seen(workspace, as_role("approver")), "EUR"))
    others = str(answer(seen(workspace, as_role("controller")), "EUR"))
    assert "2 actions wait for an approval, none of them for yours, about" in others
