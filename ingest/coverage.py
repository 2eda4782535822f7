"""How far each stream of a source has been read, told by the manifests of the runs that stand.

What was read is only what is read without a gap: a run whose window begins after the covered part, because a run before
it was withdrawn, does not count, so the next pull reads its window again, and the withdrawn one's. Nothing else keeps
a cursor. A pull that finds nothing new commits no run and moves no cursor: it has cost the reading of one overlap, and
the next one reads from the same place, where nothing had been.

Moments are those of the source's clock, and a clock may have been wrong. A run keeps our own clock beside it, so one
that was read while the source's was further ahead of ours than it is now counts as read up to so much earlier. What is
read twice for that lands once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from eventlog.landed import LandedRun
from eventlog.record_stream import Stream
from ingest.source import Window


@dataclass(frozen=True)
class Covered:
    """The part of a stream that was read: up to a moment of the source's clock, or to its own token."""

    until: datetime | None = None
    token: str | None = None


def covered(stream: str, runs: Iterable[LandedRun], ahead: timedelta) -> Covered:
    """What the standing runs of a source, oldest first, have read of a stream, in the source's clock as it is now:
    `ahead` of ours."""
    so_far = Covered()
    for run in runs:
        window = run.manifest["windows"].get(stream)
        if window is not None:
            so_far = _further(so_far, window, max(_ahead(run) - ahead, timedelta()))
    return so_far


def next_window(stream: Stream, so_far: Covered, until: datetime, overlap: timedelta) -> Window:
    """What to ask for now."""
    after = so_far.until - overlap if stream.cursor and so_far.until else None
    return Window(after=after, until=until, token=so_far.token)


def as_manifest(window: Window, until: datetime, token: str | None) -> dict[str, Any]:
    """A window that was read, as a manifest keeps it: with the moment and the token that the next one begins at."""
    return {
        "after": window.after.isoformat() if window.after else None, "until": until.isoformat(),
        "token_before": window.token, "token": token,
    }  # fmt: skip


def _ahead(run: LandedRun) -> timedelta:
    """How far the source's clock was ahead of ours."""
    return datetime.fromisoformat(run.manifest["as_of"]) - datetime.fromisoformat(run.manifest["fetched_at"])


def _further(so_far: Covered, window: dict[str, Any], too_late: timedelta) -> Covered:
    after = datetime.fromisoformat(window["after"]) - too_late if window["after"] else None
    until = datetime.fromisoformat(window["until"]) - too_late
    joins_on = after is None or (so_far.until is not None and after <= so_far.until)
    if not joins_on or (window["token_before"] is not None and window["token_before"] != so_far.token):
        return so_far
    return Covered(max(until, so_far.until) if so_far.until and after else until, window["token"])
