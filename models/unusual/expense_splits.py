"""Expenses that stand as several to stay under the firm's limit for one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.unusual.beginning import chance_from, likeliest
from models.unusual.evidence import damped
from models.unusual.expense_line import Line, in_money
from models.unusual.robust import Floats
from models.unusual.time_rules import in_words

SPLIT, RARELY = 0.5, 0.005
"""How likely it is that a limit was avoided, where not more than one report in 200 looks like it; else less, in
proportion."""

MORE_OFTEN, MOSTLY = 0.25, 0.5
"""Who avoids limits does so in every fourth report, and with half of what stands in several sums."""

SELDOM = 1 / 1000
"""No more seldom than in so many reports it is taken to happen without anybody meaning it."""


@dataclass(frozen=True)
class Split:
    """Lines of one person, day and merchant, none over the limit and all together over it.

    `times` is how often the person did it since it became a habit, if it did.
    """

    lines: tuple[Line, ...]
    allowed: float
    chance: float = SPLIT
    times: int = 1

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def report_id(self) -> str:
        """Where it is told: the report that was handed in last, with which all of them were there."""
        return max(self.lines, key=lambda line: (line.submitted_at, line.report_id)).report_id

    @property
    def category(self) -> str | None:
        return self.lines[0].category

    @property
    def text(self) -> str:
        first = self.lines[0]
        parts = " and ".join(line.sum for line in self.lines)
        before = f"; one of {self.times} times by {first.name}" if self.times > 1 else ""
        day = f" on {in_words(first.spent_on)}" if first.spent_on else ""
        return (
            f"{first.what}{day} stands as {parts}, together {in_money(self.amount, first.currency)}; the limit for one "
            f"is {in_money(self.allowed, first.currency)}{before}"
        )


def split(lines: Sequence[Line]) -> list[Split]:
    """In the order in which the first of them was handed in."""
    return [each for each in _in_parts(lines) if each.amount > each.allowed]


def _in_parts(lines: Sequence[Line]) -> list[Split]:
    """What stands in several sums of one day and merchant, over the limit together or not."""
    together: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        if line.allowed is not None and line.amount <= line.allowed and line.spent_on is not None:
            together[(line.person_id, line.category, line.merchant, line.currency, line.spent_on)].append(line)
    several = [those for those in together.values() if len(those) > 1]
    found = [Split(tuple(_once(those)), those[0].allowed or 0.0) for those in several]
    return [each for each in found if len(each.lines) > 1]


def _once(lines: Sequence[Line]) -> list[Line]:
    """Without what repeats in a second report: that is told as handed in twice."""
    by_amount: dict[int, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        by_amount[line.amount][line.report_id].append(line)
    return [line for reports in by_amount.values() for line in max(reports.values(), key=len)]


def weighed(lines: Sequence[Line], found: Sequence[Split], share: float, usual: float) -> Iterator[Split]:
    """Each with its chance: of a habit, by how often the person did it, and how often what stood in parts was not over
    the limit; alone, by how rarely reports look like it, `share`, and by how many come about by accident."""
    harmless = [each for each in _in_parts(lines) if each.amount <= each.allowed]
    expected = _accidents(lines, harmless)
    alone = damped(SPLIT, share, RARELY)
    habits = {
        each.lines: each
        for each in _of_habits(lines, found, harmless, _worth(lines, share, expected), usual)
        if each.chance > alone
    }
    single = Counter(each.category for each in found if each.lines not in habits)
    for each in found:
        accidents = min(expected[each.category] / max(single[each.category], 1), 1.0)
        yield habits.get(each.lines) or replace(each, chance=(1 - accidents) * alone)


def _accidents(lines: Sequence[Line], harmless: Sequence[Split]) -> Mapping[str | None, float]:
    """By category, how many would be over the limit if what stands in parts were any two sums of the firm: for each
    that is not over it, the odds that two are."""
    amounts: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for line in lines:
        if line.allowed is not None and line.amount <= line.allowed:
            amounts[(line.category, line.currency, line.allowed)].append(line.amount)
    odds: dict[tuple[object, ...], float] = {}
    expected: dict[str | None, float] = defaultdict(float)
    for each in harmless:
        key = (each.category, each.lines[0].currency, each.allowed)
        if key not in odds:
            odds[key] = _odds_over(np.sort(np.array(amounts[key], dtype=float)), each.allowed)
        expected[each.category] += odds[key]
    return expected


def _odds_over(amounts: Floats, allowed: float) -> float:
    """That two of these sums, which stand in order, are over the limit together; some two are not."""
    over = len(amounts) - np.searchsorted(amounts, allowed - amounts, side="right")
    pairs = (int(over.sum()) - int((2 * amounts > allowed).sum())) / 2
    return pairs / (len(amounts) * (len(amounts) - 1) / 2 - pairs)


def _worth(lines: Sequence[Line], share: float, expected: Mapping[str | None, float]) -> Mapping[str | None, float]:
    """By category, what one says for a habit, as a logarithm: by how often it comes about without one, by accident or
    because the firm's reports look like it."""
    reports = len({line.report_id for line in lines})
    limited = Counter(line.category for line in lines if line.allowed is not None)
    worth = {}
    for category, count in limited.items():
        part = count / limited.total()
        least = max(part * max(share, SELDOM), expected.get(category, 0.0) / reports)
        worth[category] = float(np.log((least + MORE_OFTEN * part) / least))
    return worth


def _of_habits(
    lines: Sequence[Line], found: Sequence[Split], harmless: Sequence[Split], worth: Mapping[str | None, float],
    usual: float,
) -> Iterator[Split]:  # fmt: skip
    """Those of people who did it in more than one report since it may have become their habit, with the chance that it
    did. What stands in one report counts once: a busy day has many sums."""
    reports_of: dict[str, dict[str, float]] = defaultdict(dict)
    for line in lines:
        reports_of[line.person_id][line.report_id] = 0.0
    by_person: dict[str, list[Split]] = defaultdict(list)
    for each in found:
        person = each.lines[0].person_id
        by_person[person].append(each)
        reports_of[person][each.report_id] = max(reports_of[person][each.report_id], worth[each.category])
    for each in harmless:
        reports_of[each.lines[0].person_id][each.report_id] += float(np.log(1 - MOSTLY))
    for person, own in by_person.items():
        reports = list(reports_of[person])
        stretch = likeliest(np.array(list(reports_of[person].values())) - MORE_OFTEN)
        habit = set(reports[stretch.first : stretch.last + 1])
        those = [each for each in own if each.report_id in habit]
        if len({each.report_id for each in those}) > 1:
            chance = chance_from(stretch.ratio, usual)
            yield from (replace(each, chance=chance, times=len(those)) for each in those)
