"""The job that tries a change on the past, for who does not wait for it at a command line: begun, and looked at again.

It is found by its change, so that whoever may read the change can be told how its trial stands; other jobs, and what
they print, are not theirs to read.
"""

import sys
from collections.abc import Iterable
from dataclasses import replace

from actions.changes.change import Change, ChangeState
from actions.changes.trials.trial import FAILED
from core import jobs
from core.access import Viewer
from core.jobs import Job
from core.state import State

KIND = "trial"


def start_trial(state: State, number: int) -> Job:
    """Have a change tried by a process of its own; what came of it is kept with the change."""
    verb = [sys.executable, "-m", "tracework", "act", "try", f"C-{number}", "-w", str(state.workspace.root), "--json"]
    return jobs.start(state, verb, _title(number), KIND)


def trial_job(state: State, number: int) -> Job | None:
    """The latest job that tried a change, as it stands; None where none did."""
    return jobs.latest(state, KIND, _title(number))


def trial_jobs(state: State, found: Iterable[Change]) -> dict[int, Job]:
    """The latest job of each of the changes that wait for their owner, by their numbers."""
    waiting = (each.number for each in found if each.state is ChangeState.PROPOSED)
    return {number: job for number in waiting if (job := trial_job(state, number)) is not None}


def job_for(job: Job, viewer: Viewer) -> Job:
    """The job as a viewer may see it: what a failed one said last may be of any part of the firm."""
    may_know = not viewer.scopes and viewer.may_see_names
    return job if may_know or job.state != "failed" else replace(job, words=FAILED)


def _title(number: int) -> str:
    return f"Try C-{number} on the past"
