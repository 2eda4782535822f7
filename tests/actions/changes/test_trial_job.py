"""The job of a trial: begun for a change, found again by it, and what came of it kept with the change."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from actions.changes.change import change_in
from actions.changes.controlling import Draft, propose
from actions.changes.definitions import shipped_text
from actions.changes.trial_job import job_for, start_trial, trial_job, trial_jobs
from core.access import Viewer
from core.state import State, open_state
from core.workspace import create_workspace
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role

RULE = "rules/exceptions/expense_over_policy.sql"


def proposed(state: State) -> int:
    text = (shipped_text(RULE) or "").replace('"medium"', '"high"')
    return propose(state, as_role("controller"), "anna", Draft(RULE, text, "as agreed"), NOON).number


def test_it_is_found_by_its_change_and_leaves_what_came_of_it(tmp_path: Path):
    with open_state(create_workspace(tmp_path / "firm")) as state:
        first, second = proposed(state), proposed(state)
        assert trial_job(state, first) is None
        started = [start_trial(state, second).id for _ in range(2)]
        while (job := trial_job(state, second)) is not None and job.under_way:
            time.sleep(0.05)
        assert job is not None
        assert (job.id, job.state) == (started[-1], "done"), job
        with state.reading() as connection:
            both = [change_in(connection, number) for number in (first, second)]
        assert both[0].trial is None
        assert both[1].trial is not None
        assert both[1].trial["sentence"].startswith("Not tried. The workspace at ")
        assert set(trial_jobs(state, both)) == {second}


def test_what_a_failed_one_said_last_is_for_who_sees_the_whole_firm(tmp_path: Path):
    with open_state(create_workspace(tmp_path / "firm")) as state:
        done = start_trial(state, proposed(state))
        failed = replace(done, state="failed", words="could not convert 'Anna Schmidt' of Munich")
        of_munich = as_role("process_owner", entities=frozenset({"munich"}))
        assert job_for(failed, Viewer.owner()) == failed
        assert job_for(failed, of_munich).words == "Not tried: whoever sees the whole firm is told why."
        assert job_for(done, of_munich) == done
