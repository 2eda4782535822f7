"""What the data health page asks of the whole log: plain functions for `Asker.ask_log`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from core.errors import TraceworkError
from core.sql import load as statement
from core.workspace import Workspace
from eventlog.landed import LandedRun, landed_runs
from eventlog.numbering import OURS
from eventlog.reading import EventLog
from eventlog.scoped.records import records_seen
from ingest.identity_decisions import Decided, decided
from ingest.source_settings import configured_sources

EXAMPLES, MOST_PAIRS, RUNS_COMPARED = 20, 50, 12
LATE_AFTER = 3
SHORTEST_INTERVAL = timedelta(hours=12)


@dataclass(frozen=True)
class Feed:
    """One source as its loads tell it. `age` is how far it lies behind the newest feed, and `patience` how far it may;
    `usual` the least and the most records of its earlier loads, None before the third; `lag` is the median from
    business date to log time. `failing` says why its last pulls failed, since when (last_pulls.py)."""

    source: str
    system: str
    brings: str
    as_of: datetime
    age: timedelta
    patience: timedelta
    records: int
    usual: tuple[int, int] | None
    lag: timedelta | None
    set_apart: int
    refused: Mapping[str, str]
    missing: tuple[Mapping[str, str], ...] = ()
    """What its last load found absent: what, what that costs, what to ask for."""
    failing: str | None = None
    failing_since: datetime | None = None

    @property
    def late(self) -> bool:
        return self.age > self.patience

    @property
    def low(self) -> bool:
        """Whether the last load brought less than half of the least there usually is."""
        return self.usual is not None and self.records * 2 < self.usual[0]


@dataclass(frozen=True)
class SetApart:
    """Records of one stream set apart for one reason: what they are worth by currency, and the first as run, row and
    text. `mendable` where a person's word can take the place of what a system sent; a file is mended itself."""

    reason: str
    source: str
    stream: str
    records: int
    worth: tuple[tuple[str, float], ...]
    examples: tuple[tuple[str, int | None, str], ...]
    mendable: bool


@dataclass(frozen=True)
class Side:
    """One of two objects that may be the same."""

    object_id: str
    system: str
    attributes: dict[str, str]


@dataclass(frozen=True)
class Pair:
    """Two objects that may be one thing; `alike` from 0 to 1, None of a pair that somebody has put off."""

    type: str
    alike: float | None
    left: Side
    right: Side


@dataclass(frozen=True)
class Conflict:
    """Conflicts of one kind about one attribute, with the first of them: object, systems, values."""

    kind: str
    type: str
    attribute: str
    number: int
    examples: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True)
class Health:
    """All of it, for one generation."""

    feeds: list[Feed]
    set_apart: list[SetApart]
    pairs: list[Pair]
    conflicts: list[Conflict]
    decided: list[Decided] = field(default_factory=list)


def health(log: EventLog) -> Health:
    """How far the data can be trusted, as the generation knows it."""
    return Health(feeds(log), set_apart(log), pairs(log), conflicts(log), decided(log))


def feeds(log: EventLog) -> list[Feed]:
    """The sources the generation was built from, by name. What people decided here is no feed."""
    runs: dict[str, list[LandedRun]] = {}
    for run in landed_runs(log.workspace):
        if run.source != OURS:
            runs.setdefault(run.source, []).append(run)
    newest = max((_as_of(own[-1]) for own in runs.values()), default=datetime.now(UTC))
    brings, seen = _brought(log.workspace), records_seen(log.database, log.viewer)
    sizes = {
        source: [run.rows if seen is None else seen.get((source, run.run), 0) for run in own]
        for source, own in runs.items()
    }
    return [
        _feed(runs[source], sizes[source], (system, brings.get(source, "")), newest, (lag_us, refused))
        for source, system, lag_us, refused in log.database.rows(statement("dashboards.health_page", "feeds.sql"))
        if source in runs
    ]


def set_apart(log: EventLog) -> list[SetApart]:
    rows = log.database.rows(statement("dashboards.health_page", "set_apart.sql"), examples=EXAMPLES)
    pulled = {run.source for run in landed_runs(log.workspace) if run.kind == "records"} - {OURS}
    return [
        SetApart(
            reason,
            source,
            stream,
            records,
            tuple((each["currency"], float(each["worth"])) for each in worth or ()),
            tuple((each["run"], each["row"], str(each["record"])[:600]) for each in examples),
            source in pulled,
        )
        for reason, source, stream, records, worth, examples in rows
    ]


def pairs(log: EventLog) -> list[Pair]:
    """What a person should decide on, the most alike first, and then what was put off."""
    rows = log.database.rows(statement("dashboards.health_page", "suggestions.sql"), most=MOST_PAIRS)
    return [Pair(row[0], None if row[2] else float(row[1]), _side(*row[3:6]), _side(*row[6:9])) for row in rows]


def conflicts(log: EventLog, system: str = "") -> list[Conflict]:
    """Where systems conflict, or one of them with another or itself."""
    asked = statement("dashboards.health_page", "conflicts.sql")
    rows = log.database.rows(asked, examples=EXAMPLES, system=system)
    return [
        Conflict(
            kind=kind,
            type=object_type or "",
            attribute=attribute or "",
            number=number,
            examples=tuple(
                (each["object"] or "", tuple(each["systems"] or ()), tuple(map(str, each["values"] or ())))
                for each in examples
            ),
        )
        for kind, object_type, attribute, number, examples in rows
    ]


def _feed(
    runs: Sequence[LandedRun],
    rows: Sequence[int],
    words: tuple[str, str],
    newest: datetime,
    counted: tuple[int | None, int],
) -> Feed:
    last, sizes = runs[-1], rows[-1 - RUNS_COMPARED : -1]
    as_of, (lag_us, refused) = _as_of(last), counted
    return Feed(
        source=last.source,
        system=words[0],
        brings=words[1],
        as_of=as_of,
        age=newest - as_of,
        patience=LATE_AFTER * max(_interval(runs), SHORTEST_INTERVAL),
        records=rows[-1],
        # the first load brings everything there is, so it says nothing about the usual
        usual=(min(sizes[1:]), max(sizes[1:])) if len(sizes) > 1 else None,
        lag=None if lag_us is None else timedelta(microseconds=lag_us),
        set_apart=refused,
        refused=dict(last.manifest.get("refused", {})),
        missing=tuple(last.manifest.get("missing", ())),
    )


def _interval(runs: Sequence[LandedRun]) -> timedelta:
    """How long it usually is from load to load."""
    moments = [_as_of(run) for run in runs[-1 - RUNS_COMPARED :]]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    return timedelta(seconds=median(gaps) if gaps else 0)


def _as_of(run: LandedRun) -> datetime:
    moment = datetime.fromisoformat(str(run.manifest.get("as_of") or run.manifest["landed_at"]))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _brought(workspace: Workspace) -> dict[str, str]:
    """What each configured source brings; settings with mistakes in them say nothing here."""
    try:
        return {name: source.declared.brings for name, source in configured_sources(workspace).items()}
    except TraceworkError:
        return {}


def _side(object_id: str, system: str, attributes: list[dict[str, Any]] | None) -> Side:
    known = {each["name"]: str(each["value"]) for each in attributes or () if each["value"] is not None}
    return Side(object_id, system, known)
