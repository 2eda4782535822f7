"""What the last pull of each source came to, brought it something or not: for people who ask if a feed is fresh.

Nothing is derived from it: how far a source has been read is told by the runs alone.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from core.workspace import Workspace, write_durably
from ingest.source import AbsentDocument


@dataclass(frozen=True)
class StillAbsent:
    """A file that firm.toml wants and no pull could fetch since a moment, and why the last one could not."""

    key: str
    name: str
    reason: str
    since: str


@dataclass(frozen=True)
class LastTry:
    """When it was, up to which moment of the source's clock, which run it landed, or why it failed.

    Of one that failed, `as_of` and `read_at` are those of the last that did not, and `failing_since` is when the first
    of those in a row failed.
    """

    at: str
    as_of: str | None = None
    run: str | None = None
    error: str | None = None
    refused: dict[str, str] = field(default_factory=dict)
    documents: tuple[StillAbsent, ...] = ()
    read_at: str | None = None
    failing_since: str | None = None


def failed_try(at: str, error: str, before: LastTry | None) -> LastTry:
    """A try that failed: what the one before had come to still holds."""
    if before is None:
        return LastTry(at, error=error, failing_since=at)
    since = (before.failing_since or before.at) if before.error else at
    read_at = before.read_at if before.read_at or before.error else before.at
    return LastTry(at, before.as_of, error=error, documents=before.documents, read_at=read_at, failing_since=since)


def still_absent(absent: Sequence[AbsentDocument], before: LastTry | None, at: str) -> tuple[StillAbsent, ...]:
    """Those that a pull could not fetch at a moment, with since when none could."""
    since = {each.key: each.since for each in before.documents} if before else {}
    return tuple(StillAbsent(each.key, each.name, each.reason, since.get(each.key, at)) for each in absent)


def note_try(workspace: Workspace, source: str, last: LastTry) -> None:
    """Keep what a pull came to, in place of the one before."""
    path = _place(workspace, source)
    path.parent.mkdir(exist_ok=True)
    write_durably(path, json.dumps(asdict(last), indent=1, ensure_ascii=False) + "\n")


def last_try(workspace: Workspace, source: str) -> LastTry | None:
    """What the last pull of a source came to; None where it was never tried."""
    try:
        told = json.loads(_place(workspace, source).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return LastTry(**{**told, "documents": tuple(StillAbsent(**each) for each in told.get("documents", ()))})


def _place(workspace: Workspace, source: str) -> Path:
    return workspace.root / "pulls" / f"{source}.json"
