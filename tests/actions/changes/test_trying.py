"""A proposal is tried after it was made: what came of it is kept, within the time it has, and never in its way."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from actions.changes.change import change_in, changes
from actions.changes.controlling import Draft, Verdict, decide, propose
from actions.changes.definitions import shipped_text
from actions.changes.trials.scratch import PREFIX, remove_left
from actions.changes.trying import try_change, why_not_try
from core.access import Viewer
from core.audit.reading import entries
from core.errors import WrongUse
from core.state import State, open_state
from core.workspace import Workspace, create_workspace, open_workspace
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import ASKING, HANDOFF, as_role, ready, suspect
from tests.road.roads import small_road

RULE = "rules/exceptions/expense_over_policy.sql"
ENDLESS = "where line.amount > setting.value and (select count(*) from range(1000000000000) a, range(1000000) b) > 0"
WITHOUT_END = (shipped_text(RULE) or "").replace("where line.amount > setting.value", ENDLESS)
MINUTES = 5.0


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("tried") / "firm"
    shutil.copytree(small_road("all", (30, 0)).workspace.root, root)
    return open_workspace(root)


def proposed(state: State, path: str, text: str | None) -> int:
    return propose(state, as_role("controller"), "anna", Draft(path, text, "as agreed"), NOON).number


def test_what_came_of_it_is_kept_and_written_down(either_state: State):
    suspect(ready(either_state), 1, 2)
    number = proposed(either_state, "policies/handoff.toml", HANDOFF.replace("{more}", "") + ASKING)
    assert changes(either_state)[0].trial is None
    tried = try_change(either_state, "paul", number, MINUTES)
    assert (tried.trial["tried"], tried.trial["actions"]) == (True, 2)
    assert changes(either_state)[0] == tried
    assert ("paul", "change tried") in [(each.who, each.act) for each in entries(either_state)]
    decide(either_state, as_role("process_owner"), "olga", number, Verdict("approve"), NOON)
    with pytest.raises(WrongUse, match="C-1 is applied"):
        try_change(either_state, "paul", number, MINUTES)


def test_without_a_log_it_says_what_to_do(tmp_path: Path):
    with open_state(create_workspace(tmp_path / "firm")) as state:
        text = (shipped_text(RULE) or "").replace('"medium"', '"high"')
        trial = try_change(state, "anna", proposed(state, RULE, text), MINUTES).trial
        assert trial["tried"] is False
        assert trial["sentence"].startswith("Not tried. The workspace at ")
        assert "Import one with" in trial["sentence"]
        assert decide(state, Viewer.owner(), "olga", 1, Verdict("approve"), NOON).state.value == "applied"


def test_every_kind_is_tried(firm: Workspace):
    settings = firm.settings_file.read_text()
    with open_state(firm) as state:
        for path, text in (
            ("firm.toml", settings + "\n[targets.utilization]\nvalue = { target = 0.5 }\n"),
            (
                "processes/staffing.toml",
                (shipped_text("processes/staffing.toml") or "").replace("hours = ", "hours = 1"),
            ),
            (
                "indicators/utilization.sql",
                (shipped_text("indicators/utilization.sql") or "").replace('question = "', 'question = "Now: '),
            ),
            (RULE, (shipped_text(RULE) or "").replace('"medium"', '"high"')),
            ("rules/gaps/hours_differ.sql", (shipped_text("rules/gaps/hours_differ.sql") or "") + "\n-- as before\n"),
        ):
            trial = try_change(state, "anna", proposed(state, path, text), MINUTES).trial
            assert (trial["tried"], trial["generation"]) == (True, 1), trial["sentence"]
            assert trial["tables"]


def test_a_statement_is_run_for_who_defines_or_decides_and_has_not_written_it(tmp_path: Path):
    munich = frozenset({"munich"})
    with open_state(create_workspace(tmp_path / "firm")) as state:
        number = proposed(
            state,
            "indicators/billing_dispute_rate.sql",
            f"{shipped_text('indicators/billing_dispute_rate.sql')}\n-- now\n",
        )
        settings = proposed(
            state,
            "processes/staffing.toml",
            (shipped_text("processes/staffing.toml") or "").replace("hours = ", "hours = 1"),
        )
        with state.reading() as connection:
            found, process = change_in(connection, number), change_in(connection, settings)
    assert found.owner_role == "controller"
    for viewer, who, may_try in (
        (Viewer.owner(), "anna", True),
        (as_role("process_owner"), "anna", True),
        (as_role("controller"), "carl", True),
        (as_role("controller"), "anna", False),
        (as_role("resource_manager"), "rita", False),
        (as_role("process_owner", entities=munich), "paul", False),
    ):
        assert (why_not_try(found, viewer, who) == "") is may_try, viewer
        assert why_not_try(process, viewer, who) == ""
    (words, end) = why_not_try(found, as_role("resource_manager"), "rita").split(" has it tried")
    assert words == "C-1 has a statement that reads the whole log: the process owner or the controller"
    assert end == ", having read it."


def test_one_that_would_never_end_is_stopped_and_can_be_given_more_time(firm: Workspace):
    with open_state(firm) as state:
        number = proposed(state, RULE, WITHOUT_END)
        trial = try_change(state, "anna", number, 0.05).trial
        assert trial["tried"] is False
        assert trial["sentence"] == (
            "Not tried. It took longer than 0.05 minutes. "
            f"Let it take longer: `tracework act try C-{number} --minutes 60`."
        )
        assert list(firm.temporary.glob(f"{PREFIX}*")) == []


def test_one_that_is_killed_leaves_the_proposal_ends_and_can_be_cleared_up(firm: Workspace):
    with open_state(firm) as state:
        number = proposed(state, RULE, WITHOUT_END)
        argv = [sys.executable, "-m", "tracework", "act", "try", f"C-{number}", "-w", str(firm.root)]
        process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not list(firm.temporary.glob(f"{PREFIX}*")):
                assert process.poll() is None
                time.sleep(0.05)
        finally:
            process.kill()
            process.wait()
        with state.reading() as connection:
            assert change_in(connection, number).trial is None
        # its folder is locked for as long as the statement runs, which has no end of its own
        deadline = time.monotonic() + 60
        while list(firm.temporary.glob(f"{PREFIX}*")):
            remove_left(firm)
            assert time.monotonic() < deadline
            time.sleep(0.05)
        other = proposed(state, RULE, (shipped_text(RULE) or "").replace('"medium"', '"high"'))
        assert try_change(state, "anna", other, MINUTES).trial["tried"]
        assert firm.current_generation() == 1
