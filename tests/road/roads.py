"""Roads walked to their end: a small firm simulated, its systems served, pulled through the real connectors and built.

What was built of the same sources is kept in the user's cache, so that a second session only reads it.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path

from core.access import Viewer
from core.workspace import Workspace, create_workspace, open_workspace
from eventlog.reading import EventLog, open_log
from simulator.interfaces.vendors import vendors_of
from simulator.life.simulate import simulate, small_firm
from simulator.life.troubles import Troubles
from simulator.state import State
from simulator.systems.records import SystemRecords
from tests.tracework.command_line import ROOT
from tracework.demo_systems import Systems, point_at, running
from tracework.pipeline import build, pull

KEPT = 8
MADE_OF = (
    "simulator",
    "ingest",
    "eventlog",
    "metrics",
    "core",
    "data",
    "tracework/demo_systems.py",
    "tracework/pipeline.py",
)


@dataclass(frozen=True)
class Road:
    """A firm's state, and the workspace into which its systems were pulled; read from it only."""

    state: State
    workspace: Workspace

    @cached_property
    def log(self) -> EventLog:
        return open_log(self.workspace, Viewer.owner())

    @cached_property
    def recorded(self) -> dict[str, SystemRecords]:
        """What each system has written down."""
        return {name: vendor.records(self.state) for name, vendor in vendors_of(self.state).items()}


def small_road(troubles: str, days_before: Sequence[int]) -> Road:
    """The small firm with these troubles, pulled so many days before its last moment, one after the other."""
    return _kept_road(small_firm(troubles=troubles), troubles, days_before)


def unnoted_road() -> Road:
    """A firm whose systems keep no histories, pulled three times: some of what happened is only seen in between."""
    return _kept_road(unnoted_firm(), "unnoted", (60, 30, 0))


def partly_noted_road(fault: str) -> Road:
    """That firm as its systems kept histories from a day on (`history_late`), or up to it (`history_stopped`)."""
    return _kept_road(replace(unnoted_firm(), record_troubles=frozenset({fault})), fault, (60, 30, 0))


@cache
def unnoted_firm() -> State:
    """20 people over five months, simulated once in a process."""
    return simulate(1, 20, Troubles.named("history_off"), since=date(2025, 12, 1))


def _kept_road(state: State, what: str, days_before: Sequence[int]) -> Road:
    kept = _kept() / f"{what}-{'-'.join(map(str, days_before))}-{_sources()}-{_digest(Path(__file__))}"
    with (_kept() / "lock").open("w") as lock:
        # another process that makes the same one is waited for
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "workspace.json").exists():
            with tempfile.TemporaryDirectory(dir=_kept()) as folder:
                walk(state, Path(folder) / "firm", days_before)
                shutil.rmtree(kept, ignore_errors=True)
                (Path(folder) / "firm").rename(kept)
            _drop_old()
    return Road(state, open_workspace(kept))


def walk(state: State, root: Path, days_before: Sequence[int] = (0,)) -> Workspace:
    """Pull all systems of a firm at each of these moments, then build."""
    workspace = create_workspace(root)
    with running(state) as systems:
        point_at(workspace, systems, vendors_of(state), "A firm")
        for days in days_before:
            pull_at(workspace, systems, state, days)
    build(workspace)
    return workspace


def pull_at(workspace: Workspace, systems: Systems, state: State, days_before: int) -> None:
    systems.set_clock(state.as_of - timedelta(days=days_before))
    assert pull(workspace, build=False).failed == {}


def _kept() -> Path:
    folder = Path.home() / ".cache" / "tracework" / "roads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _drop_old() -> None:
    roads = [path for path in _kept().iterdir() if (path / "workspace.json").exists()]
    for old in sorted(roads, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


@cache
def _sources() -> str:
    """A number of all that the road is made of."""
    places = [ROOT / name for name in MADE_OF]
    paths = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return _digest(*(path for path in paths if path.suffix in (".py", ".sql", ".toml", ".csv", ".json")))


def _digest(*paths: Path) -> str:
    number = hashlib.sha256()
    for path in paths:
        number.update(f"{path.name}\0".encode() + path.read_bytes())
    return number.hexdigest()[:12]
