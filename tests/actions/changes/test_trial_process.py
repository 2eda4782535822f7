"""The process of a trial: it ends when its time is up, whatever runs in it, and says why there is no answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from actions.changes.change import Change, change_in
from actions.changes.controlling import Draft, propose
from actions.changes.definitions import shipped_text
from actions.changes.trial_process import tried_apart
from core.state import State, open_state
from core.workspace import create_workspace
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role

RULE = "rules/exceptions/expense_over_policy.sql"


@pytest.fixture
def state(tmp_path: Path):
    with open_state(create_workspace(tmp_path / "firm")) as opened:
        yield opened


def a_change(state: State) -> Change:
    text = (shipped_text(RULE) or "").replace('"medium"', '"high"')
    number = propose(state, as_role("controller"), "anna", Draft(RULE, text, "as agreed"), NOON).number
    with state.reading() as connection:
        return change_in(connection, number)


def test_what_it_answers_is_told(state: State):
    assert tried_apart(state, a_change(state), 5)["sentence"].startswith("Not tried. The workspace at ")


def test_it_ends_when_its_time_is_up(state: State):
    found = a_change(state)
    told = tried_apart(state, found, 0.0001)
    assert told["sentence"].startswith("Not tried. It took longer than 0.0001 minutes. Let it take longer: `tracework")


def test_one_that_is_ended_from_outside_says_so(state: State, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.executable", str(never_ending(state.workspace.root)))

    def end() -> None:
        while not (started := state.workspace.root / "started").exists() or not started.read_text():
            time.sleep(0.01)
        os.kill(int(started.read_text()), signal.SIGKILL)

    ending = threading.Thread(target=end)
    ending.start()
    told = tried_apart(state, a_change(state), 5)
    ending.join()
    assert told["sentence"].startswith("Not tried. Its process was ended from outside: ")
    assert not told["tried"]


def never_ending(folder: Path) -> Path:
    """A program in Python's place that says its number and does nothing more."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\necho $$ > {folder}/started\nexec sleep 60\n")
    program.chmod(0o755)
    return program


def test_a_defect_is_one(state: State):
    found = a_change(state)
    state.close()
    (state.workspace.root / "workspace.json").unlink()
    with pytest.raises(RuntimeError, match=f"The process that tried {found.id} failed"):
        tried_apart(state, found, 5)


def test_nobody_who_asked_is_nobody_to_work_for():
    apart = subprocess.run(
        [sys.executable, "-m", "actions.changes.trial_process"], check=False, input="", capture_output=True
    )
    assert apart.returncode != 0
