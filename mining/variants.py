"""Variants of the chosen cases: how many take each way, how long, and in words how it differs from the commonest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from core.sql import load
from eventlog.filters import Selection
from eventlog.filters.kinds.variant import variant_key
from eventlog.reading import ProcessLog

# beyond this product of lengths two variants are compared by their counts alone
MOST_COMPARED = 4_000_000
MOST_NAMED = 8


@dataclass(frozen=True)
class VariantRow:
    """One variant; `number` (1 for the commonest) is what the filter `variant` takes for it in this generation."""

    number: int
    activities: tuple[str, ...]
    cases: int
    share: float
    events: int
    median_us: float
    p90_us: float
    business_median_us: float | None
    commonest: tuple[str, ...] = field(repr=False)

    @cached_property
    def key(self) -> str:
        """What the filter `variant` takes for it in any generation."""
        return variant_key(self.activities)

    @cached_property
    def difference(self) -> str:
        """How it differs from the commonest variant, in words."""
        return difference(self.commonest, self.activities)


@dataclass(frozen=True)
class Variants:
    """The commonest variants, and how many there are."""

    cases: int
    total: int
    top: list[VariantRow]


def variants(process: ProcessLog, selection: Selection, top: int = 20) -> Variants:
    """The `top` variants by falling number of cases."""
    selection.on(process)
    total = process.database.value("select count(*) from chosen_variant")
    rows = process.database.rows(load("mining", "variants.sql"), top=top)
    shares = max(selection.cases, 1)
    found: list[VariantRow] = []
    for number, activities, cases, events, (median, p90), business in rows:
        names = tuple(process.activities[activity] for activity in activities)
        commonest = found[0].activities if found else names
        found.append(VariantRow(number + 1, names, cases, cases / shares, events, median, p90, business, commonest))
    return Variants(selection.cases, total, found)


def difference(commonest: Sequence[str], other: Sequence[str]) -> str:
    """How a variant differs from the commonest, as one would say it: "adds Reject; without Check"."""
    if list(commonest) == list(other):
        return "the commonest way"
    added, left_out = _changes(commonest, other)
    moved = added & left_out
    parts = _said("repeats", [name for name in added - moved if name in commonest], other, added - moved)
    parts += _said("adds", [name for name in added - moved if name not in commonest], other, added - moved)
    parts += _said("without", list(left_out - moved), commonest, left_out - moved)
    parts += _said("elsewhere:", list(moved), other, moved)
    return "; ".join(parts)


def _changes(commonest: Sequence[str], other: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    if len(commonest) * len(other) > MOST_COMPARED:
        return Counter(other) - Counter(commonest), Counter(commonest) - Counter(other)
    added: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    matcher = SequenceMatcher(a=commonest, b=other, autojunk=False)
    for change, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if change != "equal":
            left_out.update(commonest[a_from:a_to])
            added.update(other[b_from:b_to])
    return added, left_out


def _said(verb: str, names: list[str], order: Sequence[str], times: Counter[str]) -> list[str]:
    """One part of the sentence, its activities in the order in which they come, with × where it is more than once."""
    if not names:
        return []
    ordered = sorted(names, key=list(order).index)
    shown = [name if times[name] == 1 else f"{name} ×{times[name]}" for name in ordered[:MOST_NAMED]]
    more = [f"{len(ordered) - MOST_NAMED} more"] if len(ordered) > MOST_NAMED else []
    return [f"{verb} " + ", ".join(shown + more)]
