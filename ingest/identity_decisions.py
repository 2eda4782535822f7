"""What people have answered about pairs of objects: who, when, the last answer of each pair, and whether it holds."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow.parquet as pq

from core.sql import load
from core.workspace import Workspace
from eventlog.generations import manifest_of
from eventlog.identities.declaration import declared_identities
from eventlog.landed import landed_runs
from eventlog.numbering import OURS
from eventlog.reading import EventLog
from eventlog.records.decisions import ANSWERS, IDENTITY


@dataclass(frozen=True)
class IdentityDecision:
    """The last answer about two objects, `same`, `different` or `later`; `run` is the load to withdraw it by. `type` is
    that of both, None of a decision about whatever type they are of."""

    type: str | None
    left: str
    right: str
    answer: str
    by: str
    at: datetime
    run: str


def identity_decisions(workspace: Workspace) -> list[IdentityDecision]:
    """The last answer about each pair, newest first; a load that was withdrawn says nothing."""
    files = [(run.run, path) for run in landed_runs(workspace) if run.source == OURS and (path := run.stream(IDENTITY))]
    landed = [(row, run) for run, path in files for row in pq.read_table(path).to_pylist()]
    # what the build sets apart says nothing here either
    told = [(row, run) for row, run in landed if row["answer"] in ANSWERS and _moment(row["at"])]
    # as the build orders them: the later answer holds, of two at one moment the first by id
    told.sort(key=lambda each: each[0]["id"], reverse=True)
    told.sort(key=lambda each: str(_moment(each[0]["at"])))
    last = {(row.get("type"), frozenset((row["left"], row["right"]))): (row, run) for row, run in told}
    found = [
        IdentityDecision(row.get("type"), row["left"], row["right"], row["answer"], row["by"] or "", moment, run)
        for row, run in last.values()
        if (moment := _moment(row["at"]))
    ]
    return sorted(found, key=lambda each: (each.at, each.left, each.right), reverse=True)


@dataclass(frozen=True)
class Decided:
    """A pair that somebody called the same or different; a name is None where the log has no such object any more.
    `holds` says whether the log is so: it is not where another decision stands against this one. `built` says whether
    the log was made with it."""

    said: IdentityDecision
    type: str | None
    left: str | None
    right: str | None
    holds: bool
    built: bool = True

    @property
    def doubt(self) -> str:
        """Why the log is not so, if it is not: words that go on from who said it."""
        if not self.built:
            return "; the next build makes it so"
        if self.left is None or self.right is None:
            return "; without effect, as one of them is not in the log any more"
        if self.holds:
            return ""
        if self.type not in {each.type for each in declared_identities()}:
            return f"; without effect, as things of the type {self.type} are never matched"
        return "; without effect, as another decision stands against it"


def decided(log: EventLog) -> list[Decided]:
    """The pairs that people called the same or different, the last first; of whoever sees a part, those they see."""
    said = [each for each in identity_decisions(log.workspace) if each.answer != "later"]
    asked: dict[str, list[str | None]] = {
        "types": [each.type for each in said],
        "lefts": [each.left for each in said],
        "rights": [each.right for each in said],
    }
    rows = log.database.rows(load("ingest", "decided_pairs.sql"), **asked) if said else []
    built = {run["run"] for run in manifest_of(log.workspace, log.generation)["inputs"] if run["source"] == OURS}
    found = [
        Decided(each, kind, left, right, are_one == (each.answer == "same"), each.run in built)
        for each, (_, kind, left, right, are_one) in zip(said, rows, strict=True)
    ]
    return [each for each in found if not log.viewer.scopes or (each.left and each.right)]


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
