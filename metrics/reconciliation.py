"""Records that disagree between two systems and do so now, by rule, with the money in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.sql import load
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.narrowing import narrowed, where_facts_are
from metrics.needs import said_of
from metrics.rules.catalogue import place_of_rule, rules
from metrics.rules.declaration import Rule
from metrics.stored import left_out, untold_by

TABLE_SLICES = frozenset(
    {"entity", "region", "practice", "service_line", "client", "project", "project_manager", "billing_type", "rule"}
)


@dataclass(frozen=True)
class Gap:
    """One record that disagrees. `money` is in hundredths of its currency, `base_money` of the base (None: no rate)."""

    rule: str
    object_id: str
    part: str
    raised_at: datetime
    weight: float
    money: float | None
    currency: str | None
    base_money: float | None
    entity: str | None
    practice: str | None
    client: str | None
    project: str | None
    project_manager: str | None
    age_days: int


@dataclass(frozen=True)
class GapsOfRule:
    """What one rule finds open now: how many records, their money, and how long the oldest has stood."""

    rule: Rule
    records: int
    base_money: float
    oldest_days: int
    gaps: tuple[Gap, ...]


def open_gaps(log: EventLog, only: Sequence[Only] = ()) -> list[GapsOfRule]:
    """Every rule of `gaps` that was run, also those that found nothing, the one with the most money first."""
    declared = rules("gaps", log.workspace)
    lost = gap_rules_left_out(log).keys() | _lacking(log, declared).keys()
    there = {name: rule for name, rule in declared.items() if name not in lost}
    condition, values = narrowed(log.viewer, only, TABLE_SLICES)
    statement = load("metrics", "open_gaps.sql").replace("{table}", "gap").replace("{narrowed}", condition)
    found: Mapping[str, list[Gap]] = {name: [] for name in there}
    for row in log.database.rows(where_facts_are(log.database, statement), **values):
        gap = Gap(*row)
        if gap.rule in found:
            found[gap.rule].append(gap)
    grouped = [_of_rule(rule, found[name]) for name, rule in there.items()]
    return sorted(grouped, key=lambda each: (-each.base_money, -each.records, each.rule.title))


def not_compared(log: EventLog) -> dict[str, str]:
    """What no connected system tells of, by the title of the rule that was not run for want of it."""
    declared = rules("gaps", log.workspace)
    return {declared[name].title: said_of(missing) for name, missing in _lacking(log, declared).items()}


def gap_rules_left_out(log: EventLog) -> dict[str, str]:
    """Why rules of `gaps` could not be run when the generation was built, by name."""
    folder = place_of_rule("gaps", "")
    return {place.removeprefix(folder): reason for place, reason in left_out(log).items() if place.startswith(folder)}


def _lacking(log: EventLog, declared: Mapping[str, Rule]) -> dict[str, list[str]]:
    """What no connected system tells of what a rule needs, by the rule's name; asked of the log once for all."""
    untold = set(untold_by(log, *{need for rule in declared.values() for need in rule.needs}))
    lacking = {name: [need for need in rule.needs if need in untold] for name, rule in declared.items()}
    return {name: missing for name, missing in lacking.items() if missing}


def _of_rule(rule: Rule, gaps: list[Gap]) -> GapsOfRule:
    records = len({(gap.object_id, gap.part) for gap in gaps})
    money = sum(gap.base_money or 0.0 for gap in gaps)
    return GapsOfRule(rule, records, money, max((gap.age_days for gap in gaps), default=0), tuple(gaps))
