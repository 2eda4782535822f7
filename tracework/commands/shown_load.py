"""One load as `tracework runs LOAD` shows it: what came of each stream, up to when, and what could not be seen."""

from typing import Any

from core.errors import NotFound
from core.workspace import Workspace
from eventlog.landed import LandedRun, landed_runs, withdrawn_runs
from ingest.source import Missing
from tracework.terminal import say, table


def found_load(place: Workspace, source: str, number: str) -> tuple[LandedRun, bool]:
    """The load of that name, and whether it is withdrawn."""
    for withdrawn, runs in ((False, landed_runs(place)), (True, withdrawn_runs(place))):
        for run in runs:
            if (run.source, run.run) == (source, number):
                return run, withdrawn
    raise NotFound(f"There is no load {source}/{number}. `tracework runs -w {place.root}` lists those there are.")


def say_load(run: LandedRun, *, withdrawn: bool) -> None:
    """What the load's manifest tells of it."""
    told = run.manifest
    origin = run.system if run.kind == "records" else f"{told['file']['name']}, for the process {run.process}"
    state = ". It is withdrawn: nothing of it is in the log" if withdrawn else ""
    say(f"{run.source}/{run.run}: {origin}, taken in {_minute(told['landed_at'])} UTC{state}.")
    windows = told.get("windows", {})
    rows = [_line(name, stream, windows.get(name) or {}) for name, stream in told["streams"].items()]
    table(["stream", "records", "deleted", "from", "up to"], rows)
    for stream, reason in told.get("refused", {}).items():
        say(f"{stream} was left out: {reason}")
    for stream, drift in told.get("drift", {}).items():
        say(f"The columns of {stream} have changed: {drifted(drift)}.")
    for each in told.get("missing", ()):
        say_missing(Missing(**each))


def say_missing(missing: Missing) -> None:
    say(f"  {missing.what} is missing: {missing.costs}. Ask for: {missing.ask_for}.")


def drifted(drift: Any) -> str:
    """Which columns are new, and which changed their kind."""
    new = [f"{name} is new" for name in drift.get("new", ())]
    return ", ".join(new + [f"{name} is now {' or '.join(kinds)}" for name, kinds in drift.get("changed", {}).items()])


def _line(name: str, stream: dict[str, Any], window: dict[str, Any]) -> list[object]:
    deleted = stream.get("deleted", 0)
    return [name, stream["rows"] - deleted, deleted, _minute(window.get("after")), _minute(window.get("until"))]


def _minute(moment: str | None) -> str | None:
    return moment[:16].replace("T", " ") if moment else None
