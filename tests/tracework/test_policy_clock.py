"""The policies' clock in a serving process: it looks by itself, and a mistake in a policy does not end it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from actions.approvals.reading import actions
from core.access import Viewer
from core.state import State, open_state
from core.workspace import create_workspace
from tests.actions.ready_firm import ready, suspect, write_policy
from tracework.policy_clock import PolicyClock


def wait_for(state: State, number: int) -> None:
    until = time.monotonic() + 20
    while len(actions(state, Viewer.owner())) != number:
        assert time.monotonic() < until, "the clock did not look"
        time.sleep(0.02)


def test_it_looks_by_itself_and_outlives_a_mistake(tmp_path: Path):
    now = datetime.now(UTC)
    with open_state(create_workspace(tmp_path / "firm")) as state:
        write_policy(ready(state))
        suspect(state, 1, at=now - timedelta(days=1))
        clock = PolicyClock(state, every_s=0.05)
        clock.start()
        wait_for(state, 1)
        broken = state.workspace.root / "policies" / "broken.toml"
        broken.write_text("title = 3")
        time.sleep(0.3)
        suspect(state, 1, 2, at=now)
        time.sleep(0.3)
        assert len(actions(state, Viewer.owner())) == 1
        broken.unlink()
        wait_for(state, 2)
        clock.close()
