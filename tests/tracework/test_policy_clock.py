"""The policies' clock in a serving process: it looks by itself, and no mistake in a policy or in firm.toml ends it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.approvals.reading import actions
from core.access import Viewer
from core.state import State, open_state
from core.workspace import create_workspace
from tests.actions.ready_firm import ready, suspect, write_policy
from tracework.policy_clock import PolicyClock


def wait_until(so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not so():
        assert time.monotonic() < until, "the clock did not look"
        time.sleep(0.02)


def wait_for(state: State, number: int) -> None:
    wait_until(lambda: len(actions(state, Viewer.owner())) == number)


def test_it_looks_by_itself_and_outlives_mistakes(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    now = datetime.now(UTC)
    with open_state(create_workspace(tmp_path / "firm")) as state:
        write_policy(ready(state))
        suspect(state, 1, at=now - timedelta(days=1))
        clock = PolicyClock(state, every_s=0.05)
        clock.start()
        wait_for(state, 1)
        (state.workspace.root / "policies" / "broken.toml").write_text("title = 3")
        suspect(state, 1, 2, at=now)
        wait_for(state, 2)
        settings = state.workspace.settings_file
        right = settings.read_text()
        settings.write_text("[channels")
        wait_until(lambda: "The policies could not look" in caplog.text)
        settings.write_text(right)
        suspect(state, 1, 2, 3, at=now)
        wait_for(state, 3)
        clock.close()
    assert "policies/broken.toml is left out" in caplog.text
