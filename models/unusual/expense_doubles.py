"""Expenses handed in twice, and those that stand as several to stay under the firm's limit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.unusual.beginning import chance_from, likeliest
from models.unusual.evidence import damped
from models.unusual.expense_line import Line, in_money
from models.unusual.time_rules import in_words

AGAIN = {"other_report": 0.9, "same_report": 0.45, "other_person": 0.35, "other_day": 0.4}
"""By rank, not learnt: the same receipt in a second report is seldom an accident of prices, two colleagues at one table
often are."""

SPLIT, RARELY = 0.5, 0.005
"""How likely it is that a limit was avoided, where not more than one report in 200 looks like it; else less, in
proportion."""

MORE_OFTEN = 0.25
"""Who avoids limits does so in every fourth report."""

DAYS_APART = 7


@dataclass(frozen=True)
class Doubled:
    """A line, and the earlier one that it repeats; `as_often` is how often else that price was paid there."""

    how: str
    line: Line
    earlier: Line
    as_often: int

    @property
    def chance(self) -> float:
        """A price that is paid there on other days too says less."""
        odds = AGAIN[self.how] / (1 - AGAIN[self.how]) / (1 + self.as_often)
        return odds / (1 + odds)

    @property
    def text(self) -> str:
        line, earlier = self.line, self.earlier
        where = {
            "other_report": f"stands in {earlier.report_id} too, handed in on {in_words(earlier.submitted_at.date())}",
            "same_report": "stands twice in this report",
            "other_person": f"stands in {earlier.report_id} of {earlier.name} too",
            "other_day": f"stands in {earlier.report_id} too, for another day of that week",
        }[self.how]
        often = f"; the same was paid there {self.as_often} times else" if self.as_often else ""
        day = f" on {in_words(line.spent_on)}" if line.spent_on else ""
        return f"{line.what} for {line.sum}{day} {where}{often}"


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
    def text(self) -> str:
        first = self.lines[0]
        parts = " and ".join(line.sum for line in self.lines)
        before = f"; one of {self.times} times by {first.name}" if self.times > 1 else ""
        day = f" on {in_words(first.spent_on)}" if first.spent_on else ""
        return (
            f"{first.what}{day} stands as {parts}, together {in_money(self.amount, first.currency)}; the limit for one "
            f"is {in_money(self.allowed, first.currency)}{before}"
        )


def doubled(lines: Sequence[Line]) -> Iterator[Doubled]:
    """Each line that repeats an earlier one, beside the one it most likely repeats."""
    alike: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        if line.category is not None and line.spent_on is not None:
            alike[(line.category, line.merchant, line.amount, line.currency)].append(line)
    for those in alike.values():
        for place, line in enumerate(those):
            found = [each for earlier in those[:place] if (each := _repeats(line, earlier, those))]
            if found:
                yield max(found, key=lambda each: (each.chance, each.earlier.line_id))


def _repeats(line: Line, earlier: Line, alike: Sequence[Line]) -> Doubled | None:
    if line.spent_on is None or earlier.spent_on is None:
        return None
    days = {each.spent_on for each in alike} - {line.spent_on, earlier.spent_on}
    apart = abs((line.spent_on - earlier.spent_on).days)
    same_person, same_report = line.person_id == earlier.person_id, line.report_id == earlier.report_id
    if apart == 0:
        how = "same_report" if same_report else "other_report" if same_person else "other_person"
    elif same_person and not same_report and apart <= DAYS_APART:
        how = "other_day"
    else:
        return None
    return Doubled(how, line, earlier, len(days))


def split(lines: Sequence[Line]) -> list[Split]:
    """In the order in which the first of them was handed in."""
    together: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        if line.allowed is not None and line.amount <= line.allowed and line.spent_on is not None:
            together[(line.person_id, line.category, line.merchant, line.currency, line.spent_on)].append(line)
    found = []
    for those in together.values():
        parts, allowed = _once(those), those[0].allowed or 0.0
        if len(parts) > 1 and sum(line.amount for line in parts) > allowed:
            found.append(Split(tuple(parts), allowed))
    return found


def weighed(lines: Sequence[Line], found: Sequence[Split], share: float, usual: float) -> Iterator[Split]:
    """Each with its chance: by how rarely reports look like it, `share`, and by how often the same person did it."""
    by_person: dict[str, list[Split]] = defaultdict(list)
    for each in found:
        by_person[each.lines[0].person_id].append(each)
    reports_of: dict[str, dict[str, None]] = defaultdict(dict)
    for line in lines:
        reports_of[line.person_id][line.report_id] = None
    alone = damped(SPLIT, share, RARELY)
    for person, own in by_person.items():
        reports = list(reports_of[person])
        count = np.array([sum(each.lines[0].report_id == report for each in own) for report in reports], dtype=float)
        least = max(share, 1 / 1000)
        stretch = likeliest(count * np.log((least + MORE_OFTEN) / least) - MORE_OFTEN)
        habit = set(reports[stretch.first : stretch.last + 1])
        those = [each for each in own if each.lines[0].report_id in habit]
        chance = chance_from(stretch.ratio, usual) if len(those) > 1 else 0.0
        for each in own:
            of_habit = each in those and chance > alone
            yield replace(each, chance=chance, times=len(those)) if of_habit else replace(each, chance=alone)


def _once(lines: Sequence[Line]) -> list[Line]:
    """Without what repeats in a second report: that is told as handed in twice."""
    by_amount: dict[int, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        by_amount[line.amount][line.report_id].append(line)
    return [line for reports in by_amount.values() for line in max(reports.values(), key=len)]
