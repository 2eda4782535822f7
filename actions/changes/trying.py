"""Trying a proposed change on the past, after it was proposed: what came of it is kept with the change, for its owner.

A proposal is there whether or not it could be tried. A trial takes at most the time it is given; where something is in
its way, the reason is kept instead.
"""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType, MappingProxyType
from typing import Any

from sqlalchemy import update

from actions.changes.change import Change, ChangeState, change_in
from actions.changes.definitions import shipped_text
from actions.changes.tables import change_table
from actions.changes.trials import indicator, policy, process, rule, target
from actions.changes.trials.trial import Question, Trial, not_tried
from core.access import Viewer
from core.audit.writing import audited
from core.database import telling_of_a_bad_statement
from core.errors import TraceworkError, WrongUse
from core.roles import ROLES, Act, may
from core.state import State

TRIALS: Mapping[str, Callable[[Question], Trial]] = MappingProxyType(
    {
        "policy": policy.tried, "process": process.tried, "rule": rule.tried, "indicator": indicator.tried,
        "target": target.tried,
    }
)  # fmt: skip
"""By the kind of definition."""
WITH_STATEMENT = ("rule", "indicator")
A_MINUTE = 60


def try_change(state: State, who: str, number: int, minutes: float) -> Change:
    """Try a change that waits for its owner, for at most so many minutes, and keep what came of it; of one that was
    decided meanwhile nothing is kept."""
    with state.reading() as connection:
        found = change_in(connection, number)
    refuse_decided(found)
    trial = trial_of(state, found, minutes)
    with audited(state, who) as work:
        if change_in(work.connection, number, to_change=True).state is not ChangeState.PROPOSED:
            return change_in(work.connection, number)
        work.connection.execute(update(change_table).where(change_table.c.number == number).values(trial=trial))
        told = {"path": found.path, "tried": trial["tried"], "generation": trial["generation"]}
        work.tell("change tried", ("change", found.id), None, told)
        return change_in(work.connection, number)


def trial_of(state: State, found: Change, minutes: float) -> dict[str, Any]:
    """What came of trying it, as it is kept; nothing is written."""
    shipped = shipped_text(found.path)
    now, then = (text if text is not None else shipped for text in (found.before, found.after))
    try:
        with at_most(minutes * A_MINUTE), telling_of_a_bad_statement(f"{found.path} as proposed"):
            trial = TRIALS[found.kind](Question(state, found.path, now, then))
    except TimeoutError:
        words = f"It took longer than {minutes:g} minutes. Let it take longer: `tracework act try {found.id} --minutes"
        return not_tried(f"{words} {max(60, 2 * minutes):g}`.", datetime.now(UTC))
    except TraceworkError as error:
        return not_tried(str(error), datetime.now(UTC))
    return trial.as_json(datetime.now(UTC))


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """TimeoutError in the block when the time is up, whether it waits for the database or not. For a main thread."""
    is_up = False

    def up(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_up
        is_up = True
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except Exception as error:
        if is_up:
            # the database looks at signals while a query runs, and stops it with an error of its own
            raise TimeoutError from error
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def why_not_try(found: Change, viewer: Viewer, who: str) -> str:
    """Why a viewer may not have a change tried, in words; empty where they may.

    The statement of a rule or an indicator can read all of the log and say what it likes of it. Before it is approved
    it is run for those only who may define such things, or are to decide on it and have not written it themselves.
    """
    if found.kind not in WITH_STATEMENT or "owner" in viewer.roles:
        return ""
    decides = found.owner_role in viewer.roles and who != found.proposed_by
    if not viewer.scopes and (may(viewer, Act.DEFINE) or decides):
        return ""
    able = ROLES[found.owner_role].title.lower()
    words = "process owner" if able == "process owner" else f"process owner or the {able}"
    return f"{found.id} has a statement that reads the whole log: the {words} has it tried, having read it."


def refuse_decided(found: Change) -> None:
    """WrongUse of a change that waits for nobody any more."""
    if found.state is not ChangeState.PROPOSED:
        raise WrongUse(f"{found.id} is {found.state.value}, so there is nothing to try any more.")
