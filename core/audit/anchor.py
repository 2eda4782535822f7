"""Anchors of the audit: after each change its last number and hash are added to a file outside the database.

They show what the chain alone cannot: entries cut off at its end, or a chain that was written anew as a whole. Who can
write both the database and this file, and takes the trouble to change both alike, is not found; a copy of the file kept
elsewhere finds that too.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from core.audit.entry import Entry
from core.errors import BadInput
from core.workspace import Workspace, telling_of_full_disk


@dataclass(frozen=True)
class Anchor:
    """That entry `number` had this hash."""

    number: int
    hash: str


def anchor_file(workspace: Workspace) -> Path:
    return workspace.history / "audit_anchor"


def add_anchor(workspace: Workspace, entry: Entry) -> None:
    """Add one line; lines of several processes do not mix."""
    path = anchor_file(workspace)
    path.parent.mkdir(exist_ok=True)
    with telling_of_full_disk(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(descriptor, f"{entry.number} {entry.hash}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def anchors(workspace: Workspace) -> list[Anchor]:
    """All that were added, in order; none where nothing has been audited yet."""
    path = anchor_file(workspace)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    parts = [line.split() for line in lines]
    if any(len(part) != 2 or not part[0].isdecimal() for part in parts):
        raise BadInput(f"{path} has a line that is no number and hash. Put back a copy of it; the audit rests on it.")
    return [Anchor(int(number), digest) for number, digest in parts]
