"""A change to a definition, from its proposal on; what the definition said before stays in it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from actions.changes.tables import change_table
from actions.changes.trials.trial import trial_for
from core.access import Viewer
from core.errors import NotFound
from core.state import State


class ChangeState(StrEnum):
    """`approved` is being applied; `overtaken` found another text in the file than the one it was to change."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    APPLIED = "applied"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True)
class Change:
    """`before` and `after` are whole texts; None: the workspace has no such file. `trial` is what came of
    trying it (`actions/changes/trials/trial.py`), None: not tried yet."""

    number: int
    kind: str
    path: str
    before: str | None
    after: str | None
    difference: str
    reason: str
    trial: dict[str, Any] | None
    owner_role: str
    state: ChangeState
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    note: str | None

    @property
    def id(self) -> str:
        return f"C-{self.number}"


def for_viewer(change: Change, viewer: Viewer) -> Change:
    """The change without names of people, for who may not see them, and with what they may see of its trial."""
    seen = replace(change, trial=change.trial and trial_for(change.trial, viewer))
    if viewer.may_see_names:
        return seen
    decided_by = change.decided_by and viewer.shown(change.decided_by)
    return replace(seen, proposed_by=viewer.shown(change.proposed_by), decided_by=decided_by)


def changes(state: State, path: str = "", most: int = 200) -> list[Change]:
    """The newest changes first, of one definition or of all."""
    query = select(change_table).order_by(change_table.c.number.desc()).limit(most)
    with state.reading() as connection:
        rows = connection.execute(query.where(change_table.c.path == path) if path else query).mappings()
        return [Change(**{**row, "state": ChangeState(row["state"])}) for row in rows]


def change_in(connection: Connection, number: int, *, to_change: bool = False) -> Change:
    """One of them; `to_change` keeps others from changing it meanwhile."""
    query = select(change_table).where(change_table.c.number == number)
    row = connection.execute(query.with_for_update() if to_change else query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no change C-{number}. `tracework act changes` lists them.")
    return Change(**{**row, "state": ChangeState(row["state"])})
