"""Sources and runs get their numbers before anything is read: by name, so that the order of loading leaves no trace."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.database import Database
from core.errors import BadSettings
from eventlog.landed import LandedRun
from eventlog.records.declared_source import DeclaredSource

OURS = "tracework"
"""The source of decisions and of what rules derive."""
IN_TURN = threading.Lock()
"""Held while something new gets the next number: sources are read side by side."""


@dataclass(frozen=True)
class NumberedRun:
    """A run with its number and that of its source in this generation."""

    landed: LandedRun
    run_no: int
    source_no: int

    @property
    def as_of(self) -> datetime:
        """Up to when it read its source, by the source's own clock."""
        return as_of(self.landed)


def number_runs(
    database: Database, runs: Sequence[LandedRun], sources: Mapping[str, DeclaredSource]
) -> list[NumberedRun]:
    """Fill `source` and `landed_run`; refuses records of a source that is not declared."""
    undeclared = sorted({run.source for run in runs if run.kind == "records"} - {OURS, *sources})
    if undeclared:
        raise BadSettings(
            f"Records of {', '.join(undeclared)} have landed, and firm.toml has no source of that name, so nobody "
            "knows what they mean. Put its section [sources.NAME] back, or withdraw its loads with `tracework runs`."
        )
    names = sorted({OURS, *(run.source for run in runs)})
    for number, name in enumerate(names):
        system = _system(name, runs, sources)
        database.run("insert into source values ($number, $name, $system)", number=number, name=name, system=system)
    numbered = [NumberedRun(run, number, names.index(run.source)) for number, run in enumerate(runs)]
    for run in numbered:
        database.run(
            "insert into landed_run values ($run_no, $source_no, $run, $process, $as_of)",
            run_no=run.run_no,
            source_no=run.source_no,
            run=run.landed.run,
            process=None if run.landed.kind == "records" else run.landed.process,
            as_of=run.as_of.replace(tzinfo=None),
        )
    return numbered


def as_of(run: LandedRun) -> datetime:
    """The moment a run is complete up to; a file is as of its landing."""
    told = datetime.fromisoformat(str(run.manifest.get("as_of") or run.manifest["landed_at"]))
    return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)


def _system(name: str, runs: Sequence[LandedRun], sources: Mapping[str, DeclaredSource]) -> str:
    if name in sources:
        return sources[name].system
    return next((run.system for run in runs if run.source == name and run.kind != "records"), "Tracework")
