"""An indicator's figures as it holds and as proposed beside each other: the whole of a period, by entity, by month."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.changes.trials.trial import Row, Table
from core.metric_settings import Target
from core.settings import FirmSettings
from eventlog.reading import EventLog
from metrics.cut import Cut
from metrics.declaration import Indicator
from metrics.figures import UNKNOWN, in_words
from metrics.period import Period
from metrics.rollup import totals
from metrics.standing import Standing, shown, standing
from metrics.total import Total

WHOLE, ENTITY, MONTH = "whole", "entity", "month"
NOT_KNOWN = "not known"
COLUMNS = ("measure", "as it holds", "as proposed", "records as it holds", "records as proposed")
Key = tuple[str, str, str]
"""WHOLE, ENTITY or MONTH; the entity or month; the measure as it is told."""


@dataclass(frozen=True)
class Figures:
    """Totals by what they are of, and the targets they are held against; without a definition there are none."""

    by_key: Mapping[Key, Total] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)

    def standing(self, key: Key) -> Standing | None:
        """Against its target, where it has one and a value."""
        return standing(self.by_key[key], self.targets) if key in self.by_key else None

    def in_full(self, key: Key) -> str:
        """A value in words, with how it stands."""
        if key not in self.by_key:
            return UNKNOWN
        found, value = self.standing(key), in_words(self.by_key[key])
        return f"{value} ({found.words[0].lower()}{found.words[1:]})" if found else value

    def facts(self, key: Key) -> tuple[object, ...]:
        """What tells a total from another; one of nothing is like none."""
        total = self.by_key.get(key)
        return (total.value, total.n, total.currency if total.value is not None else None) if total else (None, 0, None)


NOTHING = Figures()


def figures_of(log: EventLog, indicator: Indicator, settings: FirmSettings, period: Period) -> Figures:
    """What surfaces tell of an indicator whose shares the log has; of fewer people than the firm's limit nothing."""
    found: dict[Key, Total] = {}
    for kind, cut in (
        (WHOLE, Cut(period=period)),
        (ENTITY, Cut(by=("entity",), period=period)),
        (MONTH, Cut(period=period, grain="month")),
    ):
        for total in shown(totals(log, indicator, cut), settings.metrics.group_limit):
            name = total.period.slug if kind == MONTH and total.period else total.slice.get("entity") or ""
            found[kind, name, total.measure] = total
    return Figures(found, settings.all_targets().get(indicator.name, {}))


def tables_of(now: Figures, then: Figures, period: Period) -> tuple[Table, ...]:
    """Every measure over the whole period; of entities and months those whose value or records differ."""
    return (
        Table(f"All of {period.title}", COLUMNS, [_row(now, then, key) for key in _keys(now, then, WHOLE)]),
        Table(
            "Legal entities that differ",
            ("entity", *COLUMNS),
            [_row(now, then, key) for key in _keys(now, then, ENTITY) if now.facts(key) != then.facts(key)],
        ),
        Table(
            "Months that differ",
            ("month", *COLUMNS),
            [_row(now, then, key) for key in _keys(now, then, MONTH) if now.facts(key) != then.facts(key)],
        ),
    )


def are_alike(now: Figures, then: Figures) -> bool:
    """Whether no figure differs at all."""
    return all(now.facts(key) == then.facts(key) for key in {*now.by_key, *then.by_key})


def months_that_differ(now: Figures, then: Figures) -> int:
    """In how many months some measure differs."""
    return len({key[1] for key in _keys(now, then, MONTH) if now.facts(key) != then.facts(key)})


def _keys(now: Figures, then: Figures, kind: str) -> list[Key]:
    """Entities and months in their order, in each the measures as they are declared."""
    keys = [key for key in dict.fromkeys([*then.by_key, *now.by_key]) if key[0] == kind]
    return sorted(keys, key=lambda key: key[1])


def _row(now: Figures, then: Figures, key: Key) -> Row:
    kind, name, _ = key
    title = (then.by_key.get(key) or now.by_key[key]).title
    records = [figures.by_key[key].n if key in figures.by_key else 0 for figures in (now, then)]
    named = () if kind == WHOLE else (name or NOT_KNOWN,)
    return Row((*named, title, now.in_full(key), then.in_full(key), *records))
