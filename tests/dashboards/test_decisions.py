"""What needs a decision on the overview: in the order of the days on which it expires, and of one day by money."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from actions.policies.looking import look
from core.access import Viewer
from core.state import open_state
from core.workspace import create_workspace
from dashboards.overview_page.decisions import MOST_ACTIONS, decisions
from tests.actions.made_findings import finding
from tests.actions.ready_firm import ready, suspected, write_policy

NOW = datetime.now(UTC) - timedelta(hours=1)


def test_of_one_day_the_most_money_comes_first(tmp_path: Path):
    """The policy proposes all of them within a second: the worth of each decides, not who was written down first."""
    workspace = create_workspace(tmp_path / "firm")
    worths = {1: 500.0, 2: 700.0, 3: 600.0, 4: 90_000.0, 5: 300.0}
    with open_state(workspace) as state:
        ready(state)
        write_policy(state)
        suspected(state, [finding(number, base_money=worth) for number, worth in worths.items()], NOW)
        look(state, NOW + timedelta(minutes=1))
    waiting = decisions(workspace, Viewer.owner(), "anna", {}).waiting
    told = [each.about[0].base_money for each in waiting]
    assert len(waiting) > MOST_ACTIONS
    assert told == sorted(worths.values(), reverse=True)


def test_what_expires_on_an_earlier_day_comes_before_more_money(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    with open_state(workspace) as state:
        ready(state)
        write_policy(state)
        suspected(state, [finding(1, base_money=500.0)], NOW - timedelta(days=1))
        look(state, NOW - timedelta(days=1))
        suspected(state, [finding(1, base_money=500.0), finding(2, base_money=90_000.0)], NOW)
        look(state, NOW + timedelta(minutes=1))
    waiting = decisions(workspace, Viewer.owner(), "anna", {}).waiting
    assert [each.about[0].base_money for each in waiting] == [500.0, 90_000.0]


def test_of_a_part_only_what_is_about_it(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    with open_state(workspace) as state:
        ready(state)
        write_policy(state)
        there = [finding(1), finding(2, entity="leeds"), finding(3, entity="leeds", practice="Data")]
        suspected(state, there, NOW)
        look(state, NOW + timedelta(minutes=1))
    parts: list[dict[str, str]] = [{}, {"entity": "leeds"}, {"entity": "leeds", "practice": "Data"}, {"client": "Acme"}]
    found = [decisions(workspace, Viewer.owner(), "anna", part) for part in parts]
    assert [len(each.waiting) for each in found] == [3, 2, 1, 0]
    assert [each.to_review for each in found] == [3, 2, 1, 0]
