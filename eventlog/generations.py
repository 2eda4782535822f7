"""Generations: each build is a file of its own, published by one rename; readers always see one consistent state."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.errors import NotFound
from core.workspace import Workspace, sync_file, sync_folder, write_durably

KEPT = 3
FORMAT = 3
"""Of the tables of a generation: raised when a program cannot read those of the one before, which it builds anew."""


def part_file(workspace: Workspace) -> Path:
    """Where the next generation is built before it is published."""
    return workspace.log / f"{next_number(workspace)}.duckdb.part"


@contextmanager
def clear_part(workspace: Workspace) -> Iterator[Path]:
    """The part file, of which nothing is there at first and nothing afterwards: a build that was killed leaves it, and
    where it could not be packed a write-ahead log, which DuckDB would replay into the next one."""
    part = part_file(workspace)
    # somebody who wants all built anew may have taken the folder away
    part.parent.mkdir(exist_ok=True)
    left = (part, part.with_name(part.name + ".wal"))
    for path in left:
        path.unlink(missing_ok=True)
    try:
        yield part
    finally:
        for path in left:
            path.unlink(missing_ok=True)


def next_number(workspace: Workspace) -> int:
    """Numbers only grow, also over generations that were pruned."""
    current = workspace.current_generation() or 0
    return max([current, *(int(path.stem) for path in workspace.log.glob("*.duckdb"))]) + 1


def publish(workspace: Workspace, part: Path, manifest: dict[str, Any]) -> int:
    """Make the closed file `part` the current generation: all of it, or on any failure nothing."""
    number = next_number(workspace)
    if part.with_name(part.name + ".wal").exists():
        raise RuntimeError(f"{part} was not closed: its write-ahead log is still there")
    sync_file(part)
    write_durably(workspace.log / f"{number}.json", json.dumps({"generation": number, **manifest}, indent=1) + "\n")
    part.replace(workspace.generation_file(number))
    sync_folder(workspace.log)
    write_durably(workspace.log / "CURRENT", f"{number}\n")
    prune(workspace)
    return number


def prune(workspace: Workspace) -> None:
    """Drop all but the newest generations. A reader that holds an old one open keeps it until it closes."""
    numbers = sorted((int(path.stem) for path in workspace.log.glob("*.duckdb")), reverse=True)
    current = workspace.current_generation()
    for number in numbers[KEPT:]:
        if number != current:
            workspace.generation_file(number).unlink(missing_ok=True)
            (workspace.log / f"{number}.json").unlink(missing_ok=True)


def manifest_of(workspace: Workspace, number: int) -> dict[str, Any]:
    """What a generation was made of and what it holds."""
    try:
        content: dict[str, Any] = json.loads((workspace.log / f"{number}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotFound(
            f"Generation {number} is not in {workspace.log}. Run `tracework build` to make a new one."
        ) from None
    return content
