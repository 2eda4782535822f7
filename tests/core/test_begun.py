"""An act on files that is killed before it is written down is written down by whoever acts next; any other is not."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.audit.begun import noted, write_broken_off
from core.audit.entry import Entry, Told
from core.audit.reading import entries, verified
from core.audit.writing import write_down
from core.errors import BadInput, WorkspaceBusy
from core.state import State, open_state
from core.workspace import create_workspace
from tests.generated_logs import random_cases
from tests.tracework.command_line import ROOT, tracework
from tests.written_files import write_xes

KILLED = """
import os, signal, sys
from pathlib import Path
from core.audit.begun import noted
from core.audit.entry import Told
from core.audit.writing import write_down
from core.state import open_state
from core.workspace import open_workspace
with open_state(open_workspace(Path(sys.argv[1]))) as state, noted(state, "ann", "import", "march.csv"):
    if "landed" in sys.argv:
        (state.workspace.landing / "erp" / "000001").mkdir(parents=True)
    if "written" in sys.argv:
        write_down(state, "ann", Told("import", "load", "erp/000001"))
    os.kill(os.getpid(), signal.SIGKILL)
"""
# the command itself, killed at the moment when it would write down what it has done
KILLED_IMPORT = """
import os, signal, sys
from tracework.commands import import_command
import_command.write_act = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
from tracework.cli import main
main()
"""


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(create_workspace(tmp_path / "firm")) as found:
        yield found


def killed(script: str, *words: object) -> None:
    done = subprocess.run([sys.executable, "-c", script, *map(str, words)], cwd=ROOT, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL


def told(state: State) -> list[tuple[str, str, str]]:
    write_broken_off(state)
    return [(each.who, each.act, each.subject_id) for each in entries(state)]


def only(state: State) -> Entry:
    write_broken_off(state)
    (entry,) = entries(state)
    return entry


def test_what_was_done_and_not_written_down_is_told_by_whoever_comes_next(state: State):
    killed(KILLED, state.workspace.root, "landed")
    entry = only(state)
    assert (entry.who, entry.act, entry.subject_id) == ("ann", "broken off: import", "march.csv")
    assert json.loads(entry.after or "")["loads"] == {"came": ["erp/000001"]}
    assert told(state) == [("ann", "broken off: import", "march.csv")]
    assert not list((state.workspace.history / "begun").iterdir())
    assert verified(state).fault is None


@pytest.mark.parametrize(("words", "expected"), [((), []), (("landed", "written"), [("ann", "import", "erp/000001")])])
def test_what_changed_nothing_or_was_written_down_is_not_told_again(
    state: State, words: tuple[str, ...], expected: list[tuple[str, str, str]]
):
    killed(KILLED, state.workspace.root, *words)
    assert told(state) == expected
    assert not list((state.workspace.history / "begun").iterdir())


def test_what_is_under_way_is_not_broken_off(state: State):
    with noted(state, "ann", "pull", "erp"):
        (state.workspace.landing / "erp" / "000001").mkdir(parents=True)
        assert told(state) == []
        write_down(state, "ann", Told("pull", "sources", "erp"))
    assert told(state) == [("ann", "pull", "erp")]


def failing(state: State, who: str, load: str, error: Exception) -> None:
    with noted(state, who, "pull", "erp"):
        (state.workspace.landing / "erp" / load).mkdir(parents=True)
        raise error


def test_what_failed_after_it_had_landed_is_told_and_what_was_refused_is_not(state: State):
    with pytest.raises(BadInput):
        failing(state, "ann", "000001", BadInput("The build refuses it."))
    assert told(state) == [("ann", "broken off: pull", "erp")]
    with pytest.raises(WorkspaceBusy):
        failing(state, "bo", "000002", WorkspaceBusy("Another holds it, whose load this is."))
    assert len(told(state)) == 1


def test_an_import_that_is_killed_between_its_load_and_its_entry(tmp_path: Path):
    file, firm = write_xes(tmp_path / "log.xes", random_cases(1, 5)), tmp_path / "firm"
    killed(KILLED_IMPORT, "import", file, "-w", firm, "--process", "work")
    found = json.loads(tracework("audit", "-w", firm, "--json").out)
    (entry,) = [each for each in found if each["act"] == "broken off: import"]
    after = json.loads(entry["after"])
    assert (entry["subject_id"], after["generation"]) == ("log.xes", 1)
    assert [name.split("/")[1] for name in after["loads"]["came"]] == ["000001"]
