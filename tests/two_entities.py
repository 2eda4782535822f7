"""A log of orders of two entities whose every value tells where it is from, for tests of who may see what."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.workspace import Workspace, create_workspace
from ingest.imports import ImportChoices, inspect_flat_file
from tracework.pipeline import import_file

COLUMNS = ("case", "activity", "time", "resource", "entity", "practice", "client", "note", "amount")
MARKS = {"munich": "ALPHAWERK", "leeds": "BRAVOMILL"}
"""By entity, what is in every value of its rows and in none of the others."""
ORDERS = {"munich": 14, "leeds": 23}
STRAY = "CHARLIEWAY"
"""The mark of an order that belongs to no entity."""


def rows() -> Iterator[tuple[str, ...]]:
    """Orders of three to five steps. Some steps are done in both entities, some in one only."""
    for entity, mark in MARKS.items():
        for number in range(ORDERS[entity]):
            at = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(hours=7 * number)
            steps = ["Receive", "Check", f"Own step {mark}", "Bill", "Pay"][: 3 + number % 3]
            for place, step in enumerate(steps):
                yield (
                    f"{mark}-{number:03}", step, (at + timedelta(hours=place * (1 + number % 4))).isoformat(),
                    f"{mark} Clerk {number % 3}", entity, f"{mark} practice {number % 2}",
                    f"{mark} client {number % 4}",
                    f"{mark} note {number}", f"{1000 + number}",
                )  # fmt: skip
    for place, step in enumerate(("Receive", "Check")):
        at = datetime(2026, 2, 1, 9 + place, tzinfo=UTC).isoformat()
        yield (f"{STRAY}-1", step, at, f"{STRAY} Clerk", "", "", f"{STRAY} client", f"{STRAY} note", "1")


def imported(folder: Path) -> Workspace:
    """A workspace with these orders as the process `orders`; one row of each entity could not be read."""
    path = folder / "orders.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows())
        for entity, mark in MARKS.items():
            writer.writerow(
                (f"{mark}-999", "Receive", "no time", f"{mark} Clerk 9", entity, "", "", f"{mark} lost", "")
            )
    workspace = create_workspace(folder / "firm")
    own = [f"case_attribute={name}" for name in ("entity", "practice", "client")]
    choices = ImportChoices(calendar="new_york", mapping=("case=case", "activity=activity", "time=time", *own))
    inspection = inspect_flat_file(workspace, path, choices)
    assert inspection is not None
    import_file(workspace, path, choices, inspection.mapping)
    return workspace
