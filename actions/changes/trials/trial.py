"""What a trial found, in the one shape in which it is kept with the change and shown; and who may see what of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.access import Viewer
from core.state import State
from core.workspace import Workspace

KEPT = 200
"""The most rows of a table that are kept."""
A_PART = "Tried on the past of the whole firm; shown is what it says of the legal entities that you see."
NOTHING_SEEN = "Tried on the past of the whole firm, of which you see a part; who sees all of it is told the result."
FAILED = "Not tried: whoever sees the whole firm is told why."


@dataclass(frozen=True)
class Question:
    """A change to try: `now` is the text that holds and `then` the proposed one; None where there is none."""

    state: State
    path: str
    now: str | None
    then: str | None

    @property
    def workspace(self) -> Workspace:
        return self.state.workspace


@dataclass(frozen=True)
class Row:
    """A row of words and counts. `entity`: it tells of this legal entity alone, whatever the proposed text says.
    `thing`: the object that it names, which opens to its records."""

    cells: tuple[str | int, ...]
    entity: str | None = None
    thing: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under a title; one without rows is not shown."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Row]

    def as_json(self) -> dict[str, Any]:
        shown = self.rows[:KEPT]
        rows = [{"cells": list(each.cells), "entity": each.entity, "thing": each.thing} for each in shown]
        return {
            "title": self.title, "columns": list(self.columns), "rows": rows, "left_off": len(self.rows) - len(shown)
        }  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """The result in a sentence, then in tables. `generation` is that of the log it was tried on; `note` is what stood
    in the way of a part of it; `figures` are more numbers for programs."""

    sentence: str
    tables: tuple[Table, ...] = ()
    generation: int | None = None
    note: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self, moment: datetime) -> dict[str, Any]:
        """To be kept with the change that was tried at `moment`."""
        return {
            **self.figures,
            "tried": True,
            "tried_at": moment.isoformat(timespec="milliseconds"),
            "generation": self.generation,
            "sentence": self.sentence,
            "note": self.note,
            "tables": [each.as_json() for each in self.tables if each.rows],
        }


def not_tried(reason: str, moment: datetime) -> dict[str, Any]:
    """The same where it could not be tried."""
    return {
        "tried": False, "tried_at": moment.isoformat(timespec="milliseconds"), "generation": None,
        "sentence": f"Not tried. {reason}", "note": "", "tables": [],
    }  # fmt: skip


def trial_for(trial: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
    """A kept trial as a viewer may see it: of a part of the firm only the rows that are of their entities alone, and
    nothing that names a thing, nor words of the database, to whoever may not see names."""
    if not viewer.scopes and viewer.may_see_names:
        return dict(trial)
    told = {name: trial.get(name) for name in ("tried", "tried_at", "generation", "sentence")} | {"note": ""}
    if not trial.get("tried", True):
        return {**told, "sentence": FAILED, "tables": []}
    tables = [
        {**each, "rows": rows, "left_off": 0 if viewer.scopes else each["left_off"]}
        for each in trial.get("tables", ())
        if (rows := [row for row in each["rows"] if _may_see(row, viewer)])
    ]
    if viewer.scopes:
        told["sentence"] = A_PART if tables else NOTHING_SEEN
    return {**told, "tables": tables}


def _may_see(row: Mapping[str, Any], viewer: Viewer) -> bool:
    if row["thing"] and not viewer.may_see_names:
        return False
    limits = viewer.scopes
    return not limits or (set(limits) == {"entity"} and row["entity"] in limits["entity"])
