"""When a build must read everything again: what has changed is more than a few loads of known kinds."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow.parquet as pq

from core.workspace import Workspace
from eventlog.acts.declaration import holds_acts_only
from eventlog.generations import manifest_of
from eventlog.incremental.made_by import made_by
from eventlog.landed import LandedRun
from eventlog.numbering import OURS, as_of
from eventlog.records.declared_source import DeclaredSource

LARGEST_SHARE = 0.2
"""Loads that bring more than this share of all records are built whole: that is then as quick."""

MOST_IN_A_ROW = 100
"""After so many builds on top of each other a whole one puts the tables in their order again."""

FEWEST_RECORDS = 400_000
"""A log of fewer records is read whole: that takes less than the thousands of small questions what a load reaches. The
questions take as long for sixty people (170,000 records) as for a thousand (2.9 million), where they are a third."""

Key = tuple[str, str]


def why_whole(workspace: Workspace, runs: Sequence[LandedRun], sources: Mapping[str, DeclaredSource]) -> str | None:
    """Why the build must be whole, in words that follow 'because'; None where it may go on from the one before."""
    number = workspace.current_generation()
    if number is None or not workspace.generation_file(number).exists():
        return "there is no generation to go on from"
    manifest = manifest_of(workspace, number)
    if manifest.get("made_by") != made_by(workspace, sources):
        return "the program, its settings or declarations have changed"
    before: dict[Key, Mapping[str, Any]] = {(run["source"], run["run"]): run for run in manifest["inputs"]}
    fresh = [run for run in runs if (run.source, run.run) not in before]
    if before.keys() - {(run.source, run.run) for run in runs}:
        return "a load was withdrawn"
    if not fresh:
        return f"that was asked for: what is landed is all in generation {number}"
    if manifest.get("in_a_row", 0) >= MOST_IN_A_ROW:
        return f"{MOST_IN_A_ROW} builds have gone on from each other"
    return _about_loads(runs, fresh) or _about_streams(runs, fresh) or _about_size(runs)


def _about_loads(runs: Sequence[LandedRun], fresh: Sequence[LandedRun]) -> str | None:
    known = [run for run in runs if run not in fresh]
    if any(run.kind != "records" for run in fresh):
        return "a file was imported"
    if any(run.source == OURS and not holds_acts_only(run) for run in fresh):
        return "something was decided that may be about any record"
    if len(known) < 2 or {run.source for run in fresh} - {OURS, *(run.source for run in known)}:
        return "a source is new"
    if sum(run.rows for run in fresh) > LARGEST_SHARE * sum(run.rows for run in known):
        return "a large share of all records is new"
    for run in _of_systems(fresh):
        if as_of(run) <= max(as_of(other) for other in known if other.source == run.source):
            return f"a load of {run.source} is older than what was known of it"
    return None


def _about_size(runs: Sequence[LandedRun]) -> str | None:
    if sum(run.rows for run in runs) < FEWEST_RECORDS:
        return "so few records are read sooner than it is found which of them a load reaches"
    return None


def _about_streams(runs: Sequence[LandedRun], fresh: Sequence[LandedRun]) -> str | None:
    """A stream that comes for the first time, or with other columns, may change what other records mean."""
    for run in _of_systems(fresh):
        older = [other for other in runs if other.source == run.source and other not in fresh]
        for name in run.manifest["streams"]:
            columns = _columns([run], name)
            if columns - _columns(older, name):
                return f"{name} of {run.source} comes for the first time, or with new columns"
    return None


def _of_systems(runs: Sequence[LandedRun]) -> list[LandedRun]:
    """All but those of what is done here, which is mapped anew in every build."""
    return [run for run in runs if run.source != OURS]


def _columns(runs: Sequence[LandedRun], stream: str) -> set[str]:
    """The columns of a stream in some runs; the name of the stream stands for any record."""
    found: set[str] = set()
    for run in runs:
        if path := run.stream(stream):
            found |= set(pq.read_schema(path).names)
            found |= {f"a record of {stream}"} if run.manifest["streams"][stream]["rows"] else set()
    return found
