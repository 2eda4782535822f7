"""What the data health page asks of the whole log: plain functions for `Asker.ask_log`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from core.errors import TraceworkError
from core.sql import load as statement
from core.workspace import Workspace
from dashboards.health_page.chosen import ALL, NO_ENTITY, Chosen
from dashboards.health_page.placing import mentions, with_places
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
    entities: tuple[str, ...] = ()
    """The legal entities that its records name."""

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
class Unplaced:
    """How much there is of which nothing tells the legal entity."""

    records: int = 0
    pairs: int = 0
    conflicts: int = 0


@dataclass(frozen=True)
class Health:
    """All of it, for one generation; or what is chosen, and where that is an entity, what is of none."""

    feeds: list[Feed]
    set_apart: list[SetApart]
    pairs: list[Pair]
    conflicts: list[Conflict]
    decided: list[Decided] = field(default_factory=list)
    unplaced: Unplaced = Unplaced()


def health(log: EventLog, chosen: Chosen = ALL) -> Health:
    """How far the data can be trusted, as the generation knows it: all of it, or what is chosen."""
    apart = set_apart(log, chosen)
    shown = [_narrowed(feed, apart, chosen) for feed in feeds(log) if _is_shown(feed, chosen)]
    left = unplaced(log, chosen) if chosen.entity not in ("", NO_ENTITY) else Unplaced()
    return Health(shown, apart, pairs(log, chosen), conflicts(log, chosen), _decided(log, chosen), left)


def unplaced(log: EventLog, chosen: Chosen) -> Unplaced:
    """What would be asked of no entity."""
    none = replace(chosen, entity=NO_ENTITY)
    return Unplaced(
        sum(group.records for group in set_apart(log, none)),
        len(pairs(log, none)),
        sum(conflict.number for conflict in conflicts(log, none)),
    )


def feeds(log: EventLog) -> list[Feed]:
    """The sources the generation was built from, by name. What people decided here is no feed."""
    runs: dict[str, list[LandedRun]] = {}
    for run in landed_runs(log.workspace):
        if run.source != OURS:
            runs.setdefault(run.source, []).append(run)
    newest = max((_as_of(own[-1]) for own in runs.values()), default=datetime.now(UTC))
    brings, seen, entities = _brought(log.workspace), records_seen(log.database, log.viewer), _entities(log)
    sizes = {
        source: [run.rows if seen is None else seen.get((source, run.run), 0) for run in own]
        for source, own in runs.items()
    }
    return [
        replace(
            _feed(runs[source], sizes[source], (system, brings.get(source, "")), newest, (lag_us, refused)),
            entities=entities.get(source, ()),
        )
        for source, system, lag_us, refused in log.database.rows(statement("dashboards.health_page", "feeds.sql"))
        if source in runs
    ]


def set_apart(log: EventLog, chosen: Chosen = ALL) -> list[SetApart]:
    rows = log.database.rows(
        with_places("set_apart.sql"), examples=EXAMPLES, mentions=mentions(log.workspace), entity=chosen.entity,
        **chosen.bound,
    )  # fmt: skip
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


def pairs(log: EventLog, chosen: Chosen = ALL) -> list[Pair]:
    """What a person should decide on, the most alike first, and then what was put off."""
    asked = with_places("suggestions.sql")
    rows = log.database.rows(asked, most=MOST_PAIRS, entity=chosen.entity, **chosen.bound)
    return [Pair(row[0], None if row[2] else float(row[1]), _side(*row[3:6]), _side(*row[6:9])) for row in rows]


def conflicts(log: EventLog, chosen: Chosen = ALL) -> list[Conflict]:
    """Where systems conflict, or one of them with another or itself."""
    asked = with_places("conflicts.sql")
    rows = log.database.rows(asked, examples=EXAMPLES, entity=chosen.entity, **chosen.bound)
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


def _is_shown(feed: Feed, chosen: Chosen) -> bool:
    """Whether a feed is the chosen one; of an entity are those that bring something of it, or name none."""
    of_entity = not chosen.entity or not feed.entities or chosen.entity in feed.entities
    return of_entity and chosen.source in ("", feed.source)


def _narrowed(feed: Feed, apart: Sequence[SetApart], chosen: Chosen) -> Feed:
    """The feed with as many records set apart as are chosen."""
    if not chosen.narrows:
        return feed
    return replace(feed, set_apart=sum(group.records for group in apart if group.source == feed.source))


def _decided(log: EventLog, chosen: Chosen) -> list[Decided]:
    """The pairs that were decided, of which one or the other is of what is chosen; of no entity is where both are."""
    found = decided(log)
    if not chosen.narrows:
        return found
    ids = sorted({one for each in found for one in (each.said.left, each.said.right)})
    told = {
        one: (set(entities or ()), mine)
        for one, entities, mine in log.database.rows(with_places("pairs_decided.sql"), ids=ids, **chosen.bound)
    }

    def is_chosen(each: Decided) -> bool:
        sides = [told.get(one, (set(), False)) for one in (each.said.left, each.said.right)]
        entities = set().union(*(entities for entities, _ in sides)) or {NO_ENTITY}
        return any(mine for _, mine in sides) and chosen.entity in {"", *entities}

    return [each for each in found if is_chosen(each)]


def _entities(log: EventLog) -> dict[str, tuple[str, ...]]:
    """By source, the legal entities that its objects say they are of."""
    found: dict[str, tuple[str, ...]] = {}
    for source, entity in log.database.rows(statement("dashboards.health_page", "entities_of_feeds.sql")):
        found[source] = (*found.get(source, ()), entity)
    return found


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
