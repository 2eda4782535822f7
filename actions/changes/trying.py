"""Trying a proposed change on the past, after it was proposed: what came of it is kept with the change, for its owner.

A proposal is there whether or not it could be tried. A trial takes at most the time it is given; where something is in
its way, the reason is kept instead.
"""

from sqlalchemy import update

from actions.changes.change import Change, ChangeState, change_in
from actions.changes.tables import change_table
from actions.changes.trial_process import tried_apart
from core.access import Viewer
from core.audit.writing import audited
from core.errors import WrongUse
from core.roles import ROLES, Act, may
from core.state import State

WITH_STATEMENT = ("rule", "indicator")


def try_change(state: State, who: str, number: int, minutes: float) -> Change:
    """Try a change that waits for its owner, for at most so many minutes, and keep what came of it; of one that was
    decided meanwhile nothing is kept."""
    with state.reading() as connection:
        found = change_in(connection, number)
    refuse_decided(found)
    trial = tried_apart(state, found, minutes)
    with audited(state, who) as work:
        if change_in(work.connection, number, to_change=True).state is not ChangeState.PROPOSED:
            return change_in(work.connection, number)
        work.connection.execute(update(change_table).where(change_table.c.number == number).values(trial=trial))
        told = {"path": found.path, "tried": trial["tried"], "generation": trial["generation"]}
        work.tell("change tried", ("change", found.id), None, told)
        return change_in(work.connection, number)


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
